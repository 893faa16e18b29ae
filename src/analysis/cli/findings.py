"""Answers as a terminal's tables, as JSON and as CSV (问答输出)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from analysis.cli.cards import FORMULA_SIGNS, named, rendered
from analysis.questions.lever_lattice import Lever
from analysis.views.view_objects import Table


def as_text(tables: Sequence[Table]) -> str:
    """Views' tables as plain text, one after another."""
    return "\n\n".join(_text(table) for table in tables)


def _text(table: Table) -> str:
    shown = named([column.title for column in table.columns])
    for row in table.rows:
        shown.add_row(*row)
    body = rendered(shown) if table.rows else table.empty
    return "\n".join([table.title, *([body] if body else []), *table.notes])


def as_json(result: Any) -> str:
    """An answer as JSON: its fields, frames as rows; numbers unrounded, absent values null, shares as fractions."""
    return json.dumps(_plain(result), ensure_ascii=False, indent=2, allow_nan=False)


def _plain(held: Any) -> Any:
    if isinstance(held, pl.DataFrame):
        return held.to_dicts()
    if dataclasses.is_dataclass(held) and not isinstance(held, type):
        fields = {field.name: getattr(held, field.name) for field in dataclasses.fields(held)}
        return {
            name: _plain(value) for name, value in fields.items() if not (isinstance(held, Lever) and name in HIDDEN)
        }
    if isinstance(held, list | tuple):
        return [_plain(one) for one in held]
    if isinstance(held, Mapping):
        return {"+".join(key) if isinstance(key, tuple) else key: _plain(value) for key, value in held.items()}
    if isinstance(held, Fraction):
        return str(held)
    return held


HIDDEN = ("per", "bound")
"""What of a lever is only for reckoning."""


def as_csv(frame: pl.DataFrame) -> str:
    """An answer's chief frame as CSV; no text in it begins as a spreadsheet's formula does."""
    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    flat = frame.with_columns(pl.col(name).list.join(";") for name in lists)
    texts = [name for name, kind in flat.schema.items() if kind == pl.String]
    first = tuple(FORMULA_SIGNS)
    safe = [
        pl.when(pl.any_horizontal(*(pl.col(name).str.starts_with(sign) for sign in first)))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    ]
    return flat.with_columns(safe).write_csv().rstrip("\n")
