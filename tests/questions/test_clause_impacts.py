"""What each clause of a new edition does over all cities: counted by hand; means add up, no hair is a share."""

from __future__ import annotations

import random
from fractions import Fraction

import polars as pl
import pytest

from analysis import rulebooks
from analysis.questions import clause_impacts, edition_effects
from made_up import MONTH
from published_kinds import Kind, book_of

CITIES = ("320281", "320282", "320205", "320583")
MOST = {"most": (6, "point")}


def kind(text, formula, **values):
    return Kind(text, formula, values=MOST | values)


def editions(folder, later):
    before = {
        "1": kind("每个得分。", "min(most, each * answered)", each=(0.7, "point/document")),
        "2": kind("每项得分。", "min(most, each * prizes)", each=(1, "point/item")),
        "3": kind("按比例。", "most * rate"),
    }
    return [rulebooks.load(book_of(folder / name, **kinds)) for name, kinds in (("a", before), ("b", before | later))]


@pytest.fixture
def found(tmp_path):
    """Clause 1 gives half of 0.7 now, clause 2 twice as much; in the third city neither has anything to judge."""
    later = {
        "1": kind("每个得分。", "min(most, each * answered)", each=(0.35, "point/document")),
        "2": kind("每项得分。", "min(most, each * prizes)", each=(2, "point/item")),
    }
    facts = pl.DataFrame({
        "city": CITIES, "month": [MONTH] * 4, "answered": [2.0, 4, 0, 0], "prizes": [0.0, 2, 0, 3],
        "rate": [0.1, 0.2, 0.3, 0.7],
    })  # fmt: skip
    return edition_effects.edition_effects(facts, *editions(tmp_path, later))


def test_whom_a_clause_lifts_and_lowers_is_counted(found):
    rows = {row["clause"]: row for row in clause_impacts.clause_impacts(found).rows(named=True)}
    assert {name: (row["up"], row["down"]) for name, row in rows.items()} == {"1": (0, 2), "2": (2, 0)}
    assert rows["1"]["lost"] == pytest.approx(-(0.7 + 1.4) / 4) and rows["1"]["gained"] == 0
    assert rows["2"]["gained"] == pytest.approx((2 + 3) / 4) and rows["2"]["most"] == pytest.approx(3)
    assert list(rows) == ["2", "1"] and rows["1"]["least"] == pytest.approx(-1.4)
    means = sum(row["gained"] + row["lost"] for row in rows.values())
    assert means == pytest.approx(found.totals["low"].mean())


@pytest.mark.parametrize("seed", range(20))
def test_shares_of_many_cities_add_up_exactly_and_whom_nothing_moves_has_none(tmp_path, seed):
    drawn = random.Random(seed)
    later = {
        "1": kind("每个得分。", "min(most, each * answered)", each=(drawn.choice([0.1, 0.3, 1.3]), "point/document")),
        "3": kind("按比例。", "most * rate", most=(drawn.choice([3, 6, 7.1]), "point")),
    }
    count = 60
    facts = pl.DataFrame({
        "city": [f"{number:06d}" for number in range(100_000, 100_000 + count)], "month": [MONTH] * count,
        "answered": [float(drawn.choice([0, 0, 1, 3, 9])) for _ in range(count)],
        "prizes": [float(drawn.randint(0, 7)) for _ in range(count)],
        "rate": [drawn.choice([0.0, 0.1, 1 / 3, 1.0]) for _ in range(count)],
    })  # fmt: skip
    found = edition_effects.edition_effects(facts, *editions(tmp_path, later))
    for part, shares in found.exact.items():
        ends = found.totals.select(f"{part}_before", f"{part}_after").rows()
        for place, (before, after) in enumerate(ends):
            assert sum(share[place] for share in shares.values()) == Fraction(after) - Fraction(before)
    moved = {(row["city"], row["clause"]) for row in found.shares.rows(named=True)}
    idle = {city for city, answered in facts.select("city", "answered").rows() if not answered}
    assert not any((city, "1") in moved and (city, "3") in moved for city in idle)


def test_where_nothing_differs_there_is_no_row(tmp_path):
    facts = pl.DataFrame({"city": CITIES, "month": [MONTH] * 4, "answered": [1.0] * 4, "prizes": [1.0] * 4,
                          "rate": [0.5] * 4})  # fmt: skip
    assert clause_impacts.clause_impacts(edition_effects.edition_effects(facts, *editions(tmp_path, {}))).is_empty()
