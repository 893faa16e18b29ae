"""A rulebook as an object: its groups and facts, and which rules judge a month."""

from __future__ import annotations

import pytest

from analysis import rulebooks

BOOK = rulebooks.load("hard-2019")


def test_a_rulebook_without_dates_judges_every_month_by_itself():
    assert BOOK.at("1999-01") is BOOK and BOOK.judges("2099-12") and BOOK.whole is BOOK and BOOK.newest is BOOK


def test_clauses_stand_under_their_groups_and_those_above():
    for group in BOOK.groups:
        under = BOOK.under(group)
        assert under and all(group in BOOK.path(clause.group) for clause in under)


def test_facts_are_those_that_some_clause_speaks_of():
    spoken = {fact for clause in BOOK.clauses.values() for reading in clause.readings for fact in clause.facts(reading)}
    assert set(BOOK.facts()) == spoken


@pytest.mark.parametrize("kind", ["test", "score"])
def test_clauses_of_a_kind_come_in_order(kind):
    listed = [clause.id for clause in BOOK.of_kind(kind)]
    assert listed == [name for name, clause in BOOK.clauses.items() if clause.kind == kind]
