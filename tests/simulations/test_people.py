"""Made-up persons: marked, impossible, and still taken for persons by the check."""

from __future__ import annotations

import polars as pl

from analysis import identifiers
from analysis.simulations.people import simulated_people

from .conftest import person_marks


def test_their_numbers_are_taken_for_a_persons_though_they_cannot_be_real(scene):
    people = simulated_people(scene, scene.draw("test"), 500)
    seen = people.select(identifiers.is_personal_number(pl.col("person_number", "phone")))
    assert seen["person_number"].all() and seen["phone"].all()
    assert people["person_number"].str.starts_with("3299992099").all()
    assert "329999" not in identifiers.division_codes()["code"]


def test_each_bears_a_mark(scene):
    people, marks = simulated_people(scene, scene.draw("test"), 500), person_marks(scene)
    for name in people.columns:
        assert people[name].str.contains_any(list(marks)).all()


def test_nobody_is_made_where_nobody_is_asked_for(scene):
    assert simulated_people(scene, scene.draw("test"), 0).shape == (0, 3)
