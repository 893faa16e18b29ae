"""Progress as departments report it: one row a goal and day, each with its source (进度填报)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path

import polars as pl

from analysis.calendars import parse_day
from analysis.facts import SCALES, SHARES, Sheet, sheets
from analysis.paths import replace_file, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.registers import spreadsheet_csv
from analysis.text_normalisation import folded, has_personal_number, narrow_text, quoted_value, tidy_text
from analysis.workplans.plan_files import SHARE, PlanGoal, WorkPlan

REPORTS = {
    "goal": pl.String,
    "on": pl.String,
    "value": pl.Float64,
    "source": pl.String,
    "note": pl.String,
    "place": pl.String,
}
"""One row a report: the goal, the day it is of, its figure, where it comes from, where it was read."""
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "goal": ("目标", "目标编号", "任务"),
    "on": ("日期", "截至日期"),
    "value": ("数值", "进度"),
    "source": ("来源",),
    "note": ("备注",),
}
NEEDED = ("goal", "on", "value")
EMPTY = {"", "-", "—", "/", "缺", "无"}


def plan_reports(plan: WorkPlan, path: Path | str | None = None) -> pl.DataFrame:
    """The reports of a plan, by goal and day: `data/workplans/<city>-<year>.csv` (.xlsx), or another file.

    An empty figure is no report. Percent for the share done, 万 and thousands' commas are understood. None where no
    file is there. Raises `InputError` with every fault: goals not known, days, figures that cannot be, a day twice.
    """
    found = [Path(path)] if path is not None else _own(plan)
    problems = Problems()
    rows = [row for file in found for row in _read(file, plan, problems)]
    reports = pl.DataFrame(rows, schema=REPORTS, orient="row").sort("goal", "on")
    _once(reports, problems)
    problems.raise_any()
    return reports.unique(["goal", "on"], keep="first", maintain_order=True)


def _own(plan: WorkPlan) -> list[Path]:
    folder = root() / "data" / "workplans"
    return [path for ending in sheets.READERS if (path := folder / f"{plan.id}{ending}").is_file()]


def _read(path: Path, plan: WorkPlan, problems: Problems) -> Iterator[tuple[object, ...]]:
    for sheet in problems.absorb(lambda: sheets.read_sheets(path)) or ():
        problems.found.extend(sheet.faults)
        yield from _rows(sheet, plan, problems)


def _rows(sheet: Sheet, plan: WorkPlan, problems: Problems) -> Iterator[tuple[object, ...]]:
    places = _placed(sheet, problems)
    goals = {folded(name): goal for name, (_, goal) in plan.goals().items()}
    goals |= {folded(goal.zh): goal for _, goal in plan.goals().values()}
    for number, cells in sheet.rows if set(NEEDED) <= places.keys() else ():
        row = {name: cells[at].strip() for name, at in places.items()}
        if narrow_text(row["value"]) in EMPTY:
            continue
        where = sheet.place(number, sheet.headings[places["value"]])
        report = problems.absorb(partial(_report, row, goals, where))
        if report is not None:
            yield report


def _placed(sheet: Sheet, problems: Problems) -> dict[str, int]:
    """Where each column stands; those needed that are not there are reported."""
    words = {folded(word): name for name, meant in HEADINGS.items() for word in (name, *meant)}
    found = {words[folded(heading)]: at for at, heading in enumerate(sheet.headings) if folded(heading) in words}
    for name in [name for name in NEEDED if name not in found]:
        zh, en = f"缺少“{HEADINGS[name][0]}”列。", f"The column '{name}' is missing."
        problems.report(sheet.place(), zh, en)
    return found


def _report(row: Mapping[str, str], goals: Mapping[str, PlanGoal], where: str) -> tuple[object, ...]:
    goal = goals.get(folded(row["goal"]))
    if goal is None:
        zh, en = did_you_mean(folded(row["goal"]), goals)
        said = quoted_value(row["goal"])
        raise InputError([Problem(where, f"没有“{said}”这一目标。{zh}", f"'{said}' is no goal. {en}".rstrip())])
    day, value = parse_day(row["on"], where), _figure(row["value"], goal, where)
    texts = [tidy_text(row.get(name, "")) for name in ("source", "note")]
    if any(map(has_personal_number, texts)):
        zh = "似乎含身份证号或手机号，请删去。"
        raise InputError([Problem(where, zh, "It seems to hold an identity or mobile number; leave it out.")])
    return (goal.id, day, value, *texts, where)


def _figure(text: str, goal: PlanGoal, where: str) -> float:
    said = narrow_text(text).replace(",", "").removesuffix(goal.unit)
    marks = {**SHARES, **{scale: Decimal(times) for scale, times in SCALES.items() if scale}}
    mark = next((mark for mark in sorted(marks, key=len, reverse=True) if said.endswith(mark)), "")
    try:
        value = float(Decimal(said.removesuffix(mark)) * marks.get(mark, Decimal(1)))
    except InvalidOperation:
        value = -1.0
    if not 0 <= value < float("inf") or (goal.unit == SHARE and value > 1):
        hint = "完成率写 0 至 1，或 0% 至 100%" if goal.unit == SHARE else "应为不小于 0 的数"
        en = "the share done is 0 to 1, or 0% to 100%" if goal.unit == SHARE else "a number of at least 0 is expected"
        raise InputError(
            [Problem(where, f"“{quoted_value(text)}”不对：{hint}。", f"'{quoted_value(text)}' does not fit: {en}.")]
        )
    return value


def _once(reports: pl.DataFrame, problems: Problems) -> None:
    """Report a goal with two figures of one day."""
    twice = reports.group_by("goal", "on").agg(pl.col("place"), pl.col("value").n_unique().alias("figures"))
    for goal, day, places, _ in twice.filter(pl.col("figures") > 1).sort("goal", "on").iter_rows():
        clash = f"{goal} {day} 有两个不同的数（{places[0]}）。"
        problems.report(places[-1], clash, f"{goal} has two figures of {day} (the other: {places[0]}).")


def write_blank_report(plan: WorkPlan, path: Path, on: str) -> Path:
    """Write a table to fill in: a row for each goal, the figures left empty."""
    rows = [(name, on, "", "", f"{goal.zh}（目标 {_target(goal)}）") for name, (_, goal) in plan.goals().items()]
    heads = [words[0] for words in HEADINGS.values()]
    return replace_file(path, spreadsheet_csv(pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")))


def _target(goal: PlanGoal) -> str:
    return "100%" if goal.unit == SHARE else f"{goal.target:,.0f}{goal.unit}"
