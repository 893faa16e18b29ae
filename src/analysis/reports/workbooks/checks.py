"""What a figure can never be, as a formula beside it and as it is now (核对).

The rules of `facts.plausibility`, whole numbers apart: what-ifs break counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.facts import Fact
from analysis.reports.workbooks.inputs import Line
from analysis.reports.workbooks.paper import text
from analysis.reports.workbooks.plan import Plan

SLACK = 1e-9
"""By how much of it a part may pass its whole: rounding."""


@dataclass(frozen=True)
class Fault:
    """A rule that a figure breaks: the formula that is true where it does, whether it does now, and what is said."""

    formula: str
    now: bool
    said: str


def check(plan: Plan, line: Line, base: str) -> tuple[str, str]:
    """The formula that says what is wrong with a figure, or nothing, and what it says now; `base` is typed in."""
    formula = '""'
    for fault in reversed(_faults(plan, line)):
        formula = f"IF({fault.formula},{text(fault.said)},{formula})"
    typed = '""' if line.entry.drawn else f'IF({base}="","",{text(plan.say("not read"))})'
    return f"IF(ISNA({line.entry.name}),{typed},{formula})", said(plan, line)


def said(plan: Plan, line: Line) -> str:
    """What is wrong with a figure as it is now; empty where nothing is."""
    return next((fault.said for fault in _faults(plan, line) if fault.now), "")


def _faults(plan: Plan, line: Line) -> list[Fault]:
    fact, name, now = line.fact, line.entry.name, line.entry.used
    if fact is None or line.entry.choices:
        return []
    delivered = now is not None
    faults = [Fault(f"{name}<1", delivered and now < 1, plan.say("ranks"))]
    if fact.unit != "rank":
        faults = [Fault(f"{name}<0", delivered and now < 0, plan.say("negative"))]
    if fact.unit == "share":
        faults.append(Fault(f"{name}>1", delivered and now > 1, plan.say("above one")))
    whole = _whole(plan, fact) if name == plan.fact(fact.name) else None
    return [*faults, _above(plan, name, now, whole)] if whole else faults


def _above(plan: Plan, name: str, now: float | None, whole: Fact) -> Fault:
    most = next(card.value(whole.name) for card in plan.cards if whole.name in card.book.facts())
    passed = now is not None and most is not None and now > most * (1 + SLACK) + SLACK
    formula = f"IFERROR({name}>{plan.fact(whole.name)}*(1+1E-9)+1E-9,FALSE)"
    return Fault(formula, passed, plan.say("above whole", name=plan.called(whole)))


def _whole(plan: Plan, fact: Fact) -> Fact | None:
    wholes = (card.book.dictionary[fact.within] for card in plan.cards if fact.within in card.book.facts())
    return next(wholes, None)
