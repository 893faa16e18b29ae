"""Figures in the Parquet files that the workbench itself wrote, read whole columns at a time (整列读取).

Only what is in perfect order is read so. A file with anything that might be a fault is left to be read line by line,
which says what is wrong with it and where.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from analysis.calendars import month_or_none
from analysis.contracts import FACTS
from analysis.facts.cities import code_of
from analysis.facts.dictionary import Fact
from analysis.facts.figure_parsing import LARGEST, FigureError
from analysis.facts.figure_rows import LARGEST_COUNT, STATUSES, Figure, parse_free_text
from analysis.facts.headings import MOST_ROWS, cell_place
from analysis.facts.plausibility import check
from analysis.paths import display_path
from analysis.problems import InputError

MADE, SIMULATED = {"made_by": "scorecard measure"}, {"made_by": "scorecard simulate"}
"""Stands in the files that the workbench wrote, so that nobody else's is taken for one."""

FROM = "__file__"
TOGETHER = 100
"""How many files are read at once; among these, one out of order sends all to be read line by line."""


def file_origin(path: Path) -> Mapping[str, str]:
    """What in the workbench wrote a file, `MADE` or `SIMULATED`; empty where it was somebody else."""
    try:
        written = pl.read_parquet_metadata(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return {}
    return next((mark for mark in (MADE, SIMULATED) if mark.items() <= written.items()), {})


def stored_figures(files: Iterable[Path | str], dictionary: Mapping[str, Fact]) -> dict[Path | str, list[Figure]]:
    """The figures of those Parquet files that the workbench wrote and that are in perfect order, file by file."""
    own = [file for file in files if file_origin(Path(file))]
    figures: dict[Path | str, list[Figure]] = {}
    for start in range(0, len(own), TOGETHER):
        turn = own[start : start + TOGETHER]
        frame = stored_frame(turn, MOST_ROWS)
        if frame is not None and _in_order(frame.drop(FROM), dictionary):
            given = {Path(file): file for file in turn}
            figures |= {given[path]: rows for path, rows in _by_file(frame, dictionary) if path in given}
    return figures


def stored_frame(files: Sequence[Path | str], most: float = math.inf) -> pl.DataFrame | None:
    """The rows of Parquet files with exactly the columns of FACTS, and in `FROM` the file of each.

    None where one of them is not so, or where they have more than `most` rows together.
    """
    scan = pl.scan_parquet([str(file) for file in files], glob=False, include_file_paths=FROM)
    try:
        rows, schema = scan.select(pl.len()).collect().item(), scan.collect_schema()
        in_bounds = rows <= most and schema == {**FACTS.columns, FROM: pl.String()}
        return scan.collect() if in_bounds else None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return None


def _in_order(frame: pl.DataFrame, dictionary: Mapping[str, Fact]) -> bool:
    """Whether reading line by line would find nothing to say and nothing to mend."""
    records, value, status = pl.col("records"), pl.col("value"), pl.col("status")
    bounded = (value.abs() <= float(LARGEST)).fill_null(True) & records.is_between(0, LARGEST_COUNT).fill_null(True)
    stated = status.is_in(list(STATUSES)) & ((status == "missing") == value.is_null())
    try:
        plain = frame.select((bounded & stated.fill_null(False)).all()).item()
        return plain and _named(frame, dictionary) and _tidy(frame) and not check(frame, dictionary).found
    except InputError:
        return False


def _named(frame: pl.DataFrame, dictionary: Mapping[str, Fact]) -> bool:
    months = frame.select("city", "month").unique().rows()
    places = all(
        city and month and month_or_none(month) == month and code_of(city, month) == city for city, month in months
    )
    return places and set(frame["fact"].unique()) <= set(dictionary)


def _tidy(frame: pl.DataFrame) -> bool:
    """Whether every source and note is as it would be taken: without blanks around it, and of no person."""
    texts = {text for name in ("source", "note") for text in frame[name].unique().drop_nulls()}
    try:
        return all(parse_free_text(text, "note") == text for text in texts)
    except FigureError:
        return False


def _by_file(frame: pl.DataFrame, dictionary: Mapping[str, Fact]) -> Iterator[tuple[Path, list[Figure]]]:
    for name, rows in groupby(frame.select(FROM, *FACTS.columns).iter_rows(), key=lambda row: row[0]):
        file = display_path(name)
        yield (
            Path(name),
            [_figure(row, dictionary, cell_place(file, "", line, "value")) for line, row in enumerate(rows, 1)],
        )


def _figure(row: Sequence[Any], dictionary: Mapping[str, Fact], place: str) -> Figure:
    _, city, month, fact, value, records, status, source, note = row
    return Figure(city, month, dictionary[fact], value, records, status, source, note, place)
