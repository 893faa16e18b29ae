"""计算过程 says whether a clause applies, what stands instead, and by how much points grow."""

from __future__ import annotations

import polars as pl

from analysis import scorecards
from inapplicable_books import book, drawn_units

CITY, MONTH = "320281", "2021-03"


def card(rules, **figures):
    units = drawn_units(3, 6, 0.0).with_columns(pl.lit(1.0).alias("has_a1"), pl.Series("x_a1", [9.0, 2, 0]))
    own = {name: 3.0 if name.startswith("x_") else 1.0 for name in units.columns if name not in ("city", "month")}
    row = pl.DataFrame([{"city": CITY, "month": MONTH, **own, **figures}], schema=units.schema)
    return scorecards.card(pl.concat([row, units]), rules, CITY, MONTH)


def test_a_clause_that_does_not_apply_says_so_and_where_its_points_go(tmp_path):
    working = card(book(tmp_path / "rules"), has_a1=0.0).working("a1")
    assert "适用条件：has_a1" in working.formula and "按比例折算到其余条款" in working.formula
    assert working.steps == (
        "适用条件：has_a1（否） → 不涉及",
        "本单位不涉及，不计分也不失分；分值按比例折算到本组其余条款",
    )


def test_its_neighbour_says_by_how_much_its_points_grow(tmp_path):
    """10 of which 6 are left: 3 become 5."""
    steps = card(book(tmp_path / "rules"), has_a1=0.0).working("a2").steps
    assert steps[-1] == "有条款不涉及本单位，其分值按比例折算：得分 × 1.66666666667"


def test_where_all_apply_nothing_is_said_of_sharing(tmp_path):
    steps = card(book(tmp_path / "rules")).working("a2").steps
    assert not any("折算" in step for step in steps)


def test_where_it_is_open_the_neighbour_says_between_what_the_growth_lies(tmp_path):
    cards = card(book(tmp_path / "rules", "total"), has_a1=None)
    assert "不详" in cards.working("a1").steps[0]
    assert cards.working("a2").steps[-1].endswith("× 1–1.19047619048")


def test_a_mean_is_said_with_how_many_units_it_is_of(tmp_path):
    """Three others have it and give 4 (of 9, held to 4), 2 and 0."""
    rules = book(tmp_path / "rules", instead="mean", clauses=("a1",))
    working = card(rules, has_a1=0.0).working("a1")
    assert working.steps[1:] == ("本单位不涉及，取有此项的单位的平均分 = 2", "有此项的单位共 3 个")
    assert not any("个单位" in step for step in card(rules).working("a1").steps)
