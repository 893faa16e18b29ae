"""Places in a field, by their definition: one more than how many stand above, whatever the figures are like."""

from __future__ import annotations

import math
import random

import polars as pl
import pytest

from analysis.scenarios import field_places

KINDS = {
    "counts": lambda drawn: float(drawn.randint(0, 9)),
    "counts below zero": lambda drawn: float(drawn.randint(-5, 5)),
    "far apart": lambda drawn: float(drawn.choice([0, 10**12, -(10**12), 7])),
    "shares": lambda drawn: drawn.choice([drawn.random(), 0.5, -0.0, 0.0, -drawn.random()]),
    "endless": lambda drawn: drawn.choice([math.inf, -math.inf, 1.0, 2.0]),
    "nearly even": lambda drawn: 0.1 + 0.2 if drawn.random() < 0.5 else 0.3,
}


def counted(figures, fields):
    """One more than the units of the same field that stand above by more than the ninth decimal can tell."""
    near = [None if figure is None else round(figure, 9) for figure in figures]
    units = list(zip(near, fields, strict=True))
    return [
        None if own is None or field is None else 1 + sum(o is not None and f == field and o > own for o, f in units)
        for own, field in units
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lacking", [0.0, 0.3])
def test_a_place_is_one_more_than_how_many_stand_above(kind, lacking):
    drawn = random.Random(f"{kind} {lacking}")
    for size in (1, 2, 40):
        figures = [None if drawn.random() < lacking else KINDS[kind](drawn) for _ in range(size)]
        fields = [None if drawn.random() < lacking / 3 else drawn.randint(3, 5) for _ in range(size)]
        given = pl.Series(figures, dtype=pl.Float64), pl.Series(fields, dtype=pl.Int64)
        assert field_places.field_places(*given).to_list() == counted(figures, fields)


def test_no_figure_at_all_gives_no_place():
    nothing = pl.Series([None, None], dtype=pl.Float64)
    assert field_places.field_places(nothing, pl.Series([1, 1])).to_list() == [None, None]
    assert field_places.field_places(nothing.clear(), pl.Series([], dtype=pl.Int64)).to_list() == []
