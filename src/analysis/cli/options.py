"""Options that several commands share, and the facts and rows they give (共用选项)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts, rulebooks
from analysis.calendars import month_or_none, parse_month
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook
from analysis.text_normalisation import quoted_value

DEFAULT_RULEBOOKS = ["hard-2019", "monitoring-2021"]
DEFAULT_SCENARIOS = ["baseline", "assumed-benchmarks"]


class Language(StrEnum):
    """The languages that texts are written in."""

    ZH = "zh"
    EN = "en"


def scenario_names() -> tuple[str, ...]:
    """The scenarios at hand, for a shell that completes their names."""
    from analysis import scenarios  # only a shell asks, and most commands need no scenario

    return scenarios.scenario_variants()


FactsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FACTS…", help="数据文件（CSV、XLSX、Parquet，可多个）。 Files of facts.", show_default=False
    ),
]
OptionalFactsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FACTS…]",
        help="数据文件；不写时用项目里的数据，须有 --city、--month。\n\nFiles; else the project's own.",
        show_default=False,
    ),
]
AsOfOption = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help="按此日当时所知，如 2021-04-25。\n\nAs known on that day.")
]
# A blank line parts the languages: rich drops letters where one line of Chinese and English must be broken.
SetsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="TEXT",
        help="指标=取值、指标=+增量、指标=*倍数。\n\n规则值写作 18.3.rate=0.003%。\n\n"
        "fact=value, fact=+delta, fact=*factor.",
    ),
]
ReadingsOption = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="CLAUSE=NAME", help="选用另一读法，如 17=linear。\n\nAnother reading."),
]
ScenarioFilesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario", metavar="FILE", help="情景文件，或名称 assumed-benchmarks。\n\nA scenario file or name."
    ),
]
RulebookOption = Annotated[
    str,
    typer.Option("--rulebook", help="规则集，如 hard-2019。 The rulebook.", autocompletion=rulebooks.rulebook_ids),
]
RulebooksOption = Annotated[
    list[str] | None,
    typer.Option("--rulebook", help="规则集，可多个。 The rulebooks.", autocompletion=rulebooks.rulebook_ids),
]
ScenariosOption = Annotated[
    list[str] | None,
    typer.Option("--scenario", help="情景，可多个。 The scenarios.", autocompletion=scenario_names),
]
CityOption = Annotated[
    str | None,
    typer.Option("--city", help="只看此城市（代码或名称）。\n\nThis city only (code or name)."),
]
MonthOption = Annotated[str | None, typer.Option("--month", help="只看此月份，如 2021-03。 This month only.")]
AnnexOption = Annotated[
    bool,
    typer.Option("--annex", help="另出技术底稿。\n\nThe working papers too."),
]
KindOption = Annotated[
    str,
    typer.Option(
        "--kind",
        help="哪类单位：城市（默认）、镇、园区、部门、企业、县。\n\nWhich kind: city, town, park, department …",
    ),
]
EVERY = "all"


class Engine(StrEnum):
    """The engines that count records."""

    POLARS = "polars"
    SPARK = "spark"


EngineOption = Annotated[Engine, typer.Option("--engine", help="计算引擎。 The engine.")]
MasterOption = Annotated[str, typer.Option("--master", help="Spark 主节点，如 spark://主机:7077。 Spark's master.")]
RequiredCityOption = Annotated[str, typer.Option("--city", help="城市代码或名称。 The city, code or name.")]
RequiredMonthOption = Annotated[str, typer.Option("--month", help="月份，如 2021-03。 The month.")]
HostOption = Annotated[
    str, typer.Option("--host", help="监听地址；0.0.0.0 供内网使用。\n\nWhere it listens; 0.0.0.0 for an intranet.")
]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="端口。 The port.")]
TokenOption = Annotated[bool, typer.Option("--token/--no-token", help="进入须有口令。 Whether a token is asked for.")]
IdleOption = Annotated[
    int, typer.Option("--idle", min=1, help="多少分钟不用即关闭。 Minutes until an unused page is closed.")
]
LeagueOption = Annotated[
    int | None,
    typer.Option(
        "--league",
        min=1,
        max=99,
        help="1 省会副省级，2 地级市，3 县级市；其他单位写组别。\n\nWhich league or group.",
    ),
]
ScenarioOption = Annotated[str, typer.Option("--scenario", help="情景。 The scenario.")]
TimeoutOption = Annotated[int, typer.Option("--timeout", min=1, help="每个笔记本的时限（秒）。 Seconds a notebook.")]
OwnFactsOption = Annotated[
    str | None,
    typer.Option(
        "--rulebook",
        help="也认得此规则集自己的指标。\n\nIts own facts are known too.",
        autocompletion=rulebooks.rulebook_ids,
    ),
]
LanguageOption = Annotated[Language, typer.Option("--lang", help="语言。 Language.")]


def wanted_kind(word: str) -> str:
    """The kind of units that `--kind` means. Raises `InputError` with the kinds there are."""
    kind = facts.kind_of_word(word)
    if kind is None:
        named = "、".join(["城市", *(each.zh for each in facts.unit_kinds().values())])
        zh = f"没有“{quoted_value(word)}”这一类别；可写：{named}。"
        en = f"'{quoted_value(word)}' is no kind of unit; there are: {', '.join([facts.CITY, *facts.unit_kinds()])}."
        raise InputError([Problem("--kind", zh, en)])
    return kind


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Where something is written: a place that takes no file is told like any other fault."""
    try:
        yield
    except OSError as error:
        zh = f"无法写入（{error.strerror}）；请换一个文件名或文件夹。"
        en = f"It can't be written ({error.strerror}); choose another name or folder."
        raise InputError([Problem(str(path), zh, en)]) from None


def read_facts(paths: list[Path], book: Rulebook | None = None) -> pl.DataFrame:
    """The FACTS of the files, a rulebook's own facts understood too; what is remarked on their reading is said."""
    return facts.load(*paths, dictionary=book.dictionary if book else None)


def selected(frame: pl.DataFrame, city: str | None, month: str | None) -> pl.DataFrame:
    """The rows of a city and a month, where they are given. Raises `InputError` where nothing is left."""
    when = None if month is None else parse_month(month)
    wanted = {"city": None if city is None else facts.code_of(city, when), "month": when}
    matches = [pl.col(key) == value for key, value in wanted.items() if value is not None]
    rows = frame.filter(matches) if matches else frame
    if rows.is_empty():
        place = " ".join(value for value in wanted.values() if value)
        raise InputError([Problem(place or "FACTS", "没有可用的数据行。", "There are no figures for this.")])
    return rows


def begin_command(given: Mapping[str, object], changes: Iterable[tuple[str, str]]) -> None:
    """Before a command runs: nothing was told of files yet; how its own words are understood is told."""
    facts.forget_remarks()
    say_as_meant(given)
    say_amounts(changes, given)


def say_amounts(changes: Iterable[tuple[str, str]], given: Mapping[str, object]) -> None:
    """Figures of `--set`, `--from`, `--to` that were read though they are oddly written, as of a file's: 1 200."""
    texts = [(f"--set {text}", text.partition("=")[2]) for kind, text in changes if kind == "set"]
    bounds = (("--from", given.get("low")), ("--to", given.get("high")))
    texts += [(option, text) for option, text in bounds if isinstance(text, str)]
    for option, text in texts:
        if said := facts.spelling_remark(text.strip()):
            typer.echo(f"{quoted_value(option)}：{' '.join(said)}", err=True)


def say_as_meant(given: Mapping[str, object]) -> None:
    """How month and city are understood where they are written otherwise than 2021-03, or with blanks or wide signs."""
    month, city = (text if isinstance(text := given.get(name), str) else "" for name in ("month", "city"))
    meant = month_or_none(month)
    if meant not in (None, month):
        typer.echo(f"月份“{quoted_value(month)}”按 {meant} 处理。 The month is read as {meant}.", err=True)
    rows = facts.city_candidates(city)
    plain = any(city.casefold() == name.casefold() for row in rows for name in row.values())
    if not plain and len({row["code"] for row in rows}) == 1:
        meant = f"{rows[0]['code']} {rows[0]['name']}"
        typer.echo(f"城市“{quoted_value(city)}”按 {meant} 处理。 The city is read as {meant}.", err=True)


CityListsOption = Annotated[
    Path | None,
    typer.Option(
        "--lists",
        metavar="FOLDER",
        help="把各城市的清单逐条写入此文件夹，限内部使用。 Each city's own list as a file, for the office alone.",
    ),
]
ShardOption = Annotated[
    str, typer.Option("--shard", metavar="K/N", help="与 --lists 连用，只做第 K 份。 Part K of N, with --lists.")
]
