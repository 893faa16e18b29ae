"""`scorecard repairs`: from when adverse records can be repaired and until when they are shown (信用修复日期)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from analysis.calendars import parse_day
from analysis.cli import answers
from analysis.cli.answers import Format, FormatOption
from analysis.cli.city_lists import CityLists
from analysis.cli.options import (
    EVERY,
    CityListsOption,
    Engine,
    EngineOption,
    Language,
    LanguageOption,
    MasterOption,
    RequiredCityOption,
    ShardOption,
    writing,
)
from analysis.paths import replace_file
from analysis.questions import national
from analysis.questions import repairs as repairs_question
from analysis.views import national_tables, repair_tables

SHOWN = 30


def repairs(
    city: RequiredCityOption,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="哪一天，如 2026-04-10。 The day.")],
    engine: EngineOption = Engine.POLARS,
    master: MasterOption = "local[*]",
    form: FormatOption = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="写入此文件，仅本人可读。 A file, its owner's alone."),
    ] = None,
    lists: CityListsOption = None,
    shard: ShardOption = "1/1",
    lang: LanguageOption = Language.ZH,
) -> None:
    """处罚和名单记录的信用修复日期、公示末日和依据文件。 Repair dates, record by record.

    期限见 params/repair；类别未载明的按各类并列，规则有变的前后文件都列。 The periods stand in params/repair.

    清单含主体代码，限内部使用。 The list names bodies' codes: for the office alone.

    --city all 列全部城市的件数；加 --lists 写各城市自己的清单；可用 --engine spark。 --city all: counts of every city.

    [bold]例 Examples[/bold]

    scorecard repairs --city 江阴 --on 2021-04-06

    scorecard repairs --city 江阴 --on 2026-04-10 --format csv --output 修复日期.csv
    """
    day = date.fromisoformat(parse_day(on, "--on"))
    if lists is not None:
        _write_lists(lists, [city], day, (engine.value, master), shard, lang)
        return
    if city == EVERY or engine != Engine.POLARS:
        found = national.national_repairs([city], day, engine.value, master)
        answers.answer(found, found.rows, [national_tables.national_repairs_table(found, lang.value)], form, output)
        return
    board = repairs_question.repair_dates(city, day)
    tables = [
        repair_tables.repair_kinds_table(board, lang),
        repair_tables.repair_records_table(board, lang, None if output else SHOWN),
    ]
    if output is None:
        answers.answer(board, board.records, tables, form, None)
        return
    texts = {Format.JSON: lambda: answers.as_json(board), Format.CSV: lambda: answers.as_csv(board.records)}
    text = texts.get(form, lambda: answers.as_text(tables))()
    with writing(output):
        replace_file(output, f"{text}\n".encode(), private=True)
    typer.echo(f"已写入 {output}，限内部使用。 Written, for the office alone.")


def _write_lists(
    folder: Path, cities: list[str], day: date, engine: tuple[str, str], shard: str, lang: Language
) -> None:
    """Each city's dates as its own command writes them, of one part of the cities."""
    from analysis.reports import shards  # slow to load, and only this needs it

    part = shards.parse_shard(shard)
    every = national.city_codes(cities, day)
    own = [code for code in every if code in part]
    delivering = national.cities_with_registers(own, every, day)
    files = CityLists(folder, ("repairs", day))
    wanted = files.open_cities(delivering)
    for board in national.national_repair_lists(wanted, day, *engine) if wanted else ():
        files.write(board.city, board.records)
    files.tell(own, delivering, wanted, lang)
