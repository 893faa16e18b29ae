"""Options that several commands share (共用选项)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from typer.core import TyperCommand

from analysis import facts, scenarios, scorecards
from analysis.facts.months import parse_month
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, Scenario

ORDER = "analysis.order"
CHANGING = ("set", "reading", "scenario")


class Language(StrEnum):
    """The languages that texts are written in."""

    ZH = "zh"
    EN = "en"


class Ordered(TyperCommand):
    """A command that remembers in which order `--set`, `--reading` and `--scenario` were given."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[ORDER] = _ordered(args)
        return super().parse_args(ctx, args)


def _ordered(args: list[str]) -> list[tuple[str, str]]:
    told = args[: args.index("--")] if "--" in args else args
    found = []
    for place, arg in enumerate(told):
        name, sign, text = arg.partition("=")
        if name.removeprefix("--") in CHANGING and name.startswith("--"):
            found.append((name[2:], text if sign else "".join(told[place + 1 : place + 2])))
    return found


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="FACTS…", help="数据文件（CSV、XLSX、Parquet，可多个）。 Files of facts.", show_default=False
    ),
]
Given = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FACTS…]",
        help="数据文件；不写时用项目里的数据，须有 --city、--month。\n\nFiles; else the project's own.",
        show_default=False,
    ),
]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help="按此日当时所知，如 2021-04-25。\n\nAs known on that day.")
]
# A blank line parts the languages: rich drops letters where one line of Chinese and English must be broken.
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="TEXT",
        help="指标=取值、指标=+增量、指标=*倍数。\n\n规则值写作 18.3.rate=0.003%。\n\n"
        "fact=value, fact=+delta, fact=*factor.",
    ),
]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="CLAUSE=NAME", help="选用另一读法，如 17=linear。\n\nAnother reading."),
]
Scenarios = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario", metavar="FILE", help="情景文件，或名称 assumed-benchmarks。\n\nA scenario file or name."
    ),
]
City = Annotated[
    str | None, typer.Option("--city", help="只看此城市（代码或名称）。\n\nThis city only (code or name).")
]
Month = Annotated[str | None, typer.Option("--month", help="只看此月份，如 2021-03。 This month only.")]
Lang = Annotated[Language, typer.Option("--lang", help="语言。 Language.")]


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Where something is written: a place that takes no file is told like any other fault."""
    try:
        yield
    except OSError as error:
        zh = f"无法写入（{error.strerror}）；请换一个文件名或文件夹。"
        en = f"It can't be written ({error.strerror}); choose another name or folder."
        raise InputError([Problem(str(path), zh, en)]) from None


def scenario(ctx: typer.Context, book: Rulebook) -> Scenario:
    """The one scenario that the options form, stacked in the order given; the baseline where there are none."""
    told = ctx.meta.get(ORDER, [])
    parts = scenarios.parse_scenarios(told, book) if told else []
    return scenarios.stack_scenarios(parts) if parts else BASELINE


def load(paths: list[Path], book: Rulebook | None = None) -> pl.DataFrame:
    """The FACTS of the files, a rulebook's own facts understood too."""
    return facts.load(*paths, dictionary=book.dictionary if book else None)


def known(paths: list[Path] | None, book: Rulebook, city: str | None, month: str | None, as_of: str) -> pl.DataFrame:
    """The FACTS of the files; or, where none are named, the project's of a city up to a month, now or as known then.

    Raises `InputError` where neither files nor both city and month are named, and for files as of a day.
    """
    if paths and as_of:
        zh = "文件里没有“当时所知”：--as-of 只用于存档的数据，请去掉文件名。"
        raise InputError([Problem("--as-of", zh, "Files know no day: --as-of is for kept facts; name no files.")])
    if paths:
        return load(paths, book)
    if city is None or month is None:
        zh, en = "请写数据文件，或写 --city 和 --month。", "Name files of facts, or --city and --month."
        raise InputError([Problem("FACTS", zh, en)])
    return scorecards.facts_as_of(city, month, as_of, book.dictionary)


def only(frame: pl.DataFrame, city: str | None, month: str | None) -> pl.DataFrame:
    """The rows of a city and a month, where they are given. Raises `InputError` where nothing is left."""
    when = None if month is None else parse_month(month)
    wanted = {"city": None if city is None else facts.code_of(city, when), "month": when}
    met = [pl.col(key) == value for key, value in wanted.items() if value is not None]
    left = frame.filter(met) if met else frame
    if left.is_empty():
        named = " ".join(value for value in wanted.values() if value)
        raise InputError([Problem(named or "FACTS", "没有可用的数据行。", "There are no figures for this.")])
    return left
