"""Mistakes that are known, each with what is said of it and the misreading it comes from (常见错误)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from analysis.rulebooks import DEFAULT, Clause, Reading, Rulebook
from analysis.training import misreadings
from analysis.training.misreadings import MisreadClause

MISSING_AS_ZERO, MISSING_AS_FULL, OTHER_READING = "missing as zero", "missing as full", "reading "
NOT_WORKED_OUT = "not worked out"


@dataclass(frozen=True)
class Mistake:
    """A mistake by its key: what it is called, and what to look at again; neither tells the answer."""

    key: str
    zh: str
    en: str
    look_zh: str = ""
    look_en: str = ""

    def called(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    def look(self, lang: str) -> str:
        return self.look_zh if lang == "zh" else self.look_en


MISTAKES = {
    mistake.key: mistake
    for mistake in (
        Mistake("cap", "忘了封顶", "forgot the cap",
                "条文写了“最高得……分”，算出的数要和它比。",
                "The clause says 'at most'; compare with that."),
        Mistake("floor", "忘了扣完为止", "forgot the floor",
                "扣分扣到什么时候为止？",
                "Where does taking off end?"),
        Mistake("past possible", "多计了，超出可以计入的数", "added past the possible",
                "能计入的有没有上限？同一月会不会重复扣？",
                "Is there a limit to what counts?"),
        Mistake("percent", "把百分数当小数代入", "percent for fraction",
                "70% 代入公式时是 0.7，不是 70。",
                "70 % goes into the formula as 0.7, not as 70."),
        Mistake("ten thousand", "把万元当元", "ten thousand yuan for yuan",
                "公式里的金额以元为单位，先换成元。",
                "The formula takes yuan; convert first."),
        Mistake("upside down", "分子分母颠倒", "part and whole exchanged",
                "谁占谁的比例？",
                "Which is the part, which the whole?"),
        Mistake("factor", "只算了比例，没有换成分", "gave the share, not the points",
                "比例算出来以后，还要按公式换成分。",
                "Turn the share into points by the formula."),
        Mistake("benchmark", "没有除以满分基准", "forgot the level that earns full marks",
                "本题给了（或没有给出）满分基准，看看它放在公式的哪里。",
                "See where the benchmark stands in the formula."),
        Mistake("linear", "按比例加分，没有取整档", "linear instead of whole steps",
                "“每多……加……分”按整档计，不足一档的不加。",
                "Only whole steps count."),
        Mistake("strict", "“达到”与“超过”弄混", "'at least' and 'more than' mixed up",
                "条文写的是“达到”“不低于”，还是“超过”“以下”？正好等于时怎么算？",
                "What of a figure just at the bound?"),
        Mistake("all needed", "以为必须百分之百", "thought that all is asked for",
                "条文要求的比例是多少？",
                "What share does the clause ask for?"),
        Mistake("veto", "忽略了前提条件或一票否决", "ignored the veto or condition",
                "先看前提：不满足时，后面的分还算不算？",
                "Look at the condition first: without it, do the points count?"),
        Mistake("either", "“并且”与“或者”弄混", "'and' and 'or' mixed up",
                "几个条件要都满足，还是有一个就行？",
                "Are all conditions asked for, or is one enough?"),
        Mistake("league", "没有按城市类别判断", "used another kind of city's rule",
                "先看是哪一类城市，再看这一类用哪条标准。",
                "Which kind of city is it, and which rule is its own?"),
        Mistake("target", "以为达到目标就得满分", "took meeting the target for full marks",
                "达标和得分是两回事：按公式算算目标处能得几分。",
                "Target and points are two results; use the formula."),
        Mistake("taken off", "把扣掉的分当成得分", "gave what is taken off as what is left",
                "算出的是扣掉的，还是剩下的？",
                "Is that what is taken off, or what is left?"),
        Mistake("sign", "忘了扣分是负数", "forgot that a deduction is negative",
                "扣分项记作负数。",
                "A deduction is written with a minus."),
        Mistake("month", "只看了本月", "looked at this month only",
                "条文说连续几个月？前几个月的也要看。",
                "How many months does the clause look back?"),
        Mistake("zero whole", "整体为零时没有按条款处理", "did not follow the clause where the whole is zero",
                "整体为零时照公式算不出：条款怎样规定？没有规定的呢？",
                "Where the whole is zero, what does the clause say?"),
        Mistake(MISSING_AS_ZERO, "把缺的数当成零", "took what is missing for zero",
                "缺就是缺：没报的数不是零，这时能得出一个数吗？",
                "Missing is not zero: can a figure be given at all?"),
        Mistake(MISSING_AS_FULL, "缺报数据却给了满分或通过", "gave full marks or a pass where figures are missing",
                "缺就是缺：没有依据，既不能给满分，也不能算通过。",
                "Missing is missing: neither full marks nor a pass."),
        Mistake(NOT_WORKED_OUT, "能算出来却答了未知", "called unknown what can be worked out",
                "题目给的数够用，按条款算得出来。",
                "The figures given are enough."),
        Mistake("level for change", "答了变化之后的数，不是变化", "gave the level, not the change",
                "问的是变了多少，还是变到多少？", "Is the change asked for, or where it ends?"),
        Mistake("change for level", "答了还差多少，不是要做到多少", "gave the change, not the level",
                "问的是要增加多少，还是要做到多少？", "Is the change asked for, or where it must end?"),
        Mistake("high for low", "把还没有定的也算进去了", "counted what is not known yet",
                "没有定的条款，能确定的至少是多少？", "What is certain at the least?"),
        Mistake("first only", "只数了第一处", "counted the first only",
                "一份表里可能不止一处。", "There may be more than one."),
        Mistake("part above whole", "漏了部分大于整体的", "missed a part above its whole",
                "单看一行都对，两行放在一起呢？", "Each row may be right by itself; look at two together."),
        Mistake("figures for points", "把数字变动大当成得分变动大", "took figures for points",
                "数字变了，得分不一定变：看看有没有封顶、整档。", "Figures may change and points not: caps, steps."),
        Mistake("zero for missing", "把缺的当成了零", "took what is missing for zero",
                "空着的格和写着 0 的格不一样。", "An empty cell is not a 0."),
        Mistake("points for lever", "选了还能加得最多的，不是下一步加得最多的", "took the most open for the next step",
                "问的是下一步，不是一路做到底。", "The next step is asked for, not all that is open."),
    )
}  # fmt: skip

ALTERED: Mapping[str, Callable[[MisreadClause], Reading]] = {
    "cap": misreadings.without_cap,
    "floor": misreadings.without_floor,
    "past possible": misreadings.beyond_maximum,
    "percent": misreadings.share_as_percent,
    "ten thousand": misreadings.ten_thousand_scale,
    "linear": misreadings.without_steps,
    "strict": misreadings.swapped_strictness,
    "veto": misreadings.without_veto,
    "target": misreadings.full_for_target,
    "zero whole": misreadings.zero_for_empty,
    "either": misreadings.any_condition,
    "league": misreadings.other_league,
    "month": misreadings.this_month_only,
    "sign": misreadings.without_sign,
    "taken off": misreadings.deduction_as_rest,
    "benchmark": misreadings.without_benchmark,
    "factor": misreadings.without_factor,
    "all needed": misreadings.all_required,
    "upside down": misreadings.inverted_ratio,
    MISSING_AS_FULL: misreadings.full_marks,
}


def with_misreadings(clause: Clause, book: Rulebook) -> Clause:
    """The clause with each misreading that changes its formula as a reading more, beside its own readings."""
    misread = MisreadClause(clause, book)
    readings = {key: replace(alter(misread), name=key) for key, alter in ALTERED.items()}
    changed = {key: reading for key, reading in readings.items() if _differs(reading, clause.reading())}
    own = {f"{OTHER_READING}{name}": reading for name, reading in clause.readings.items() if name != DEFAULT}
    return replace(clause, readings={DEFAULT: clause.reading(), **changed, **own})


def _differs(reading: Reading, other: Reading) -> bool:
    return any(reading.whole(part) != other.whole(part) for part in ("points", "met"))


def find_mistake(key: str, clause: Clause) -> Mistake:
    """The mistake of a key; another reading of the clause is one too, as long as the default is asked for."""
    if key in MISTAKES:
        return MISTAKES[key]
    reading = clause.reading(key.removeprefix(OTHER_READING))
    return Mistake(
        key, f"用了另一种读法：{reading.zh}", f"used another reading: {reading.name}",
        "这种读法也有道理，但本题按默认读法。", "That reading has its reasons; here the default is asked for.",
    )  # fmt: skip
