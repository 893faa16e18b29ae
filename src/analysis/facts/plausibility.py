"""What a figure can never be, said once for single figures and for whole frames (合理性)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Literal

import polars as pl

from analysis.contracts import non_finite_columns
from analysis.facts.dictionary import Fact, is_whole_unit, unit_label
from analysis.facts.dictionary import dictionary as general
from analysis.facts.frame_names import long_facts
from analysis.problems import Problems, did_you_mean

ROWS_NAMED = 3
KEYS = ("scenario", "city", "month")
SLACK = 1e-9
MANY = 100_000
"""From how many rows on a frame is looked at in blocks, which is then quicker."""


@dataclass(frozen=True)
class FigureRule:
    """A rule of one figure; `broken` takes a number or a polars expression alike."""

    zh: str
    en: str
    broken: Callable[[Any], Any]


NEGATIVE = FigureRule("不能是负数；请核对。", "It cannot be negative. Check it.", lambda value: value < 0)
FIRST = FigureRule("名次从 1 起；请核对。", "Ranks begin at 1. Check it.", lambda value: value < 1)
FLAG = FigureRule(
    "只能是 0（否）或 1（是）。",
    "It can only be 0 (no) or 1 (yes).",
    lambda value: (value != 0) & (value != 1),
)
PART = FigureRule("比例不能大于 1（95% 即 0.95）。", "A share is at most 1 (95% is 0.95).", lambda value: value > 1)
ENDLESS = FigureRule(
    "不是有限数；缺失请留空。",
    "It is not finite; leave a missing value empty.",
    lambda value: ~value.is_finite(),
)


def figure_rules(fact: Fact, fractions: bool = False) -> Iterator[FigureRule]:
    """The rules a figure of this fact keeps; `fractions` lets counts be broken, as after a what-if."""
    if fact.unit == "flag":
        yield FLAG
    elif fact.unit == "choice":
        yield _listed(fact)
    else:
        yield FIRST if fact.unit == "rank" else NEGATIVE
        yield from _graded(fact, fractions)


def _graded(fact: Fact, fractions: bool) -> Iterator[FigureRule]:
    if fact.unit == "share":
        yield PART
    if is_whole_unit(fact.unit) and not fractions:
        zh, en = (
            f"应为整数（单位：{unit_label(fact.unit)}）；请核对。",
            f"It must be a whole number (unit: {fact.unit}). Check it.",
        )
        yield FigureRule(zh, en, lambda value: value % 1 != 0)


def _listed(fact: Fact) -> FigureRule:
    each = "、".join(f"{number} {name}" for number, name in fact.choices.items())
    numbers = ", ".join(map(str, fact.choices))
    return FigureRule(
        f"只能是所列选项：{each}。",
        f"It must be one of the choices {numbers}.",
        lambda value: reduce(and_, [value != number for number in fact.choices]),
    )


def implausible_reasons(fact: Fact, value: Any) -> list[tuple[str, str]]:
    """Why a single finite figure cannot be, in Chinese and English; nothing where it can."""
    return [(rule.zh, rule.en) for rule in figure_rules(fact) if rule.broken(value)]


def wide_frame(facts: Any) -> pl.DataFrame:
    """FACTS in wide form: one row a city and month, one column a fact. Takes polars or pandas."""
    taken = long_facts(facts).select("city", "month", "fact", "value")
    return taken.pivot(on="fact", index=["city", "month"], values="value").sort("city", "month")


def check(facts: Any, dictionary: Mapping[str, Fact] | None = None) -> Problems:
    """The faults of a FACTS frame: unknown facts, figures that cannot be, parts above their whole.

    >>> from analysis import facts
    >>> facts.check(facts.up_to("江阴", "2021-03")).found
    []
    """
    meanings = general() if dictionary is None else dictionary
    taken, problems = long_facts(facts, meanings), Problems()
    for name in taken["fact"].unique(maintain_order=True).to_list():
        if name not in meanings:
            zh, en = did_you_mean(str(name), meanings)
            problems.report(f"FACTS, {name}", f"没有这一指标。{zh}", f"This is not a fact. {en}".rstrip())
    problems.found.extend(impossible_figures(wide_frame(taken), meanings).found)
    return problems


def impossible_figures(
    frame: pl.DataFrame, dictionary: Mapping[str, Fact] | None = None, *, fractions: bool = False
) -> Problems:
    """The faults of a wide frame: columns are facts, keys any of scenario, city, month; null is no fault.

    One fault a rule and fact, naming at most three rows. `fractions` allows broken counts, as a what-if
    that scales them makes. Columns that are no facts are left alone.
    """
    meanings = general() if dictionary is None else dictionary
    problems = Problems()
    facts = [meanings[name] for name in frame.columns if name in meanings]
    figures = frame.select(
        pl.col([key for key in KEYS if key in frame.columns]),
        *(pl.col(fact.name).cast(pl.Float64) for fact in facts),
    )
    strange = non_finite_columns(figures, [fact.name for fact in facts])
    broken = [item for fact in facts for item in _breaches(fact, figures, meanings, fractions, fact.name in strange)]
    for (fact, zh, en, test), count in zip(broken, _counts(figures, broken), strict=True):
        if count:
            problems.report(*_breach_text(figures.filter(test), fact, zh, en, count))
    return problems


Breach = tuple[Fact, str, str, pl.Expr]


def _breaches(
    fact: Fact, figures: pl.DataFrame, meanings: Mapping[str, Fact], fractions: bool, strange: bool
) -> Iterator[Breach]:
    value = pl.col(fact.name)
    finite = value.is_finite() if strange else pl.lit(True)
    if strange:
        yield fact, ENDLESS.zh, ENDLESS.en, ENDLESS.broken(value)
    for rule in figure_rules(fact, fractions):
        yield fact, rule.zh, rule.en, finite & rule.broken(value)
    if fact.within in figures.columns:
        whole_zh = meanings[fact.within].zh
        zh, en = f"大于整体“{whole_zh}”。", f"It is larger than the whole '{fact.within}'."
        yield fact, zh, en, finite & exceeds_whole(value, pl.col(fact.within))


def exceeds_whole(part: Any, total: Any) -> Any:
    """Whether a part is larger than its whole, by more than rounding; numbers or expressions."""
    return part > total * (1 + SLACK) + SLACK


def _counts(figures: pl.DataFrame, broken: list[Breach]) -> list[int]:
    tests = {str(place): item[3].sum() for place, item in enumerate(broken)}
    engine: Literal["streaming", "in-memory"] = "streaming" if figures.height > MANY else "in-memory"
    return list(figures.lazy().select(**tests).collect(engine=engine).row(0)) if tests else []


def _breach_text(rows: pl.DataFrame, fact: Fact, zh: str, en: str, count: int) -> tuple[str, str, str]:
    keys = [key for key in KEYS if key in rows.columns]
    named = [
        f"{' '.join(str(row[key]) for key in keys)} ({row[fact.name]:,.12g})"
        for row in rows.head(ROWS_NAMED).to_dicts()
    ]
    each = "; ".join(named) + ("; …" if count > ROWS_NAMED else "")
    rows_en = "1 row" if count == 1 else f"{count} rows"
    return f"{fact.zh} {fact.name}", f"{count} 行：{each}。{zh}", f"{rows_en}: {each}. {en}"
