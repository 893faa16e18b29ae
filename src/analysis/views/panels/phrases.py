"""What the panel says, by key: Chinese, then English (试算用语)."""

from __future__ import annotations

from analysis.views.words import LANGUAGES

PHRASES: dict[str, tuple[str, str]] = {
    # what is chosen
    "panel": ("试算", "What-if"),
    "city": ("城市", "City"),
    "month": ("月份", "Month"),
    "rulebook": ("规则集", "Rulebook"),
    "base": ("从哪个情景出发", "Start from scenario"),
    "part": ("条款", "Clauses"),
    "of group": ("{title}（{count}）", "{title} ({count})"),
    "rules too": ("也可改动规则值", "Rule values too"),
    "reading": ("读法", "Reading"),
    "reading default": ("默认读法", "default"),
    "reading other": ("{zh}（{name}）", "{name}: {why}"),
    "with unit": ("{label}（{unit}）", "{label} ({unit})"),
    "missing now": ("{label} · 缺", "{label} · missing"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    # total
    "of": ("满分合计 {most}", "of {most}"),
    "certain": ("（按已能确定的分）", " (of the certain points)"),
    "change none": ("与基准相同", "as in the base"),
    "change by": ("比基准 {change}", "{change} against the base"),
    "verdict passes": ("各项判定均达到", "Every test is met"),
    "verdict vetoed": ("一票否决：{count} 项未达到（{clauses}）", "Vetoed; failed tests ({count}): {clauses}"),
    "verdict open": (
        "尚不能定：{count} 项判定缺数据（{clauses}）",
        "Not known; tests lacking data ({count}): {clauses}",
    ),
    "verdict none": ("没有一票否决项", "No vetoes"),
    "refused": ("没有改动：{text}", "Nothing was changed: {text}"),
    "noted": ("请留意：{text}", "Note: {text}"),
    # what changed
    "changed": ("改动带来的变化", "What changes"),
    "compared": ("比较", "Comparison"),
    "changes": ("改动", "Changes"),
    "before": ("改动前", "Before"),
    "after": ("改动后", "After"),
    "by": ("差", "Change"),
    "test before": ("判定前", "Test before"),
    "test after": ("判定后", "Test after"),
    "waterfall none": ("还没有改动：移动左边的滑块试试", "Nothing is changed yet: move a slider"),
    "waterfall same": ("改动没有影响任何得分", "The changes move no points"),
    "waterfall": (
        "总分 {before} → {after}（{change}）；变动最大：{worst}",
        "Total {before} → {after} ({change}); most on {worst}",
    ),
    "waterfall tests": ("{text}；否决项有变：{clauses}", "{text}; tests that turn: {clauses}"),
    "unshared": ("分组封顶或择优", "group cap or best-of"),
    "sum": ("合计", "Sum"),
    "bar up": ("增加", "gained"),
    "bar down": ("减少", "lost"),
    "changed title": ("逐条变化", "Clause by clause"),
    "no change": ("没有变化。", "Nothing changes."),
    "axis change": ("与基准相差（分）", "points against the base"),
    # lever in hand
    "in hand": ("正在看的指标", "The lever in hand"),
    "lever": ("指标", "Lever"),
    "sweep": ("{label}：现在 {now}，总分 {total}；{turn}", "{label}: now {now}, total {total}; {turn}"),
    "sweep turn": ("下一转折在 {value}（{why}，{clause}）", "next turn at {value} ({why}, {clause})"),
    "sweep flat": ("此范围内总分不变", "the total stays the same here"),
    "sweep no turn": ("再往上没有转折", "no turn further up"),
    "curve": ("总分（已确定）", "total, certain"),
    "here": ("现在", "now"),
    "turns": ("转折", "turns"),
    "working": ("怎样算出来的", "How it is worked out"),
    "axis total": ("总分", "total"),
    # goal
    "goal": ("求目标", "Seek a goal"),
    "goal kind": ("目标", "Goal"),
    "goal total": ("总分达到", "a total of"),
    "goal points": ("总分数值", "points"),
    "goal cap": ("{clause} 得满分", "full marks on {clause}"),
    "goal target": ("{clause} 达标", "the target of {clause}"),
    "goal passes": ("全部判定通过", "passing every test"),
    "goal seek": ("求解", "Seek"),
    "goal apply": ("照此改动", "Apply"),
    # board
    "board": ("哪一步最合算", "Which step pays most"),
    "rates": ("下一步相当于其他指标多少", "What the next step is worth in other levers"),
    # keeping
    "keep": ("保存与抄录", "Keep and copy"),
    "undo": ("撤销", "Undo"),
    "redo": ("重做", "Redo"),
    "reset": ("全部还原", "Reset"),
    "save": ("保存情景", "Save scenario"),
    "load": ("载入情景", "Load scenario"),
    "csv": ("下载比较 CSV", "Comparison as CSV"),
    "xlsx": ("下载比较 XLSX", "Comparison as XLSX"),
    "copy python": ("复制为 Python", "Copy as Python"),
    "copy command": ("复制为命令行", "Copy as command line"),
    "python": ("Python", "Python"),
    "command": ("命令行", "Command line"),
    "target": ("代号", "Target"),
    "name": ("名称", "Name"),
    "how": ("方式", "How"),
    "amount": ("数值", "Amount"),
    "unit": ("单位", "Unit"),
    "assumption": (
        "其他数据都保持不变；方案不等于已经做到，须有实际工作才计分。",
        "All other facts are held still; a plan is not yet a practice.",
    ),
}


def phrase(key: str, lang: str, **parts: object) -> str:
    """The phrase of a key, with its parts put in."""
    return PHRASES[key][LANGUAGES.index(lang)].format(**parts)
