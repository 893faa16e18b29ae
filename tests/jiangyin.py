"""Figures of one city that stay as they are (`jiangyin.csv`, made up), for numbers worked out by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from analysis import facts

FILE = Path(__file__).with_suffix(".csv")
CITY, MONTH = "320281", "2021-03"


@cache
def known() -> pl.DataFrame:
    """Its figures from January to March 2021."""
    return facts.load(FILE)
