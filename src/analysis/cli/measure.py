"""`scorecard measure`: registers counted into facts, and what they cover (计量)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analysis import facts, rulebooks
from analysis.calendars import parse_month
from analysis.cli import SOME_FAILED
from analysis.cli.answers import Format, FormatOption, OutputOption, answer, give, headed_table, rendered
from analysis.cli.audit import kept_audit_brief
from analysis.cli.options import (
    EVERY,
    Engine,
    EngineOption,
    Language,
    LanguageOption,
    MasterOption,
    RequiredMonthOption,
)
from analysis.facts.measuring import month_measurement, register_deliveries
from analysis.paths import display_path
from analysis.problems import InputError, Problem
from analysis.questions import coverage
from analysis.registers import register_wordings
from analysis.rulebooks import Rulebook
from analysis.views import department_names, glosses, words

MOST_NOTES = 20
NAMED = 5
COUNTS = ("read", "used", "set_aside", "natural", "passed")


def measure(
    city: Annotated[
        list[str],
        typer.Option("--city", help="城市代码或名称，可多个；all 为全部。 Cities, code or name; all for every one."),
    ],
    month: RequiredMonthOption,
    engine: EngineOption = Engine.POLARS,
    master: MasterOption = "local[*]",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """由台账计量当月指标，列出覆盖情况。 Count registers into facts.

    有行被搁置或有文件无法读取时，退出码为 3。 Exit code 3 where rows were set aside or a file could not be read.

    [bold]例 Example[/bold]

    scorecard measure --city 江阴 --month 2021-03
    """
    when = parse_month(month)
    codes = (
        list(register_deliveries.delivering_cities(when))
        if EVERY in city
        else [facts.code_of(name, when) for name in city]
    )
    _refuse_local(codes)
    measured = month_measurement.measure_month(codes, when, engine.value, master, _progress, _counting)
    paths = [facts.save(code, when, measured.facts.filter(pl.col("city") == code)) for code in measured.cities]
    if form == Format.TABLE:
        said = [_covered_lines(code, when, path, lang) for code, path in zip(measured.cities, paths, strict=True)]
        give("\n".join([read_text(measured, lang), *(line for lines in said for line in lines)]), output)
    else:
        covered = covered_frame(measured.cities, when)
        answer(
            {"read": totals_frame(measured), "coverage": covered, **_unread_lists(measured)}, covered, [], form, output
        )
    if not measured.whole:
        raise typer.Exit(SOME_FAILED)


def _refuse_local(codes: Sequence[str]) -> None:
    """Registers are counted for division codes; other units deliver their figures."""
    zh = "台账计量只对行政区划代码的单位；这个单位请直接填报数据（scorecard store）。"
    en = "Registers are counted for division codes; this unit's figures are filed as they are (scorecard store)."
    refused = [Problem(f"--city {code}", zh, en) for code in codes if not code.isdigit()]
    if refused:
        raise InputError(refused)


def _covered_lines(city: str, month: str, path: Path, lang: str) -> list[str]:
    figures = facts.up_to(city, month)
    covered = coverage.by_fact(figures, _books(), city, month)
    tables = (reasons_text(covered, lang), differing_text(facts.conflicting_figures(city, month), lang))
    texts = [covered_text(covered, city, month, lang), *filter(None, tables)]
    return [*(f"\n{text}" for text in texts),
            f"\n{kept_audit_brief(figures, city, month, lang)}\n\n{display_path(path)}"]  # fmt: skip


def _books() -> list[Rulebook]:
    return [rulebooks.load(name) for name in rulebooks.office_rulebook_ids()]


def covered_frame(cities: Sequence[str], month: str) -> pl.DataFrame:
    """Each city's judged facts of the month: `city, month`, then as `coverage.by_fact` has them."""
    parts = [coverage.by_fact(facts.up_to(city, month), _books(), city, month).select(
        pl.lit(city).alias("city"), pl.lit(month).alias("month"), pl.all()) for city in cities]  # fmt: skip
    return pl.concat(parts) if parts else pl.DataFrame()


def _unread_lists(measured: month_measurement.MonthMeasurement) -> dict[str, Any]:
    listed = {"unread": measured.deliveries.unread, "uncounted": measured.uncounted, "notes": measured.deliveries.notes}
    return {**listed, "quarantines": [display_path(path) for path in measured.quarantines]}


def totals_frame(measured: month_measurement.MonthMeasurement) -> pl.DataFrame:
    """How many rows of each city's registers were read, and where each ended."""
    return measured.deliveries.tables.group_by("city", "register", maintain_order=True).agg(
        pl.col("month").n_unique().alias("months"), pl.struct("file").n_unique().alias("files"), pl.col(COUNTS).sum()
    )


def _progress(city: str, month: str, place: int, count: int) -> None:
    sys.stderr.write(f"{place}/{count} {facts.name_of(city)} {month}\n")


def _counting(done: int, count: int) -> None:
    sys.stderr.write(f"已计量 counted {done}/{count}\n")


def read_text(measured: month_measurement.MonthMeasurement, lang: str) -> str:
    """How many rows of each register were read, and where each ended; what could not be read; what to look at."""
    names = {name: wording.zh if lang == "zh" else name for name, wording in register_wordings().items()}
    totals = totals_frame(measured)
    table = headed_table(
        ("city", "register", "months", "files", "rows read", "rows used", "rows aside", "rows natural", "rows passed"),
        lang,
    )
    for row in totals.iter_rows(named=True):
        counts = [f"{row[key]:,}" for key in ("months", "files", *COUNTS)]
        table.add_row(words.city_title(str(row["city"]), lang), names[row["register"]], *counts)
    lists = [words.say("aside listed", lang, path=display_path(path)) for path in measured.quarantines]
    lists += [
        words.say(f"noted {kind}", lang, path=display_path(path.with_name(name)))
        for kind, name in (("summed", "noted_summary.csv"), ("listed", "noted.csv"))
        for path in measured.quarantines
    ]
    unread, notes = measured.deliveries.unread, measured.deliveries.notes
    problems = (("unread", unread), ("uncounted", measured.uncounted), ("notes", notes))
    return "\n".join(
        [rendered(table), *lists, *(line for key, listed in problems for line in _problems(key, listed, lang))]
    )


def _problems(key: str, problems: tuple[Problem, ...], lang: str) -> list[str]:
    lines = [f"  {problem.where}：{problem.zh if lang == 'zh' else problem.en}" for problem in problems[:MOST_NOTES]]
    more = [words.say("and more", lang, count=len(problems) - MOST_NOTES)] if len(problems) > MOST_NOTES else []
    return ["", f"{words.say(key, lang)}：", *lines, *more] if problems else []


def covered_text(covered: pl.DataFrame, city: str, month: str, lang: str) -> str:
    """Where the month's figures come from, per responsible unit; then which are missing and why."""
    table = headed_table(("unit", *coverage.STATUSES, "lacking"), lang)
    for row in coverage.by_unit(covered, lang).iter_rows(named=True):
        counts = [str(row[status]) for status in coverage.STATUSES]
        table.add_row(
            department_names.department_title(row["responsible"], city, lang), *counts, _some(row["lacking"], lang)
        )
    heads = [f"{words.say(status, lang)} {(covered['status'] == status).sum()}" for status in coverage.STATUSES]
    place = f"{words.city_title(city, lang)} {month}"
    head = f"{place} · {words.say('coverage', lang)}：{words.say('comma', lang).join(heads)}"
    return f"{head}\n{rendered(table)}"


def _some(names: list[str], lang: str) -> str:
    """The first few names, and how many there are."""
    first = words.say("comma", lang).join(names[:NAMED])
    return first if len(names) <= NAMED else words.say("and so on", lang, names=first, count=len(names))


def reasons_text(covered: pl.DataFrame, lang: str) -> str:
    """The missing figures that some register gives, and why each could not be measured."""
    why = covered.filter(pl.col("status") == "missing", pl.col("note").is_not_null())
    table = headed_table(("figure", "why missing"), lang)
    for row in why.iter_rows(named=True):
        table.add_row(row["zh"] if lang == "zh" else row["en"], glosses.glossed_text(row["note"], lang))
    return f"{words.say('not measured', lang)}：\n{rendered(table)}" if why.height else ""


def differing_text(differing: pl.DataFrame, lang: str) -> str:
    """Figures both typed in and counted from registers that do not agree, and which of the two is used."""
    if differing.is_empty():
        return ""
    table = headed_table(("figure", "typed in", "counted", "is used", "source"), lang)
    for row in differing.iter_rows(named=True):
        name = row["zh"] if lang == "zh" else row["fact"]
        used = "counted" if row["counts"] == "measured" else "typed in"
        table.add_row(name, _plain(row["supplied"]), _plain(row["measured"]), words.say(used, lang), row["source"])
    return f"{words.say('differing', lang)}：\n{rendered(table)}"


def _plain(value: float) -> str:
    return f"{value:,.15g}"
