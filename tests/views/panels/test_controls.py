"""Controls pass on what the user does, and show what the state says without taking that for a move."""

from __future__ import annotations

import pytest

from analysis.views.panels import controls
from panel_homes import LOANS


@pytest.fixture
def heard():
    return []


@pytest.fixture
def of(state, heard):
    """The controls of a clause by target."""

    def by_target(clause, rules=False, lang="zh"):
        moved = lambda target, value: heard.append((target, value))  # noqa: E731
        names = controls.control_targets(state, state.book.clauses[clause], rules)
        return {name: controls.lever_control(state, name, lang, moved, state.standing()) for name in names}

    return by_target


def test_a_clause_has_its_reading_its_levers_and_its_rule_values_where_asked(of):
    assert list(of("18.3")) == ["18.3.reading", LOANS, "market_entities"]
    assert {"18.3.rate", "18.3.most"} <= set(of("18.3", rules=True))


def test_slider_and_number_box_give_the_targets_own_unit(of, heard):
    slider = of("18.3")[LOANS]
    slider.slider.value = 150
    slider.number.value = 12.34
    assert heard == [(LOANS, 1.5e10), (LOANS, 1.234e9)]


def test_what_is_shown_is_no_move(of, state, heard):
    slider = of("18.3")[LOANS]
    state.set(LOANS, 1.503e10)
    slider.show(state, state.standing())
    assert (slider.number.value, slider.slider.value, heard) == (150.3, 150.5, [])


def test_where_a_page_draws_the_handle_is_no_move(of, heard):
    """12.3 is drawn at 12.5, and comes back as 12.500000000000002."""
    slider = of("18.3")[LOANS]
    slider.slider.value = 12.500000000000002
    assert heard == []
    slider.slider.value = 13.000000000000002
    assert heard == [(LOANS, 1.3e9)]


def test_flags_and_choices_say_what_is_chosen(of, state, heard):
    flag, choice = of("19.1")["civil_servant_files"], of("10.3")["league"]
    assert flag.choice.value == 1.0 and "县级市" in dict(choice.choice.options)
    flag.choice.value = 0.0
    assert heard == [("civil_servant_files", 0.0)]


def test_readings_are_told_in_words(of, state, heard):
    pick = of("17")["17.reading"]
    assert pick.choice.options[0] == ("默认读法", "default")
    pick.choice.value = "linear"
    assert heard == [("17.reading", "linear")]


def test_a_missing_figure_is_said_to_be_missing(of):
    slider = of("14.2")["site_visits_daily"]
    assert "缺报" in slider._name.value and slider.number.value == 0


def test_bounds_follow_the_state(of, state):
    slider = of("17")["residents_scored"]
    for population in (900_000, 1_200_000):
        state.set("registered_population", population)
        slider.show(state, state.standing())
        assert slider.slider.max == population


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (-5, "没有采用 -5：低于下限。可填 0 至 2,000亿元。"),
        (99999999, "没有采用 99,999,999：超过上限。可填 0 至 2,000亿元。"),
        (float("inf"), "没有改动：这里须填一个数。可填 0 至 2,000亿元。"),
    ],
)
def test_what_cannot_be_is_put_back_and_its_bounds_are_said_beside_the_box(of, heard, typed, said):
    slider = of("18.3")[LOANS]
    slider.number.value = typed
    assert (heard, slider.number.value, slider.slider.value) == ([], 12.3, 12.5) and said in slider.said.value


def test_a_part_above_its_whole_and_half_a_person_are_refused_by_their_names(of, heard):
    slider = of("17")["residents_scored"]
    slider.number.value = 10**8
    assert "大于整体“户籍人口”" in slider.said.value
    slider.number.value = 12.7
    assert "须是整数" in slider.said.value and heard == []


def test_a_figure_typed_beyond_the_sliders_end_is_taken_and_the_slider_reaches_it(of, state, heard):
    slider = of("18.3")[LOANS]
    slider._moved = lambda target, value: (state.set(target, value), slider.show(state))
    slider.number.value = 1500
    assert state.value(LOANS) == 1.5e11 and (slider.number.value, slider.slider.value) == (1500, 1500)
    assert slider.slider.max >= 1500 and list(slider.slider.get_state())[-1] == "value"


def test_what_is_typed_finer_than_can_be_counted_is_said(of, state):
    slider = of("18.3")[LOANS]
    slider._moved = lambda target, value: (state.set(target, value), slider.show(state))
    slider.number.value = 12.3456789012
    assert slider.number.value == 12.3456789012 and slider.said.value == ""
    slider.number.value = 12.345678901234
    assert "按 12.3456789012亿元 计" in slider.said.value
