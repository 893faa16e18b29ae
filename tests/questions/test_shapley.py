"""Shares by Shapley and by Owen, held against the mean over all orders, counted out one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.questions.shapley import MOST, UNIONS, CoalitionStructure, coalition_structure, shapley_values
from questions.conftest import SOME

AMOUNTS = st.floats(-1e6, 1e6)


def worths(count):
    return st.lists(AMOUNTS, min_size=1 << count, max_size=1 << count).map(
        lambda amounts: [Fraction(amount) for amount in amounts]
    )


def in_orders(worth, count, orders):
    """What each player adds on the mean over some orders."""
    added = [Fraction(0)] * count
    for order in orders:
        for place, player in enumerate(order):
            before = sum(1 << player for player in order[:place])
            added[player] += worth[before | 1 << player] - worth[before]
    return [total / len(orders) for total in added]


@SOME
@given(worths(4))
def test_shapley_is_the_mean_over_all_orders(worth):
    assert shapley_values(worth, 4) == in_orders(worth, 4, list(permutations(range(4))))


@SOME
@given(worths(5))
def test_owen_is_the_mean_over_the_orders_in_which_unions_stay_together(worth):
    """Unions {0, 1}, {2, 3}, {4}."""
    unions = ((0, 1), (2, 3), (4,))
    orders = [order for order in permutations(range(5)) if all(_together(order, union) for union in unions)]
    assert len(orders) == 6 * 2 * 2
    structure = CoalitionStructure(tuple(tuple((player,) for player in union) for union in unions))
    shares = structure.shares({coalition: worth[coalition] for coalition in structure.coalitions})
    assert [shares[(player,)] for player in range(5)] == in_orders(worth, 5, orders)


def _together(order, union):
    places = [order.index(player) for player in union]
    return max(places) - min(places) == len(union) - 1


def test_two_who_need_each_other_share_alike_and_one_who_adds_nothing_gets_nothing():
    """0 and 1 give 1 together and nothing alone; 2 gives nothing."""
    worth = [Fraction(coalition & 0b011 == 0b011) for coalition in range(8)]
    assert shapley_values(worth, 3) == [Fraction(1, 2), Fraction(1, 2), 0]


@pytest.mark.parametrize("count", [0, 1, MOST, MOST + 1, 40, 64, 100])
def test_shares_add_up_for_any_number_of_players_in_few_coalitions(count):
    names = [f"p{place}" for place in range(count)]
    structure = coalition_structure(names, {name: place // 3 for place, name in enumerate(names)})
    everybody = (1 << count) - 1
    assert structure.coalitions[-1] == everybody and len(structure.coalitions) <= UNIONS << (2 * UNIONS)
    worth = {coalition: Fraction(coalition % 1009) for coalition in structure.coalitions}
    shares = structure.shares(worth)
    assert sum(shares.values()) == worth[everybody] - worth[0]
    assert sorted(player for member in shares for player in member) == list(range(count))


def test_up_to_a_dozen_are_taken_one_by_one_and_more_by_what_they_feed():
    names = [f"p{place}" for place in range(MOST + 3)]
    kin = {name: place % 5 for place, name in enumerate(names)}
    assert all(len(union) == 1 for union in coalition_structure(names[:MOST], kin).unions)
    assert [len(union) for union in coalition_structure(names, kin).unions] == [3, 3, 3, 3, 3]


def test_more_than_a_union_holds_are_told_together():
    """Twenty that feed one clause: eight members, two or three to each."""
    names = [f"p{place}" for place in range(20)]
    ((*members,),) = coalition_structure(names, dict.fromkeys(names, 0)).unions
    assert len(members) == UNIONS and {len(member) for member in members} == {2, 3}
