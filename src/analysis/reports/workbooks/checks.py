"""What a figure can never be, as a formula beside it and as it is now (核对).

The rules of `facts.plausibility`, whole numbers apart: what-ifs break counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.facts import Fact
from analysis.reports.workbooks.inputs import FigureLine
from analysis.reports.workbooks.paper import text_literal
from analysis.reports.workbooks.workbook_plan import WorkbookLayout

SLACK = 1e-9
"""By how much of it a part may pass its whole: rounding."""


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a figure breaks: the formula that is true where it does, whether it does now, and what is said."""

    formula: str
    now: bool
    said: str


def check_formula(layout: WorkbookLayout, line: FigureLine, base: str) -> tuple[str, str]:
    """The formula that says what is wrong with a figure, or nothing, and what it says now; `base` is typed in."""
    formula = '""'
    for fault in reversed(_faults(layout, line)):
        formula = f"IF({fault.formula},{text_literal(fault.said)},{formula})"
    typed = '""' if line.entry.drawn else f'IF({base}="","",{text_literal(layout.say("not read"))})'
    return f"IF(ISNA({line.entry.name}),{typed},{formula})", current_fault(layout, line)


def current_fault(layout: WorkbookLayout, line: FigureLine) -> str:
    """What is wrong with a figure as it is now; empty where nothing is."""
    return next((fault.said for fault in _faults(layout, line) if fault.now), "")


def _faults(layout: WorkbookLayout, line: FigureLine) -> list[BrokenRule]:
    fact, name, now = line.fact, line.entry.name, line.entry.used
    if fact is None or line.entry.choices:
        return []
    faults = [BrokenRule(f"{name}<1", now is not None and now < 1, layout.say("ranks"))]
    if fact.unit != "rank":
        faults = [BrokenRule(f"{name}<0", now is not None and now < 0, layout.say("negative"))]
    if fact.unit == "share":
        faults.append(BrokenRule(f"{name}>1", now is not None and now > 1, layout.say("above one")))
    whole = _whole(layout, fact) if name == layout.fact(fact.name) else None
    return [*faults, _above(layout, name, now, whole)] if whole else faults


def _above(layout: WorkbookLayout, name: str, now: float | None, whole: Fact) -> BrokenRule:
    most = next(card.value(whole.name) for card in layout.cards if whole.name in card.book.facts())
    passed = now is not None and most is not None and now > most * (1 + SLACK) + SLACK
    formula = f"IFERROR({name}>{layout.fact(whole.name)}*(1+1E-9)+1E-9,FALSE)"
    return BrokenRule(formula, passed, layout.say("above whole", name=layout.called(whole)))


def _whole(layout: WorkbookLayout, fact: Fact) -> Fact | None:
    wholes = (card.book.dictionary[fact.within] for card in layout.cards if fact.within in card.book.facts())
    return next(wholes, None)
