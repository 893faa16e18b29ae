"""The six checks of a code: their bits, stable names and words (校验项目)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.identifiers.standards import unknown_division_is_faulty


@dataclass(frozen=True)
class CodeFailure:
    """One check that a code can fail: its bit in the mask, its stable name, and what it says."""

    bit: int
    name: str
    zh: str
    en: str


FAILURES = (
    CodeFailure(1, "length", "长度不是 18 位", "is not 18 characters long"),
    CodeFailure(2, "alphabet", "含有不允许的字符", "holds a character outside the permitted 31"),
    CodeFailure(4, "department", "登记管理部门与机构类别不成立", "names no registering department with that category"),
    CodeFailure(
        8, "division", "登记机关行政区划码未收录", "names no administrative division or registry in the tables"
    ),
    CodeFailure(16, "inner_digit", "主体标识码（组织机构代码）校验不符", "fails the check of its organisation code"),
    CodeFailure(32, "check_character", "第 18 位校验码不符", "fails its check character"),
)
"""In the order of the code's positions. Source: GB 32100-2015, GB 11714-1997, GB/T 2260."""

LENGTH_BIT, ALPHABET_BIT, DEPARTMENT_BIT, DIVISION_BIT, INNER_BIT, CHECK_BIT = (each.bit for each in FAILURES)


def passing_masks() -> tuple[int, ...]:
    """The masks of codes that do not count as faulty: no check failed, or only the division is in no table.

    The list of registries outside GB/T 2260 is not complete, so that such a code is doubted, not faulty; unless
    `unknown_is_faulty` in `params/identifiers.toml` says otherwise.
    """
    return (0,) if unknown_division_is_faulty() else (0, DIVISION_BIT)


def failure_names(mask: pl.Expr) -> pl.Expr:
    """The names of the failures in a mask (UInt8), as a list of strings in the order of `FAILURES`.

    Empty for a code that passes, null for null.

    >>> import polars as pl
    >>> from analysis import identifiers
    >>> codes = pl.DataFrame({"code": ["913202817140000025", "91320281714000002Q", None]})
    >>> codes.select(identifiers.failure_names(identifiers.fault_mask(pl.col("code"))))["code"].to_list()
    [[], ['check_character'], None]
    """
    each = [pl.when(mask & pl.lit(fault.bit, pl.UInt8) != 0).then(pl.lit(fault.name)) for fault in FAILURES]
    return pl.when(mask.is_not_null()).then(pl.concat_list(each).list.drop_nulls()).name.keep()


def failure_bit(name: str) -> int:
    """The bit of a failure by its stable name. Raises `KeyError` for a name that is none."""
    return {fault.name: fault.bit for fault in FAILURES}[name]


def failure_wording(name: str) -> tuple[str, str]:
    """A failure's wording in Chinese and in English, by its stable name. Raises `KeyError`."""
    return {fault.name: (fault.zh, fault.en) for fault in FAILURES}[name]
