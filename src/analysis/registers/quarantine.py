"""What was set aside, why, and how to mend it; and what a reader may check besides (搁置清单、备查清单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from analysis.paths import replace_file
from analysis.registers.reasons import DISPUTES, NOT_COUNTED, NOTES, REASONS

FAULTS = pl.Schema(
    {
        "file": pl.String,
        "sheet": pl.String,
        "line": pl.Int32,
        "column": pl.String,
        "value": pl.String,
        "reason": pl.String,
        "words": pl.String,
    }
)
"""One fault of one row: where it stands, the value as far as it may be shown, the reason's name, the words taken."""

COLUMNS = ("register", "file", "sheet", "line", "column", "value", "reason", "remedy", "reason_en", "remedy_en")
NOTED_COLUMNS = (*COLUMNS, "counted")
KINDS = ("register", "file", "sheet", "column", "reason", "remedy", "reason_en", "remedy_en", "counted")
"""What the notes of one kind have in common."""
YES, NO = "是", "否"


def quarantine_list(faults: Sequence[pl.DataFrame], register: str) -> pl.DataFrame:
    """The faults with their reasons and remedies put in words."""
    return _worded(faults, register, REASONS | DISPUTES).select(COLUMNS)


def noted_list(notes: Sequence[pl.DataFrame], register: str) -> pl.DataFrame:
    """Notes of rows in words; `counted`: whether the row is counted all the same (是, 否)."""
    counted = pl.when(pl.col("name").is_in(NOT_COUNTED)).then(pl.lit(NO)).otherwise(pl.lit(YES)).alias("counted")
    return _worded(notes, register, NOTES).with_columns(counted).select(NOTED_COLUMNS)


def _worded(
    faults: Sequence[pl.DataFrame], register: str, reasons: Mapping[str, tuple[str, str, str, str]]
) -> pl.DataFrame:
    every = pl.concat([pl.DataFrame(schema=FAULTS), *faults])
    words = [{key: said[place] for key, said in reasons.items()} for place in range(4)]
    named = [
        pl.col("reason")
        .replace_strict(words[place], return_dtype=pl.String)
        .str.replace("{}", pl.col("words").fill_null(""), literal=True)
        .alias(name)
        for place, name in enumerate(("reason", "remedy", "reason_en", "remedy_en"))
    ]
    return every.with_columns(pl.col("reason").alias("name"), pl.lit(register).alias("register"), *named)


def note_counts(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The notes a row a kind, the most frequent first: `KINDS`, how many `rows`, and the `first_line` of them."""
    none = pl.DataFrame(schema={**dict.fromkeys(NOTED_COLUMNS, pl.String), "line": pl.Int32})
    counted = (
        pl.concat([none, *parts])
        .group_by(KINDS, maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("line").min().alias("first_line"))
    )
    return counted.sort("rows", descending=True, maintain_order=True)


def save_quarantine(path: Path, parts: Sequence[pl.DataFrame], columns: Sequence[str] = COLUMNS) -> Path:
    """Write the list as CSV for spreadsheets; its owner alone can read it."""
    every = pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return replace_file(path, spreadsheet_csv(every), private=True)


def spreadsheet_csv(frame: pl.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet opens as it is: with a byte order mark, no text begins as a formula does."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    risky = {name: pl.col(name).str.contains(r"^[=+\-@\t\r]") for name in texts}
    safe = [pl.when(risk).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name) for name, risk in risky.items()]
    return frame.with_columns(safe).write_csv(include_bom=True).encode()
