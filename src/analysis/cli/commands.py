"""All commands under one name (命令一览)."""

from __future__ import annotations

import typer

from analysis.cli import (
    auditing,
    batches,
    books,
    changing,
    deliveries,
    doubting,
    exploring,
    leagues,
    measuring,
    planning,
    plans,
    reporting,
    schooling,
    scoring,
    serving,
    shelving,
    simulating,
    tasking,
    workbooks,
)
from analysis.cli.options import Ordered

app = typer.Typer(
    name="scorecard",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
    help="城市信用工作台：按规则集给一个城市的社会信用体系建设打分（不评价个人）。\n\n"
    "City Credit Workbench: scores how well a city government builds its social credit system.",
)
app.command("score", cls=Ordered)(scoring.score)
app.command("explain", cls=Ordered)(scoring.explain)
app.command("compare", cls=Ordered)(exploring.compare)
app.command("sweep", cls=Ordered)(exploring.sweep)
app.command("levers", cls=Ordered)(exploring.levers)
app.command("goal", cls=Ordered)(exploring.goal)
app.command("readings", cls=Ordered)(doubting.readings)
app.command("uncertainty", cls=Ordered)(doubting.uncertainty)
app.command("change", cls=Ordered)(changing.change)
app.command("diff")(changing.diff)
app.command("history")(shelving.history)
app.add_typer(plans.app, name="scenario")
app.command("validate")(deliveries.validate)
app.command("audit")(auditing.audit)
app.command("template")(deliveries.template)
app.add_typer(books.app, name="rulebooks")
app.command("simulate")(simulating.simulate)
app.command("measure")(measuring.measure)
app.command("trace")(measuring.trace)
app.command("report")(reporting.report)
app.command("run")(batches.run)
app.command("league")(leagues.league)
app.command("departments")(tasking.departments)
app.command("workplan")(planning.workplan)
app.command("workbook")(workbooks.workbook)
app.command("app")(serving.app)
app.command("class")(schooling.serve)
app.command("board")(schooling.board)
