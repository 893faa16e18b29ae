"""Rows planted among those used."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import identifiers
from analysis.registers import REGISTERS
from analysis.simulations.delivery_styles import file_styles
from analysis.simulations.planted_rows import NATURAL, SPOILERS, USED, with_planted_rows
from analysis.simulations.scenes import month_delivery

MONTH = "2021-03"


@pytest.fixture
def mixed(scene, stories):
    def rows(name):
        used = month_delivery(stories[name], MONTH)
        return used, with_planted_rows(scene, REGISTERS[name], MONTH, used, file_styles(scene, REGISTERS[name], MONTH))

    return rows


@pytest.mark.parametrize("name", REGISTERS)
def test_no_row_that_is_used_is_lost_or_changed(mixed, name):
    given, planted = mixed(name)
    used = planted.filter(pl.col("outcome") == USED).select(given.columns)
    assert used.sort(pl.all()).equals(given.sort(pl.all()))


def test_kinds_are_those_of_the_faults(scene):
    assert set(SPOILERS) <= set(scene.faults)


def test_natural_persons_rows_name_them_in_three_ways(mixed):
    _, planted = mixed("permits")
    persons = planted.filter(pl.col("outcome") == NATURAL)
    ways = persons.select(
        (pl.col("party_kind") == NATURAL).fill_null(False).alias("said"),
        identifiers.is_personal_number(pl.col("party_code")).fill_null(False).alias("code"),
        pl.col("identity").is_not_null().alias("identity"),
    )
    assert persons.height > 0 and (ways.sum_horizontal() == 1).all()
    assert set(ways.unique().rows()) == {(True, False, False), (False, True, False), (False, False, True)}


def test_without_faults_nothing_is_planted(plain, stories):
    used = month_delivery(stories["loans"], MONTH)
    planted = with_planted_rows(plain, REGISTERS["loans"], MONTH, used, file_styles(plain, REGISTERS["loans"], MONTH))
    assert set(planted["outcome"]) == {USED} and planted.height == used.height
