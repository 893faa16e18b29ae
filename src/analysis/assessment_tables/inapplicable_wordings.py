"""Wordings for units that an item does not concern: nothing off, shared out in proportion, the mean (不涉及的写法)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analysis.assessment_tables.items import ORDINARY
from analysis.assessment_tables.proposed_parts import FLAG, Proposal, ProposedFact, Refusal, fact_stem
from analysis.assessment_tables.scoring_words import PlainText

FULL, SHARED, AVERAGED = "full", "share", "mean"
ITEM = r"(?:(?:该|此|本)项(?:指标|工作|内容)?)?"
WHO = r"(?:(?:的?(?:单位|镇|街道|镇街|部门|地区|乡镇|县区|区县|园区)的?|者|的)[,:]?)?"
ABSENT = re.compile(
    rf"[,;。(]?(?:对|如|若)?(?:不涉及|不适用|没有|无){ITEM}(?:(?:相关)?(?:工作|业务|事项|任务|职能|内容))?{WHO}[,:]?{ITEM}(?:"
    r"(?P<full>不扣分|不失分|(?:得|计|按|视(?:为|同))满分(?:计(?:算|分)?)?)|"
    r"(?P<share>(?:其)?(?:分值|分数|得分)?(?:不计入(?:总分|满分)?,?)?(?:分值|得分)?按(?:同等)?(?:比例|权重|百分制)"
    r"(?:折算|分摊|分配|平摊|调整)[^,;。)]{0,16}|(?:其)?(?:分值|分数)(?:折算|分摊|分配|平摊|调整)(?:到|至|给|入)[^,;。)]{0,16})|"
    r"(?P<mean>(?:取|按|得|以|计)[^,;。)]{0,16}?平均(?:分|得分|值|成绩)(?:计(?:算|分)?|得分|作为得分|为准)?)"
    r")\)?"
)
OTHER = re.compile(r"不涉及|不适用|缺项")
WHOLE = re.compile(r"总分|百分制|全部|全表|各项")
SAID = {
    FULL: ("不涉及的单位按满分计（原文不扣分）。", "A unit it does not concern loses nothing: full marks."),
    SHARED: (
        "不涉及的单位，本项分值按比例折算到本组其余条款；要折算到全表的，规则集写 shared_over = total。",
        "Where it does not concern a unit its points go to the others of its group; for the whole table write "
        "shared_over = total.",
    ),
    AVERAGED: ("不涉及的单位取同组有此项单位的平均分。", "A unit it does not concern takes its league's mean."),
}  # fmt: skip


@dataclass(frozen=True)
class AbsentWords:
    """What an item says of units that it does not concern: how it is scored then, and the words as printed."""

    how: str
    words: str


def split_absent(text: PlainText) -> tuple[PlainText, AbsentWords | None]:
    """The text without what it says of units that the item does not concern, and that.

    Raises `Refusal` where it says so twice, or that points go to the whole table.
    """
    found = list(ABSENT.finditer(text.text))
    rest = text.without(ABSENT)
    if other := OTHER.search(rest.text):
        raise Refusal(
            f"写有“{other[0]}”，没有说怎样计分或不是常见写法", f"it says '{other[0]}' and not what is done then"
        )
    if len(found) > 1:
        raise Refusal("两处说到不涉及的单位", "it speaks twice of units that it does not concern")
    if not found:
        return text, None
    match = found[0]
    how = next(name for name in (FULL, SHARED, AVERAGED) if match[name])
    if how == SHARED and WHOLE.search(match[how]):
        raise Refusal(
            f"“{match[how]}”是折算到全表；请在规则集写 shared_over = total，本条写 inapplicable = share",
            "its points go to the whole table: write shared_over = total and inapplicable = share",
        )
    return rest, AbsentWords(how, text.original(*match.span()).strip(" ，,；;。.（）()"))


def with_absent(proposal: Proposal, absent: AbsentWords, name: str, nature: str) -> Proposal:
    """The proposal with what the words say of units that the item does not concern.

    Raises `Refusal` where that cannot be said of such an item.
    """
    if absent.how != FULL and (proposal.kind != "score" or nature != ORDINARY):
        raise Refusal(
            "加分、扣分、一票否决的，不涉及时不能折算或取平均", "bonuses, deductions and vetoes cannot be shared out"
        )
    flag = f"{fact_stem(name)}_{len(proposal.facts) + 1}"
    said = (" ".join(filter(None, pair)) for pair in zip((proposal.zh, proposal.en), SAID[absent.how], strict=True))
    zh, en = said
    whole = replace(
        proposal,
        facts={**proposal.facts, flag: ProposedFact("是否涉及本项", FLAG, 1.0)},
        words=(*proposal.words, absent.words),
        zh=zh,
        en=en,
    )
    if absent.how != FULL:
        return replace(whole, applies=flag, inapplicable=absent.how)
    return replace(whole, formula=_without_loss(whole, flag))


def _without_loss(proposal: Proposal, flag: str) -> str:
    """A test is passed, nothing is deducted, all points are given."""
    if proposal.kind == "test":
        return f"not {flag} or ({proposal.formula})"
    return f"when({flag}, {proposal.formula}, {'0' if proposal.kind == 'deduction' else 'most'})"
