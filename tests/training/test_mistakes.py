"""Mistakes that are known: each has words in both languages and shows on some clause."""

from __future__ import annotations

from analysis import rulebooks
from analysis.rulebooks import DEFAULT
from analysis.training.mistakes import ALTERED, MISTAKES, find_mistake, with_misreadings

BOOKS = [rulebooks.load(name) for name in ("hard-2019", "monitoring-2021")]


def test_each_is_called_and_told_in_both_languages():
    for key, mistake in MISTAKES.items():
        assert key == mistake.key
        assert all((mistake.zh, mistake.en, mistake.look_zh, mistake.look_en))
    assert set(ALTERED) < set(MISTAKES)


def test_each_misreading_shows_on_some_clause():
    shown = {
        key for book in BOOKS for clause in book.clauses.values() for key in with_misreadings(clause, book).readings
    }
    assert set(ALTERED) <= shown


def test_the_clause_itself_stays_and_its_own_readings_are_beside():
    book = BOOKS[0]
    clause = with_misreadings(book.clauses["17"], book)
    assert clause.readings[DEFAULT] is book.clauses["17"].reading()
    assert "reading linear" in clause.readings and "linear" in clause.readings
    mistake = find_mistake("reading linear", book.clauses["17"])
    assert book.clauses["17"].reading("linear").zh in mistake.zh and mistake.look("zh")
