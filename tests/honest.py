"""Months as an honest office files them: made-up cities that grow a little, drawn anew from a number."""

from __future__ import annotations

import numpy as np
import polars as pl

# part -> (whole, share): how large a part of the whole it is
PARTS = {
    "enterprises": ("market_entities", 0.36),
    "legal_entities": ("market_entities", 0.43),
    "registered_enterprises": ("market_entities", 0.355),
    "legal_enterprises": ("enterprises", 0.94),
    "trusted_enterprises": ("legal_enterprises", 0.13),
    "xinyidai_enterprises": ("registered_enterprises", 0.3),
    "entities_pledged": ("market_entities", 0.91),
    "codes_faulty": ("codes_total", 0.001),
    "codes_faulty_corrected": ("codes_faulty", 0.8),
    "permits_reported": ("permits", 0.99),
    "penalties_reported": ("penalties", 0.99),
    "poor_credit_reports": ("poor_credit_entities", 0.8),
    "residents_scored": ("registered_population", 0.62),
}
WHOLES = {
    "market_entities": 200_000, "codes_total": 214_350, "permits": 48_210,
    "penalties": 9_634, "poor_credit_entities": 1_240, "registered_population": 1_269_600, "credit_records": 12_450_000,
    "public_records": 412_000, "notices_published": 170_000, "unit_breach_records": 5_400, "xinyidai_loans": 15e9,
    "joint_cases": 900, "objections_valid": 60, "repair_reviews": 1_200, "publicity_events": 48,
}  # fmt: skip


def named(count: int, first: int = 2019 * 12) -> list[str]:
    """So many months in a row, from January 2019."""
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, first + count)]


def months(count: int = 24, seed: int = 1, cities: int = 1) -> pl.DataFrame:
    """FACTS of some cities over so many months: wholes grow by about half a percent, parts waver within them."""
    random = np.random.default_rng(seed)
    return pl.concat([_city(f"{320281 + place}", count, random) for place in range(cities)])


def _city(city: str, count: int, random: np.random.Generator) -> pl.DataFrame:
    drawn = {}
    for name, size in WHOLES.items():
        growth = np.exp(np.cumsum(np.abs(random.normal(0.005, 0.004, count))))
        chance = random.normal(0, 1, count) * np.sqrt(size) / 3 if size < 50_000 else 0
        drawn[name] = np.round(size * (0.5 + random.random()) * growth + chance)
    for name, (whole, share) in PARTS.items():
        drawn[name] = np.floor(drawn[whole] * np.clip(share + random.normal(0, 0.003, count) * share, 0, 1))
    # what left the faulty codes was corrected: a stock that only grows keeps indicators 9 and 10 in step
    drawn["codes_faulty"] = np.maximum.accumulate(drawn["codes_faulty"])
    rows = [(city, month, name, float(drawn[name][at])) for at, month in enumerate(named(count)) for name in drawn]
    return pl.DataFrame(rows, schema=["city", "month", "fact", "value"], orient="row")


def planted(facts: pl.DataFrame, fact: str, month: str, value: float, city: str = "320281") -> pl.DataFrame:
    """The same figures, but one of them as given."""
    here = (pl.col("city") == city) & (pl.col("fact") == fact) & (pl.col("month") == month)
    return facts.with_columns(pl.when(here).then(value).otherwise(pl.col("value")).alias("value"))


def figure(facts: pl.DataFrame, fact: str, month: str, city: str = "320281") -> float:
    """One of the figures."""
    return facts.filter(pl.col("city") == city, pl.col("fact") == fact, pl.col("month") == month)["value"].item()
