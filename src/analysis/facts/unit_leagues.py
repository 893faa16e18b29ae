"""The leagues of units: those of one list, kind and group are ranked among themselves (单位分组).

Kinds are apart unless `params/unit_kinds.toml` says that one is ranked with another. A league is a number, as those of
cities (1, 2, 3) are: the list's six digits, the kind's two, the group's two.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.facts.unit_kinds import UnitKind, leagued_kinds, unit_kinds

STEP = 100
"""Two digits for the kind, two for the group."""


@dataclass(frozen=True)
class UnitLeague:
    """A league of units: the place whose list it is, the kind that gives its number, and the group in it (0: none)."""

    place: str
    kind: UnitKind
    group: int

    @property
    def kinds(self) -> tuple[UnitKind, ...]:
        """All kinds that are ranked in it together."""
        return leagued_kinds(self.kind.name)


def league_number(place: str, kind: int, group: int) -> int:
    """The number of a league: 320281, towns, group 1 -> 3202810201."""
    return (int(place) * STEP + kind) * STEP + group


def unit_league(league: int | None) -> UnitLeague | None:
    """What a league's number stands for; None for those of cities, and for none."""
    if league is None or league < STEP:
        return None
    rest, group = divmod(league, STEP)
    place, number = divmod(rest, STEP)
    kind = next((kind for kind in unit_kinds().values() if kind.number == number), None)
    return UnitLeague(str(place), kind, group) if kind else None


def league_group(league: pl.Expr) -> pl.Expr:
    """The group within its kind: for cities their class 1, 2, 3; for units the number in the list, 0 for none."""
    return league % STEP


def league_field(league: pl.Expr) -> pl.Expr:
    """A number that all units of one list and kinds ranked together share, whatever their group; 0: a city."""
    return (league // STEP).fill_null(0)
