"""Exercises on a made-up city's two months."""

from __future__ import annotations

import polars as pl

from analysis.training import month_exercises
from analysis.training.city_exercises import ExampleCity

PLACE = ExampleCity("320281", "2021-03")


def test_what_is_lacking_is_counted_and_a_zero_is_not():
    made = next(held for seed in range(20) if (held := month_exercises.missing_figures_exercise(PLACE, seed)).right)
    assert "缺（没有报送）" in repr(made) and repr(made).count("缺（没有报送）") == made.right
    assert made.check(f"{made.right:g} 个")
    assert {mistake.key for mistake, _ in made.wrong} <= {"zero for missing"}


def test_the_clause_that_moved_most_has_no_rival():
    for seed in range(6):
        made = month_exercises.moved_clause_exercise(PLACE, seed)
        by = [abs(after - before) for before, after in map(_shown, made.steps)]
        assert by[int(made.right)] == max(by) and sorted(by)[-1] - sorted(by)[-2] > 0.005
        assert len(set(made.choices)) == len(made.choices) and made.check(made.answer())


def _shown(step):
    before, after = step.partition("：")[2].split(" → ")
    return float(before), float(after)


def test_a_change_is_the_difference_and_unknown_where_a_month_is():
    made = month_exercises.clause_change_exercise(PLACE, 5, "11")
    held = (
        month_exercises.two_month_facts("320281", "2021-03", 5)
        .filter(fact="joint_domains")
        .sort("month")["value"]
        .to_list()
    )
    assert made.right == (min(held[1], 40) - min(held[0], 40)) / 40 or abs(made.right * 40 - held[1] + held[0]) < 1e-9
    unknown = next(
        held
        for seed in range(40)
        for clause in ("18.3", "14.1", "11")
        if (held := month_exercises.clause_change_exercise(PLACE, seed, clause)).right is None
    )
    assert unknown.check("未知") and not unknown.check(0)


def test_the_figure_that_moved_the_total_most_is_the_drivers_first():
    for seed in (5, 6):
        made, held = month_exercises.driver_exercise(PLACE, seed), month_exercises.total_change(PLACE, seed)
        rows = held.drivers.filter(kind="fact").rows(named=True)
        first = max(rows, key=lambda row: abs(row["low"]))
        assert made.answer() == PLACE.book.dictionary[first["names"][0]].zh and made.check(made.answer())
        assert held.after["low"] != held.before["low"] and len(set(made.choices)) == len(made.choices)


def test_a_made_up_city_is_the_same_every_time():
    first = month_exercises.two_month_facts("320281", "2021-03", 2)
    month_exercises.two_month_facts.cache_clear()
    assert first.equals(month_exercises.two_month_facts("320281", "2021-03", 2)) and isinstance(first, pl.DataFrame)
