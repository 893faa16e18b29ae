"""The left side: a part of the rulebook, each clause with its controls and its points."""

from __future__ import annotations

import pytest

from analysis.views.panels import clause_controls
from panel_homes import LOANS


@pytest.fixture
def held(state):
    return clause_controls.GroupControls(state, "zh", lambda target, value: None)


def test_it_begins_with_the_part_that_is_scored(held, state):
    assert held.part.value == "leading"
    assert [section.clause.id for section in held.sections] == [clause.id for clause in state.book.under("leading")]


def test_a_part_is_made_when_it_is_chosen(held):
    held.part.value = "base"
    assert held.of("codes_converted") and not held.of(LOANS)


def test_headings_follow_the_state(held, state):
    state.set(LOANS, 2e10)
    held.show(LOANS)
    section = next(one for one in held.sections if one.clause.id == "18.3")
    assert "2.00 / 2" in section.heading.value and held.of(LOANS)[0].number.value == 200


def test_rule_values_are_shown_where_asked(held):
    assert not held.of("18.3.rate")
    held.rules.value = True
    assert held.of("18.3.rate")


def test_another_reading_keeps_the_controls_that_stay(held, state):
    """A page does not lose its place where nothing but a number changes."""
    kept, boxes = held.of(LOANS)[0], held._column.children
    state.read("18.3", "ten-thousand-yuan")
    held.show()
    assert held.of(LOANS)[0] is kept and held._column.children == boxes
    assert held.of("18.3.reading")[0].choice.value == "ten-thousand-yuan"


def test_another_rulebook_has_other_parts(held, state):
    state.choose(rulebook="monitoring-2021")
    held.show()
    assert held.part.value == "1-1" and held.sections
