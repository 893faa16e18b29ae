"""Shares as they are printed: rounded so that they add up to the difference of the printed totals (凑整)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

Key = tuple[str, ...]
HUNDRED = 100


def rounded_shares(shares: Mapping[Key, Fraction], before: float, after: float) -> dict[Key, float]:
    """Shares at two decimals, by largest remainder: their sum is the difference of the totals at two decimals.

    None is off by more than a hundredth, but where the totals' own rounding leaves one too many for all.
    """
    whole = {key: floor(share * HUNDRED) for key, share in shares.items()}
    over = {key: shares[key] * HUNDRED - whole[key] for key in shares}
    left = _hundredths(after) - _hundredths(before) - sum(whole.values())
    ranked = sorted(shares, key=lambda key: over[key], reverse=left >= 0)
    for turn in range(abs(left) if ranked else 0):
        whole[ranked[turn % len(ranked)]] += 1 if left > 0 else -1
    return {key: share / HUNDRED for key, share in whole.items()}


def _hundredths(amount: float) -> int:
    """An amount in hundredths, half away from zero, as totals are printed."""
    return int((Decimal(f"{amount:.12g}") * HUNDRED).quantize(Decimal(1), ROUND_HALF_UP))
