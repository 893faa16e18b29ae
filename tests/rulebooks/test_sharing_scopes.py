"""Among which clauses points are shared out."""

from __future__ import annotations

from analysis import rulebooks
from analysis.rulebooks.sharing_scopes import sharing_scopes
from inapplicable_books import book


def test_within_the_group_and_beyond_it_only_where_nothing_of_a_group_may_be_left(tmp_path):
    scopes = sharing_scopes(book(tmp_path / "some", clauses=("a1", "b1")))
    assert scopes.inner == {"A": ("a1", "a2"), "B": ("b1", "b2")} and not scopes.outer
    scopes = sharing_scopes(book(tmp_path / "all"))
    assert scopes.outer == {"A": ("a1", "a2"), "B": ("b1", "b2"), "C": ("c1",)}
    assert (scopes.inner_of("c1"), scopes.outer_of("c1"), scopes.takes_part("c1")) == (None, "C", True)


def test_over_the_whole_every_scored_clause_takes_part_and_deductions_do_not(tmp_path):
    scopes = sharing_scopes(book(tmp_path / "rules", "total", clauses=("a1",)))
    assert scopes.inner == {"total": ("a1", "a2", "b1", "b2", "c1")} and not scopes.takes_part("d1")


def test_a_rulebook_without_such_clauses_has_no_scopes(tmp_path):
    assert not sharing_scopes(rulebooks.load("hard-2019")).inner
    assert not sharing_scopes(book(tmp_path / "mean", instead="mean", clauses=("a1",))).inner
