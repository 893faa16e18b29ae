"""`scorecard run`: a month's reports of many cities, resumed where it was broken off (批量运行)."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from analysis import calendars, facts
from analysis.calendars import parse_month
from analysis.cli import SOME_FAILED
from analysis.cli.options import (
    DEFAULT_RULEBOOKS,
    AnnexOption,
    KindOption,
    Language,
    LanguageOption,
    RequiredMonthOption,
    RulebooksOption,
    ScenariosOption,
    TimeoutOption,
    wanted_kind,
)
from analysis.cli.subjects import say_remade
from analysis.cli.watched_runs import NotifyOption, RunNotes, watched_run
from analysis.paths import display_path

if TYPE_CHECKING:
    from analysis.reports import batch, batch_worker

HOW = {
    Language.ZH: {
        "made": "已发布", "kept": "未变", "failed": "失败", "refused": "无法运行", "again": "失败，将再试一次",
    },
    Language.EN: {
        "made": "published", "kept": "unchanged", "failed": "failed", "refused": "cannot be made",
        "again": "failed, tried once more at the end",
    },
}  # fmt: skip
SUM = {
    Language.ZH: "发布 {made} 份，未变 {kept} 份，失败 {bad} 份，用时 {time}。",
    Language.EN: "{made} published, {kept} unchanged, {bad} failed, in {time}.",
}
BROKEN = {
    Language.ZH: "已中断，完成 {done}/{count} 份。再运行同一命令即从此处继续。",
    Language.EN: "Broken off, {done} of {count} done. The same command goes on from here.",
}
EMPTY = {
    Language.ZH: "第 {shard} 份中没有城市（全部共 {count} 份报告，由其他各份生成）。",
    Language.EN: "No city lies in part {shard} (the {count} reports belong to the other parts).",
}
SHOWN = 3
CORES = os.cpu_count() or 1


def run(
    month: RequiredMonthOption,
    cities: Annotated[
        str,
        typer.Option(
            "--cities", metavar="all|FILE", help="all：有数据的全部城市；或一行一个城市的文件。\n\nAll, or a list."
        ),
    ],
    kind: KindOption = facts.CITY,
    months: Annotated[int, typer.Option("--months", min=1, help="到该月为止的月数。 How many months up to it.")] = 1,
    shard: Annotated[
        str, typer.Option("--shard", metavar="K/N", help="只做第 K 份，共 N 份。 Part K of N, for many machines.")
    ] = "1/1",
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="同时运行的城市数。 Cities at once.")] = CORES,
    rulebook: RulebooksOption = None,
    scenario: ScenariosOption = None,
    formats: Annotated[str, typer.Option("--formats", help="格式，逗号分隔。 Formats, by commas.")] = "html",
    annex: AnnexOption = False,
    timeout: TimeoutOption = 600,
    known_on: Annotated[
        str | None,
        typer.Option("--known-on", metavar="DAY", help="数据截至日，记入存档；默认今天。\n\nKnown since; today."),
    ] = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="未变的也重做。 Make again even what is unchanged.")] = False,
    notify: NotifyOption = "",
    lang: LanguageOption = Language.ZH,
) -> None:
    """批量生成报告；中断后再运行同一命令，只做没做完的和输入有变的。

    Many cities' reports; broken off and run again, it makes only what is missing or whose inputs changed.

    [bold]例 Example[/bold]

    scorecard run --month 2021-03 --cities all --jobs 2

    scorecard run --month 2021-03 --cities all --kind 镇 --rulebook monitoring-2021
    """
    from analysis.reports import batch, batch_worker, shards

    part = shards.parse_shard(shard)
    asked = batch_worker.BatchSettings(
        tuple(rulebook or DEFAULT_RULEBOOKS), tuple(scenario) if scenario else None, lang.value, (formats,), timeout,
        1 if jobs > 1 else 2, known_on, afresh, annex,
    )  # fmt: skip
    with watched_run("run", [], [month], notify, lang) as notes:
        span = calendars.months_back(parse_month(month), months)
        notes.months[:] = span
        notes.shard = "" if part.count == 1 else str(part)
        everything = batch.city_months(cities, span, wanted_kind(kind))
        asked.request(*everything[0])
        work = part.own_work(everything)
        notes.cities += [city for city, _ in work]
        if not work:
            typer.echo(EMPTY[lang].format(shard=part, count=len(everything)))
            return
        _make(notes, asked, work, jobs, lang)


def _make(
    notes: RunNotes, asked: batch_worker.BatchSettings, work: list[batch.Work], jobs: int, lang: Language
) -> None:
    """Make the reports, noting how each went. Ends with `SOME_FAILED` where it was broken off or some failed."""
    from analysis.reports import batch

    began, done = time.monotonic(), list["batch_worker.Outcome"]()
    try:
        with _watched(len(work), done, lang) as each:
            ended = batch.make_reports(work, asked, jobs, each)
    except KeyboardInterrupt:
        notes.interrupted = True
        _note(notes, done)
        typer.echo(BROKEN[lang].format(done=len(done), count=len(work)), err=True)
        raise typer.Exit(SOME_FAILED) from None
    _note(notes, ended)
    _summed(ended, time.monotonic() - began, lang)
    _say_remade(ended, asked.formats[0], asked.annex)
    if not all(report.good for report in ended):
        raise typer.Exit(SOME_FAILED)


def _note(notes: RunNotes, ended: Sequence[batch_worker.Outcome]) -> None:
    """Each report that ended, where it and its log lie, and what was wrong."""
    from analysis.reports import batch, request, run_records

    for outcome in ended:
        place = request.own_place(outcome.city, outcome.month)
        product = run_records.product_of(outcome.city, outcome.month, place)
        log = display_path(batch.log_path(outcome.city, outcome.month))
        found = (product.folder, product.files) if outcome.good else ("", ())
        notes.reports.append(run_records.RunReport(outcome.city, outcome.month, outcome.how, *found, log))
        notes.problems += outcome.problems


@contextmanager
def _watched(count: int, done: list[batch_worker.Outcome], lang: Language) -> Iterator[batch.Each]:
    """A bar on a terminal, else a line for each report that has ended."""
    if not sys.stderr.isatty():
        yield lambda what, work, more: _line(what, work, more, done, count, lang)
        return
    columns = (
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(), TextColumn("{task.description}")
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task, live = bar.add_task("", total=count), dict["batch.Work", str]()

        def each(what: str, work: batch.Work, more: Any) -> None:
            live[work] = f"{_named(work, lang)} {more[0] if what == 'notebook' else ''}".strip()
            if what in ("ended", "again"):
                live.pop(work)
            if what == "ended":
                done.append(more)
            if what == "again" or (what == "ended" and not more.good):
                bar.console.print(f"{_named(work, lang)} {HOW[lang][more.how if what == 'ended' else what]}")
            bar.update(task, completed=len(done), description="  ".join(list(live.values())[:SHOWN]))

        yield each


def _line(what: str, work: batch.Work, more: Any, done: list[batch_worker.Outcome], count: int, lang: Language) -> None:
    if what == "ended":
        done.append(more)
    if what in ("ended", "again"):
        outcome = HOW[lang][more.how if what == "ended" else what]
        print(f"{len(done)}/{count} {_named(work, lang)} {outcome}", file=sys.stderr, flush=True)
    if what == "waiting":
        print(f"{_named(work, lang)}：{more[0]}", file=sys.stderr, flush=True)


def _named(work: batch.Work, lang: Language) -> str:
    city, month = work
    english = "" if lang is Language.ZH else facts.newest(city)["english"]
    return f"{city} {english or facts.name_of(city, month)} {month}"


def _say_remade(ended: Sequence[batch_worker.Outcome], formats: str, annex: bool) -> None:
    """The formats that stood in some folders already, and were made again there."""
    from analysis.reports import formats as formats_present
    from analysis.reports import request

    folders = [request.own_place(report.city, report.month) for report in ended if report.how == "made"]
    names = (name for folder in folders for name in formats_present.remade_formats(folder, [formats], annex))
    say_remade(dict.fromkeys(names))


def _summed(ended: Sequence[batch_worker.Outcome], taken: float, lang: Language) -> None:
    """The counts, and each report that failed with its causes and log."""
    from analysis.reports import batch

    bad = [report for report in ended if not report.good]
    for report in bad:
        place, log = _named((report.city, report.month), lang), batch.log_path(report.city, report.month)
        typer.echo(f"{place} {HOW[lang][report.how]}（{display_path(log)}）")
        for problem in report.problems[:SHOWN]:
            typer.echo(f"  {problem.where}\n    {problem.zh if lang is Language.ZH else problem.en}")
    counted = {how: sum(report.how == how for report in ended) for how in ("made", "kept")}
    minutes, seconds = divmod(round(taken), 60)
    typer.echo(SUM[lang].format(**counted, bad=len(bad), time=f"{minutes}:{seconds:02d}"))
