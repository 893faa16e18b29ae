"""Which faults are planted, and how many of each: the text of `--faults` (埋入的问题)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from analysis.problems import Problems, did_you_mean
from analysis.simulations.simulation_settings import usual_fault_rates

NONE, USUAL = "none", "usual"


def parse_fault_rates(text: str) -> Mapping[str, float]:
    """Every kind with its rate (below 1) or number (from 1): `none`, `usual`, or `usual,late=0.1,shared=5`.

    Kinds not named are left out, except after `usual`. Raises `InputError` naming every part that is not understood.

    >>> from analysis import simulations
    >>> {kind: amount for kind, amount in simulations.parse_fault_rates("shared=5").items() if amount}
    {'shared': 5.0}
    """
    usual, problems = usual_fault_rates(), Problems()
    rates = dict.fromkeys(usual, 0.0)
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, amount = part.partition("=")
        if part in (NONE, USUAL):
            rates = {kind: float(rate) if part == USUAL else 0.0 for kind, rate in usual.items()}
        elif name in usual and _number(amount) is not None:
            rates[name] = float(amount)
        else:
            _report(part, name, usual, problems)
    problems.raise_any()
    return rates


def _number(amount: str) -> float | None:
    try:
        number = float(amount)
    except ValueError:
        return None
    return number if 0 <= number < 1 or (number >= 1 and number.is_integer()) else None


def _report(part: str, name: str, usual: Mapping[str, float], problems: Problems) -> None:
    zh, en = did_you_mean(name, [*usual, NONE, USUAL]) if name not in usual else ("", "")
    problems.report(
        f"--faults {part}",
        f"写成 种类=比例 或 种类=个数，如 late=0.02、shared=5；个数为整数。{zh}种类：{'、'.join(usual)}。",
        f"Write kind=rate or kind=number, as late=0.02 or shared=5; numbers are whole. {en} Kinds: {', '.join(usual)}.",
    )


def fault_count(amount: float, among: int, draw: np.random.Generator) -> int:
    """How many of so many: a number as it stands, a rate times them, rounded up or down by chance."""
    return min(among, int(amount) if amount >= 1 else int(amount * among + draw.random()))


def random_mask(amount: float, among: int, draw: np.random.Generator) -> pl.Series:
    """Which of so many are chosen, as truths."""
    chosen = np.zeros(among, dtype=bool)
    chosen[draw.permutation(among)[: fault_count(amount, among, draw)]] = True
    return pl.Series(chosen)


def random_kinds(kinds: Mapping[str, float], among: pl.Series, draw: np.random.Generator) -> pl.Series:
    """Each row's kind, or null; only rows that are `among`, none with two kinds."""
    places = draw.permutation(np.flatnonzero(among.to_numpy()))
    drawn = np.full(len(among), None, dtype=object)
    start = 0
    for kind, amount in kinds.items():
        end = start + fault_count(amount, len(places), draw)
        drawn[places[start:end]] = kind
        start = end
    return pl.Series(drawn.tolist(), dtype=pl.String)
