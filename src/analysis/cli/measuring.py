"""`scorecard measure` and `scorecard trace`: facts counted from registers, and the records behind one (计量)."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts, rulebooks
from analysis.cli.exits import SOME_FAILED
from analysis.cli.options import Lang, Language, writing
from analysis.facts.months import parse_month
from analysis.paths import display_path, replace_file
from analysis.registers.quarantine import spreadsheet_csv

EVERY = "all"
SHOWN = 30


class Engine(StrEnum):
    """The engines that count facts."""

    POLARS = "polars"
    SPARK = "spark"


Cities = Annotated[
    list[str],
    typer.Option("--city", help="城市代码或名称，可多个；all 为全部。 Cities, code or name; all for every one."),
]
Month = Annotated[str, typer.Option("--month", help="月份，如 2021-03。 The month.")]


def measure(
    city: Cities,
    month: Month,
    engine: Annotated[Engine, typer.Option("--engine", help="计算引擎。 The engine.")] = Engine.POLARS,
    master: Annotated[
        str, typer.Option("--master", help="Spark 主节点，如 spark://主机:7077。 Spark's master.")
    ] = "local[*]",
    lang: Lang = Language.ZH,
) -> None:
    """把登记簿数成当月指标，列出覆盖情况。 Count registers into facts.

    有行被搁置或有文件读不了时，退出码为 3。 Exit code 3 where rows were set aside or a file could not be read.

    [bold]例 Example[/bold]

    scorecard measure --city 江阴 --month 2021-03
    """
    from analysis.cli import coverages
    from analysis.facts import month as months
    from analysis.facts.measuring import register_deliveries

    when = parse_month(month)
    codes = (
        list(register_deliveries.delivering_cities(when))
        if EVERY in city
        else [facts.code_of(name, when) for name in city]
    )
    made = months.measure_month(codes, when, engine.value, master, _progress, _counting)
    paths = [facts.save(code, when, made.facts.filter(pl.col("city") == code)) for code in made.cities]
    typer.echo(coverages.read_text(made, lang))
    for code, path in zip(made.cities, paths, strict=True):
        _told(code, when, path, lang)
    if not made.whole:
        raise typer.Exit(SOME_FAILED)


def _told(city: str, month: str, path: Path, lang: str) -> None:
    from analysis.cli import auditing, coverages
    from analysis.questions import coverage

    books = [rulebooks.load(name) for name in rulebooks.rulebook_ids()]
    known = facts.up_to(city, month)
    covered = coverage.by_fact(known, books, city, month)
    typer.echo(f"\n{coverages.covered_text(covered, city, month, lang)}")
    beside = (
        coverages.reasons_text(covered, lang),
        coverages.differing_text(facts.conflicting_figures(city, month), lang),
    )
    for said in filter(None, beside):
        typer.echo(f"\n{said}")
    typer.echo(f"\n{auditing.brief_of(known, city, month, lang)}\n\n{display_path(path)}")


def _progress(city: str, month: str, place: int, count: int) -> None:
    sys.stderr.write(f"{place}/{count} {facts.name_of(city)} {month}\n")


def _counting(done: int, count: int) -> None:
    sys.stderr.write(f"已计量 counted {done}/{count}\n")


def trace(
    fact: Annotated[str, typer.Option("--fact", help="指标，如 codes_faulty 或中文名。 The fact.")],
    city: Annotated[str, typer.Option("--city", help="城市代码或名称。 The city, code or name.")],
    month: Month,
    output: Annotated[Path | None, typer.Option("--output", help="全部写入此 CSV。 Write all to this CSV.")] = None,
    lang: Lang = Language.ZH,
) -> None:
    """列出一个指标背后的记录：文件、工作表、行、代码。 The records behind a measured figure.

    [bold]例 Example[/bold]

    scorecard trace --fact codes_faulty --city 江阴 --month 2021-03
    """
    from analysis.cli import coverages
    from analysis.facts.measuring import tracing

    when = parse_month(month)
    rows = tracing.trace_records(fact, facts.code_of(city, when), when)
    if output is not None:
        with writing(output):
            replace_file(output, spreadsheet_csv(rows))
    typer.echo(coverages.traced_text(rows, SHOWN, lang))
