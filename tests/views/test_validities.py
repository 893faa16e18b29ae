"""From when to when, in words; by which rules a card is judged."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

import dated_books
from analysis import rulebooks, scorecards, views
from analysis.rulebooks import Validity
from analysis.views import validities
from scorecards.test_rule_periods import table

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)


@pytest.mark.parametrize(
    ("validity", "zh"),
    [
        (Validity(FIRST, LAST), "2021-01-01 至 2021-12-31"), (Validity(FIRST), "2021-01-01 起"),
        (Validity(until=LAST), "至 2021-12-31"), (Validity(), "始终有效"),
    ],
)  # fmt: skip
def test_both_ends_and_open_ends(validity, zh):
    assert validities.validity_text(validity, "zh") == zh


def test_a_card_says_by_which_rules_it_is_judged(tmp_path):
    card = scorecards.card(table(), dated_books.loaded(tmp_path / "dated"), "320281", "2021-01")
    assert any("2021-01-01 至 2022-12-31" in note for note in views.totals(card).notes)


def test_a_rulebook_without_dates_says_nothing():
    assert validities.judged_by_text(rulebooks.load("hard-2019"), "zh") == ()


def test_a_kept_card_says_the_time_it_was_judged_by():
    assert validities.kept_period_text(SimpleNamespace(period=("2021-01-01", None)), "zh") == "2021-01-01 起"
    assert validities.kept_period_text(SimpleNamespace(period=()), "zh") == ""
