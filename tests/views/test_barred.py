"""Charts of answers as bars."""

from __future__ import annotations

import json

import pytest

from analysis.views import barred

from . import asked_of

CHARTS = {
    "compared": lambda lang: barred.compared(asked_of.compared(), asked_of.BOOK, lang),
    "levers": lambda lang: barred.levers(asked_of.board(), asked_of.BOOK, lang),
    "readings": lambda lang: barred.readings(asked_of.read(), asked_of.BOOK, lang),
    "indices": lambda lang: barred.indices(asked_of.uncertain(), asked_of.BOOK, lang),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CHARTS)
def test_equal_inputs_give_equal_bytes_and_nothing_is_fetched(name, lang):
    first, second = (json.dumps(CHARTS[name](lang)._repr_mimebundle_(), ensure_ascii=False) for _ in range(2))
    assert first == second and "http" not in first and "bdata" not in first


def test_a_scenario_is_drawn_by_what_it_changes_and_vetoes_are_in_the_title():
    chart = barred.compared(asked_of.compared(), asked_of.BOOK)
    assert chart.title.startswith("“plan”：总分 36.41–38.41 → 36.71–38.71（+0.30）；否决项有变：4 ")
    assert json.loads(chart.json())["data"][0]["x"] == [0.3]


def test_levers_show_the_next_step_and_what_lies_beyond():
    first, beyond = json.loads(barred.levers(asked_of.board(), asked_of.BOOK).json())["data"]
    assert (first["x"][1], beyond["x"][1]) == (0.3, 2.4)
    assert beyond["marker"]["pattern"]


def test_titles_say_the_finding():
    assert barred.readings(asked_of.read(), asked_of.BOOK, "en").title.endswith("moves the total most (0.67)")
    assert barred.indices(asked_of.uncertain(), asked_of.BOOK).title.startswith("总分的变动多由\n信易贷放款金额 引起")
