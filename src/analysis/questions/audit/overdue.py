"""Figures not delivered, by the department that owes them (未报数据)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from analysis.departments import cities_with_departments, city_departments, responsible_departments
from analysis.questions.audit.figure_history import findings_frame
from analysis.questions.audit.repetition import PLACE
from analysis.questions.audit.rule_file import LOW, MEDIUM
from analysis.questions.coverage import NOBODY
from analysis.rulebooks import Rulebook

LAPSED, NEVER = "lapsed", "never"
YEAR = 12


def missing_findings(figures: pl.DataFrame, places: pl.DataFrame, books: Sequence[Rulebook]) -> pl.DataFrame:
    """Per city, month and department the judged figures that are not there; a shared one is told of each.

    `places`: the city-months looked at. `rule`: `lapsed` where an earlier month has the figure, else `never`.
    `unit`: the department's code, empty where no unit is printed. `size`: how many figures. `since`: the last month
    that has one of them.
    """
    owed = _owed(places, books).join(figures, on=[*PLACE, "fact"], how="anti")
    had = figures.select("city", "fact", pl.col("month").alias("since")).sort("since")
    dated = owed.sort("month").join_asof(
        had, left_on="month", right_on="since", by=["city", "fact"], strategy="backward", coalesce=False,
        check_sortedness=False,
    )  # fmt: skip
    lapsed = pl.when(pl.col("since").is_null()).then(pl.lit(NEVER)).otherwise(pl.lit(LAPSED))
    grouped = dated.with_columns(lapsed.alias("rule")).group_by(*PLACE, "unit", "rule", maintain_order=True)
    rows = grouped.agg(pl.col("fact").sort_by("order").alias("facts"), pl.col("since").max(), pl.col("order").min())
    severity = pl.when(pl.col("rule") == LAPSED).then(pl.lit(MEDIUM)).otherwise(pl.lit(LOW))
    return findings_frame(
        rows.sort(*PLACE, "order"), "missing", rule=pl.col("rule"), severity=severity, facts=pl.col("facts"),
        since=pl.col("since"), size=pl.col("facts").list.len().cast(pl.Float64), unit=pl.col("unit"),
    )  # fmt: skip


def _owed(places: pl.DataFrame, books: Sequence[Rulebook]) -> pl.DataFrame:
    """Each place with each judged fact and who owes it there: by the city's own division of work where it has one."""
    own = [city for city in cities_with_departments() if city in set(places["city"])]
    shared = places.filter(~pl.col("city").is_in(own)).join(_owners(books, ""), how="cross")
    parts = [places.filter(pl.col("city") == city).join(_owners(books, city), how="cross") for city in own]
    return pl.concat([shared, *parts])


def _owners(books: Sequence[Rulebook], city: str) -> pl.DataFrame:
    """Each judged fact with each department that answers in a city for a clause on it."""
    units: dict[str, dict[str, None]] = {}
    for book in books:
        for clause in book.clauses.values():
            named = [department.code for department in responsible_departments(book, clause, city)]
            for fact in dict.fromkeys(name for reading in clause.readings for name in clause.facts(reading)):
                units.setdefault(fact, {}).update(dict.fromkeys(named))
    rows = [(fact, unit) for fact, named in units.items() for unit in (named or [NOBODY])]
    schema = {"fact": pl.String, "unit": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("order")


def delivery_due(month: str, city: str) -> date | None:
    """The day of the next month by which a city's departments owe a month's figures; None where it has set none."""
    day = city_departments(city).due_day
    year, number = int(month[:4]), int(month[5:])
    return None if day is None else date(year + number // YEAR, number % YEAR + 1, day)
