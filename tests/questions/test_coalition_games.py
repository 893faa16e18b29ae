"""A total in small games: the same shares as one large game of all, counted out in full."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

import made_up
from analysis import scorecards
from analysis.questions import coalition_games
from analysis.questions.shapley import shapley_values
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.scenarios.city_states import city_state, differing_targets, mixed_cases
from questions.conftest import BOTH, SEEDS, SOME, loaded

LOW = "low"


def in_full(before, after, players, part=LOW):
    """Shapley's value of the total itself, over every coalition of all that differs."""
    coalitions = np.arange(1 << len(players))
    taken = (coalitions[:, None] >> np.arange(len(players)) & 1).astype(bool)
    scored = scorecards.total_cases(mixed_cases(before, after, players, taken), after.book)[part]
    return dict(zip(players, shapley_values([Fraction(score) for score in scored], len(players)), strict=True))


def by_games(before, after, players, part=LOW):
    games = coalition_games.rulebook_games(after.book, players)
    scored = scorecards.total_cases(
        mixed_cases(before, after, players, coalition_games.coalition_rows(games, players)),
        after.book,
        tuple(game.node for game in games),
    )
    shares = coalition_games.game_shares(games, scored, part)
    counted = [shares[game.node] for game in games if game.counts]
    return {name: sum(part.get((name,), Fraction(0)) for part in counted) for name in players}


@pytest.mark.parametrize("name", [*BOTH, "caps-and-floors", "choose-two-of-three", "bonus", "lasting-deduction"])
@SOME
@given(seed=SEEDS)
def test_the_small_games_add_up_to_the_large_one(name, seed):
    book, random = loaded(name), np.random.default_rng(seed)
    both = made_up.cities(book, 2, seed, missing=0.1)
    before, after = (city_state(both, book, city, made_up.MONTH) for city in both["city"])
    players = differing_targets(before, after)
    players = tuple(random.permutation(players)[:8]) if len(players) > 8 else players
    large, small = in_full(before, after, players), by_games(before, after, players)
    assert {name: float(share) for name, share in small.items()} == pytest.approx(
        {name: float(share) for name, share in large.items()}, abs=1e-9
    )


def test_a_rulebook_that_only_adds_is_a_game_a_clause():
    games = coalition_games.rulebook_games(
        loaded("hard-2019"), ("residents_scored", "market_entities", "xinyidai_loans")
    )
    assert {game.node: game.players for game in games} == {
        "17": ("residents_scored",), "18.3": ("market_entities", "xinyidai_loans"),
    }  # fmt: skip
    assert all(game.counts for game in games)


def test_a_group_with_a_floor_is_one_game_and_its_clauses_are_looked_at_beside():
    games = coalition_games.rulebook_games(loaded("monitoring-2021"), ("fraud_in_force", "security_incidents"))
    counted = {game.node: game.players for game in games if game.counts}
    assert counted == {"deductions": ("fraud_in_force", "security_incidents")}
    assert {game.node for game in games if not game.counts} == {"40.1", "40.2"}


def test_a_clause_is_moved_by_its_facts_values_and_reading_alone():
    clause = loaded("hard-2019").clauses["17"]
    names = ("17.half", "18.3.rate", "17.reading", "residents_scored", "xinyidai_loans")
    assert coalition_games.clause_players(clause, names) == ("17.half", "17.reading", "residents_scored")


def test_of_two_that_each_reach_the_cap_each_has_half():
    """Item 11: ten times the domains, or a tenth of the demand, either gives all points; together no more."""
    book = loaded("hard-2019")
    base = made_up.row(joint_domains=4.0)
    plan = Scenario("plan", (Change("joint_domains", "set", 40), Change("11.national", "set", 4)))
    before, after = (city_state(base, book, "320281", made_up.MONTH, scenario) for scenario in (BASELINE, plan))
    shares = by_games(before, after, differing_targets(before, after))
    assert shares["11.national"] == shares["joint_domains"] > 0
