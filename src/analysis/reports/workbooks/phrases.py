"""What the workbook says, by key: Chinese, then English (工作簿用语)."""

from __future__ import annotations

from analysis.views.words import LANGUAGES

PHRASES: dict[str, tuple[str, str]] = {
    # sheets
    "overview": ("总览", "Overview"),
    "figures": ("指标", "Facts"),
    "rules": ("规则值", "Rule values"),
    "workings": ("演算·{book}", "Working {book}"),
    "guide": ("说明", "Guide"),
    "lists": ("清单", "Lists"),
    # overview
    "title": ("{city}{month}信用评分工作簿", "Credit scorecard of {city}, {month}"),
    "about": (
        "改动“指标”“规则值”两表的黄色格，或评分表中的读法，全部得分随之重算。只评价城市政府的工作，不评价个人。",
        "Change a yellow cell of the sheets Facts and Rule values, or a reading on a scorecard: every score follows. "
        "It scores the work of a city government, never people.",
    ),
    "scenario": ("情景", "Scenario"),
    "scenario note": (
        "下拉选择；“假定”的情景供安排工作和自身前后比较，不是国家评分。",
        "Choose from the list. Assumed scenarios are for planning, they are no national score.",
    ),
    "results": ("结果", "Results"),
    "rulebook": ("规则集", "Rulebook"),
    "verdict": ("结论", "Verdict"),
    "met tests": ("判定通过", "Tests passed"),
    "failed tests": ("未通过", "Failed"),
    "unknown tests": ("缺数据", "Lack data"),
    "then total": ("编制时总分", "Total as made"),
    "total note": (
        "总分显示不低于 0；评分表中为照实计算的数。未定的总分看“最低”“最高”。",
        "Totals are shown not below 0; the scorecards have them as they are. An open total has a lowest and a highest.",
    ),
    "worst": ("失分最多：{book}", "Most is lost: {book}"),
    "rank": ("次序", "Rank"),
    "standing": ("数据状况", "State of the data"),
    "count missing": ("本月缺的指标", "Facts missing this month"),
    "count unset": ("没有公布、留空的规则值", "Rule values that nobody published, left open"),
    "count changed": ("编制后改动的指标和规则值", "Facts and rule values changed since it was made"),
    "count wrong": ("不可能或不能识别的数（见“指标”表核对列）", "Impossible or unread figures (Check on Facts)"),
    "wrong first": (
        "有不可能或不能识别的数：改正之前，得分不能采用。",
        "Some figures cannot be: until they are mended, the scores are not to be used.",
    ),
    "made": (
        "编制时各情景的结果（固定值，不随改动更新）",
        "Results as made, by scenario (fixed, they do not follow changes)",
    ),
    "brief": ("编制时的要点（不随改动更新）", "In brief, as made (it does not follow changes)"),
    # columns
    "figure": ("指标", "Fact"),
    "typed": ("数值（可改）", "Value (to change)"),
    "scenario column": ("情景值：{title}", "Scenario: {title}"),
    "used": ("采用值", "Used"),
    "unit": ("单位", "Unit"),
    "check": ("核对", "Check"),
    "status": ("状态", "Status"),
    "kept": ("编制时", "As made"),
    "source": ("来源", "Source"),
    "note": ("备注", "Note"),
    "clauses": ("所涉条款", "Clauses"),
    "name": ("公式中的名称", "Name in formulas"),
    "clause": ("条款", "Clause"),
    "rule value": ("规则值", "Rule value"),
    "printed": ("原值（可改）", "Printed (to change)"),
    "remark": ("状态", "State"),
    "reading": ("读法", "Reading"),
    "part": ("项", "Part"),
    "written": ("公式", "Formula"),
    "value": ("值", "Value"),
    "title column": ("名称", "Title"),
    "points": ("得分", "Points"),
    "low": ("最低", "Lowest"),
    "high": ("最高", "Highest"),
    "possible": ("满分", "Of"),
    "target": ("判定/目标", "Test/target"),
    "lost": ("失分(至多)", "Lost (at most)"),
    "then": ("编制时", "As made"),
    "waits": ("缺什么", "What is missing"),
    "responsible": ("责任单位", "Responsible"),
    "formula": ("公式（编制时的读法）", "Formula (reading as made)"),
    "provenance": ("公式来源", "From"),
    "text": ("条文", "Text"),
    "assumptions": ("假定与说明", "Assumptions and notes"),
    "edition": ("版本", "Edition"),
    "edition of": ("{id}，{edition}，规则文件校验码 {hash}", "{id}, {edition}, hash of the rule files {hash}"),
    "about book": ("说明", "About"),
    # facts
    "figures title": ("指标：数据与采用值", "Facts: figures and what is used"),
    "figures note": (
        "黄色格可改；没有数据就留空，空白是“缺”，不是 0。灰色格是公式，橙色格为缺。是否类和选项用下拉。",
        "Yellow cells are to be changed; leave a missing figure empty: empty is missing, not 0. Grey cells are "
        "formulas, orange ones are missing. Choose yes, no and options from the lists.",
    ),
    "this month": ("本月", "This month"),
    "earlier months": (
        "此前各月及另行报送（历史指标用）",
        "Earlier months, and what was supplied itself (for histories)",
    ),
    "drawn": ("由各月推出的历史指标", "Histories drawn from the months"),
    "of month": ("{name}（{month}）", "{name} ({month})"),
    "supplied itself": (
        "{name}：另行报送的数（推不出时采用）",
        "{name}: supplied itself (used where none can be drawn)",
    ),
    "over months": ("{name}（含本月共 {count} 个月）", "{name} ({count} months, this one included)"),
    "only numbers": (
        "请填不小于 0 的数，按“单位”列；没有数据请留空。",
        "A number of 0 or more, in the unit shown; leave a missing figure empty.",
    ),
    "only listed": ("请从下拉框中选。", "Choose from the list."),
    "not read": ("不能识别，按缺处理", "not read, taken as missing"),
    "changed": ("已改动", "changed"),
    "negative": ("不能是负数", "cannot be negative"),
    "ranks": ("名次从 1 起", "ranks begin at 1"),
    "above one": ("比例不能大于 1", "a share is at most 1"),
    "above whole": ("大于整体“{name}”", "larger than its whole '{name}'"),
    # rule values
    "rules title": ("规则值：条款里的每个数", "Rule values: every number of the clauses"),
    "rules note": (
        "黄色格可改，公式按最后一列的名称引用“采用值”。空白是“未设”：没有来源给出，该条款只得区间。",
        "Yellow cells are to be changed; formulas speak of the value used by the name in the last column. "
        "An empty one is not set: no source gives it, and its clause has an interval only.",
    ),
    "unset": ("未设", "not set"),
    "window": ("时段或类别，固定", "a window or a kind, fixed"),
    "limit": ("{title}：{part}", "{title}: {part}"),
    "cap": ("封顶", "cap"),
    "least": ("最低分", "least"),
    "group": ("分组", "group"),
    "total": ("总分", "Total"),
    "of the document": ("规则集", "rulebook"),
    # workings
    "workings title": ("演算：{book}", "Working: {book}"),
    "workings note": (
        "每条先算中间量，再算各读法的得数，最后取采用的读法。橙色格为缺：所需的数缺，或分母为零。",
        "Each clause: its parts first, then what each reading gives, then the reading taken. Orange is missing: "
        "a figure is missing, or a denominator is zero.",
    ),
    "reading chosen": ("评分表中选定的读法", "the reading chosen on the scorecard"),
    "reading number": ("第几种读法", "which reading"),
    "points reckoned": ("按公式算得", "by the formula"),
    "met reckoned": ("按读法判定", "by this reading"),
    "possible reckoned": ("该读法的满分", "possible by this reading"),
    "least reckoned": ("该读法的最低分", "least by this reading"),
    "met": ("是否达到", "met"),
    "truths": ('[=1]"是";[=0]"否";General', '[=1]"yes";[=0]"no";General'),
    "taken": ("采用", "taken"),
    "blank": ("条文待填", "still to be filled in"),
    "waits note": ("所用的数据和规则值中缺的", "missing among what it speaks of"),
    "unset value": ("{name}未设", "{name} not set"),
    "stop": ("；", "; "),
    "best": ("{title}：只计最高的 {count} 项", "{title}: the best {count} count"),
    # scores
    "scores note": (
        "得分未定时看最低与最高：缺数据不按 0 分，也不按满分。蓝底为与编制时不同。条文和假定见名称格的批注。",
        "Where points are open, see lowest and highest: what is missing is neither 0 nor full marks. Blue differs from "
        "when this was made. The clause's text and what is assumed stand in the note on its title.",
    ),
    "open": ("未定", "open"),
    "open bound": ("—", "—"),
    "passed of": (" / {count} 通过", " of {count} passed"),
    "silent": ("分母为零，条文未规定", "zero denominator; the clause is silent"),
}


def phrase(key: str, lang: str, **parts: object) -> str:
    """The text of a key, with its parts put in."""
    return PHRASES[key][LANGUAGES.index(lang)].format(**parts)
