"""What cases are: the frame that is scored, and what each name stands for in it (情形框)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from analysis.formulas.compiler import Term
from analysis.scenarios.history_columns import Literals

KEYS = ("scenario", "city", "month")


@dataclass(frozen=True)
class Cases:
    """The CASES frame, and what each name stands for in it: a column where it varies, else a literal.

    `supplied`: by city and month, what was supplied under the name of a history and stands in where none is drawn.
    `fixed`: histories that a scenario itself changes.
    """

    frame: pl.DataFrame
    literals: Literals
    readings: dict[str, str]
    supplied: pl.DataFrame | None = None
    fixed: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> frozenset[str]:
        return frozenset(self.frame.columns)

    def term(self, name: str) -> Term:
        """The column of a fact, history or varied value; its literal where it does not vary; None where unknown."""
        return pl.col(name) if name in self.columns else self.literals.get(name)

    def bare(self) -> Cases:
        """The same names without any row."""
        return replace(self, frame=self.frame.clear())
