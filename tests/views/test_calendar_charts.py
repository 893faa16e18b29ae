"""The picture of a plan over months: the total above, what is done when below."""

from __future__ import annotations

import json

import pytest

from analysis import rulebooks
from analysis.questions.planning import PlanDemand
from analysis.views import calendar_charts

from . import asked_of

BOOK = rulebooks.load("hard-2019")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_equal_inputs_give_equal_bytes_and_nothing_is_fetched(lang):
    first, second = (
        json.dumps(calendar_charts.calendar_chart(asked_of.scheduled(), BOOK, lang)._repr_mimebundle_()) for _ in "ab"
    )
    assert first == second and "http" not in first


def test_the_picture_shows_each_month_the_target_and_the_share_done():
    found = asked_of.scheduled()
    chart = calendar_charts.calendar_chart(found, BOOK)
    curve, target, schedule = chart.figure.data
    assert list(curve.y) == found.months["low"].to_list() and curve.x[0] == "2021年3月"
    assert list(target.y) == [36.0, 36.0] and [list(row) for row in schedule.z] == [[None, 3 / 7, 3 / 7, 1 / 7, None]]
    assert [list(row) for row in schedule.text] == [["", "+3家", "+3家", "+1家", ""]]


def test_without_steps_only_the_total_is_drawn():
    chart = calendar_charts.calendar_chart(
        asked_of.scheduled(goal=PlanDemand(passes=False, at_most=0, least="points")), BOOK
    )
    assert len(chart.figure.data) == 1
