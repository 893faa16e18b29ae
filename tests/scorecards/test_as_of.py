"""What was known on a day: the newest facts kept by then, month by month; never what came later."""

from __future__ import annotations

import polars as pl
import pytest

import jiangyin
import towns
from analysis import facts, scorecards
from analysis.problems import InputError
from analysis.scorecards import as_of, card_store
from scorecards.conftest import loaded
from scorecards.test_archive import CITY, MONTH, cards_of, corrected, home  # noqa: F401


def file(facts, day, month=MONTH):
    cards = [scorecards.card(facts, loaded("monitoring-2021"), CITY, month)]
    scorecards.archive_cards(cards, facts.filter(pl.col("month") <= month), day)


def figure(frame, fact, month=MONTH):
    return frame.filter(pl.col("fact") == fact, pl.col("month") == month)["value"].to_list()


def test_then_and_now_and_the_days_between():
    file(jiangyin.known(), "2021-04-25")
    file(corrected(joint_domains=5.0), "2021-06-01")
    (before,) = figure(jiangyin.known(), "joint_domains")
    for day, points in (("2021-04-25", before), ("2021-05-31", before), ("2021-06-01", 5.0), ("2099-01-01", 5.0)):
        assert figure(scorecards.facts_as_of("江阴", MONTH, day), "joint_domains") == [points]


def test_what_was_known_is_the_same_frame_and_gives_the_same_points():
    file(jiangyin.known(), "2021-04-25")
    then = scorecards.facts_as_of(CITY, MONTH, "2021年4月25日")
    assert then.equals(jiangyin.known())
    cards = [cards_of(facts, books=["monitoring-2021"])[0] for facts in (then, jiangyin.known())]
    assert cards[0].points.equals(cards[1].points)


def test_before_anything_was_kept_nothing_is_told():
    file(jiangyin.known(), "2021-04-25")
    with pytest.raises(InputError, match="Days kept: 2021-04-25"):
        scorecards.facts_as_of(CITY, MONTH, "2021-04-24")
    with pytest.raises(InputError, match="Days kept: none"):
        scorecards.facts_as_of(CITY, "2021-04", "2021-06-01")


def test_a_correction_of_an_earlier_month_counts_from_the_day_it_was_known():
    """February's finding, filed with February's own correction, reaches March's deduction only after that day."""
    file(jiangyin.known(), "2021-04-05")
    found = pl.when(pl.col("month") == "2021-02", pl.col("fact") == "fraud_findings").then(1.0)
    file(jiangyin.known().with_columns(value=found.otherwise(pl.col("value"))), "2021-04-20", "2021-02")
    points = []
    for day in ("2021-04-19", "2021-04-20"):
        card = cards_of(scorecards.facts_as_of(CITY, MONTH, day), books=["monitoring-2021"])[0]
        points.append(card.points.filter(pl.col("clause") == "40.1")["points"].item())
    assert points == [0.0, -20.0]


def test_a_month_that_was_not_known_then_is_unknown_and_not_none():
    """February was not delivered by then: whether a deduction is in force can't be told."""
    facts = jiangyin.known().filter(pl.col("month") != "2021-02")
    file(facts, "2021-04-05")
    then = scorecards.facts_as_of(CITY, MONTH, "2021-04-05")
    verdict = cards_of(then, books=["monitoring-2021"])[0].points.row(
        by_predicate=pl.col("clause") == "40.1", named=True
    )
    assert (verdict["points"], verdict["low"], verdict["high"]) == (None, -20.0, 0.0)


def test_damaged_facts_never_give_way_to_older_ones(home):  # noqa: F811
    file(jiangyin.known(), "2021-04-25")
    file(corrected(joint_domains=5.0), "2021-06-01")
    (path,) = home.rglob("facts.2021-06-01*")
    path.write_bytes(b"")
    with pytest.raises(InputError, match="damaged"):
        scorecards.facts_as_of(CITY, MONTH, "2021-06-02")
    assert scorecards.facts_as_of(CITY, MONTH, "2021-05-31").height


def test_an_earlier_month_whose_file_is_damaged_is_unknown_and_named(home):  # noqa: F811
    file(jiangyin.known(), "2021-04-25")
    (path,) = (home / "data" / "scorecards" / CITY / "2021-02").glob("facts.*")
    path.write_bytes(b"")
    assert set(scorecards.facts_as_of(CITY, MONTH, "2021-04-25")["month"]) == {"2021-01", MONTH}
    (problem,) = as_of.damaged_months(CITY, MONTH, "2021-04-25")
    assert path.name in problem.where


def test_the_sources_name_the_month_and_the_day_with_the_hash():
    file(jiangyin.known(), "2021-04-25")
    versions = as_of.fact_versions(CITY, MONTH, "2021-04-30")
    assert list(versions) == ["2021-01@2021-04-25", "2021-02@2021-04-25", "2021-03@2021-04-25"]
    assert versions["2021-03@2021-04-25"] == card_store.stored_files(CITY, MONTH, card_store.FACTS)[0].sha256


def test_where_a_rulebook_compares_units_the_others_of_the_kind_are_there_too(tmp_path, monkeypatch):
    """Towns only, with the month before; a rulebook that compares nobody needs its own figures alone."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    facts.keep_tables(facts.load(towns.build(tmp_path)), facts.dictionary())
    own = scorecards.card_facts(["hard-2019"], "华士", MONTH)
    assert own["city"].unique().to_list() == ["320281107"]
    whole = scorecards.card_facts([towns.BOOK], "华士", MONTH)
    assert set(whole["city"]) == {"320281107", "320281109", "320281001", "320281108"}
    assert whole.filter(city="320281107").equals(own) and set(whole["month"]) == {towns.BEFORE, towns.MONTH}
