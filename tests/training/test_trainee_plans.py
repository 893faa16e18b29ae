"""Plans for the shared task: checked, kept one a trainee, hostile files left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

import panel_homes
from analysis.problems import InputError
from analysis.scenarios import Change, Scenario
from analysis.training import trainee_plans
from analysis.training.city_exercises import ExampleCity
from analysis.training.course import course_lessons

LESSON = "what_if"
PLACE = ExampleCity(panel_homes.CITY, panel_homes.MONTH)


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch, built=[]):  # noqa: B006  built once
    built or built.append(panel_homes.built(tmp_path_factory.mktemp("plans")))
    monkeypatch.setenv("CITY_CREDIT_HOME", str(built[0]))


def plan():
    return replace(course_lessons()[LESSON].plan, goal=38)


def of(**amounts):
    return Scenario("mine", tuple(Change(name, "set", float(amount)) for name, amount in amounts.items()))


def test_a_plan_is_judged_by_goal_count_and_levers():
    enough = trainee_plans.judge_plan(plan(), of(xinyi_domains=20, joint_domains_automated=20, joint_domains=40), PLACE)
    assert enough and enough.sound and "达到了" in enough.message
    short = trainee_plans.judge_plan(plan(), of(joint_domains=40), PLACE)
    assert not short and short.sound and "还不够" in short.message
    four = of(xinyi_domains=20, joint_domains_automated=20, joint_domains=40, agencies_connected=47)
    assert (
        not trainee_plans.judge_plan(plan(), four, PLACE).sound
        and "至多 3 项" in trainee_plans.judge_plan(plan(), four, PLACE).message
    )
    assert "不能改" in trainee_plans.judge_plan(plan(), of(market_entities=1), PLACE).message
    assert "大于整体" in trainee_plans.judge_plan(plan(), of(agencies_connected=999), PLACE).message


def test_a_later_plan_takes_the_place_of_the_first(tmp_path):
    for domains in (12, 15):
        trainee_plans.save("海棠", LESSON, plan(), of(xinyi_domains=domains), tmp_path)
    trainee_plans.save("丁香", LESSON, plan(), of(xinyi_domains=9), tmp_path)
    plans, faults = trainee_plans.load(tmp_path, LESSON, plan())
    assert faults == () and {scenario.name: scenario.changes[0].amount for scenario in plans} == {"海棠": 15, "丁香": 9}
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "text",
    ["", "author = ", 'author = "../x"\nrulebook = "hard-2019"', "x" * 20_000,
     'author = "甲"\nrulebook = "hard-2019"\n[[change]]\ntarget = "market_entities"\nhow = "set"\namount = 1',
     'author = "甲"\n[[change]]\ntarget = "xinyi_domains"\nhow = "set"\namount = 1'],
)  # fmt: skip
def test_what_is_no_plan_is_left_out_and_told(tmp_path, text):
    trainee_plans.save("海棠", LESSON, plan(), of(xinyi_domains=12), tmp_path)
    (tmp_path / f"0-{LESSON}.plan.toml").write_text(text, "utf-8")
    plans, faults = trainee_plans.load(tmp_path, LESSON, plan())
    assert [scenario.name for scenario in plans] == ["海棠"] and len(faults) == 1


def test_only_a_scenario_or_the_panels_state_can_be_handed_in():
    assert trainee_plans.plan_scenario(of(xinyi_domains=1)).changes
    with pytest.raises(InputError, match="情景"):
        trainee_plans.plan_scenario("xinyi_domains=1")
