"""What can be moved on the page: figures and rule values, each with its unit, bounds and slider (可改动项)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.facts import Fact
from analysis.questions import starting_points
from analysis.reports.what_if.rules_script import field_values
from analysis.rulebooks import Clause
from analysis.scenarios import changes
from analysis.views import amounts, words
from analysis.views.panels import dials

NUMBER, COMPOSED, SEVERAL = "number", {"*", "/"}, 2.0


@dataclass(frozen=True)
class PageLever:
    """One control. `low`, `high` in the target's own unit, without the bounds that other levers of the page set.

    `power`: a figure shown is so many times ten to it in the own unit: 8 for 亿元. `per`: how many smallest parts make
    one own unit, 0 where there is none. `within`: the lever it is part of; `first`, `last`, `step`, `now` as shown.
    """

    target: str
    kind: str
    label: str
    unit: str
    text: str
    low: float = 0.0
    high: float = 0.0
    power: int = 0
    per: int = 1
    whole: bool = False
    within: str = ""
    first: float = 0.0
    last: float = 0.0
    step: float = 1.0
    options: tuple[tuple[str, float], ...] = ()

    def content(self) -> dict[str, Any]:
        """What the page's script is to know of it."""
        names = ("target", "kind", "label", "unit", "low", "high", "power", "per", "whole", "within", "first", "last")
        return {name: getattr(self, name) for name in names}


def judged_levers(here: starting_points.StartingPoint, clause: Clause, lang: str) -> tuple[PageLever, ...]:
    """The figures that some reading of the clause judges."""
    names = dict.fromkeys(
        name for reading in clause.readings for name in dials.clause_levers(here.book, clause, reading)
    )
    return tuple(_lever(here, name, lang) for name in names)


def rule_levers(here: starting_points.StartingPoint, clause: Clause, lang: str) -> tuple[PageLever, ...]:
    """The clause's rule values that can be varied; those that choose whom it is compared with stand still."""
    still = {f"{clause.id}.{name}" for name in field_values(clause)}
    return tuple(_lever(here, name, lang) for name in dials.clause_rule_targets(here.book, clause) if name not in still)


def _lever(here: starting_points.StartingPoint, target: str, lang: str) -> PageLever:
    kind, label = dials.target_kind(here.book, target), amounts.target_title(target, here.book, lang)
    text = amounts.target_amount(here.values.get(target), target, here.book, lang)
    if kind == dials.FLAG:
        return PageLever(target, kind, label, "", text)
    if kind == dials.CHOICE:
        fact = here.book.dictionary[target]
        named = fact.choices if lang == "zh" else fact.choices_en
        options = tuple((name, float(number)) for number, name in named.items())
        return PageLever(target, kind, label, "", text, options=options)
    return _slider(here, target, lang, label, text)


def _slider(here: starting_points.StartingPoint, target: str, lang: str, label: str, text: str) -> PageLever:
    dial, fact = dials.dial(here, target, lang), here.book.dictionary.get(target)
    low, high = (dial.amount(dial.low), dial.amount(dial.high)) if fact is None else _own_bounds(here, fact)
    return PageLever(
        target, NUMBER, label, _unit(here, target, dial.unit, lang), text, low, high, dial.scale.adjusted(), dial.per,
        dial.whole, _whole(here, fact), dial.first, dial.last, dial.step,
    )  # fmt: skip


def _unit(here: starting_points.StartingPoint, target: str, shown: str, lang: str) -> str:
    """The unit in words, also where it is a rule's own such as points a domain."""
    unit = changes.target_unit(target, here.book)
    return words.rule_unit_text(unit, SEVERAL, lang) if set(unit) & COMPOSED else shown


def _whole(here: starting_points.StartingPoint, fact: Fact | None) -> str:
    return fact.within if fact is not None and fact.within and fact.within in here.book.facts() else ""


def _own_bounds(here: starting_points.StartingPoint, fact: Fact) -> tuple[float, float]:
    """The dictionary's bounds, wider where the figure stands beyond them; and those that figures elsewhere set."""
    now, moved = here.values.get(fact.name), here.book.facts()
    parts = [here.figure(name) for name in _parts(here, fact) if name not in moved]
    natural = min(fact.low, fact.low if now is None else now)
    low = max(1.0 if fact.unit == dials.RANK else 0.0, natural, *(part for part in parts if part is not None))
    whole = here.figure(fact.within) if fact.within and fact.within not in moved else None
    high = max(fact.high, now or 0.0)
    return low, high if whole is None else max(low, min(high, whole))


def _parts(here: starting_points.StartingPoint, fact: Fact) -> Iterator[str]:
    yield from (name for name, part in here.book.dictionary.items() if part.within == fact.name)
