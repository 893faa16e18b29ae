"""Shares of a difference that do not depend on any order, exact to the last digit (沙普利值、欧文值).

Shapley's value: the mean of what a player adds, over all orders in which players may come. Owen's: the same, over the
orders in which players of one union come together. Both in fractions, so that they add up exactly.
Sources: Shapley (1953); Owen (1977).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import comb
from typing import TypeVar

MOST = 12
"""How many players are taken one by one."""
UNIONS = 8
"""How many unions more players are put into, and how many members a union has; more of them go together."""

Item = TypeVar("Item")
Union = tuple[int, ...]
"""Players that come together: their places."""


@dataclass(frozen=True)
class CoalitionStructure:
    """How players are taken: `unions` of members, each member one player or several that are told as one.

    Up to `MOST` players each is a union of its own: Owen's value is then Shapley's.
    """

    unions: tuple[tuple[Union, ...], ...]

    @cached_property
    def coalitions(self) -> tuple[int, ...]:
        """Every coalition whose worth is needed, as a sum of powers of 2; nobody first."""
        found = {outside | inside for place in self._places for outside in self._outside(place) for inside in
                 _subsets(map(_bits, self.unions[place]))}  # fmt: skip
        return tuple(sorted({0, *found}))

    @property
    def _places(self) -> range:
        """The unions that are looked into; where each is one member, the first tells all coalitions."""
        return range(min(1, len(self.unions)) if self._alone else len(self.unions))

    @property
    def _alone(self) -> bool:
        return all(len(union) == 1 for union in self.unions)

    def _outside(self, place: int) -> list[int]:
        return _subsets(_together(union) for other, union in enumerate(self.unions) if other != place)

    def shares(self, worth: Mapping[int, Fraction]) -> dict[Union, Fraction]:
        """Each member's share of the difference between the worth of all and of nobody."""
        if self._alone:
            members = [union[0] for union in self.unions]
            bits = [_bits(member) for member in members]
            values = shapley_values([worth[coalition] for coalition in _subsets(bits)], len(members))
            return dict(zip(members, values, strict=True))
        return {member: share for place in range(len(self.unions)) for member, share in self._inside(place, worth)}

    def _inside(self, place: int, worth: Mapping[int, Fraction]) -> Iterable[tuple[Union, Fraction]]:
        """The shares within a union: Shapley's value of what its members add to the other unions on the mean."""
        union, count = self.unions[place], len(self.unions)
        outside = [(coalition, _weight(coalition_size, count)) for coalition, coalition_size in self._sized(place)]
        means = [
            sum((weight * worth[coalition | inside] for coalition, weight in outside), Fraction(0))
            for inside in _subsets(map(_bits, union))
        ]
        return zip(union, shapley_values(means, len(union)), strict=True)

    def _sized(self, place: int) -> list[tuple[int, int]]:
        return [(coalition, number.bit_count()) for number, coalition in enumerate(self._outside(place))]


def coalition_structure(players: Sequence[str], kin: Mapping[str, int]) -> CoalitionStructure:
    """How so many players are taken: one by one up to `MOST`; else in unions of those that are kin.

    `kin`: a number for each player, such as the place of the clause it feeds; players of one number come together.
    """
    if len(players) <= MOST:
        return CoalitionStructure(tuple(((place,),) for place in range(len(players))))
    numbers = sorted({kin[name] for name in players})
    grouped = [[place for place, name in enumerate(players) if kin[name] == number] for number in numbers]
    unions = [[place for group in part for place in group] for part in _parted(grouped)]
    return CoalitionStructure(tuple(tuple(tuple(part) for part in _parted(union)) for union in unions))


def _parted(items: Sequence[Item]) -> list[Sequence[Item]]:
    """At most `UNIONS` runs of nearly equal length."""
    count = min(UNIONS, len(items))
    ends = [len(items) * place // count for place in range(count + 1)]
    return [items[first:last] for first, last in pairwise(ends)]


def shapley_values(worth: Sequence[Fraction], count: int) -> list[Fraction]:
    """Shapley's value of so many players; `worth` of each coalition, at the sum of 2 to the power of its members."""
    return [_share(worth, player, count) for player in range(count)]


def _share(worth: Sequence[Fraction], player: int, count: int) -> Fraction:
    bit = 1 << player
    added = [Fraction(0)] * count
    for coalition in range(1 << count):
        if not coalition & bit:
            added[coalition.bit_count()] += worth[coalition | bit] - worth[coalition]
    return sum((_weight(size, count) * item for size, item in enumerate(added)), Fraction(0))


def _weight(size: int, count: int) -> Fraction:
    """The share of orders in which just so many of the others come before a player."""
    return Fraction(1, count * comb(count - 1, size))


def _subsets(bits: Iterable[int]) -> list[int]:
    """The sums of all subsets, each at the sum of 2 to the power of its members' places."""
    found = [0]
    for bit in bits:
        found += [item | bit for item in found]
    return found


def _bits(member: Union) -> int:
    return sum(1 << place for place in member)


def _together(union: Sequence[Union]) -> int:
    return sum(_bits(member) for member in union)
