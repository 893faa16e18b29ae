"""The figures kept in the project for a city, month by month (已存数据)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.calendars import MONTH, month_or_none, parse_month
from analysis.contracts import FACTS
from analysis.facts.cities import code_of
from analysis.facts.dictionary import Fact, unit_label
from analysis.facts.dictionary import dictionary as general
from analysis.facts.figure_files import MADE, SIMULATED, STANDING, file_origin, load, load_city_months, load_with_places
from analysis.facts.figure_rows import STATUSES
from analysis.facts.headings import column_heading
from analysis.facts.sheets import READERS
from analysis.paths import display_path, replace_file, root
from analysis.problems import InputError, Problem, Problems


def up_to(city: str, month: str, dictionary: Mapping[str, Fact] | None = None) -> pl.DataFrame:
    """FACTS of a city up to and including a month, from `data/facts/<code>/<YYYY-MM>.csv` (.xlsx, .parquet).

    The city by code or name. Raises `InputError` where the month's own file is missing (saying where it
    should be and which months there are), or holds figures of another city or month, or any fault of `load`.

    >>> from analysis import facts
    >>> figures = facts.up_to("江阴", "2021-03")
    >>> figures["month"].unique(maintain_order=True).to_list()
    ['2020-12', '2021-01', '2021-02', '2021-03']
    >>> figures.filter(month="2021-03", fact="registered_population").select("value", "status").row(0)
    (1269600.0, 'supplied')
    """
    wanted = parse_month(month)
    code = code_of(city, wanted)
    folder = root() / "data" / "facts" / code
    files = {path: (code, path.stem) for path in _files(folder)}
    months = sorted({stem for _, stem in files.values()})
    if wanted not in months:
        raise InputError([_absent(folder, wanted, months)])
    return load_city_months({path: own for path, own in files.items() if own[1] <= wanted}, dictionary)


def earlier_with_places(city: str, month: str, dictionary: Mapping[str, Fact] | None = None) -> pl.DataFrame:
    """The kept FACTS of a city, by code, for the months before one, with where each figure was read (`place`).

    None where nothing is kept. Raises `InputError` for any fault of `load`.
    """
    kept = _files(root() / "data" / "facts" / city)
    return load_with_places({path: (city, path.stem) for path in kept if path.stem < month}, dictionary)


def save(city: str, month: str, facts: pl.DataFrame) -> Path:
    """Keep a city's measured FACTS of a month as `data/facts/<code>/<YYYY-MM>.parquet`, beside what was typed in.

    An unchanged month is the same file to the byte. A figure that could not be measured is kept as missing, with why.
    Raises `InputError` where a file of that name was put there by somebody: it is not overwritten. Made-up figures
    give way to those counted.
    """
    path = root() / "data" / "facts" / city / f"{month}.parquet"
    if path.is_file() and file_origin(path) not in (MADE, SIMULATED):
        zh = "这个文件不是 measure 写的，不覆盖；请改存为 .csv 或 .xlsx，再运行。"
        en = "This file was not written by measure and is not overwritten; save it as .csv or .xlsx and run again."
        raise InputError([Problem(display_path(path), zh, en)])
    buffer = io.BytesIO()
    FACTS.take(facts).write_parquet(buffer, compression="zstd", statistics=False, metadata=MADE)
    return replace_file(path, buffer.getvalue())


def month_remarks(city: str, month: str, dictionary: Mapping[str, Fact] | None = None) -> tuple[Problem, ...]:
    """What should be known of how a city's kept files of a month were read, though it is no fault (see `load`)."""
    remarks, wanted = Problems(), parse_month(month)
    typed = [path for path in month_paths(code_of(city, wanted), wanted) if file_origin(path) == {}]
    if typed:
        load(*typed, dictionary=dictionary, remarks=remarks)
    return tuple(remarks.found)


def month_paths(city: str, month: str) -> list[Path]:
    """The files that hold a city's figures of a month."""
    return [path for path in _files(root() / "data" / "facts" / city) if path.stem == month]


def kept_months(city: str) -> list[str]:
    """The months for which figures of a city, by code, are kept, earliest first."""
    return sorted({path.stem for path in _files(root() / "data" / "facts" / city)})


def conflicting_figures(city: str, month: str) -> pl.DataFrame:
    """Figures of a month that were both typed in and counted from registers, and do not agree.

    Returns `fact, zh, supplied, measured, counts, source`. `counts`: the one that is used, which rests on more.
    `source`: the records' files behind the counted figure.
    """
    wanted = parse_month(month)
    code = code_of(city, wanted)
    paths = month_paths(code, wanted)
    typed, counted = (
        _figures([path for path in paths if (file_origin(path) == MADE) == is_counted]) for is_counted in (False, True)
    )
    both = typed.join(counted.filter(pl.col("records").is_not_null()), on="fact", suffix="_measured")
    names = {name: fact.zh for name, fact in general().items()}
    return both.filter(pl.col("value") != pl.col("value_measured")).select(
        "fact",
        pl.col("fact").replace_strict(names, return_dtype=pl.String).alias("zh"),
        pl.col("value").alias("supplied"),
        pl.col("value_measured").alias("measured"),
        pl.when(_over()).then(pl.lit("measured")).otherwise(pl.lit("supplied")).alias("counts"),
        pl.col("source_measured").alias("source"),
    )


def _over() -> pl.Expr:
    """Whether the counted figure stands over the one typed in, by what each rests on."""
    ranks = {status: rank for rank, status in enumerate(STANDING)}
    typed, counted = (pl.col(name).replace_strict(ranks) for name in ("status", "status_measured"))
    return counted >= typed


def _figures(paths: list[Path]) -> pl.DataFrame:
    return load(*paths) if paths else pl.DataFrame(schema=FACTS.columns)


def _files(folder: Path) -> list[Path]:
    seen = sorted(path for path in folder.glob("*") if path.is_file() and path.name[0] not in ".~")
    problems = Problems()
    for path in seen:
        if path.suffix.casefold() in READERS and not _named(path):
            zh, en = (
                "文件名应为月份，如 2021-03.csv。",
                "The file's name must be a month, such as 2021-03.csv.",
            )
            problems.report(display_path(path), zh, en)
    problems.raise_any()
    return [path for path in seen if _named(path)]


def _named(path: Path) -> bool:
    return bool(MONTH.fullmatch(path.stem)) and month_or_none(path.stem) is not None


def _absent(folder: Path, month: str, months: list[str]) -> Problem:
    there = "、".join(months) or "无"
    return Problem(
        display_path(folder / f"{month}.csv"),
        f"没有 {month} 的数据；请把填好的表存为此文件（.xlsx、.parquet 亦可）。已有月份：{there}。",
        f"There are no figures of {month}; save the filled-in table here (or as .xlsx, .parquet). "
        f"Months there are: {', '.join(months) or 'none'}.",
    )


COLUMNS = ("city", "month", "fact", "value", "unit", "source", "note", "status", "records")
MARK = "\ufeff"


def keep_tables(facts: pl.DataFrame, dictionary: Mapping[str, Fact], replace: bool = False) -> list[Path]:
    """Keep FACTS of any units and months as `data/facts/<code>/<YYYY-MM>.csv`; gives back the files, in their order.

    Raises `InputError` where somebody's file of a unit and month is there already and says something else, naming all
    of them: nothing is written then. `replace`: they give way. What was counted from registers stays beside.
    """
    parts = facts.partition_by("city", "month", as_dict=True, maintain_order=True)
    written = {_place(*map(str, key)): _table(part, dictionary) for key, part in parts.items()}
    there = [
        old for path, content in written.items() for old in _others(path) if old != path or _differs(path, content)
    ]
    if there and not replace:
        raise InputError([_refused(there)])
    for path in there:
        path.unlink()
    return [replace_file(path, content) for path, content in written.items()]


def _place(city: str, month: str) -> Path:
    return root() / "data" / "facts" / city / f"{month}.csv"


def _others(path: Path) -> list[Path]:
    """The files of that unit and month that people put there."""
    return [old for old in month_paths(path.parent.name, path.stem) if file_origin(old) == {}]


def _differs(path: Path, content: bytes) -> bool:
    return path.read_bytes() != content


def _refused(there: Sequence[Path]) -> Problem:
    zh = f"已有这 {len(there)} 个单位和月份的数据，与新表不同，没有动它；核对后要以新表为准的，加 --replace。"
    en = f"{len(there)} units and months have other figures already, left as they are; --replace puts the new in place."
    return Problem("、".join(map(display_path, there)), zh, en)


def _table(part: pl.DataFrame, dictionary: Mapping[str, Fact]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    columns = [column for column in COLUMNS if column != "records" or part["records"].null_count() < part.height]
    writer.writerow([column_heading(column) for column in columns])
    writer.writerows(_cells(row, dictionary[row["fact"]], columns) for row in part.iter_rows(named=True))
    return (MARK + written.getvalue()).encode()


def _cells(row: Mapping[str, Any], fact: Fact, columns: Sequence[str]) -> list[str]:
    texts = {"fact": fact.zh, "unit": unit_label(fact.unit), "value": value_text(fact, row["value"])}
    texts["status"] = STATUSES[row["status"]][0]
    return [texts.get(column, "" if row.get(column) is None else str(row[column])) for column in columns]


def value_text(fact: Fact, value: float | None) -> str:
    """A figure as it is filled in: 是 or 否, a choice by its name, else its digits, no fewer than tell it apart."""
    if value is None:
        return ""
    if fact.unit == "flag":
        return "是" if value else "否"
    named = next((name for number, name in fact.choices.items() if number == value), None)
    return named or (format(value, ".0f") if value.is_integer() else repr(value))
