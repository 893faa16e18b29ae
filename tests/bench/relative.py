"""Scoring by clauses that compare units against the same clauses with a benchmark: what the whole field costs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from analysis import rulebooks, scorecards
from analysis.rulebooks import Rulebook
from bench import measuring
from bench.scoring import Say, differences
from bench.tables import Aim, Table, duration, number, times
from published_kinds import Kind, book_of

UNITS, MONTHS, CLAUSES, SLOWER, CHECKED = 3000, 12, 40, 3, 40
"""So many units in each of so many months by so many clauses are to take at most `SLOWER` times as long."""
COMPARED, PLAIN = "与其他单位比较 compared", "固定基准 benchmark"
FACTS = ("loans", "answered", "found", "done", "marks", "prizes")
FORMULAS = {
    "most * {0} / highest({0})": "most * {0} / full_{0}",
    "most * standing({0})": "most * ({0} - none_{0}) / (full_{0} - none_{0})",
    "max(0, most - each * (place({0}) - 1))": "max(0, most - each * ({0} / full_{0} - 1))",
    "min(most, most * {0} / mean({0}))": "min(most, most * {0} / full_{0})",
    "min(most, most * {0} / quantile({0}, q))": "min(most, most * {0} / full_{0})",
}
"""Formulas that compare units, each with the same where rule values stand for what is compared with."""
UNEVEN = ("loans", "marks")
"""Facts that are no whole numbers: their places are sorted, those of the others counted."""
UNITS_OF = {
    "loans": "yuan",
    "answered": "document",
    "found": "case",
    "done": "case",
    "marks": "point",
    "prizes": "item",
}
TITLE = "与其他单位比较的条款 · Clauses that compare units"
HEADINGS = ("单位月份\nunit-months", "方法\nway", "用时\ntime", "是固定基准的几倍\ntimes a benchmark")
NOTES = (
    f"{CLAUSES} 条，全部单位为一个比较范围，每月各自比较；固定基准为同样的条款，不看别的单位。",
    f"{CLAUSES} clauses, all units of a month one field; the benchmark is the same clauses without a look at others.",
)


def books(count: int = CLAUSES) -> tuple[Rulebook, Rulebook]:
    """A rulebook whose clauses compare units, and one whose clauses do not."""
    pairs = list(FORMULAS.items())
    taken = [[each.format(FACTS[place % len(FACTS)]) for each in pairs[place % len(pairs)]] for place in range(count)]
    compared, plain = zip(*taken, strict=True)
    return _book(compared, 'field = { of = "all" }'), _book(plain, "")


def _book(formulas: Sequence[str], more: str) -> Rulebook:
    values = {"most": (10, "point"), "each": (0.1, "point"), "q": (0.9, "share")}
    ends = {"full": 500, "none": 1}
    values |= {f"{end}_{fact}": (ends[end], unit) for end in ends for fact, unit in UNITS_OF.items()}
    kinds = {str(place): Kind("比较。", formula, values=values, more=more) for place, formula in enumerate(formulas, 1)}
    with tempfile.TemporaryDirectory() as folder:
        return rulebooks.load(book_of(Path(folder) / "book", **kinds))


def facts(units: int, months: int = MONTHS) -> pl.DataFrame:
    """Units with a figure for every fact in every month."""
    drawn = np.random.default_rng(13)
    rows = units * months
    names = [f"{100000 + place // months}" for place in range(rows)]
    dates = [f"2021-{place % months + 1:02d}" for place in range(rows)]
    parts = {fact: drawn.random(rows) if fact in UNEVEN else 0.0 for fact in FACTS}
    figures = {fact: drawn.integers(1, 1000, rows) + parts[fact] for fact in FACTS}
    return pl.DataFrame({"city": names, "month": dates, **figures})


def faults(units: int = CHECKED) -> list[str]:
    """Where the place of a unit differs from a plain count of those above it."""
    wide, (compared, _) = facts(units, 2), books(5)
    ours = scorecards.score(wide, compared, columns=("points",)).filter(clause="3").select("points")
    counted = [
        max(0.0, 10 - 0.1 * sum(other > own for other in wide.filter(month=month)["found"]))
        for month, own in wide.select("month", "found").iter_rows()
    ]
    return [f"place, {fault}" for fault in differences(ours, pl.DataFrame({"points": counted}))]


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    units = measuring.sized(UNITS, 3)
    wide, (compared, plain) = facts(units), books()
    say(f"{TITLE}, {number(wide.height)}")
    ways = {COMPARED: partial(scorecards.total, wide, compared), PLAIN: partial(scorecards.total, wide, plain)}
    seconds = measuring.medians(ways)
    rows = [
        (number(wide.height) if way == COMPARED else "", way, duration(taken), times(taken / seconds[PLAIN]))
        for way, taken in seconds.items()
    ]
    aim = Aim(
        wide.height, f"例合计 totals: {PLAIN}", seconds[COMPARED], seconds[COMPARED] / seconds[PLAIN], most=SLOWER
    )
    yield Table(TITLE, HEADINGS, rows, NOTES, [aim])
