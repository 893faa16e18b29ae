"""The nearest figure at which something is reached: held against every single unit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from analysis.questions import solver
from analysis.questions.solver import DOWN, UP, SeekRequest

from .conftest import BOTH, SEEDS, SOME, each_unit, made_up_standing, nearest, some_lever


@pytest.mark.parametrize("book", BOTH)
@SOME
@given(seed=SEEDS)
def test_what_is_found_is_the_nearest_of_all_units(book, seed):
    """Totals between what the lever gives at its worst and a little above its best, clauses' points, targets."""
    here = made_up_standing(book, seed)
    lever = some_lever(here, seed)
    curves = solver.lever_curves(here, [lever])
    _, scored = each_unit(here, lever)
    least, most = scored["low"].min(), scored["low"].max()
    wanted = [float(total) for total in np.linspace(least, most + 0.01, 5)]
    seeks = [SeekRequest(lever.target, "low", total, way) for total in wanted for way in (UP, DOWN)]
    seeks += [
        SeekRequest(lever.target, f"{part} {clause}", 1.0, way)
        for clause in curves[lever.target].clauses
        for part in ("points", "met")
        for way in (UP, DOWN)
    ]
    assert solver.nearest_places(here, curves, seeks) == [nearest(here, lever, seek) for seek in seeks]
