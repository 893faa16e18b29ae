"""How answers are given: a terminal's tables, JSON or CSV, printed or written to a file (答案输出)."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import polars as pl
import typer

from analysis.cli.options import writing
from analysis.paths import replace_file
from analysis.views import view_objects, words

if TYPE_CHECKING:
    from rich.table import Table as TextTable

NARROWEST, NO_TERMINAL = 40, 140
"""The fewest columns that a table is put into, and how many it has where there is no terminal at all."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """The forms that an output is written in."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="输出格式。 The form of the output.")]
OutputOption = Annotated[Path | None, typer.Option("--output", help="写入此文件。 Write to this file.")]


def answer(
    result: Any,
    frame: pl.DataFrame,
    tables: Sequence[view_objects.Table],
    form: Format,
    output: Path | None,
    text: str = "",
) -> None:
    """Give an answer in the form asked for: tables (or their `text`), the chief frame as CSV, or all of it as JSON."""
    if form == Format.JSON:
        give(as_json(result), output)
    else:
        give(as_csv(frame) if form == Format.CSV else text or as_text(tables), output)


def shown_table(table: view_objects.Table) -> dict[str, Any]:
    """A table that has no frame behind it, as JSON holds it."""
    return {"title": table.title, "rows": table_frame(table).to_dicts(), "notes": list(table.notes)}


def table_frame(table: view_objects.Table) -> pl.DataFrame:
    """The rows of such a table, as it shows them."""
    return pl.DataFrame(table.rows, schema=[column.title for column in table.columns], orient="row")


def give_frame(frame: pl.DataFrame, text: str, form: Format, output: Path | None) -> None:
    """Give a frame in the form asked for, or the text that shows it on a terminal."""
    give({Format.JSON: as_json, Format.CSV: as_csv}[form](frame) if form != Format.TABLE else text, output)


def give(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file."""
    if output is None:
        typer.echo(text)
    else:
        with writing(output):
            replace_file(output, f"{text}\n".encode())


def as_text(tables: Sequence[view_objects.Table]) -> str:
    """Views' tables as plain text, one after another."""
    return "\n\n".join(_text(table) for table in tables)


def _text(table: view_objects.Table) -> str:
    shown = text_table([column.title for column in table.columns])
    for row in table.rows:
        shown.add_row(*row)
    body = rendered(shown) if table.rows else table.empty
    return "\n".join([table.title, *([body] if body else []), *table.notes])


def as_json(result: Any) -> str:
    """An answer as JSON: its fields, frames as rows; numbers unrounded, absent values null, shares as fractions."""
    return json.dumps(_plain(result), ensure_ascii=False, indent=2, allow_nan=False, default=_day)


def _day(value: Any) -> str:
    """A day as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _plain(value: Any) -> Any:
    if isinstance(value, pl.DataFrame):
        return value.to_dicts()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field for field in dataclasses.fields(value) if not field.metadata.get("inner")]
        shown = [field.name for field in fields if not field.metadata.get("if_any") or getattr(value, field.name)]
        return {name: _plain(getattr(value, name)) for name in shown}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {"+".join(key) if isinstance(key, tuple) else key: _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Fraction) else value


def as_csv(frame: pl.DataFrame) -> str:
    """An answer's chief frame as CSV; no text in it begins as a spreadsheet's formula does."""
    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    flat = frame.with_columns(pl.col(name).list.join(";") for name in lists)
    texts = [name for name, kind in flat.schema.items() if kind == pl.String]
    return flat.with_columns(_without_formulas(name) for name in texts).write_csv().rstrip("\n")


def _without_formulas(name: str) -> pl.Expr:
    text = pl.col(name)
    begins = pl.any_horizontal(*(text.str.starts_with(sign) for sign in FORMULA_SIGNS))
    return pl.when(begins).then(pl.lit("'") + text).otherwise(text).alias(name)


def headed_table(keys: Sequence[str], lang: str) -> TextTable:
    """An empty table for a terminal, with headings of these keys."""
    return text_table([words.say(key, lang) for key in keys])


def text_table(headings: Sequence[str]) -> TextTable:
    """An empty table for a terminal, with these headings."""
    from rich.box import SIMPLE_HEAD  # slow to load, and only tables need it
    from rich.table import Table as TextTable

    table = TextTable(box=SIMPLE_HEAD, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def rendered(table: TextTable) -> str:
    """A table as plain text, as wide as the terminal, whether it or a pipe takes it."""
    from rich.console import Console  # as above

    console = Console(file=io.StringIO(), width=terminal_width(), color_system=None)
    console.print(table)
    return console.file.getvalue().rstrip()  # type: ignore[attr-defined]


def terminal_width() -> int:
    """The columns of the terminal that is worked at, even where the output is piped; what `COLUMNS` says goes first."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return max(NARROWEST, int(said))
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        with suppress(AttributeError, OSError, ValueError):
            return max(NARROWEST, os.get_terminal_size(stream.fileno()).columns)  # type: ignore[union-attr]
    return NO_TERMINAL


def headlined(key: str, text: str, lang: str) -> str:
    """A text after its heading and a colon, as the language writes it."""
    return f"{words.say(key, lang)}{words.say('colon', lang)}{text}"
