"""Made-up cities: figures for the facts of one clause, plausible in size, often where the clause turns (虚构数据)."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calendars import months_back
from analysis.facts import Fact, is_whole_unit
from analysis.rulebooks import DEFAULT, Clause, Rulebook, RuleValue
from analysis.training.random_draws import RandomDraws

Floats = NDArray[np.float64]
POOL = 240
"""How many cities are made up for one exercise, of which it takes one."""
SMALL = 1000
"""Up to this a count is drawn evenly; above, its size is drawn first."""
MISSING, EMPTY, TURN, SET, HALF, RARE = 0.15, 0.08, 0.3, 0.65, 0.5, 0.1
"""How often a figure is missing, a whole is zero, a figure lies where the rule turns, a flag is set, nearly all is
done; a part that is this small beside its whole is drawn by itself."""
CENT = 1_000_000
"""The smallest sum that 亿元 with two decimals shows."""
LEADS, ROUND, DECADES = 900, 100, 3
FINE, TENTHS = 100, 10
FEW = ("event", "incident", "finding")
"""What a city has few of, one hopes."""
NICE = (1, 2, 5, 8)
NAMES = (
    "澄溪市", "碧湾市", "南陌市", "松屿市", "望川市", "霁山市", "鹿汀市", "柳荫市", "青崖市", "云渚市", "梧庭市",
    "砚池市", "金禾市", "兰浦市", "晴川市", "丹桂市", "雁回市", "芦汀市",
)  # fmt: skip


def working_values(clause: Clause, chance: RandomDraws) -> dict[str, float]:
    """A working figure for each rule value that no source gives, between its bounds, as people would set one."""
    unset = [value for value in clause.values.values() if value.amount is None]
    return {value.name: float(chance.choice(_nice(value))) for value in unset}


def _nice(value: RuleValue) -> list[float]:
    high = value.high or 1.0
    low = value.low or high / ROUND
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    candidates = [float(f"{lead}e{power}") for power in powers for lead in NICE]
    return [amount for amount in candidates if low <= amount <= high] or [high]


def clause_months(clause: Clause, month: str) -> list[str]:
    """The months whose figures the clause looks at, this one last."""
    spoken = [history for name, history in clause.histories.items() if name in clause.speaks_of(DEFAULT)]
    back = max((int(clause.values[history.months].amount or 1) for history in spoken), default=1)
    return list(months_back(month, back))


def synthetic_cities(clause: Clause, book: Rulebook, month: str, chance: RandomDraws) -> pl.DataFrame:
    """Many cities' figures, wide: `city` (a number as text), `month`, a column a fact of the clause.

    Counts are whole, parts at most their whole; some are missing, some wholes zero, some exactly where a rule turns.
    """
    facts = [book.dictionary[name] for name in clause.facts()]
    each = [_month(clause, facts, when, chance) for when in clause_months(clause, month)]
    return pl.concat(each).sort("city", "month")


def _month(clause: Clause, facts: list[Fact], month: str, chance: RandomDraws) -> pl.DataFrame:
    columns: dict[str, Floats] = {}
    for fact in sorted(facts, key=lambda fact: fact.within in {other.name for other in facts}):
        total = columns.get(fact.within or "")
        columns[fact.name] = _part(clause, fact, total, chance) if total is not None else _alone(clause, fact, chance)
    _at_ratios(clause, columns, facts, chance)
    _without(columns, chance)
    names = [str(number) for number in range(POOL)]
    series = {fact.name: pl.Series(columns[fact.name]).fill_nan(None) for fact in facts}
    return pl.DataFrame({"city": names, "month": [month] * POOL, **series})


def _alone(clause: Clause, fact: Fact, chance: RandomDraws) -> Floats:
    if fact.unit == "flag":
        return (chance.shares(POOL) < SET).astype(np.float64)
    if fact.unit == "choice":
        return chance.chosen(list(fact.choices), POOL)
    figures = _small(fact, chance) if fact.high <= SMALL else _large(fact, chance)
    return _at_values(clause, fact, np.where(chance.shares(POOL) < EMPTY, max(fact.low, 0), figures), chance)


def _small(fact: Fact, chance: RandomDraws) -> Floats:
    drawn = chance.shares(POOL) ** (3 if fact.unit in FEW else 1) * (fact.high - fact.low)
    return fact.low + (np.ceil(drawn) if is_whole_unit(fact.unit) else np.round(drawn * TENTHS) / TENTHS)


def _large(fact: Fact, chance: RandomDraws) -> Floats:
    """Three leading digits, and how many follow: small and large cities are alike frequent."""
    lead = chance.below(LEADS, POOL) + ROUND
    top = math.floor(math.log10(fact.high)) - 2
    figures = lead * 10.0 ** (top - chance.below(DECADES, POOL))
    shown: Floats = np.where(figures > fact.high, figures / TENTHS, figures)
    return np.round(shown)


def _part(clause: Clause, fact: Fact, total: Floats, chance: RandomDraws) -> Floats:
    """A part of a whole: a share of it; where it is rare by nature, drawn by itself."""
    if fact.high <= RARE * np.max(total):
        return np.minimum(_alone(clause, fact, chance), total)
    drawn, nearly = chance.shares(POOL), chance.shares(POOL) < HALF
    share = np.round(np.where(nearly, 1 - drawn**3, drawn) * FINE) / FINE
    share = np.where(chance.shares(POOL) < EMPTY, 1.0, share)
    step = CENT if fact.unit == "yuan" else 1
    return np.minimum(np.round(total * share / step) * step, total)


def _at_values(clause: Clause, fact: Fact, figures: Floats, chance: RandomDraws) -> Floats:
    """Some figures just where a rule value of the same unit stands, or one beside it."""
    marks = [value.amount for value in clause.values.values() if value.unit == fact.unit and value.amount is not None]
    if not marks:
        return figures
    moved = chance.chosen(marks, POOL) + chance.below(DECADES, POOL) - 1
    return np.where((chance.shares(POOL) < TURN) & (moved >= fact.low), moved, figures)


def _at_ratios(clause: Clause, columns: dict[str, Floats], facts: list[Fact], chance: RandomDraws) -> None:
    """Some figures so that their ratio to another is just a rule value: 70 of 100 where 0.7 is asked for."""
    marks = [value.amount for value in clause.values.values() if value.amount and _ratio(value)]
    within = {fact.name: fact.within in columns for fact in facts}
    pairs = [
        (str(node.args[0].value), str(node.args[1].value))
        for tree in clause.trees()
        for node in tree.walk()
        if node.op in ("div", "ge") and len(node.args) == 2 and all(arg.op == "name" for arg in node.args)
    ]
    for part, total in [pair for pair in dict.fromkeys(pairs) if marks and set(pair) <= set(columns)]:
        exact = np.round(chance.chosen(marks, POOL) * columns[total])
        fits = exact <= columns[total] if within[part] else exact >= 0
        columns[part] = np.where((chance.shares(POOL) < TURN) & fits, exact, columns[part])


def _ratio(value: RuleValue) -> bool:
    return value.unit == "share" or ("/" in value.unit and not value.unit.startswith("point"))


def _without(columns: dict[str, Floats], chance: RandomDraws) -> None:
    """One figure of some cities is missing."""
    lacking = np.where(chance.shares(POOL) < MISSING, chance.below(len(columns), POOL), -1)
    for place, name in enumerate(columns):
        columns[name] = np.where(lacking == place, np.nan, columns[name])
