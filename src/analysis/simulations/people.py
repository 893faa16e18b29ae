"""Natural persons that cannot be real, each bearing the marks of `params/simulation.toml` (虚构自然人)."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.simulations.scenes import Scene

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
"""Weights of the first 17 digits and the characters that close them, GB 11643-1999."""


def simulated_people(scene: Scene, draw: np.random.Generator, count: int) -> pl.DataFrame:
    """So many persons: `person`, `person_number` (with a valid check character), `phone`, all text."""
    marks = scene.settings["people"]
    places = draw.integers(0, len(marks["names"]), count)
    return pl.DataFrame(
        {
            "person": pl.Series(marks["names"]).gather(pl.Series(places, dtype=pl.UInt32)),
            "person_number": _numbers(marks["region"] + marks["born"], draw, count),
            "phone": marks["mobile"] + pl.Series(draw.integers(0, 10_000, count)).cast(pl.String).str.zfill(4),
        }
    )


def _numbers(start: str, draw: np.random.Generator, count: int) -> pl.Series:
    day = pl.select(
        pl.format(
            "{}{}{}{}",
            pl.lit(start),
            *(pl.Series(draw.integers(low, high, count)).cast(pl.String).str.zfill(width)
              for low, high, width in ((1, 13, 2), (1, 29, 2), (0, 1000, 3))),
        )
    ).to_series()  # fmt: skip
    digits = np.array(day.to_list(), dtype="S17").view(np.uint8).reshape(count, 17) - ord("0") if count else None
    if digits is None:
        return day
    rest = digits.astype(np.int64) @ np.array(IDENTITY_WEIGHTS) % len(IDENTITY_CHECKS)
    return day + pl.Series(list(IDENTITY_CHECKS)).gather(pl.Series(rest, dtype=pl.UInt32))
