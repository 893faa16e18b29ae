"""`scorecard runs`: past runs, the newest first, with status, time, reports and logs (运行记录)."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.catalogue import page_phrase as phrase
from analysis.cli.answers import Format, FormatOption, OutputOption, as_json, give, give_frame, rendered, text_table
from analysis.cli.options import Language, LanguageOption
from analysis.reports import run_records, runs_page


def runs(
    most: Annotated[int, typer.Option("--most", min=1, help="列出几次，最近的在前。 How many, the newest first.")] = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """运行记录：状态、用时、问题、报告和日志。 Past runs: status, time, problems, reports and logs.

    每次 report、run、bulletin 结束后记一条；网页见 reports/runs.html。 The page is reports/runs.html.

    [bold]例 Example[/bold]

    scorecard runs --format json
    """
    records = run_records.load_records()[:most]
    if form == Format.JSON:
        give(as_json([record.document() for record in records]), output)
        return
    give_frame(runs_page.runs_frame(records), _table(records, lang), form, output)


def _table(records: list[run_records.RunRecord], lang: str) -> str:
    if not records:
        return phrase("runs none", lang)
    table = text_table([phrase(f"run {key}", lang) for key in runs_page.HEADS])
    for record in records:
        status = phrase(f"status {record.status}", lang)
        subject, taken = runs_page.subject_text(record, lang), runs_page.time_taken(record)
        table.add_row(record.started, taken, record.command, subject, status, f"{record.problems}")
    return f"{phrase('runs title', lang)}\n{rendered(table)}"
