"""Cards and the facts behind them: filed once, read back whole, found by the day they were known."""

from __future__ import annotations

import polars as pl
import pytest

import jiangyin
from analysis import scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE
from analysis.scorecards import archive, card_store
from scorecards.conftest import BOTH, complete, loaded

CITY, MONTH, DAY = jiangyin.CITY, jiangyin.MONTH, "2021-04-25"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """The rulebooks are loaded from the project; what is kept goes to a folder of the test."""
    for name in BOTH:
        loaded(name), complete(name)
    monkeypatch.setattr(card_store, "root", lambda: tmp_path)
    return tmp_path


def cards_of(facts, *scenarios, books=BOTH):
    return [scorecards.card(facts, loaded(name), CITY, MONTH, list(scenarios) or BASELINE) for name in books]


def corrected(**figures):
    """The sample's figures with some of March mended."""
    names = pl.lit(MONTH) == pl.col("month")
    return jiangyin.known().with_columns(
        value=pl.when(names).then(pl.col("fact").replace_strict(figures, default=None)).fill_null(pl.col("value"))
    )


def test_a_card_comes_back_as_it_was_published():
    cards = cards_of(jiangyin.known(), BASELINE, complete("monitoring-2021"))
    scorecards.archive_cards(cards, jiangyin.known(), DAY)
    for card in cards:
        for scenario in card.scenarios:
            kept = scorecards.latest_card(CITY, MONTH, card.book.id, scenario.name)
            own = card.points.filter(pl.col("scenario") == scenario.name).select(kept.points.columns)
            assert kept.points.equals(own)
            assert kept.total == {part: card.total(scenario.name)[part] for part in kept.total}
            assert (kept.known_on, kept.sha256["rulebook"]) == (DAY, card.book.sha256)


def test_filed_again_nothing_is_added(home):
    for day in (DAY, DAY, "2021-05-01"):
        scorecards.archive_cards(cards_of(jiangyin.known()), jiangyin.known(), day)
    assert len(list(home.rglob("card.*"))) == len(BOTH)
    assert {path.parent.name for path in home.rglob("facts.*")} == {"2021-01", "2021-02", MONTH}


def test_a_corrected_month_is_a_second_card_beside_the_first():
    scorecards.archive_cards(cards_of(jiangyin.known()), jiangyin.known(), DAY)
    mended = corrected(joint_domains=5.0)
    scorecards.archive_cards(cards_of(mended), mended, "2021-06-01")
    first, second = (card for card in scorecards.history(CITY) if card.rulebook == "hard-2019")
    assert first.total["low"] != second.total["low"] and first.facts[MONTH] != second.facts[MONTH]
    assert scorecards.latest_card(CITY, MONTH, "hard-2019", "baseline").known_on == "2021-06-01"
    assert scorecards.latest_card(CITY, MONTH, "hard-2019", "baseline", "2021-05-31").known_on == DAY
    assert scorecards.latest_card(CITY, MONTH, "hard-2019", "baseline", "2021-04-24") is None


def test_a_month_cannot_be_known_before_it_begins():
    with pytest.raises(InputError, match="2021-03 can't be known before it began"):
        scorecards.archive_cards(cards_of(jiangyin.known()), jiangyin.known(), "2021-02-28")
    with pytest.raises(InputError, match="is not a day"):
        scorecards.archive_cards(cards_of(jiangyin.known()), jiangyin.known(), "2021-02-30")


def test_the_window_is_as_long_as_the_longest_history():
    assert archive.lookback_months(loaded("monitoring-2021"), MONTH) == ("2021-01", "2021-02", MONTH)
    assert len(archive.lookback_months(loaded("hard-2019"), MONTH)) == 12


def test_a_damaged_card_is_named_and_the_others_are_there(home):
    scorecards.archive_cards(cards_of(jiangyin.known()), jiangyin.known(), DAY)
    path = sorted(home.rglob("card.*"))[0]
    path.write_bytes(path.read_bytes()[:-5])
    assert len(scorecards.history(CITY)) == len(BOTH) - 1
    (problem,) = archive.damaged_files(CITY)
    assert path.name in problem.where and "damaged" in problem.en
