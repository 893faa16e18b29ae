"""The class's plans: the spread of each lever and the best, by hand on three."""

from __future__ import annotations

from dataclasses import replace

import pytest

import panel_homes
from analysis import scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.training import class_board, class_plans, trainee_plans
from analysis.training.course import course_lessons

LESSON = "what_if"
CITY, MONTH = panel_homes.CITY, panel_homes.MONTH


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """A project whose figures stay as they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(panel_homes.built(tmp_path_factory.mktemp("shared"))))
        yield


def hand_in(folder, name, **amounts):
    scenario = Scenario("mine", tuple(Change(target, "set", float(amount)) for target, amount in amounts.items()))
    trainee_plans.save(name, LESSON, course_lessons()[LESSON].plan, scenario, folder)
    return replace(scenario, name=name)


def test_the_spread_of_the_plans_and_the_best(tmp_path):
    plans_in = [
        hand_in(tmp_path, "海棠", xinyi_domains=12, joint_domains=40),
        hand_in(tmp_path, "丁香", xinyi_domains=20, joint_domains_automated=20),
        hand_in(tmp_path, "石榴", xinyi_domains=15),
    ]
    plans = class_plans.load_class_plans(class_board.load(str(tmp_path)), LESSON, CITY, MONTH)
    rows = {row["target"]: row for row in plans.spread.rows(named=True)}
    fields = rows["xinyi_domains"]
    assert (fields["least"], fields["median"], fields["most"], fields["people"]) == (12, 15, 20, 3)
    assert (rows["joint_domains"]["least"], rows["joint_domains"]["people"]) == (40, 1)
    assert (rows["xinyidai_loans"]["people"], rows["xinyidai_loans"]["least"]) == (0, None)
    place = plans.place
    totals = scorecards.total(place.figures, place.book, [BASELINE, *plans_in]).filter(month=MONTH)
    expected = dict(totals.select("scenario", "low").iter_rows())
    assert dict(plans.totals.select("trainee", "points").iter_rows()) == {
        name: expected[name] for name in ("海棠", "丁香", "石榴")
    }
    assert plans.totals["trainee"][0] == "丁香" and plans.best.name == "丁香"
    text = repr(class_plans.best_plan(plans))
    assert "丁香" in text and "→ 20个" in text
    assert len(class_plans.plans_ranking(plans).rows) == 3 and "3 份方案" in class_plans.plans_spread(plans).title


def test_a_plan_that_cannot_be_is_left_out_of_the_pass_and_told(tmp_path):
    hand_in(tmp_path, "海棠", xinyi_domains=12)
    hand_in(tmp_path, "丁香", agencies_connected=9_999)
    plans = class_plans.load_class_plans(class_board.load(str(tmp_path)), LESSON, CITY, MONTH)
    assert plans.totals["trainee"].to_list() == ["海棠"] and len(plans.faults) == 1
    assert "没有计入" in repr(class_plans.plans_spread(plans))


def test_a_lesson_without_a_shared_task_is_refused(tmp_path):
    with pytest.raises(InputError, match="what_if"):
        class_plans.load_class_plans(class_board.load(str(tmp_path)), "what_iff")
