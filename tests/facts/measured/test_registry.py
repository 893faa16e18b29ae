"""How facts are measured: every measure speaks of itself; rule values with unit and source; the moment's edges."""

from __future__ import annotations

from datetime import date

import pytest

from analysis import facts
from analysis.facts.measured.registry import (
    BODIES,
    COUNT,
    MEAN,
    MEASURES,
    SUM,
    load_moment,
)
from analysis.facts.measured.registry import declare_measure as declares
from analysis.facts.measuring import city_facts  # noqa: F401  every measure is declared there
from analysis.facts.scopes import TWELVE_MONTHS
from analysis.problems import InputError
from analysis.registers import REGISTERS
from analysis.registers.schema import AMOUNT, FLOW


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_is_a_fact_and_says_what_counts(measure):
    assert measure.fact in facts.dictionary()
    assert "Unit: " in measure.meaning and "Source: " in measure.meaning and "Clause" in measure.meaning
    assert measure.how in (COUNT, SUM, MEAN, BODIES) and bool(measure.column) == (measure.how != COUNT)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_needs_only_columns_that_its_registers_may_lack(measure):
    for name in measure.registers:
        register = REGISTERS[name]
        lacking = {column.name for column in register.columns if not column.required}
        assert set(measure.columns) <= lacking
        assert not measure.of or measure.of in register.schema()
        if register.kind == FLOW and measure.span == TWELVE_MONTHS:
            assert register.dated
        if measure.how == SUM:
            assert register.column(measure.of).kind == AMOUNT and measure.divisor == 100
    assert set(measure.also) <= set(REGISTERS)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_names_every_optional_column_that_its_condition_reads(measure):
    """Else a figure would be 0 where its column was not delivered."""
    condition = str(measure.met(load_moment("2021-03")))
    for name in measure.registers:
        optional = {column.name for column in REGISTERS[name].columns if not column.required and column.kept}
        read = {column for column in optional if f"col({column})" in condition or f"name={column}" in condition}
        assert read - set(measure.columns) <= STANDING.get(measure.fact, set()), condition


STANDING = {
    name: {"exited_on"}
    for name in (
        "blacklisted", "poor_credit_entities", "poor_credit_reports", "blacklisted_trained", "blacklisted_pledged",
        "listed_entities", "serious_entities", "trusted_enterprises",
    )
}  # fmt: skip
"""A list without dates of exit is of those who stand on it."""


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_has_the_window_and_the_unit_that_the_dictionary_states(measure):
    fact = facts.dictionary()[measure.fact]
    assert not measure.window and not measure.counted and fact.counted
    assert measure.span == fact.window and measure.how == WAYS.get(fact.counted, BODIES)
    condition = str(measure.met(load_moment("2021-03")))
    begins = {"month_end": set(), "month": {"2021-03-01"}, "twelve_months": {"2020-04-01"}}[fact.window]
    assert {day for day in ("2021-03-01", "2020-04-01") if day in condition or _day(day) in condition} == begins


WAYS = {"record": COUNT, "amount": SUM, "mean": MEAN}


def _day(text):
    """As the expression may write it."""
    return f"datetime.date({', '.join(str(int(part)) for part in text.split('-'))})"


def test_two_measures_of_one_fact_are_refused():
    with pytest.raises(ValueError, match="two measures of codes_total"):

        @declares("codes")
        def codes_total(moment):
            return moment


def test_the_window_ends_with_the_month():
    when = load_moment("2021-03")
    assert (when.start, when.end) == (date(2020, 4, 1), date(2021, 3, 31))
    assert when.window("month").months == ("2021-03",) and len(when.window(TWELVE_MONTHS).months) == 12


@pytest.mark.parametrize("month", ["2013-03", "2098-01"])
def test_a_year_that_the_calendar_does_not_know_is_an_error(month):
    with pytest.raises(InputError, match=r"calendar\.csv"):
        load_moment(month)
