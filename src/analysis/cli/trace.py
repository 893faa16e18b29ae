"""`scorecard trace`: the records behind a measured figure (溯源)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analysis import facts
from analysis.calendars import parse_month
from analysis.cli.answers import Format, FormatOption, as_csv, as_json, give, rendered, text_table
from analysis.cli.options import Language, LanguageOption, RequiredCityOption, RequiredMonthOption, writing
from analysis.facts.measuring import tracing
from analysis.paths import replace_file
from analysis.registers import spreadsheet_csv
from analysis.views import words

SHOWN = 30


def trace(
    fact: Annotated[str, typer.Option("--fact", help="指标，如 codes_faulty 或中文名。 The fact.")],
    city: RequiredCityOption,
    month: RequiredMonthOption,
    form: FormatOption = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="全部写入此文件，缺省为 CSV。 Write all to this file, a CSV by default."),
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """列出一个指标所依据的记录：文件、工作表、行、代码。 A figure's records.

    [bold]例 Example[/bold]

    scorecard trace --fact codes_faulty --city 江阴 --month 2021-03
    """
    when = parse_month(month)
    rows = tracing.trace_records(fact, facts.code_of(city, when), when)
    if output is not None and form != Format.JSON:
        with writing(output):
            replace_file(output, spreadsheet_csv(rows))
    if form == Format.TABLE:
        typer.echo(traced_text(rows, SHOWN, lang))
    elif form == Format.JSON:
        give(as_json(rows), output)
    elif output is None:
        give(as_csv(rows), None)


def traced_text(rows: pl.DataFrame, most: int, lang: str) -> str:
    """The first records behind a figure, and how many there are."""
    table = text_table(rows.columns)
    for row in rows.head(most).iter_rows():
        table.add_row(*map(_cell, row))
    more = [words.say("and more", lang, count=rows.height - most)] if rows.height > most else []
    return "\n".join(
        [words.say("records behind", lang, count=rows.height), *([rendered(table)] if rows.height else []), *more]
    )


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
