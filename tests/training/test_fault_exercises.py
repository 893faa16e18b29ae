"""Exercises on faults: as many as the door finds; one sound code among others."""

from __future__ import annotations

import polars as pl

from analysis import identifiers
from analysis.training import fault_exercises
from analysis.training.city_exercises import ExampleCity

PLACE = ExampleCity("320281", "2021-03")


def test_the_door_finds_what_was_planted_and_nothing_else():
    for seed in range(12):
        rows, planted = fault_exercises._rows(PLACE, fault_exercises.RandomDraws("delivery", seed))
        exercise = fault_exercises.delivery_exercise(PLACE, seed)
        assert exercise.right == len(planted) == len(exercise.steps)
        assert len(rows) == len(exercise.given[0].rows) and fault_exercises.WITHIN in planted.values()
        outcomes = {mistake.key: outcome for mistake, outcome in exercise.wrong}
        assert outcomes["part above whole"] == exercise.right - 1
        assert exercise.check(exercise.answer()) and not exercise.check(0)


def test_without_faults_the_door_finds_none():
    rows = [("江阴", "2021-03", "户籍人口", "126.40", "万人")]
    assert fault_exercises._found(rows) == [] and len(fault_exercises._found([(*rows[0][:3], "-1", "万人")])) == 1


def test_just_one_code_is_sound():
    for seed in range(20):
        exercise = fault_exercises.code_exercise(PLACE, seed)
        masks = identifiers.fault_masks(pl.Series(list(exercise.choices))).to_list()
        assert masks.count(0) == 1 and masks.index(0) == exercise.right
        assert len(set(exercise.choices)) == 4 and "通过" in exercise.steps[int(exercise.right)]
        assert exercise.check(exercise.choices[int(exercise.right)])
