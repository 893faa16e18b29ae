"""Levers as readers see them: units, bounds, steps; exact both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.problems import InputError
from analysis.views.panels import dials
from panel_homes import LOANS


def test_money_is_shown_in_亿元_and_english_says_what_that_is(state):
    dial = state.dial(LOANS)
    assert (dial.unit, dial.low, dial.high) == ("亿元", 0, 2000)
    assert state.dial(LOANS, "en").unit == "100 million yuan"
    assert dial.shown(1.23e9) == 12.3 and dial.amount(12.3) == 1.23e9


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(fen=some.integers(0, 2 * 10**13))
def test_money_comes_back_to_the_fen(fen):
    dial = dials.Dial(LOANS, "", "亿元", 0, 2000, 250, 0.5, 0.01, dials.Decimal(10**8), 100, False)
    assert dial.amount(dial.shown(fen / 100)) == fen / 100


@pytest.mark.parametrize(("target", "whole"), [("residents_scored", True), ("monitoring_rank", True), (LOANS, False)])
def test_counts_move_by_whole_ones(state, target, whole):
    dial = state.dial(target)
    assert dial.whole is whole
    assert not whole or (dial.step >= 1 and dial.step.is_integer() and dial.fine == 1)


def test_no_part_can_be_moved_above_its_whole(state):
    population = state.value("registered_population")
    assert state.dial("residents_scored").high == population
    state.set("registered_population", 900_000)
    assert state.dial("residents_scored").high == 900_000


def test_the_handle_stands_on_a_step_and_gives_what_is_within_bounds(state):
    """A slider draws its handle on a step; between its ends it gives no figure that the lever does not have."""
    dial = state.dial("market_entities")
    assert dial.notch(182_613) % dial.step == 0 and dial.first <= dial.low <= dial.top <= dial.last
    assert dial.within(dial.first) == dial.low and dial.within(dial.high + dial.step) == dial.high


def test_the_slider_ends_a_little_past_full_marks_and_the_number_box_goes_on(state):
    """At 200,000 entities 200 亿元 give full marks; a quarter more is room enough to see that nothing follows."""
    dial = state.dial(LOANS)
    assert (dial.first, dial.last, dial.step, dial.high) == (0, 250, 0.5, 2000)
    state.set("market_entities", 400_000)
    assert state.dial(LOANS).last == 500


def test_the_slider_does_not_grow_while_it_is_moved_but_holds_what_was_typed(state):
    state.set(LOANS, 2.5e10)
    assert state.dial(LOANS).last == 250
    state.set(LOANS, 1.234e11)
    assert state.dial(LOANS).last == 1500


@pytest.mark.parametrize(("target", "last"), [("joint_domains", 50), ("counties", 10), ("permits", 80_000)])
def test_the_slider_reaches_past_base_and_turns_and_spans_some_whole_ones(state, target, last):
    """40 domains are full marks; one county is the only turn; permits, 48,210 now, have no turn."""
    assert state.value("permits") == 48_210
    assert state.dial(target).last == last


def test_no_slider_leaves_the_range_of_its_lever(state):
    for clause in state.book.clauses.values():
        for name in dials.clause_levers(state.book, clause, "default"):
            if dials.target_kind(state.book, name) == "":
                dial = state.dial(name)
                assert dial.low <= dial.top <= dial.high, name


def test_a_rule_value_keeps_its_digits(state):
    dial = state.dial("18.3.rate")
    assert dial.amount(dial.shown(0.00002)) == 0.00002 and dial.written(0.00002) == 0.00002


@pytest.mark.parametrize(
    ("size", "nice"), [(0.9, 1), (1, 1), (1.1, 2), (3, 5), (700, 1000), (0.00003, 0.00005), (0, 1)]
)
def test_steps_read_well(size, nice):
    assert dials.round_number(size) == nice


def test_what_is_no_number_is_refused(state):
    with pytest.raises(InputError):
        state.dial(LOANS).amount(float("inf"))


def test_windows_of_histories_are_no_levers(state):
    clause = state.book.clauses["10.3"]
    assert dials.clause_levers(state.book, clause, "default") == ("league", "summoned", "monitoring_rank")
    assert dials.clause_rule_targets(state.book, clause) == tuple(
        name for name in dials.clause_rule_targets(state.book, clause) if not name.endswith("months")
    )
    assert [dials.target_kind(state.book, name) for name in ("league", "summoned", "17.reading", LOANS)] == [
        "choice", "flag", "reading", "",
    ]  # fmt: skip
