"""What-if pages in a real browser beside the engine: the same random cases reckoned by both."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from playwright.sync_api import Browser, Page

import browsing
import made_up
from analysis import scenarios, scorecards
from analysis.questions.starting_points import StartingPoint, starting_point
from analysis.reports import what_if
from analysis.rulebooks import Rulebook
from analysis.scenarios import Change, Scenario, changes
from analysis.views.panels import dials

CITY = "320281"
EARLIER = ("2021-01", "2021-02")
BEYOND, HAIR = 1.7, 1e-9
"""How far typed rule values go beyond the bounds of their sliders."""
NODE_PARTS, CLAUSE_PARTS = ("points", "low", "high", "possible"), ("points", "low", "high", "met")
ASKED = """cases => cases.map(({ figures, readings }) => {
  const found = whatIf.score(figures, readings), row = { passes: found.passes };
  for (const [id, node] of Object.entries(found.nodes))
    for (const part of ["points", "low", "high", "possible"]) row[`${part} ${id}`] = node[part];
  for (const [id, clause] of Object.entries(found.clauses))
    for (const part of ["points", "low", "high", "met"]) row[`${part} ${id}`] = clause[part];
  return row;
})"""


@contextmanager
def opened_page(browser: Browser, here: StartingPoint, folder: Path, lang: str = "zh") -> Iterator[Page]:
    """The page of a city and month, opened from disk; nothing may be complained of or asked for."""
    path, said = folder / "page.html", []
    path.write_text(what_if.what_if_html(here, lang), "utf-8")
    page = browsing.opened(browser, path.as_uri(), said)
    yield page
    page.context.close()
    assert said == []


def city_of(book: Rulebook, seed: int, missing: float = 0.1) -> StartingPoint:
    """A made-up city with two months before this one, from which histories are drawn."""
    return starting_point(_months(book, seed, missing), book, CITY, made_up.MONTH)


def _months(book: Rulebook, seed: int, missing: float) -> pl.DataFrame:
    rows = made_up.cities(book, 1 + len(EARLIER), seed, missing)
    months = pl.Series("month", [*EARLIER, made_up.MONTH])
    return rows.with_columns(pl.lit(CITY).alias("city"), months)


def compared(book: Rulebook, page: Page, seed: int, count: int, batch: int = 500) -> list[str]:
    """Where the page's answers and the engine's differ, over random figures, readings, rule values, missing ones."""
    earlier = _months(book, seed, 0.1).filter(pl.col("month") != made_up.MONTH)
    cities = made_up.cities(book, count, seed + 1, missing=0.08)
    drawn, found = random.Random(seed), []
    for first in range(0, count, batch):
        rows, scenario = cities[first : first + batch], random_scenario(book, drawn)
        found += _differing(book, page, rows, earlier, scenario)
    return found


def random_scenario(book: Rulebook, drawn: random.Random) -> Scenario:
    """Other readings and rule values, some beyond their sliders."""
    read = [
        Change(f"{name}.{changes.READING}", changes.SET, drawn.choice(list(clause.readings)))
        for name, clause in book.clauses.items()
        if len(clause.readings) > 1 and drawn.random() < 0.6
    ]
    targets = [name for clause in book.clauses.values() for name in dials.clause_rule_targets(book, clause)]
    moved = drawn.sample(targets, min(len(targets), drawn.choice([0, 0, 3, 8])))
    values = [Change(target, changes.SET, _amount(book, target, drawn)) for target in moved]
    return Scenario("random", (*read, *values))


def _amount(book: Rulebook, target: str, drawn: random.Random) -> float:
    clause, _, name = target.rpartition(".")
    value = book.clauses[clause].values[name]
    low, high = value.low or 0.0, value.high if value.high is not None else 10.0
    return drawn.choice([low, high, high * BEYOND, round(low + drawn.random() * (high - low), 3), value.amount or high])


def _differing(book: Rulebook, page: Page, rows: pl.DataFrame, earlier: pl.DataFrame, scenario: Scenario) -> list[str]:
    before = rows.select("city").join(earlier.drop("city"), how="cross")
    cases = scenarios.build_cases(pl.concat([before, rows], how="diagonal_relaxed"), book, scenario)
    wanted = scorecards.total_cases(cases, book, (*book.clauses, *book.groups)).filter(month=made_up.MONTH)
    amounts = {change.target: change.amount for change in scenario.changes}
    read = {name.removesuffix(".reading"): amount for name, amount in amounts.items() if name.endswith(".reading")}
    values = {name: amount for name, amount in amounts.items() if not name.endswith(".reading")}
    given = [{"figures": {**row, **values}, "readings": read} for row in rows.drop("city", "month").to_dicts()]
    reached = page.evaluate(ASKED, given)
    pairs = zip(wanted.iter_rows(named=True), reached, strict=True)
    return [fault for engine, script in pairs for fault in faults(book, engine, script)]


def faults(book: Rulebook, engine: dict[str, Any], script: dict[str, Any]) -> Iterator[str]:
    """The parts in which one case differs by more than 1e-9, or in what is known."""
    names = {f"{part} {name}": f"{part} {name}" for name in book.groups for part in NODE_PARTS[:3]}
    names |= {f"{part} {name}": f"{part} {name}" for name in book.clauses for part in CLAUSE_PARTS}
    names |= {part: f"{part} total" for part in NODE_PARTS} | {"passes": "passes"}
    for theirs, ours in names.items():
        left, right = engine[theirs], script[ours]
        apart = left is None or right is None or isinstance(left, bool)
        equal = left is right if apart else abs(left - right) <= HAIR
        if not equal:
            yield f"{engine['city']} {theirs}: engine {left}, page {right}"
