"""Cases between two states: each thing that differs is taken from the one or from the other."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import rulebooks, scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.scenarios.city_states import city_state, differing_targets, mixed_cases
from made_up import months

HARD = rulebooks.load("hard-2019")
FACTS = months(
    "2021-01",
    {"residents_scored": 60, "registered_population": 100, "citizen_score_launched": 1, "monitoring_rank": 50},
    {"residents_scored": 70, "registered_population": 100, "citizen_score_launched": 1},
)
LINEAR = Scenario("linear", (Change("17.reading", "set", "linear"), Change("17.first", "set", 2.0)))


def states(scenario=BASELINE, second=LINEAR):
    return (
        city_state(FACTS, HARD, "320281", month, plan) for month, plan in (("2021-01", scenario), ("2021-02", second))
    )


def test_what_differs_is_facts_then_rule_values_then_readings():
    before, after = states()
    assert set(differing_targets(before, after)) == {"residents_scored", "monitoring_rank", "17.first", "17.reading"}
    assert differing_targets(before, after)[-2:] == ("17.first", "17.reading")
    assert not differing_targets(before, before)


def test_what_is_not_delivered_is_missing_in_the_state():
    _, two = states()
    assert two.values["monitoring_rank"] is None and two.values["xinyidai_loans"] is None


def test_a_history_is_drawn_though_no_reading_in_force_speaks_of_it():
    """Rank 50 in January; of the eleven months before, nothing is known."""
    before, _ = states()
    assert "worst_rank" in before.values and before.values["worst_rank"] is None


@pytest.mark.parametrize(
    ("taken", "points"),
    [
        # 60 of 100 in whole steps: 1.5 + 0.5; 70 of 100: 1.5 + 1.0; first step worth 2: half a point more
        ((False, False, False), 2.0),
        ((True, False, False), 2.5),
        ((True, True, False), 3.0),
        ((False, True, True), 2.5),
    ],
)
def test_a_mixture_is_scored_as_what_it_is(taken, points):
    before, after = states()
    mixed = mixed_cases(before, after, ("residents_scored", "17.first", "17.reading"), np.array([taken]))
    assert scorecards.total_cases(mixed, HARD, ("17",))["points 17"].item() == pytest.approx(points)


def test_all_from_one_side_is_that_state_itself():
    before, after = states()
    names = differing_targets(before, after)
    mixed = mixed_cases(before, after, names, np.array([[False] * len(names), [True] * len(names)]))
    totals = scorecards.total_cases(mixed, HARD, tuple(HARD.clauses)).drop("scenario", "city", "month").rows()
    own = [scorecards.total_cases(end.plain, HARD, tuple(HARD.clauses)).drop("scenario", "city",
    "month").row(0) for end in
           (before, after)]  # fmt: skip
    assert totals == own


def test_a_month_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="no facts of this city and month"):
        city_state(FACTS, HARD, "320281", "2021-03")
