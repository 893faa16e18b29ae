"""The audit before filing: which figures deserve a second look, and why (填报前自查).

It accuses nobody. Every finding has innocent explanations; what it asks for is a second look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.calendars import parse_month
from analysis.facts import code_of, dictionary, long_facts
from analysis.problems import InputError, Problem
from analysis.questions.audit.figure_history import FINDINGS, figures_with_history
from analysis.questions.audit.identities import broken_identities
from analysis.questions.audit.jumps import jump_findings, slip_findings
from analysis.questions.audit.overdue import delivery_due, missing_findings
from analysis.questions.audit.repetition import PLACE, copied_findings, rounding_findings, unchanged_findings
from analysis.questions.audit.rule_file import SEVERITIES, AuditRules, FabricationCost, audit_rules
from analysis.rulebooks import RulebookName

__all__ = [
    "FINDINGS",
    "KINDS",
    "SEVERITIES",
    "Audit",
    "AuditRules",
    "FabricationCost",
    "audit",
    "audit_rules",
    "delivery_due",
]

KINDS = ("identity", "slip", "copied", "jump", "round", "still", "missing")


@dataclass(frozen=True, eq=False)
class Audit:
    """What deserves a second look: `findings` as `FINDINGS` has them, gravest first.

    `months`: the city-months looked at, with `figures` (how many are known) and `earlier` (how many earlier months
    they could be compared with). `cost`: what a fabricated figure costs once it is found.
    """

    months: pl.DataFrame
    findings: pl.DataFrame
    cost: FabricationCost


def audit(
    facts: Any,
    books: Sequence[RulebookName] | None = None,
    months: Sequence[str] | None = None,
    city: str | None = None,
) -> Audit:
    """Look over FACTS (with a column `place`, where each figure was read, as `located` gives it).

    Earlier months among the facts serve as history. `months`: those looked at, all where none is named. All cities
    and months in one pass. Raises `InputError` where the facts hold none of them.
    """
    every = [rulebooks.load(name) for name in (rulebooks.office_rulebook_ids() if books is None else books)]
    months = None if months is None else [parse_month(month) for month in months]
    known_facts = {name: fact for book in every for name, fact in book.dictionary.items()} or dictionary()
    figures, by = figures_with_history(facts, known_facts), audit_rules()
    given = long_facts(facts, known_facts)
    places = _places(given, months, None if city is None else _code(given, str(city)))
    looked_at = figures.join(places.select(PLACE), on=list(PLACE), how="semi", maintain_order="left")
    found = [
        broken_identities(figures, by, known_facts), *_over_time(figures, by, months), rounding_findings(looked_at, by),
        unchanged_findings(figures, by),
        missing_findings(figures, places.select(PLACE), every),
    ]  # fmt: skip
    findings = pl.concat(found).join(places.select(PLACE), on=list(PLACE), how="semi", maintain_order="left")
    return Audit(places, _ordered(_costed(findings, by.cost)), by.cost)


def _code(figures: pl.DataFrame, city: str) -> str:
    return city if (figures["city"] == city).any() else code_of(city)


def _over_time(figures: pl.DataFrame, by: AuditRules, months: Sequence[str] | None) -> list[pl.DataFrame]:
    """Slips, copies and jumps; a figure whose unit slipped is not told as a jump again."""
    slipped = slip_findings(figures, by)
    first = pl.col("facts").list.first()
    already_found = slipped.select(*PLACE, first.alias("fact"))
    jumped = (
        jump_findings(figures, by, months)
        .with_columns(first.alias("fact"))
        .join(already_found, on=[*PLACE, "fact"], how="anti")
    )
    return [slipped, copied_findings(figures, by), jumped.drop("fact")]


def _places(given: pl.DataFrame, months: Sequence[str] | None, city: str | None) -> pl.DataFrame:
    counted = given.group_by(PLACE).agg(pl.col("value").count().alias("figures")).sort(PLACE)
    earlier = counted.with_columns(pl.int_range(pl.len()).over("city").alias("earlier"))
    wanted = [pl.col("month").is_in(list(months))] if months is not None else []
    wanted += [pl.col("city") == city] if city is not None else []
    left = earlier.filter(wanted) if wanted else earlier
    if left.is_empty():
        named = " ".join(filter(None, [city, *(months or ())]))
        raise InputError([Problem(named or "FACTS", "没有可用的数据行。", "There are no figures for this.")])
    return left


def _costed(findings: pl.DataFrame, cost: FabricationCost) -> pl.DataFrame:
    """The findings with what a fabricated figure costs; one that is missing costs nothing so."""
    whole = pl.lit(cost.each * cost.months)
    return findings.with_columns(pl.when(pl.col("kind") != "missing").then(whole).alias("cost"))


def _ordered(findings: pl.DataFrame) -> pl.DataFrame:
    ranks = {name: rank for rank, name in enumerate((*SEVERITIES, *KINDS))}
    return findings.sort(
        *PLACE, pl.col("severity").replace_strict(ranks), pl.col("kind").replace_strict(ranks), maintain_order=True
    )
