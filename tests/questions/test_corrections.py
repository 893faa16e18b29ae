"""One month as known then and now: what was corrected, what it moved, and what changed formulas did."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest

import jiangyin
from analysis import scorecards
from analysis.problems import InputError
from analysis.questions import corrections
from analysis.scorecards import card_store
from questions.conftest import CITY, loaded, sample

MONTH, DAY = jiangyin.MONTH, "2021-04-25"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """What is kept goes to a folder of the test; what is known now is the test's to say."""
    loaded("hard-2019")
    monkeypatch.setattr(card_store, "root", lambda: tmp_path)
    return tmp_path


def corrected(**figures):
    here = pl.col("month") == MONTH
    value = pl.when(here).then(pl.col("fact").replace_strict(figures, default=None)).fill_null(pl.col("value"))
    return sample().with_columns(value=value)


def keep(facts, day, book="hard-2019"):
    scorecards.archive_cards([scorecards.card(facts, loaded(book), CITY, MONTH)], facts, day)


def test_the_corrected_figures_and_what_they_moved():
    """Item 18.1 pays 0.3 a domain: three more domains are 0.9 points; the rank moves a test and no points."""
    keep(sample(), DAY)
    before = sample().filter(pl.col("fact") == "xinyi_domains")["value"].item()
    keep(corrected(xinyi_domains=before + 3, monitoring_rank=101.0), "2021-06-01")
    correction = corrections.between_days(loaded("hard-2019"), CITY, MONTH, DAY, "2021-06-01")
    assert correction.facts.select("month", "fact", "before", "after").rows()[1] == (
        MONTH, "xinyi_domains", before, before + 3,
    )  # fmt: skip
    (row,) = correction.change.drivers.rows(named=True)
    assert (row["driver"], row["kind"], row["low"]) == ("xinyi_domains", "fact", pytest.approx(0.9))
    assert correction.change.vetoes["clause"].to_list() == ["10.3"]
    assert (correction.change.earlier.as_of, correction.change.later.as_of) == (DAY, "2021-06-01")
    assert correction.published.total["low"] == correction.change.before["low"]


def test_nothing_corrected_nothing_moved():
    keep(sample(), DAY)
    correction = corrections.between_days(loaded("hard-2019"), CITY, MONTH, DAY, "2021-06-01")
    assert correction.facts.is_empty() and correction.change.drivers.is_empty()
    assert corrections.since_published(sample(), loaded("hard-2019"), CITY, MONTH) is None


def test_what_was_never_published_has_no_correction():
    assert corrections.since_published(sample(), loaded("hard-2019"), CITY, MONTH) is None
    with pytest.raises(InputError, match="Days kept: none"):
        corrections.between_days(loaded("hard-2019"), CITY, MONTH, DAY)


def test_a_rule_value_that_changed_since_is_a_driver_and_changed_formulas_are_told_apart(monkeypatch):
    """Kept when 18.1 paid 0.2 a domain and the total was a tenth higher than these formulas make it."""
    book = loaded("hard-2019")
    card = scorecards.card(sample(), book.with_values("18.1", each=0.2), CITY, MONTH)
    raised = pl.when(pl.col("scenario") == "baseline").then(pl.col("low") + 0.1)
    card = replace(card, totals=card.totals.with_columns(low=raised))
    scorecards.archive_cards([card], sample(), DAY)
    correction = corrections.since_published(sample(), book, CITY, MONTH)
    domains = sample().filter(pl.col("fact") == "xinyi_domains")["value"].item()
    shares = {row["driver"]: (row["kind"], row["low"]) for row in correction.change.drivers.rows(named=True)}
    assert shares["18.1.each"] == ("value", pytest.approx(0.1 * domains))
    assert shares["the program"] == ("program", pytest.approx(-0.1))
    low = correction.change.shares["low"]
    assert sum(low.values()) == Fraction(correction.change.after["low"]) - Fraction(correction.change.before["low"])


def test_since_first_looks_back_to_the_first_card_and_since_published_to_the_last():
    for more, day in ((0, DAY), (1, "2021-06-01")):
        keep(corrected(xinyi_domains=float(10 + more)), day)
    now = corrected(xinyi_domains=12.0)
    corrected_since = [
        verb(now, loaded("hard-2019"), CITY, MONTH) for verb in (corrections.since_first, corrections.since_published)
    ]
    assert [correction.change.earlier.as_of for correction in corrected_since] == [DAY, "2021-06-01"]
    assert [correction.change.drivers["low"].item() for correction in corrected_since] == [
        pytest.approx(0.6),
        pytest.approx(0.3),
    ]


def test_damaged_facts_behind_a_card_are_named(home):
    keep(sample(), DAY)
    (path,) = (home / "data" / "scorecards" / CITY / MONTH).glob("facts.*")
    path.write_bytes(b"")
    with pytest.raises(InputError, match="damaged or gone"):
        corrections.since_published(corrected(joint_domains=1.0), loaded("hard-2019"), CITY, MONTH)


def test_a_correction_of_the_very_day_is_seen():
    """Published, corrected by 3 domains of 0.3 points and published again, then by 2 more: all on one day."""
    before = sample().filter(pl.col("fact") == "xinyi_domains")["value"].item()
    for more in (0, 3, 5):
        keep(corrected(xinyi_domains=before + more), DAY)
    book = loaded("hard-2019")
    whole = corrections.between_days(book, CITY, MONTH, DAY, DAY)
    (fact,) = whole.facts.rows(named=True)
    assert (fact["fact"], fact["before"], fact["after"]) == ("xinyi_domains", before, before + 5)
    assert whole.change.earlier.as_of == f"{DAY}#1"
    steps = [
        corrections.between_days(book, CITY, MONTH, f"{DAY}#{first}", f"{DAY}#{second}")
        for first, second in ((1, 2), (2, 3), (3, 3))
    ]
    moved = [step.change.after["low"] - step.change.before["low"] for step in steps]
    assert moved == [pytest.approx(0.9), pytest.approx(0.6), 0.0]
    with pytest.raises(InputError, match="3 versions were kept on 2021-04-25; there is no number 4"):
        corrections.between_days(book, CITY, MONTH, f"{DAY}#4")
