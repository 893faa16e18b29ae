"""Bodies and their codes: each planted fault is the one that the check names."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import identifiers
from analysis.simulations.bodies import Parties, simulated_bodies

NAMED = {
    "check": ["check_character"],
    "genuine": ["check_character"],
    "inner": ["inner_digit"],
    "division": ["division"],
    "department": ["department"],
}


def test_codes_without_a_planted_fault_pass(rows):
    sound = rows.filter(~pl.col("broken") & ~pl.col("genuine"))
    assert set(identifiers.fault_masks(sound["code"])) == set(identifiers.passing_masks())


@pytest.mark.parametrize("kind", NAMED)
def test_a_planted_fault_is_the_only_one(rows, kind):
    codes = rows.filter(pl.col("planted") == kind)
    found = codes.select(identifiers.failure_names(identifiers.fault_mask(pl.col("code"))).alias("found"))
    assert codes.height >= 3 and found["found"].to_list() == [NAMED[kind]] * codes.height


@pytest.mark.parametrize(("kind", "failing"), [("length", "length"), ("letters", "alphabet")])
def test_codes_of_wrong_length_or_letters_fail_by_that(rows, kind, failing):
    codes = rows.filter(pl.col("planted") == kind)
    found = codes.select(identifiers.failure_names(identifiers.fault_mask(pl.col("code"))).alias("found"))
    assert all(failing in names for names in found["found"])


def test_as_many_are_planted_as_asked_for(scene, rows):
    planted = dict(rows.unique("name")["planted"].value_counts().rows())
    for kind in ("check", "inner", "length", "letters", "division", "department", "genuine", "shared", "several"):
        assert planted[kind] == scene.faults[kind]


def test_one_code_is_on_two_bodies_and_one_body_under_two_codes(rows):
    shared = rows.filter(pl.col("code").is_duplicated())
    several = rows.filter(pl.col("name").is_duplicated())
    assert (shared.height, shared["name"].n_unique()) == (8, 8)
    assert (several.height, several["code"].n_unique(), several["name"].n_unique()) == (8, 8, 4)
    assert rows.filter("doubled").height == 16


def test_without_faults_every_code_and_every_name_stands_once(plain):
    bodies = simulated_bodies(plain)
    assert bodies["code"].n_unique() == bodies["name"].n_unique() == plain.entities
    assert identifiers.fault_masks(bodies["code"]).sum() == 0


def test_codes_are_marked_as_made_up(rows):
    assert rows.filter(~pl.col("planted").is_in(["letters"]).fill_null(False))["code"].str.contains("XU").all()


def test_a_party_is_registered_by_the_day_and_alone_under_its_code(scene, rows):
    parties = Parties(rows)
    days = pl.Series([scene.begin] * 500)
    since = dict(parties.rows.select("code", "registered_on").rows())
    assert all(since[code] <= scene.begin for code in parties.on(days, scene.draw("test"))["party_code"])
    assert parties.rows["code"].is_unique().all()
