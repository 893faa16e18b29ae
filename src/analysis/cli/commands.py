"""All commands under one name, each loaded only when it is called (命令一览)."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from analysis.cli.usage_errors import usage_told
from analysis.paths import root
from analysis.problems import InputError, Problem

HELP = "--help"
DISTRIBUTION = "city-credit-workbench"
RICH: Literal["rich"] = "rich"
ORDER = "analysis.order"
CHANGING = ("set", "reading", "scenario")

# Where each command stands (module of this folder, its name there), and the line that `--help` shows of it.
# A test compares each line with the command's own help, so that showing the list loads no command.
COMMANDS = {
    "score": ("score:score", "对各城市、各月份评分。 Score every city and month of the files."),
    "explain": ("explain:explain", "列出一项指标的计算过程和代入数值。 A clause's working, the numbers put in."),
    "compare": ("compare:compare", "各情景与基准情景对比。 Scenarios side by side."),
    "sweep": ("sweep:sweep", "一个指标在一定范围内变动时的总分及转折点。 One figure over a range."),
    "levers": ("levers:levers", "可提升指标：各指标下一步可增加的分数。 What a next step pays."),
    "goal": ("goal:goal", "一个指标须达到多少才能实现目标。 How much reaches a goal."),
    "plan": ("plan:plan", "最省的一组改动达到目标，并给证明。 The cheapest steps to a goal."),
    "tournament": (
        "tournament:tournament",
        "多方案比选：各方案在各城市、各种读法下谁占优、谁被压倒。 Who wins, who is dominated.",
    ),
    "readings": ("readings:readings", "各种读法组合下的总分范围。 Every combination of readings."),
    "uncertainty": ("uncertainty:uncertainty", "数据不确定时各种结果的概率。 Chances where figures are uncertain."),
    "change": ("change:change", "得分变动的各因素影响分解：数据、规则值、读法、扣分。 Why the score moved."),
    "diff": (
        "change:diff",
        "同一月份在两个时点的数据对比：更正内容及对总分的影响。 Then and now.",
    ),
    "history": (
        "history:history",
        "列出存档的评分卡：各月总分、数据截至日、所据数据和规则。 The kept cards of a city.",
    ),
    "validate": (
        "validate:validate",
        "检查数据文件，一次列出全部问题。 Check files of facts; every fault is listed at once.",
    ),
    "audit": ("audit:audit", "填报前自查：列出需要重点核查的数据。 Before filing."),
    "template": ("template:template", "写一张可填写的表，带下拉和说明。 A workbook to fill in."),
    "units": (
        "units:units",
        "被评单位名单：镇、园区、部门等。 Units beside cities.",
    ),
    "store": (
        "store:store",
        "把一张表里各单位的数据存入项目。 Keep many units' figures.",
    ),
    "simulate": ("simulate:simulate", "虚构一个城市的全部台账和真值，或许多城市的每月指标。"),
    "measure": ("measure:measure", "由台账计量当月指标，列出覆盖情况。 Count registers into facts."),
    "trace": (
        "trace:trace",
        "列出一个指标所依据的记录：文件、工作表、行、代码。 A figure's records.",
    ),
    "due": (
        "due:due",
        "哪些事项已逾期、将到期，由谁办理，逾期失多少分。 What falls due, who acts, what it costs.",
    ),
    "rolloff": (
        "rolloff:rolloff",
        "近十二个月的数据哪月移出多少，得分因此怎样。 What leaves windows, and the points.",
    ),
    "repairs": (
        "repairs:repairs",
        "处罚和名单记录的信用修复日期、公示末日和依据文件。 Repair dates, record by record.",
    ),
    "forecast": (
        "forecast:forecast",
        "各指标、总分和一票否决今后几个月的预测。 What comes next.",
    ),
    "report": ("report:report", "运行各节笔记本，发布一个月的报告。 Run the notebooks and publish a month's report."),
    "sign": ("sign:sign", "签署已发布的月报：已审核、已归档。 Sign a published month as reviewed or filed."),
    "signatures": (
        "signatures:signatures",
        "一个月的签署记录，签署以后变了什么。 A month's signatures.",
    ),
    "verify": (
        "verify:verify",
        "核验报告是不是签署的那一份。 Whether a report is as signed.",
    ),
    "run": ("run:run", "批量生成报告；中断后再运行同一命令，只做没做完的和输入有变的。"),
    "runs": (
        "runs:runs",
        "运行记录：状态、用时、问题、报告和日志。 Past runs: status, time, problems, reports and logs.",
    ),
    "league": (
        "league:league",
        "同类城市排名，缺报数据的给出名次范围；与前100名差距。 Places among cities of a league.",
    ),
    "bulletin": (
        "bulletin:bulletin",
        "月度通报：名次升降、先进指标、问题和下一步，一至三页。 The month's circular.",
    ),
    "departments": (
        "departments:departments",
        "各部门任务单：失分、下一步、缺报数据；一本工作簿，每家一页。 "
        "Each department's duties: a workbook, a page each.",
    ),
    "workplan": (
        "workplan:workplan",
        "年度工作任务的进度、逾期和对应指标；截至所选月份。 The year's plan as of a month.",
    ),
    "workbook": (
        "workbook:workbook",
        "写一个工作簿，每个得分都是公式：在 Excel 里改一个数，总分随之重算。 A workbook of formulas.",
    ),
    "what-if-page": (
        "what_if_page:what_if_page",
        "写一个试算网页：双击打开即可试算，不需网络、不需安装。 A what-if page, no install.",
    ),
    "app": (
        "app:app",
        "打开试算面板的网页，不显示代码；各使用者分别试算，互不影响。 The what-if panel as a web page, without code.",
    ),
    "class": ("training:serve", "打开培训课程的网页：六课和试算面板，各学员分别作答。"),
    "board": ("training:board", "班级看板：作答情况、常见错误、各人方案和最优方案。"),
    "scenario": ("scenario:app", "查看情景文件，或由改动写成文件。 Show or write scenario files."),
    "rulebooks": (
        "rulebooks:app",
        "列出规则集；show 查看条款全文、公式、取值和读法。 List the rulebooks; `show` one of them or a clause.",
    ),
}


class Ordered(TyperCommand):
    """A command that keeps the order of `--set`, `--reading`, `--scenario`, and says how month and city are meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[ORDER] = ordered_changes(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        from analysis.cli.options import begin_command  # only a command that runs

        begin_command(ctx.params, ctx.meta[ORDER])
        return super().invoke(ctx)


def ordered_changes(args: list[str]) -> list[tuple[str, str]]:
    """The options that change something, with their texts, in the order given."""
    options = args[: args.index("--")] if "--" in args else args
    changes = []
    for place, option in enumerate(options):
        name, sign, text = option.partition("=")
        if name.removeprefix("--") in CHANGING and name.startswith("--"):
            changes.append((name[2:], text if sign else "".join(options[place + 1 : place + 2])))
    return changes


class LazyGroup(TyperGroup):
    """The commands by name and help line; the one that is called is loaded then, and no other."""

    def __init__(self, **settings: Any) -> None:
        listed = {name: TyperCommand(name, help=line, rich_markup_mode=RICH) for name, (_, line) in COMMANDS.items()}
        super().__init__(**{**settings, "commands": listed})

    def make_context(self, *args: Any, **settings: Any) -> Any:
        with usage_told():
            return super().make_context(*args, **settings)

    def invoke(self, ctx: Any) -> Any:
        with usage_told():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, loaded(listed.name) if listed and listed.name else None, rest


def loaded(name: str) -> Any:
    """The command of this name, its module imported."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(import_module(f"analysis.cli.{module}"), attribute)
    holder = typer.Typer(rich_markup_mode=RICH, pretty_exceptions_enable=False)
    if isinstance(command, typer.Typer):
        holder.add_typer(command, name=name)
    else:
        holder.command(name, cls=Ordered)(command)
    return typer.main.get_group(holder).commands[name]


app = typer.Typer(
    name="scorecard",
    cls=LazyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=RICH,
    help="城市信用工作台：按规则集对城市社会信用体系建设情况评分（不评价个人）。\n\n"
    "City Credit Workbench: scores how well a city government builds its social credit system.",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata  # slow to load, and only the version needs it

        typer.echo(f"scorecard {metadata.version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def scorecard(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="显示版本。 Show the version.")
    ] = False,
) -> None:
    """What stands before every command: the version, where it is asked for; that there is a project to work on."""
    parts = [root() / name for name in ("params", "data")]
    if HELP not in sys.argv and not any(part.exists() for part in parts):
        zh = "这里还不是项目：请从工作台的文件夹复制 params、notebooks 和 data/cities.csv、data/divisions.csv。"
        en = (
            "This is no project yet: copy params, notebooks, data/cities.csv and data/divisions.csv from the workbench."
        )
        raise InputError([Problem(str(root()), zh, en)])
