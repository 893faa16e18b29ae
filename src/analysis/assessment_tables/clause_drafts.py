"""A clause file's tables for an item of the table, with the formula proposed or left open (条款草稿)."""

from __future__ import annotations

import re
from typing import Any

from analysis.assessment_tables.items import DEDUCTION, Item
from analysis.assessment_tables.proposals import is_veto, item_limit, propose
from analysis.assessment_tables.proposed_parts import FLAG, POINT, SHARE, Proposal, Refusal
from analysis.rulebooks import MEAN
from analysis.text_normalisation import quoted_value

CONTENT, STANDARD = "考核内容：", "评分标准："
PARTED = re.compile(r"[、,，;；/\n]+(?![^（(]*[）)])")
"""What stands between two names, but not between brackets: 宣传部（文明办、网信办） is one."""
WORDINGS = {
    "each": ("逐项计分", "points for each"),
    "off each": ("逐项扣分", "points off for each"),
    "bands": ("分档", "bands"),
    "proportion": ("按比例", "in proportion"),
    "steps": ("阶梯", "steps from a target"),
    "evidence": ("有无（凭佐证材料）", "done or not, by evidence"),
    "deduction": ("总分外扣分", "deduction beyond the total"),
    "veto": ("一票否决", "veto"),
}
COUNTED = {"flag": "（是否）", "share": "（比例）"}
"""What follows a figure's name; other units stand beside it wherever it is shown."""
Table = dict[str, Any]


def printed_item(content: str, standard: str) -> str:
    """The clause's text: what the two columns say, word for word, each after its heading where there are both."""
    if not standard:
        return content
    return f"{CONTENT}{content}\n{STANDARD}{standard}" if content else f"{STANDARD}{standard}"


def split_text(text: str) -> tuple[str, str]:
    """The content and the standard that a text was made of."""
    if text.startswith(STANDARD):
        return "", text.removeprefix(STANDARD)
    content, found, standard = text.partition(f"\n{STANDARD}")
    return (content.removeprefix(CONTENT), standard) if found and content.startswith(CONTENT) else (text, "")


def printed_units(text: str) -> list[str]:
    """The units that a cell names."""
    return [name.strip() for name in PARTED.split(text) if name.strip()]


def clause_draft(item: Item, number: str, title: str, group: str, book: str) -> tuple[Table, dict[str, Table]]:
    """The clause's tables, and the rulebook's own facts that it needs.

    Its formula is one proposed for its wording; where none is, it is left open: from nothing to all its points.
    """
    proposal = propose(item, number)
    head = {
        "title": title,
        "title_zh": title,
        "text": printed_item(item.text("content"), item.text("standard")) or title,
        "kind": _kind(item),
        "group": group,
        "provenance": "text",
        "responsible": printed_units(item.text("responsible")),
        "supplier": printed_units(item.text("source")),
    }
    if isinstance(proposal, Refusal):
        return {**head, **_open(item, proposal)}, {}
    facts = _facts(proposal, f"{book}:{number}", f"第{number}项 {title}")
    return {**head, "kind": proposal.kind, "provenance": "proposed", **_proposed(proposal)}, facts


def _kind(item: Item) -> str:
    return "test" if is_veto(item) else "deduction" if item.nature == DEDUCTION else "score"


def _open(item: Item, refusal: Refusal) -> Table:
    limit, kind = item_limit(item), _kind(item)
    parts: Table = {"blank": True}
    if limit is not None and kind != "test":
        parts |= {"possible": "most"} if kind == "score" else {"least": "-most"}
        parts["value"] = {"most": _point(float(limit), "满分" if kind == "score" else "最多扣")}
    zh = f"公式待定：{refusal.zh}。"
    return {**parts, "note": [{"mark": "proposed", "zh": zh, "en": f"Formula to be written: {refusal.en}."}]}


def _point(amount: float, zh: str) -> Table:
    return {"is": amount, "unit": POINT, "zh": zh, "source": "clause"}


def _proposed(proposal: Proposal) -> Table:
    limits = {"score": {"possible": "most"}, "deduction": {"least": "-most"}}.get(proposal.kind, {})
    formula = {"met" if proposal.kind == "test" else "points": proposal.formula}
    values = {
        name: {"is": value.amount, "unit": value.unit, "zh": value.zh, "source": "clause"}
        for name, value in proposal.values.items()
    }
    parts = {**limits, **formula, **_absent(proposal)}
    return {**parts, **({"value": values} if values else {}), "note": [_note(proposal)]}


def _absent(proposal: Proposal) -> Table:
    """To whom the clause applies, and what stands instead."""
    if not proposal.applies:
        return {}
    field = {"field": {"of": "league"}} if proposal.inapplicable == MEAN else {}
    return {"applies": proposal.applies, "inapplicable": proposal.inapplicable, **field}


def _note(proposal: Proposal) -> Table:
    zh, en = WORDINGS[proposal.wording]
    quoted = "".join(f"“{words}”" for words in proposal.words)
    printed = ", ".join(f"“{words}”" for words in proposal.words)
    said_zh, said_en = (f" {text}" if text else "" for text in (proposal.zh, proposal.en))
    return {
        "mark": "proposed",
        "zh": f"按“{zh}”提议，依据原文：{quoted}。{said_zh.strip()}",
        "en": f"Proposed as {en}, from the words: {printed}.{said_en}",
    }


def _facts(proposal: Proposal, clause: str, title: str) -> dict[str, Table]:
    return {
        name: {
            "zh": f"{title}·{quoted_value(fact.label)}{COUNTED.get(fact.unit, '')}",
            "en": f"Item {clause.rpartition(':')[2]}, figure {name.rpartition('_')[2]}",
            "unit": fact.unit,
            "nature": "state" if fact.unit == FLAG else "stock",
            "window": "month_end",
            "meaning": f"needed by the formula proposed for {clause}; counted over the period of the assessment",
            "meaning_zh": f"第{clause.rpartition(':')[2]}项提议的公式所需：{fact.label}。"
            + (
                "按考核期末的比例填。"
                if fact.unit == SHARE
                else "是填“是”，否填“否”。"
                if fact.unit == FLAG
                else "考核期内截至月末的累计数。"
            ),
            "low": 0,
            "high": fact.high,
            "clauses": [clause],
        }
        for name, fact in proposal.facts.items()
    }
