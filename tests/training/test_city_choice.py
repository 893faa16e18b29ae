"""One city of many: where a mistake shows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.training import city_choice
from analysis.training.city_choice import MisreadOutcomes
from analysis.training.random_draws import RandomDraws


def outcomes_of(*rows):
    frame = pl.DataFrame(rows)
    book = rulebooks.load("hard-2019")
    return city_choice.misread_outcomes(book, book.clauses["18.1"], frame, {}, "points")


def domains(city, count):
    return {"city": city, "month": "2021-03", "xinyi_domains": count}


def test_answers_and_mistakes_are_the_engines():
    """0.3 a field, at most 6; the target is 10 fields."""
    outcomes = outcomes_of(domains("a", 5.0), domains("b", 12.0), domains("c", 30.0), domains("d", None))
    assert outcomes.cities == ["a", "b", "c", "d"]
    assert outcomes.right[:3].tolist() == pytest.approx([1.5, 3.6, 6.0]) and np.isnan(outcomes.right[3])
    wrong = {key: outcomes.wrong[:, place] for place, key in enumerate(outcomes.keys)}
    assert wrong["cap"][:3].tolist() == pytest.approx([1.5, 3.6, 9.0])
    assert wrong["target"][:3].tolist() == pytest.approx([1.5, 6.0, 6.0])
    assert wrong["missing as zero"][3] == 0 and wrong["missing as full"][3] == 6
    assert "percent" not in outcomes.keys and "linear" not in outcomes.keys


def test_the_right_answer_is_that_of_the_whole_rulebook():
    book = rulebooks.load("hard-2019")
    frame = pl.DataFrame([domains("a", 7.0), domains("b", 25.0)])
    whole = scorecards.score(frame, book).filter(pl.col("clause") == "18.1")
    assert outcomes_of(*frame.rows(named=True)).right.tolist() == whole["points"].to_list()


def test_a_city_is_chosen_where_the_mistake_shows():
    outcomes = outcomes_of(domains("a", 5.0), domains("b", 12.0), domains("c", 30.0), domains("d", None))
    assert {city_choice.choose_city(outcomes, RandomDraws(seed), "cap") for seed in range(9)} == {2}
    assert {city_choice.choose_city(outcomes, RandomDraws(seed), "target") for seed in range(9)} == {1}
    assert {city_choice.choose_city(outcomes, RandomDraws(seed), "missing as zero") for seed in range(9)} == {3}
    assert {city_choice.choose_city(outcomes, RandomDraws(seed)) for seed in range(30)} == {1, 2, 3}


def test_a_mistake_that_never_shows_or_always_as_another_is_left_out():
    right = np.array([1.0, 2.0])
    wrong = np.column_stack([[1.0, 2.001], [3.0, 2.0], [3.0, 2.0]])
    kept = city_choice._distinct(MisreadOutcomes(["a", "b"], right, ["same", "one", "other"], wrong))
    assert kept.keys == ["one"]
