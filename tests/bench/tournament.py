"""Many scenarios in many cities under every combination of readings, beside one total of the same cases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

import made_up
from analysis import rulebooks, scorecards
from analysis.questions import tournament
from analysis.scenarios import Change, Scenario
from bench import measuring
from bench.scoring import BOOK, Say
from bench.tables import Aim, Table, duration, number, times

CITIES, SCENARIOS, SEED, SLOWEST = 300, 50, 7, 10.0
"""`SLOWEST`: seconds that all scenarios in all cities under all readings may take."""
ONCE, ALL = "各方案只评一次 each scored once", "全部读法 every reading"
TITLE = "多方案比选 · A tournament"
HEADINGS = (
    "方案×城市\nscenarios × cities",
    "求什么\nwhat",
    "读法组合\nreadings",
    "用时\ntime",
    "是评一次的几倍\ntimes once",
)
HAIR = 1e-8


def listed(count: int) -> list[Scenario]:
    """Scenarios that move figures, rule values and whole groups."""
    drawn = np.random.default_rng(SEED)
    return [
        Scenario(
            f"{place}",
            (
                Change("xinyi_domains", "add", float(drawn.integers(0, 9))),
                Change("xinyidai_loans", "scale", float(drawn.uniform(0.5, 2))),
                Change("18.3.rate", "scale", float(drawn.uniform(0.5, 2))),
                Change("leading.weight", "scale", float(drawn.uniform(0.9, 1.1))),
            ),
        )
        for place in range(count)
    ]


def faults() -> list[str]:
    """Where the points as read now are not the totals, or do not lie within those of all readings."""
    book, few = rulebooks.load(BOOK), listed(2)
    cities = made_up.cities(book, 5, SEED)
    played, scored = tournament.play(cities, book, made_up.MONTH, few), scorecards.total(cities, book, few)
    gaps = (played.each["points"] - scored["low"]).abs()
    found = ["points"] if gaps.max() > HAIR else []
    outside = played.each.filter((played.each["least"] > played.each["points"] + HAIR)
                                 | (played.each["most"] < played.each["points"] - HAIR))  # fmt: skip
    return [*found, *(["readings"] if outside.height else [])]


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    count, wide = measuring.sized(CITIES, 2), measuring.sized(SCENARIOS, 2)
    say(f"{TITLE}, {wide} × {count}")
    book, scenarios = rulebooks.load(BOOK), listed(wide)
    cities = made_up.cities(book, count, SEED, missing=0.05)
    ways = {
        ONCE: partial(scorecards.total, cities, book, scenarios),
        ALL: partial(tournament.play, cities, book, made_up.MONTH, scenarios),
    }
    seconds = measuring.medians(ways, 3)
    readings = {ONCE: 1, ALL: tournament.play(cities, book, made_up.MONTH, scenarios[:1]).readings}
    size = f"{wide} × {number(count)}"
    rows = [
        (size, way, number(readings[way]), duration(took), times(took / seconds[ONCE])) for way, took in seconds.items()
    ]
    aim = Aim(
        wide * count, f"个方案城市 scenario-cities: {ALL}", seconds[ALL], seconds[ALL], most=SLOWEST, text=duration
    )
    yield Table(TITLE, HEADINGS, rows, (), [aim])
