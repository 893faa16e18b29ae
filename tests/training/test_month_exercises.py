"""Exercises on a made-up city's two months."""

from __future__ import annotations

import polars as pl

from analysis.training import month_exercises
from analysis.training.city_exercises import ExampleCity

PLACE = ExampleCity("320281", "2021-03")


def test_what_is_lacking_is_counted_and_a_zero_is_not():
    drawn = (month_exercises.missing_figures_exercise(PLACE, seed) for seed in range(20))
    exercise = next(exercise for exercise in drawn if exercise.right)
    assert "缺（没有报送）" in repr(exercise) and repr(exercise).count("缺（没有报送）") == exercise.right
    assert exercise.check(f"{exercise.right:g} 个")
    assert {mistake.key for mistake, _ in exercise.wrong} <= {"zero for missing"}


def test_the_clause_that_moved_most_has_no_rival():
    for seed in range(6):
        exercise = month_exercises.moved_clause_exercise(PLACE, seed)
        by = [abs(after - before) for before, after in map(_shown, exercise.steps)]
        assert by[int(exercise.right)] == max(by) and sorted(by)[-1] - sorted(by)[-2] > 0.005
        assert len(set(exercise.choices)) == len(exercise.choices) and exercise.check(exercise.answer())


def _shown(step):
    before, after = step.partition("：")[2].split(" → ")
    return float(before), float(after)


def test_a_change_is_the_difference_and_unknown_where_a_month_is():
    exercise = month_exercises.clause_change_exercise(PLACE, 5, "11")
    figures = month_exercises.two_month_facts("320281", "2021-03", 5).filter(fact="joint_domains").sort("month")
    before, after = figures["value"].to_list()
    assert exercise.right == (min(after, 40) - min(before, 40)) / 40 or abs(exercise.right * 40 - after + before) < 1e-9
    unknown = next(
        drawn
        for seed in range(40)
        for clause in ("18.3", "14.1", "11")
        if (drawn := month_exercises.clause_change_exercise(PLACE, seed, clause)).right is None
    )
    assert unknown.check("未知") and not unknown.check(0)


def test_the_figure_that_moved_the_total_most_is_the_drivers_first():
    for seed in (5, 6):
        exercise, change = month_exercises.driver_exercise(PLACE, seed), month_exercises.total_change(PLACE, seed)
        rows = change.drivers.filter(kind="fact").rows(named=True)
        first = max(rows, key=lambda row: abs(row["low"]))
        assert exercise.answer() == PLACE.book.dictionary[first["names"][0]].zh and exercise.check(exercise.answer())
        assert change.after["low"] != change.before["low"] and len(set(exercise.choices)) == len(exercise.choices)


def test_a_made_up_city_is_the_same_every_time():
    first = month_exercises.two_month_facts("320281", "2021-03", 2)
    month_exercises.two_month_facts.cache_clear()
    assert first.equals(month_exercises.two_month_facts("320281", "2021-03", 2)) and isinstance(first, pl.DataFrame)
