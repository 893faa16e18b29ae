"""`scorecard due`: what falls due, record by record (到期与待办)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.calendars import parse_day
from analysis.cli.answers import Format, FormatOption, answer
from analysis.cli.city_lists import CityLists
from analysis.cli.options import (
    DEFAULT_RULEBOOKS,
    DEFAULT_SCENARIOS,
    EVERY,
    CityListsOption,
    Engine,
    EngineOption,
    Language,
    LanguageOption,
    MasterOption,
    RequiredCityOption,
    RulebooksOption,
    ScenariosOption,
    ShardOption,
    writing,
)
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import due as due_question
from analysis.questions import national
from analysis.views import due_tables, national_tables

SHOWN = 30


def due(
    city: RequiredCityOption,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="哪一天，如 2021-04-06。 The day.")],
    days: Annotated[int, typer.Option("--days", min=0, max=366, help="往后看几天。 Days ahead.")] = 10,
    rulebook: RulebooksOption = None,
    scenario: ScenariosOption = None,
    engine: EngineOption = Engine.POLARS,
    master: MasterOption = "local[*]",
    form: FormatOption = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="写入此文件；.xlsx 每个单位一张表，.html、.docx、.pdf 为一页清单。\n\nA file; .xlsx has a sheet each.",
        ),
    ] = None,
    lists: CityListsOption = None,
    shard: ShardOption = "1/1",
    lang: LanguageOption = Language.ZH,
) -> None:
    """哪些事项已逾期、将到期，由谁办理，逾期失多少分。 What falls due, who acts, what it costs.

    许可和处罚上报、信用修复核查按工作日计期限；异议、重错码、失信主体的培训、承诺和报告没有统一期限，列为待办。

    清单含主体代码，限内部使用。 The list names bodies' codes: for the office alone.

    --city all 列全部城市的件数；加 --lists 写各城市自己的清单；可用 --engine spark。 --city all: counts of every city.

    [bold]例 Examples[/bold]

    scorecard due --city 江阴 --on 2021-04-06

    scorecard due --city 江阴 --on 2021-04-06 --days 5 --output 到期事项.xlsx
    """
    day = date.fromisoformat(parse_day(on, "--on"))
    if lists is not None:
        judged = (rulebook or DEFAULT_RULEBOOKS, scenario or DEFAULT_SCENARIOS)
        _write_lists(lists, [city], day, days, judged, (engine.value, master), shard, lang)
        return
    if city == EVERY or engine != Engine.POLARS:
        found = national.national_due([city], day, days, engine.value, master)
        answer(found, found.rows, [national_tables.national_due_table(found, lang.value)], form, output)
        return
    board = due_question.due(city, day, days, rulebook or DEFAULT_RULEBOOKS, scenario or DEFAULT_SCENARIOS)
    if output is not None and form == Format.TABLE and output.suffix.casefold() != ".txt":
        _write(board, output, lang.value)
        return
    tables = [due_tables.due_matters_table(board, lang), due_tables.due_records_table(board, lang, most=SHOWN)]
    answer(board, board.records, tables, form, output)


def _write_lists(
    folder: Path, cities: list[str], day: date, days: int, judged: tuple[Any, Any], engine: tuple[str, str],
    shard: str, lang: Language,
) -> None:  # fmt: skip
    """Each city's list as its own command writes it, of one part of the cities."""
    from analysis.reports import shards  # as below

    part = shards.parse_shard(shard)
    every = national.city_codes(cities, day)
    own = [code for code in every if code in part]
    delivering = national.cities_with_registers(own, every, day)
    files = CityLists(folder, ("due", day, days, *judged))
    wanted = files.open_cities(delivering)
    for board in national.national_due_lists(wanted, day, days, *judged, *engine) if wanted else ():
        files.write(board.city, board.records)
    files.tell(own, delivering, wanted, lang)


def _write(board: due_question.DueBoard, output: Path, lang: str) -> None:
    """The list as a document, in the format that its name ends in; its owner alone can read it."""
    from analysis.reports import due_lists  # python-docx and xlsxwriter are slow, and only a file needs them

    name = document_format(output)
    write_document(lambda: due_lists.due_document(board, lang, name), output)


def document_format(output: Path) -> str:
    """The format that a file's name ends in. Raises `InputError` where it is no document's."""
    from analysis import documents  # as above

    name = output.suffix.casefold().removeprefix(".")
    if name not in documents.WRITERS:
        names = "、".join(f".{ending}" for ending in documents.WRITERS)
        zh = f"文件名须以 {names} 结尾；要 CSV 或 JSON 请加 --format。"
        raise InputError([Problem(str(output), zh, "End its name in a format's, or use --format csv or json.")])
    return name


def write_document(make: Callable[[], Any], output: Path, *, inner: bool = True) -> None:
    """Write a document in the format that the file's name ends in; `inner`: for its owner's eyes alone."""
    from analysis import documents  # as above

    name = document_format(output)
    with writing(output):
        replace_file(output, documents.write(make(), name), private=inner)
    said = ("，限内部使用", ", for the office alone") if inner else ("", "")
    typer.echo(f"已写入 {output}{said[0]}。 Written{said[1]}.")
