"""The left side: a part of the rulebook, each clause with its controls and its points."""

from __future__ import annotations

import pytest

from analysis.views.panels import clause_controls
from panel_homes import LOANS


@pytest.fixture
def group(state):
    return clause_controls.GroupControls(state, "zh", lambda target, value: None, lambda: None)


def test_it_begins_with_the_part_that_is_scored(group, state):
    assert group.part.value == "leading"
    assert [section.clause.id for section in group.sections] == [clause.id for clause in state.book.under("leading")]


def test_a_part_is_made_when_it_is_chosen(group):
    group.part.value = "base"
    assert group.of("codes_converted") and not group.of(LOANS)


def test_headings_follow_the_state(group, state):
    state.set(LOANS, 2e10)
    group.show(LOANS)
    section = next(shown for shown in group.sections if shown.clause.id == "18.3")
    assert "2.00 / 2" in section.heading.value and group.of(LOANS)[0].number.value == 200


def test_rule_values_are_shown_where_asked(group):
    assert not group.of("18.3.rate")
    group.rules.value = True
    assert group.of("18.3.rate")


def test_another_reading_keeps_the_controls_that_stay(group, state):
    """A page does not lose its place where nothing but a number changes."""
    kept, boxes = group.of(LOANS)[0], group._column.children
    state.read("18.3", "ten-thousand-yuan")
    group.show()
    assert group.of(LOANS)[0] is kept and group._column.children == boxes
    assert group.of("18.3.reading")[0].choice.value == "ten-thousand-yuan"


def test_another_rulebook_has_other_parts(group, state):
    state.choose(rulebook="monitoring-2021")
    group.show()
    assert group.part.value == "1-1" and group.sections
