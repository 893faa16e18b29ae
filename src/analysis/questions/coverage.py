"""Where a month's facts come from, and who still owes which: per fact and per responsible unit (数据覆盖)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.calendars import parse_month
from analysis.departments import responsible_departments
from analysis.facts import code_of, long_facts
from analysis.rulebooks import Rulebook, RulebookName

STATUSES = ("measured", "supplied", "estimated", "missing")
NOBODY = ""


def by_fact(facts: Any, books: Sequence[RulebookName], city: str, month: str) -> pl.DataFrame:
    """Each fact that the rulebooks judge: `fact, zh, en, unit, status, value, records, source, note, units`.

    `units`: the codes of the departments that answer in this city for the clauses that judge it; empty where none
    does. A fact that has no figure is missing.
    """
    loaded = [rulebooks.load(book, month) for book in books]
    taken = long_facts(facts, {name: fact for book in loaded for name, fact in book.dictionary.items()})
    when = parse_month(month)
    city = str(city) if (taken["city"] == str(city)).any() else code_of(city, when)
    here = taken.filter((pl.col("city") == city) & (pl.col("month") == when)).drop("city", "month")
    rows = [(name, fact.zh, fact.en, fact.unit, _units(name, loaded, city)) for name, fact in _judged(loaded).items()]
    texts = dict.fromkeys(("fact", "zh", "en", "unit"), pl.String)
    wanted = pl.DataFrame(rows, schema={**texts, "units": pl.List(pl.String)}, orient="row")
    joined = wanted.join(here, on="fact", how="left", maintain_order="left")
    status = pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.col("status"))
    return joined.with_columns(status.alias("status"))


def by_unit(covered: pl.DataFrame, lang: str = "zh") -> pl.DataFrame:
    """Per department how many facts are `measured, supplied, estimated, missing`, and `lacking`: which.

    `responsible`: its code, "" for nobody, which stands last. `covered`: what `by_fact` gave. A fact of several units
    counts for each.
    """
    units = pl.when(pl.col("units").list.len() == 0).then(pl.lit([NOBODY])).otherwise(pl.col("units"))
    each = covered.with_columns(units.alias("units")).explode("units", empty_as_null=False, keep_nulls=True)
    missing = pl.col(lang).filter(pl.col("status") == "missing")
    counted = each.group_by(pl.col("units").alias("responsible"), maintain_order=True).agg(
        *((pl.col("status") == status).sum().alias(status) for status in STATUSES), missing.alias("lacking")
    )
    return counted.sort(
        pl.col("responsible") == NOBODY, pl.col("missing"), descending=[False, True], maintain_order=True
    )


def _judged(books: Sequence[Rulebook]) -> dict[str, Any]:
    return {name: book.dictionary[name] for book in books for name in book.facts()}


def _units(fact: str, books: Sequence[Rulebook], city: str) -> list[str]:
    named = [(book, clause) for book in books for clause in book.clauses.values() if fact in _spoken(clause)]
    found = (unit.code for book, clause in named for unit in responsible_departments(book, clause, city))
    return list(dict.fromkeys(found))


def _spoken(clause: Any) -> set[str]:
    return {name for reading in clause.readings for name in clause.facts(reading)}
