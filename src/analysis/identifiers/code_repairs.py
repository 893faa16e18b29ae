"""Near repairs of codes that fail, suggested and never applied (代码修复建议)."""

from __future__ import annotations

from typing import overload

import polars as pl

from analysis.identifiers.check_kernel import fault_mask

FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
"""Full-width forms of ASCII and what they stand for."""

LOOK_ALIKE = {"O": "0", "I": "1", "Z": "2", "S": "5"}
"""Letters that no code holds, and the digits they are mistaken for; V, which no code holds either, is like none."""

GAPS = r"[\s\-\u00AD\u200B-\u200D\u2010-\u2015\u2060\u2212\uFEFF]"
"""Spaces of every width, hyphens and dashes, and characters without width."""


@overload
def suggested_repair(code: str, genuine: pl.Series | None = None) -> str | None:
    """Of one code."""


@overload
def suggested_repair(code: pl.Expr, genuine: pl.Series | None = None) -> pl.Expr:
    """Of a column of codes."""


def suggested_repair(code: str | pl.Expr, genuine: pl.Series | None = None) -> str | pl.Expr | None:
    """A code that passes, near one that does not; None (null) where there is none, or nothing to mend.

    Tried together: full-width forms made plain, gaps taken out, capitals, then O I Z S read as 0 1 2 5.
    Only a suggestion: that it passes does not prove it is the code that was meant. Takes a text or an expression.

    >>> from analysis import identifiers
    >>> identifiers.suggested_repair("9132O2817140000025")
    '913202817140000025'
    """
    if isinstance(code, pl.Expr):
        return _repaired(code, genuine)
    return pl.DataFrame({"code": pl.Series([code], dtype=pl.String)}).select(_repaired(pl.col("code"), genuine)).item()


def _repaired(code: pl.Expr, genuine: pl.Series | None) -> pl.Expr:
    failing = pl.when(fault_mask(code, genuine) != 0).then(code)
    mended = _mended(failing)
    return pl.when(fault_mask(mended, genuine) == 0).then(mended).name.keep()


def _mended(code: pl.Expr) -> pl.Expr:
    plain = code.str.replace_many(FULL_WIDTH).str.replace_all(GAPS, "").str.to_uppercase()
    return plain.str.replace_many(LOOK_ALIKE)
