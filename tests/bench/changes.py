"""Why a total moved, by hard-2019: shares of all that differs between two months, beside other ways to come to them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache, partial

import numpy as np
import polars as pl

import made_up
from analysis import rulebooks, scorecards
from analysis.questions import change, coalition_games
from analysis.questions.shapley import shapley_values
from analysis.scenarios.city_states import CityState, city_state, differing_targets, mixed_cases
from bench import measuring
from bench.scoring import BOOK, Say
from bench.tables import Table, duration, number, times

FULL, ORDERS, ALONE, REPEATS, SEED = 12, 200, 32, 3, 7
MONTHS = ("2021-02", "2021-03")
TITLE = "总分为什么变：份额 · Why a total moved: shares"
HEADINGS = (
    "",
    "方法\nway",
    "变动项\nitems",
    "组合\ncoalitions",
    "用时\ntime",
    "是第一种的几倍\ntimes the first",
    "误差\nerror",
)
OURS, WHOLE, SINGLY, DRAWN = (
    "本项目：按条款拆开 by clause", "整个总分一起 the whole total", "一个组合评分一次 one by one",
    "随机次序 random orders",
)  # fmt: skip


def faults() -> list[str]:
    """Where the shares by clause and those of the whole total differ, on the first so many items."""
    first, second = ends()
    names = _some()
    whole, parts = _whole(first, second, names), _parts(first, second, names)
    return [f"{name}: {whole[name]} {parts[name]}" for name in names if abs(whole[name] - parts[name]) > 1e-9]


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    say("份额 shares")
    first, second = ends()
    players, some = differing_targets(first, second), _some()
    ways = {
        OURS: partial(change.between_states, first, second),
        WHOLE: partial(_whole, first, second, some),
        SINGLY: partial(_singly, first, second, some),
        DRAWN: partial(_drawn, first, second, players),
    }
    seconds = measuring.medians(ways, REPEATS)
    seconds[SINGLY] *= (1 << FULL) / ALONE
    parts = coalition_games.rulebook_games(second.book, players)
    counts = {OURS: sum(len(game.structure.coalitions) for game in parts), DRAWN: ORDERS * (len(players) + 1)}
    rows = [
        ("", way, number(len(some) if way in (WHOLE, SINGLY) else len(players)), number(counts.get(way, 1 << FULL)),
         duration(spent), "" if way == OURS else times(spent / seconds[OURS]), _error(way, first, second, players))
        for way, spent in seconds.items()
    ]  # fmt: skip
    note = f"“一个组合评分一次”由 {ALONE} 个组合推算。 One by one is reckoned from {ALONE} coalitions."
    yield Table(TITLE, HEADINGS, rows, (note,))


@lru_cache(maxsize=1)
def ends() -> tuple[CityState, CityState]:
    """Two months of a made-up city in which nearly every figure differs."""
    book = rulebooks.load(BOOK)
    both = made_up.cities(book, 2, SEED).with_columns(city=pl.lit("320281"), month=pl.Series(MONTHS))
    first, second = (city_state(both, book, "320281", month) for month in MONTHS)
    return first, second


def _some() -> tuple[str, ...]:
    first, second = ends()
    players = differing_targets(first, second)
    moving = {name for game in coalition_games.rulebook_games(second.book, players) for name in game.players}
    return tuple(name for name in players if name in moving)[:FULL]


def _coalitions(count: int) -> np.ndarray:
    return (np.arange(1 << count)[:, None] >> np.arange(count) & 1).astype(bool)


def _whole(first: CityState, second: CityState, names: tuple[str, ...]) -> dict[str, float]:
    """Shapley's value of the total itself, every coalition of the items scored in one pass."""
    low = scorecards.total_cases(mixed_cases(first, second, names, _coalitions(len(names))), second.book)["low"]
    shares = shapley_values([Fraction(total) for total in low], len(names))
    return dict(zip(names, map(float, shares), strict=True))


def _parts(first: CityState, second: CityState, names: tuple[str, ...]) -> dict[str, float]:
    parts = coalition_games.rulebook_games(second.book, names)
    nodes = tuple(game.node for game in parts)
    scored = scorecards.total_cases(
        mixed_cases(first, second, names, coalition_games.coalition_rows(parts, names)), second.book, nodes
    )
    shares = coalition_games.game_shares(parts, scored, "low")
    counted = [shares[game.node] or {} for game in parts if game.counts]
    return {name: float(sum(part.get((name,), Fraction(0)) for part in counted)) for name in names}


def _singly(first: CityState, second: CityState, names: tuple[str, ...]) -> None:
    for row in _coalitions(len(names))[:ALONE]:
        scorecards.total_cases(mixed_cases(first, second, names, row[None, :]), second.book)


def _drawn(first: CityState, second: CityState, names: tuple[str, ...]) -> dict[str, float]:
    """The mean of what each item adds over some orders drawn at random."""
    draw = np.random.default_rng(SEED)
    orders = np.array([draw.permutation(len(names)) for _ in range(ORDERS)])
    steps = np.tril(np.ones((len(names) + 1, len(names)), dtype=bool), -1)
    coalitions = np.concatenate([steps[:, np.argsort(order)] for order in orders])
    low = (
        scorecards.total_cases(mixed_cases(first, second, names, coalitions), second.book)["low"]
        .to_numpy()
        .reshape(ORDERS, -1)
    )
    added = np.zeros(len(names))
    for order, totals in zip(orders, low, strict=True):
        added[order] += np.diff(totals) / ORDERS
    return dict(zip(names, added, strict=True))


def _error(way: str, first: CityState, second: CityState, players: tuple[str, ...]) -> str:
    if way != DRAWN:
        return "0"
    exact, drawn = change.between_states(first, second).shares["low"], _drawn(first, second, players)
    most = max(abs(drawn[name] - float(exact.get((name,), 0))) for name in players)
    return f"≤ {most:.2g} 分"
