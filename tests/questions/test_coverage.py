"""Where a month's facts come from, and who still owes which."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest

from analysis import facts, rulebooks
from analysis.questions import coverage

CITY, MONTH = "320281", "2021-03"


@dataclass
class Clause:
    id: str
    responsible: tuple[str, ...]
    spoken: tuple[str, ...]
    readings: tuple[str, ...] = ("plain",)

    def facts(self, reading):
        return self.spoken if reading == "plain" else ()


class Book(rulebooks.Rulebook):
    def __init__(self, clauses):
        vars(self).update(id="made-up", clauses=clauses, dictionary=facts.dictionary())

    def facts(self):
        return list(dict.fromkeys(name for clause in self.clauses.values() for name in clause.spoken))


BOOK = Book(
    {
        "1": Clause("1", ("发改委", "市场监管局"), ("codes_total", "codes_faulty")),
        "2": Clause("2", ("市场监督管理局", "市发改委（信用办）"), ("codes_faulty",)),
        "3": Clause("3", (), ("permits",)),
        "4": Clause("4", ("交通运输局",), ("counties",)),
    }
)


@pytest.fixture
def covered():
    rows = [
        (CITY, MONTH, "codes_total", 9.0, 9, "measured", "a.csv", None),
        (CITY, MONTH, "codes_faulty", None, None, "measured", None, "缺"),
        (CITY, "2021-02", "permits", 1.0, None, "supplied", "x", None),
        ("320282", MONTH, "permits", 1.0, None, "supplied", "x", None),
        (CITY, MONTH, "counties", 0.0, None, "estimated", "y", None),
    ]
    names = ("city", "month", "fact", "value", "records", "status", "source", "note")
    return coverage.by_fact(pl.DataFrame(rows, schema=names, orient="row"), [BOOK, BOOK], CITY, MONTH)


def test_each_judged_fact_has_a_row_and_one_without_a_figure_is_missing(covered):
    assert covered.select("fact", "status").rows() == [
        ("codes_total", "measured"), ("codes_faulty", "missing"), ("permits", "missing"), ("counties", "estimated"),
    ]  # fmt: skip
    assert covered["note"].to_list() == [None, "缺", None, None]
    assert covered["units"].to_list() == [
        ["development-reform", "market-regulation"], ["development-reform", "market-regulation"], [], ["transport"],
    ]  # fmt: skip


def test_a_fact_of_several_units_counts_for_each_and_those_of_nobody_stand_last(covered):
    names = {name: fact.zh for name, fact in facts.dictionary().items()}
    units = coverage.by_unit(covered)
    assert units.select("responsible", *coverage.STATUSES).rows() == [
        ("development-reform", 1, 0, 0, 1), ("market-regulation", 1, 0, 0, 1), ("transport", 0, 0, 1, 0),
        ("", 0, 0, 0, 1),
    ]  # fmt: skip
    assert units["lacking"].to_list() == [[names["codes_faulty"]]] * 2 + [[], [names["permits"]]]


def test_one_department_has_one_row_however_it_is_spelt(covered):
    """发改委 and 市发改委（信用办）, 市场监管局 and 市场监督管理局 are printed for the same figure."""
    assert coverage.by_unit(covered)["responsible"].is_unique().all()


def test_every_fact_of_the_rulebooks_is_covered_once():
    books = [rulebooks.load(name) for name in rulebooks.rulebook_ids()]
    coverages = coverage.by_fact(facts.up_to(CITY, MONTH), books, CITY, MONTH)
    assert set(coverages["fact"]) == {name for book in books for name in book.facts()}
    assert coverages["fact"].is_unique().all() and set(coverages["status"]) <= set(coverage.STATUSES)
    assert coverage.by_unit(coverages)["responsible"].is_unique().all()
