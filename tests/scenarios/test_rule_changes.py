"""Rules of two times mixed: which clauses judge otherwise, and what stands in a mixture."""

from __future__ import annotations

import pytest

import dated_books
from analysis import rulebooks
from analysis.scenarios import rule_changes


@pytest.fixture
def times(tmp_path):
    return dated_books.loaded(tmp_path / "dated").periods


def test_an_amount_alone_is_no_change_of_a_clauses_rules(times):
    """Clause 1 has another amount, clause 2 another formula, clause 3 is new."""
    assert rule_changes.changed_clauses(*times) == ("2", "3")
    assert rule_changes.changed_clauses(times[0], times[0]) == ()


def test_words_alone_are_no_change(tmp_path):
    old = dated_books.OLD.replace("each * campaign_activities", "each * max(0, campaign_activities - two)").replace(
        "each =", 'two = { is = 2, unit = "activity", zh = "起点", source = "clause" }\neach ='
    )
    periods = dated_books.loaded(tmp_path / "words", clause_2=old, clause_3="").periods
    assert rule_changes.changed_clauses(*periods) == ()


def test_a_mixture_has_each_clause_as_it_is_asked_for(times):
    first, later = times
    mixed = rule_changes.mixed_rulebook(first, later, ["2"])
    assert mixed.clauses["2"] is first.clauses["2"] and mixed.clauses["3"] is later.clauses["3"]
    assert "3" not in rule_changes.mixed_rulebook(first, later, ["3"]).clauses


def test_either_has_the_clauses_of_both(times):
    first, later = times
    assert set(rule_changes.either_rulebook(later, first).clauses) == {"1", "2", "3"}
    assert rule_changes.either_rulebook(first, later) is later


def test_a_rulebook_without_dates_never_changes():
    book = rulebooks.load("hard-2019")
    assert rule_changes.changed_clauses(book, book.at("2019-01")) == ()


def test_the_target_of_a_clauses_rules():
    assert rule_changes.rule_target("18.3") == "18.3.rule"
