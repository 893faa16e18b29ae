"""Aims: what a figure can be worked on for by a rulebook, where nobody has said it (试算目标)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.problems import InputError, Problem
from analysis.questions import goal, lever_lattice
from analysis.questions.lever_lattice import Lever
from analysis.questions.starting_points import StartingPoint, starting_point
from analysis.rulebooks import RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName, parse_target

FAVOURED = "xinyidai_loans"
"""The lever taken in hand at first, where a rulebook has it."""
BEYOND = 1.5
"""How far a range goes beyond the figure that reaches the aim, so that what follows is seen too."""


@dataclass(frozen=True)
class Aim:
    """A lever, what is wanted of it as `goal.seek` takes it, and the upper end of the range worth looking at."""

    lever: str
    reach: str
    high: float | None


def aim_of(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    lever: str = "",
    reach: str | float = "",
    high: float = 0.0,
    scenario: ScenarioName = BASELINE,
) -> Aim:
    """The aim by this rulebook: what is given, else the first of its levers, and full marks of the clause on which that
    counts most.

    `high`: 0 for half as much again as the aim needs; None is given back where the dictionary's own bound is nearer.
    Raises `InputError` for what is no lever or no goal of the rulebook, and for a figure that it does not judge.

    >>> from analysis import facts
    >>> from analysis.questions import aims
    >>> aims.aim_of(facts.up_to("江阴", "2021-03"), "hard-2019", "江阴", "2021-03")
    Aim(lever='xinyidai_loans', reach='18.3:cap', high=30000000000.0)
    """
    here = starting_point(facts, book, city, month, scenario)
    target = parse_target(lever, here.book) if lever else _first_lever(here)
    wanted = str(reach) or _own_reach(here, target)
    sought = goal.seek(facts, here.book, here.city, here.month, target, wanted, here.scenario)
    return Aim(target, wanted, high or _high(sought.lever, sought.needed))


def _first_lever(here: StartingPoint) -> str:
    """The favoured lever where the rulebook has it, else the first that a clause's full marks depend on."""
    movable = lever_lattice.movable_facts(here)
    scored = [name for name in movable if any(clause.kind == clauses.SCORED for clause in here.judging(name))]
    return FAVOURED if FAVOURED in scored else next(iter([*scored, *movable]), None) or _refuse(here, "")


def _own_reach(here: StartingPoint, target: str) -> str:
    """Full marks of the clause with the most of them that judges a target, else the test that does."""
    judging = here.judging(target)
    scored = [clause for clause in judging if here.possible(clause.id) is not None and clause.kind == clauses.SCORED]
    if scored:
        return f"{max(scored, key=lambda clause: here.possible(clause.id) or 0.0).id}:{goal.CAP}"
    tests = [clause for clause in judging if clause.kind == clauses.TESTED]
    return f"{tests[0].id}:{goal.TEST}" if tests else _refuse(here, target)


def _refuse(here: StartingPoint, target: str) -> str:
    """Raise `InputError` naming figures that the rulebook does judge."""
    movable = [here.book.dictionary[name].zh for name in lever_lattice.movable_facts(here)]
    if not movable:
        zh = "这个规则集没有可试算的指标（条款尚未填写）；请换规则集。"
        raise InputError([Problem(here.book.id, zh, "This rulebook judges no figure yet; choose another.")])
    zh = f"规则集 {here.book.id} 没有按此项计分的条款；请换指标或规则集。可试算的指标：{'、'.join(movable)}。"
    en = f"No clause of rulebook {here.book.id} scores this; choose another figure or rulebook."
    raise InputError([Problem(f"指标 target “{target}”", zh, en)])


def _high(lever: Lever, needed: float | None) -> float | None:
    """The upper end of the range to look at; None where the lever's own end is nearer, or nothing reaches the aim."""
    end = None if needed is None else max(needed, lever.now or 0.0) * BEYOND
    return None if end is None or end >= lever.high or end <= lever.low else end
