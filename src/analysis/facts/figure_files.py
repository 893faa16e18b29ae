"""Figures supplied in files, put together into one FACTS frame and checked as a whole (填报数据)."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from analysis.calendars import month_or_none
from analysis.contracts import FACTS
from analysis.facts import headings, sheets
from analysis.facts.cities import code_of
from analysis.facts.dictionary import Fact, unit_label
from analysis.facts.dictionary import dictionary as general
from analysis.facts.figure_rows import (
    LARGEST,
    LARGEST_COUNT,
    MOST_FAULTS,
    STATUSES,
    Figure,
    FigureError,
    fact_lookup,
    parse_free_text,
    read_figures,
)
from analysis.facts.headings import MOST_ROWS, cell_place
from analysis.facts.plausibility import check, exceeds_whole
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems

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


MEND = ("请在原文件中改正后再运行。", "Mend them in the file and run the command again.")

MEASURED = "measured"
STANDING = ("missing", "estimated", "supplied", MEASURED)
"""From the least to the most that a figure can rest on."""

Key = tuple[str, str, str]
CityMonth = tuple[str, str]


def load(
    *paths: Path | str, dictionary: Mapping[str, Fact] | None = None, remarks: Problems | None = None
) -> pl.DataFrame:
    """The figures of files as FACTS: one row a figure, by city, month and the dictionary's order.

    Reads CSV, XLSX and Parquet in long form: 城市 月份 指标 数值, and 单位 来源 备注 状态 where given.
    An empty figure is missing, never 0; where one file has a figure that another lacks, the figure counts;
    a figure measured from registers stands over one supplied, that over an estimate. A file in the project's folder
    of a city and month may hold no other's. What should be known of the reading though it is no fault (rows and sheets
    that were not read, hidden ones that were, blanks within a number) goes into `remarks`; else to the error stream.
    Raises `InputError` naming every fault of all files with file, sheet, row, column; nothing is half-loaded.

    >>> from analysis import facts
    >>> facts.load("data/facts/320281/2021-03.csv").select("fact", "value").row(0)
    ('market_entities', 200000.0)
    """
    return load_city_months(dict.fromkeys(paths), dictionary, remarks)


def own_city_month(path: Path | str) -> CityMonth | None:
    """The city and month that a file may hold alone: those of its place in `data/facts/`, none elsewhere."""
    place = Path(path).resolve()
    kept = place.parent.parent == root() / "data" / "facts" and month_or_none(place.stem) == place.stem
    return (place.parent.name, place.stem) if kept else None


def load_city_months(
    files: Mapping[Path | str, CityMonth | None],
    dictionary: Mapping[str, Fact] | None = None,
    remarks: Problems | None = None,
) -> pl.DataFrame:
    """The same, of files some of which may hold only figures of the city and month given with them."""
    meanings = general() if dictionary is None else dictionary
    problems, found = Problems(), Problems() if remarks is None else remarks
    figures = _merged(_figures(files, meanings, problems, found), problems)
    _parts(figures, problems)
    if remarks is None and found.found:
        tell_remarks(found.found)
    _raise(problems)
    return _frame(figures.values(), meanings)


def load_with_places(
    files: Mapping[Path | str, CityMonth | None], dictionary: Mapping[str, Fact] | None = None
) -> pl.DataFrame:
    """The figures of files as FACTS with one more column, `place`: file, sheet, row and column of each.

    For a second look: a part above its whole is no fault here, it is among what is looked for. All other faults are.
    """
    meanings = general() if dictionary is None else dictionary
    problems, remarks = Problems(), Problems()
    figures = _merged(_figures(files, meanings, problems, remarks), problems)
    tell_remarks(remarks.found)
    _raise(problems)
    ordered = _ordered(figures.values(), meanings)
    return _frame(ordered, meanings).with_columns(pl.Series("place", [figure.place for figure in ordered], pl.String))


def _figures(
    files: Mapping[Path | str, CityMonth | None], meanings: Mapping[str, Fact], problems: Problems, remarks: Problems
) -> Iterator[Figure]:
    names, parquet = fact_lookup(meanings), [path for path in files if Path(path).suffix.casefold() == ".parquet"]
    stored = stored_figures(parquet, meanings) if parquet else {}
    for path, given in files.items():
        owner = given or own_city_month(path)
        astray: list[Figure] = []
        for figure in stored[path] if path in stored else _line_by_line(path, names, problems, remarks):
            if owner in (None, (figure.city, figure.month)):
                yield figure
            else:
                astray.append(figure)
        _tell_astray(astray, owner, problems)


def _line_by_line(
    path: Path | str, names: Mapping[str, Fact], problems: Problems, remarks: Problems
) -> Iterator[Figure]:
    for sheet in problems.absorb(lambda: sheets.read_sheets(path)) or ():
        problems.found.extend(sheet.faults)
        remarks.found.extend(sheet.remarks)
        if not sheet.rows and not sheet.faults and any(map(headings.heading_column, sheet.headings)):
            problems.report(sheet.place(), "只有表头，没有数据。", "Only headings, no rows.")
        yield from read_figures(sheet, names, problems, remarks)


def _tell_astray(astray: Sequence[Figure], owner: CityMonth | None, problems: Problems) -> None:
    """One fault for each other city and month in a file, at its first row."""
    for city, month in dict.fromkeys((figure.city, figure.month) for figure in astray):
        rows = [figure for figure in astray if (figure.city, figure.month) == (city, month)]
        here, there = " ".join(owner or ()), f"{city} {month}"
        zh = f"此文件只应有 {here} 的数据，这里起却有 {len(rows)} 行是 {there}；请改正或移到该城市该月的文件。"
        en = f"This file is of {here} only, but {len(rows)} rows from here on are of {there}; mend or move them."
        problems.report(rows[0].place, zh, en)


def _merged(figures: Iterable[Figure], problems: Problems) -> dict[Key, Figure]:
    kept: dict[Key, Figure] = {}
    for figure in figures:
        key = (figure.city, figure.month, figure.fact.name)
        other = kept.get(key)
        if other is None or (figure.value is not None and (other.value is None or _stands_over(figure, other))):
            kept[key] = figure
        elif figure.value is not None and _stands_over(other, figure):
            continue
        elif figure.value is not None and figure.value != other.value:
            _differ(figure, other, problems)
    return kept


def _stands_over(figure: Figure, other: Figure) -> bool:
    """Whether a figure rests on more: measured over supplied over estimated; then counted over typed in."""
    return _rank(figure) > _rank(other)


def _rank(figure: Figure) -> tuple[int, bool]:
    return STANDING.index(figure.status), figure.records is not None


def _differ(figure: Figure, other: Figure, problems: Problems) -> None:
    here, there, where = _shown(figure), _shown(other), other.place
    zh = f"“{figure.fact.zh}”填了 {here}，而 {where} 填了 {there}；请只留一个。"
    en = f"'{figure.fact.name}' is {here} here but {there} in {where}; keep one of them."
    problems.report(figure.place, zh, en)


def _parts(figures: Mapping[Key, Figure], problems: Problems) -> None:
    for (city, month, _), part in figures.items():
        total = figures.get((city, month, part.fact.within or ""))
        if total is not None and None not in (part.value, total.value) and exceeds_whole(part.value, total.value):
            _larger(part, total, problems)


def _larger(part: Figure, total: Figure, problems: Problems) -> None:
    shown_part, other, where = _shown(part), _shown(total), total.place
    zh = f"“{part.fact.zh}”{shown_part} 大于整体“{total.fact.zh}”{other}（{where}）；请核对两数。"
    en = f"'{part.fact.name}' {shown_part} is larger than its whole '{total.fact.name}' {other} ({where})."
    problems.report(part.place, zh, en)


def _shown(figure: Figure) -> str:
    unit = "" if figure.fact.nature == "state" else f" {unit_label(figure.fact.unit)}"
    return f"{figure.value:.15g}{unit}"


def _raise(problems: Problems) -> None:
    if len(problems.found) >= MOST_FAULTS:
        closing = f"只列出前 {MOST_FAULTS} 处。", f"Only the first {MOST_FAULTS} are listed; mend them and read again."
        raise InputError(problems.found[:MOST_FAULTS], closing)
    if problems.found:
        raise InputError(dict.fromkeys(problems.found), MEND)


def _frame(figures: Iterable[Figure], meanings: Mapping[str, Fact]) -> pl.DataFrame:
    ordered = _ordered(figures, meanings)
    columns = {name: [_cell(figure, name) for figure in ordered] for name in FACTS.columns}
    return pl.DataFrame(columns, schema=FACTS.columns)


def _ordered(figures: Iterable[Figure], meanings: Mapping[str, Fact]) -> list[Figure]:
    order = {name: place for place, name in enumerate(meanings)}
    return sorted(figures, key=lambda figure: (figure.city, figure.month, order[figure.fact.name]))


def _cell(figure: Figure, column: str) -> object:
    return figure.fact.name if column == "fact" else getattr(figure, column)


_TOLD: set[Problem] = set()


def tell_remarks(remarks: Iterable[Problem]) -> None:
    """A line each on the error stream, which a notebook shows too; each once, however often its file is read."""
    new = [remark for remark in dict.fromkeys(remarks) if remark not in _TOLD]
    _TOLD.update(new)
    sys.stderr.write("".join(f"{remark.where}：{remark.zh} {remark.en}\n" for remark in new))


def forget_remarks() -> None:
    """Nothing was told yet: a new command begins."""
    _TOLD.clear()
