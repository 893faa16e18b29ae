"""The check of a code in polars expressions alone (代码校验表达式).

Slower than `check_kernel.fault_mask`, but with no Python between the rows: for queries that must stay plain polars,
and as a second, independent statement of the same rules.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence

import polars as pl

from analysis.identifiers import check_failures as bits
from analysis.identifiers import standards
from analysis.identifiers.standards import CODE_ALPHABET, INNER_FIRST, INNER_LAST, LENGTH, code_standard

PERMITTED = f"[{CODE_ALPHABET}]"


def fault_mask_expression(code: pl.Expr) -> pl.Expr:
    """The failed checks of a code as a mask (UInt8), equal to `check_kernel.fault_masks`; null for null.

    Staged in fields of a struct, so that each stage is worked out once: the text, its 18 bytes, the sums.
    Source: GB 32100-2015, GB 11714-1997, GB/T 2260.
    """
    text = code.cast(pl.String)
    split = pl.struct(text.alias("text"), _plain(text).alias("plain")).struct.with_fields(*_bytes())
    judged = split.struct.with_fields(_shape(pl.field("text"), pl.field("plain")).alias("shape"), *_content())
    found = judged.struct.with_fields(_mask().alias("mask")).struct.field("mask")
    return found.name.keep()


def _plain(text: pl.Expr) -> pl.Expr:
    """The text with a `?` for each character outside ASCII, where it has not exactly 18 bytes."""
    odd = pl.when(text.str.len_bytes() != LENGTH).then(text).str.replace_all(r"[^\x00-\x7F]", "?")
    return pl.when(text.str.len_bytes() == LENGTH).then(text).otherwise(odd)


def _bytes() -> list[pl.Expr]:
    """The 18 bytes as fields b0 to b17 (UInt8); null for a text that has not 18 characters."""
    fits = (pl.field("plain").str.len_bytes() == LENGTH) & (pl.field("text").str.len_chars() == LENGTH)
    fixed = pl.when(fits).then(pl.field("plain").cast(pl.Binary)).bin.reinterpret(dtype=pl.Array(pl.UInt8, LENGTH))
    return [fixed.arr.get(place).alias(f"b{place}") for place in range(LENGTH)]


def _shape(text: pl.Expr, plain: pl.Expr) -> pl.Expr:
    foreign = plain.str.contains(f"[^{CODE_ALPHABET}]")
    return _bit(text.str.len_chars() != LENGTH, bits.LENGTH_BIT) | _bit(foreign, bits.ALPHABET_BIT)


def _content() -> list[pl.Expr]:
    """Whether each check of the content passes; null where it cannot be made."""
    checks = {"department": _department(), "division": _division(), "inner": _inner(), "check": _check()}
    return [check.alias(name) for name, check in checks.items()]


def _department() -> pl.Expr:
    return _read(0, 2, pl.field("plain").str.slice(0, 2).is_in(sorted(code_standard().pairs)))


def _division() -> pl.Expr:
    division = pl.field("plain").str.slice(2, INNER_FIRST - 2)
    return _read(2, INNER_FIRST, division.is_in(sorted(code_standard().divisions)))


def _inner() -> pl.Expr:
    body = [_value36(pl.field(f"b{place}")).cast(pl.Int32) for place in range(INNER_FIRST, INNER_LAST)]
    last = pl.field(f"b{INNER_LAST}")
    digit = pl.when(last == ord("X")).then(10).when(last <= ord("9")).then((last - ord("0")).cast(pl.Int32))
    passes = (_weighted(body, standards.INNER_WEIGHTS) + digit) % standards.INNER_MODULUS == 0
    return _read(INNER_FIRST, INNER_LAST + 1, passes.fill_null(False))


def _check() -> pl.Expr:
    values = [_value(pl.field(f"b{place}")) for place in range(LENGTH)]
    return _read(0, LENGTH, _weighted(values, (*standards.WEIGHTS, 1)) % standards.MODULUS == 0)


def _read(first: int, end: int, passes: pl.Expr) -> pl.Expr:
    """The outcome where the places from `first` up to `end` hold permitted characters, else null."""
    readable = pl.field("plain").str.contains(f"(?s)^.{{{first}}}{PERMITTED}{{{end - first}}}")
    return pl.when(readable & pl.field("b0").is_not_null()).then(passes)


def _value(letter: pl.Expr) -> pl.Expr:
    """The value 0-30 of an ASCII code: each letter left out makes those above it one smaller."""
    left_out = [(letter > ord(skipped)).cast(pl.UInt8) for skipped in "IOSV"]
    return functools.reduce(operator.sub, left_out, _value36(letter)).cast(pl.Int32)


def _value36(letter: pl.Expr) -> pl.Expr:
    return letter - ord("0") - (letter > ord("9")).cast(pl.UInt8) * (ord("A") - ord("9") - 1)


def _weighted(values: Sequence[pl.Expr], weights: Sequence[int]) -> pl.Expr:
    return functools.reduce(operator.add, [value * weight for value, weight in zip(values, weights, strict=True)])


def _mask() -> pl.Expr:
    checks = {"department": bits.DEPARTMENT_BIT, "division": bits.DIVISION_BIT}
    checks |= {"inner": bits.INNER_BIT, "check": bits.CHECK_BIT}
    failed = [_bit(~pl.field(name).fill_null(True), bit) for name, bit in checks.items()]
    return pl.when(pl.field("text").is_not_null()).then(functools.reduce(operator.or_, failed, pl.field("shape")))


def _bit(where: pl.Expr, bit: int) -> pl.Expr:
    return pl.when(where).then(pl.lit(bit, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
