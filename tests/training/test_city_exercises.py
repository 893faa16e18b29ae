"""Exercises asked of a city's own card, by hand on figures that stay as they are."""

from __future__ import annotations

import polars as pl
import pytest

import panel_homes
from analysis.training import city_exercises
from analysis.training.city_exercises import ExampleCity


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch, built=[]):  # noqa: B006  built once
    built or built.append(panel_homes.built(tmp_path_factory.mktemp("asked")))
    monkeypatch.setenv("CITY_CREDIT_HOME", str(built[0]))


PLACE = ExampleCity(panel_homes.CITY, panel_homes.MONTH)


def changed(**figures):
    """The place with some of the month's figures changed; None takes one away."""
    place, month = ExampleCity(panel_homes.CITY, panel_homes.MONTH), pl.col("month") == panel_homes.MONTH
    frame = place.figures
    for name, figure in figures.items():
        here = month & (pl.col("fact") == name)
        frame = frame.filter(~here) if figure is None else frame.with_columns(
            pl.when(here).then(figure).otherwise("value").alias("value")
        )  # fmt: skip
    place.__dict__["figures"] = frame
    return place


def test_the_verdict_ignores_no_veto_and_passes_nobody_on_missing_figures():
    assert city_exercises.verdict_exercise(PLACE).answer() == "通过"
    exercise = city_exercises.verdict_exercise(changed(township_plan=0.0))
    assert exercise.answer() == "不通过" and exercise.check("未通过") and "10.2" in exercise.steps[0]
    assert [mistake.key for mistake in exercise.check("通过").mistakes] == ["veto"]
    unknown = city_exercises.verdict_exercise(changed(township_plan=None))
    assert unknown.answer() == "未知" and unknown.check("通过").mistakes[-1].key == "missing as full"


def test_what_is_certain_is_the_low_end():
    """No benchmark of the monitoring indicators is published: the total may be anything up to 100."""
    exercise = city_exercises.certain_total_exercise(
        ExampleCity(panel_homes.CITY, panel_homes.MONTH, "zh", "monitoring-2021")
    )
    assert exercise.right < 100 and [mistake.key for mistake in exercise.check(100).mistakes] == ["high for low"]


def test_two_more_fields_pay_six_tenths():
    """Item 18.1 gives 0.3 a field, up to 20 fields; there are fewer than 18 now."""
    exercise = city_exercises.lever_step_exercise(PLACE, "xinyi_domains", "+2")
    assert exercise.right == pytest.approx(0.6) and exercise.check("0.6 分")
    assert exercise.check(PLACE.total()["low"] + 0.6).mistakes[0].key == "level for change"


def test_full_marks_on_fields_take_twenty():
    exercise = city_exercises.goal_exercise(PLACE, "xinyi_domains", "18.1")
    assert exercise.right == 20 and exercise.check("20个") and "20" in exercise.answer()
    now = PLACE.figures.filter(month=PLACE.month, fact="xinyi_domains")["value"][0]
    assert exercise.check(20 - now).mistakes[0].key == "change for level"


def test_the_best_next_step_is_an_agency():
    """An agency more pays 0.5, a field of xinyi 0.3, an automated domain 0.1, a domain 1/40."""
    exercise = city_exercises.best_lever_exercise(
        PLACE, ["joint_domains", "xinyi_domains", "joint_domains_automated", "agencies_connected"]
    )
    assert exercise.answer() == "已联通并归集单位数"
    assert exercise.check("联合奖惩领域数").outcome in ("mistake", "other")
    assert exercise.check("没有这一项").outcome == "strange"
