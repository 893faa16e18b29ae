"""Amounts in the units people write, made amounts in the target's own, exactly."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from analysis.problems import InputError
from analysis.scenarios import Change, Scenario
from analysis.scenarios.changes import changes_frame, check_changes

BOOK = rulebooks.load("hard-2019")


def own(target, how, amount, unit):
    (change,) = Scenario("one", (Change(target, how, amount, unit),)).changes
    return change.amount, change.unit


@pytest.mark.parametrize(
    ("target", "amount", "unit", "told"),
    [
        ("xinyidai_loans", 30, "亿元", (3_000_000_000, "yuan")), ("xinyidai_loans", 1.1, "万元", (11_000, "yuan")),
        ("xinyidai_loans", 12.34, "元", (12.34, "yuan")), ("residents_scored", 78.73, "万人", (787_300, "person")),
        ("17.target", 70, "%", (0.7, "share")), ("18.3.rate", 0.003, "%", (0.00003, "share")),
        ("17.each", 0.5, "point", (0.5, "point")), ("17.reading", "linear", "", ("linear", "")),
        ("residents_scored", 3, "", (3, "")),
    ],
)  # fmt: skip
def test_amounts_come_in_the_targets_own_unit_without_noise(target, amount, unit, told):
    assert own(target, "set", amount, unit) == told


def test_a_factor_is_plain_or_in_percent():
    assert own("residents_scored", "scale", 110, "%") == (1.1, "share")
    assert own("residents_scored", "scale", 1.1, "share") == (1.1, "share")
    with pytest.raises(InputError, match="A factor has no unit"):
        own("residents_scored", "scale", 2, "万人")


@pytest.mark.parametrize(
    ("target", "unit"), [("xinyidai_loans", "万人"), ("residents_scored", "元"), ("residents_scored", "%")]
)
def test_a_unit_that_does_not_fit_a_fact_is_refused(target, unit):
    with pytest.raises(InputError, match="does not fit; expected"):
        own(target, "set", 1, unit)


@pytest.mark.parametrize(("target", "unit"), [("17.each", "share"), ("18.3.rate", "yuan"), ("17.target", "point")])
def test_a_unit_that_does_not_fit_a_rule_value_is_refused_by_its_rulebook(target, unit):
    with pytest.raises(InputError, match="The unit is"):
        check_changes(changes_frame(Scenario("one", (Change(target, "set", 1, unit),))), BOOK)


def test_changes_as_a_frame_are_held_to_their_unit_too():
    told = changes_frame(Scenario("one", (Change("17.each", "set", 1, "point"),)))
    check_changes(told, BOOK)
    with pytest.raises(InputError, match="expected point"):
        check_changes(told.with_columns(unit=told["unit"].replace("point", "share")), BOOK)
