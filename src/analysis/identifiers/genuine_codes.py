"""Codes confirmed genuine although they fail a check (经核实的代码)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem

COLUMN = "code"


def load_genuine_codes(path: Path | str | None = None) -> pl.Series:
    """The codes confirmed genuine, each once (String), for `faults`; none where the list does not exist.

    A real code may fail its check, so a failure is evidence and not proof; whoever has confirmed a code
    with its register writes it here, with further columns (who, when, on what ground) as wanted.
    `path`: a CSV file with a column `code`; by default `data/registers/genuine.csv`.
    Raises `InputError` for a list that cannot be read or has no such column.
    """
    chosen = Path(path) if path is not None else root() / "data" / "registers" / "genuine.csv"
    if path is None and not chosen.is_file():
        return pl.Series(COLUMN, [], dtype=pl.String)
    return _read(chosen)[COLUMN].str.strip_chars().drop_nulls().unique(maintain_order=True)


def _read(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_csv(path, infer_schema=False, glob=False)
    except (OSError, pl.exceptions.PolarsError):
        zh, en = "经核实代码清单缺失或无法读取。", "The list of confirmed codes is missing or cannot be read."
        raise InputError([Problem(display_path(path), zh, en)]) from None
    if COLUMN not in frame.columns:
        zh, en = "经核实代码清单缺少 code 列。", "The list of confirmed codes lacks the column 'code'."
        raise InputError([Problem(display_path(path), zh, en)])
    return frame
