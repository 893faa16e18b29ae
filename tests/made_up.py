"""Made-up cities for tests: figures that hang together, drawn anew from a number."""

from __future__ import annotations

import numpy as np
import polars as pl

MONTH = "2021-03"


def row(city: str = "320281", month: str = MONTH, **figures: float | None) -> pl.DataFrame:
    """One city-month, wide."""
    series = {name: pl.Series([value], dtype=pl.Float64) for name, value in figures.items()}
    return pl.DataFrame({"city": [city], "month": [month], **series})


def months(first: str, *figures: dict[str, float | None], city: str = "320281") -> pl.DataFrame:
    """One city over successive months, wide; `None` for figures leaves the month out."""
    year, start = int(first[:4]), int(first[5:])
    named = [f"{year + (start + step - 1) // 12}-{(start + step - 1) % 12 + 1:02d}" for step in range(len(figures))]
    rows = [row(city, month, **given) for month, given in zip(named, figures, strict=True) if given is not None]
    return pl.concat(rows, how="diagonal")


def long(facts: pl.DataFrame) -> pl.DataFrame:
    """Wide facts as the FACTS frame; what is missing has no row."""
    return facts.unpivot(index=["city", "month"], variable_name="fact").drop_nulls("value")


def cities(book, count: int, seed: int, missing: float = 0.0) -> pl.DataFrame:
    """City-months with a figure for every fact of the rulebook, no part above its whole; some are missing."""
    random = np.random.default_rng(seed)
    drawn: dict[str, np.ndarray] = {}
    for name in book.facts():
        _draw(name, book.dictionary, count, random, drawn)
    names = pl.Series("city", [f"{100000 + place}" for place in range(count)])
    gone = {name: random.random(count) < missing for name in drawn}
    columns = {name: pl.Series(drawn[name]).set(pl.Series(gone[name]), None) for name in book.facts()}
    return pl.DataFrame({"city": names, "month": [MONTH] * count, **columns}, strict=False)


def _draw(name, dictionary, count, random, drawn) -> None:
    if name in drawn:
        return
    fact = dictionary[name]
    if fact.within:
        _draw(fact.within, dictionary, count, random, drawn)
        drawn[name] = _part(drawn[fact.within], random)
    elif fact.unit in ("flag", "choice", "rank"):
        drawn[name] = random.integers(int(fact.low), int(fact.high) + 1, count).astype(float)
    else:
        drawn[name] = np.floor(random.random(count) ** 2 * fact.high) * (random.random(count) > 0.05)


def _part(whole: np.ndarray, random) -> np.ndarray:
    """All of the whole in a third of the cities, any part of it elsewhere."""
    return np.where(random.random(len(whole)) < 1 / 3, whole, np.floor(whole * random.random(len(whole))))
