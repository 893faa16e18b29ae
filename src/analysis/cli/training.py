"""`scorecard class` and `board`: the course as web pages for a class, and what the class has done (课堂)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from analysis import facts
from analysis.calendars import parse_month
from analysis.cli.answers import Format, FormatOption, OutputOption, answer, as_text, shown_table, table_frame
from analysis.cli.options import HostOption, IdleOption, Language, LanguageOption, PortOption, TokenOption


def serve(
    city: Annotated[str, typer.Option("--city", help="例题用的城市。 The city of the examples.")] = "江阴",
    month: Annotated[str, typer.Option("--month", help="例题用的月份。 The month.")] = "2021-03",
    folder: Annotated[
        Path | None, typer.Option("--folder", help="作答记录放在哪里。\n\nWhere results are kept; data/training.")
    ] = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8867,
    token: TokenOption = True,
    people: Annotated[int, typer.Option("--people", min=1, max=100, help="班上多少人。 How many people.")] = 30,
    idle: IdleOption = 60,
    lang: LanguageOption = Language.ZH,
) -> None:
    """打开培训课程的网页：六课和试算面板，各学员分别作答。

    The course as web pages: six lessons and the panel, without code; everyone works alone.

    [bold]例 Examples[/bold]

    scorecard class

    scorecard class --host 0.0.0.0 --people 30 --folder 班级
    """
    from analysis.reports import classroom, serving
    from analysis.training import answer_records, course  # slow to load: --help needs no exercises

    when = parse_month(month)
    code = facts.code_of(city, when)
    facts.up_to(code, when)
    place = answer_records.training_folder(str(folder or "")).resolve()
    lessons = tuple((name, part.title_in(lang.value)) for name, part in course.course_lessons().items())
    room = classroom.Classroom(
        code, when, "hard-2019", "baseline", lang.value, host, port, serving.new_token() if token else "", people,
        idle * 60, lessons, str(place),
    )  # fmt: skip
    with suppress(KeyboardInterrupt), serving.stop_on_signals(), serving.running_server(room) as process:
        typer.echo(f"培训课程：{room.address}\nThe course is open there. Ctrl-C 结束 ends it.")
        typer.echo(f"作答记录 results: {place}")
        process.wait()


def board(
    folder: Annotated[
        Path | None, typer.Option("--folder", help="作答记录在哪里。\n\nWhere results are kept; data/training.")
    ] = None,
    city: Annotated[str, typer.Option("--city", help="例题用的城市。 The city of the examples.")] = "江阴",
    month: Annotated[str, typer.Option("--month", help="例题用的月份。 The month.")] = "2021-03",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """班级看板：作答情况、常见错误、各人方案和最优方案。

    The class board: who has done what, the commonest mistakes, the class's plans and the best.

    [bold]例 Example[/bold]

    scorecard board --folder 班级
    """
    from analysis.training import class_board as boards  # as above
    from analysis.training import class_plans  # as above

    results = boards.load(str(folder or ""), lang.value)
    when = parse_month(month)
    plans = class_plans.load_class_plans(results, where=facts.code_of(city, when), when=when)
    tables = [
        boards.class_progress(results),
        boards.mistakes_table(results),
        class_plans.plans_spread(plans),
        class_plans.plans_ranking(plans),
    ]
    shown = f"{as_text(tables)}\n{class_plans.best_plan(plans)!r}" if form == Format.TABLE else ""
    answer([shown_table(table) for table in tables], table_frame(tables[0]), tables, form, output, shown)
