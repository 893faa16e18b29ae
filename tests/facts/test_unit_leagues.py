"""Leagues of units: one list, one kind, one group."""

from __future__ import annotations

import polars as pl

import small_units
from analysis import facts
from analysis.facts.unit_leagues import league_number


def test_a_leagues_number_tells_list_kind_and_group(home):
    small_units.build(home)
    league = facts.unit_league(league_number("320281", 2, 1))
    assert league is not None and (league.place, league.kind.name, league.group) == ("320281", "town", 1)


def test_cities_keep_their_three_leagues_and_are_no_units():
    assert [facts.unit_league(league) for league in (1, 2, 3, None)] == [None] * 4
    numbers = pl.DataFrame({"league": [1, 3, None, 3202810201, 3202810202, 3202810400]})
    groups, fields = numbers.select(
        group=facts.league_group(pl.col("league")), field=facts.league_field(pl.col("league"))
    )
    assert groups.to_list() == [1, 3, None, 1, 2, 0]
    assert fields.to_list() == [0, 0, 0, 32028102, 32028102, 32028104]


def test_a_town_never_shares_a_league_with_a_department_nor_with_another_group(home):
    small_units.build(home)
    leagues = {row["name"]: row["league"] for row in facts.listed_units()}
    assert leagues["华士镇"] == leagues["新桥镇"] != leagues["澄江街道"]
    assert len(set(leagues.values())) == 4
