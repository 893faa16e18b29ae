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
    MONTH,
    SUM,
    YEAR,
    load_moment,
    measuring_values,
)
from analysis.facts.measured.registry import declare_measure as declares
from analysis.facts.measuring import city_facts  # noqa: F401  every measure is declared there
from analysis.problems import InputError
from analysis.registers import REGISTERS
from analysis.registers.schema import AMOUNT, FLOW


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_is_a_fact_and_says_what_counts(measure):
    assert measure.fact in facts.dictionary()
    assert "Unit: " in measure.meaning and "Source: " in measure.meaning and "Clause" in measure.meaning
    assert measure.how in (COUNT, SUM, MEAN, BODIES) and bool(measure.of) == (measure.how != COUNT)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_needs_only_columns_that_its_registers_may_lack(measure):
    for name in measure.registers:
        register = REGISTERS[name]
        lacking = {column.name for column in register.columns if not column.required}
        assert set(measure.columns) <= lacking
        assert not measure.of or measure.of in register.schema()
        if register.kind == FLOW and measure.span == YEAR:
            assert register.dated
        if measure.how == SUM:
            assert register.column(measure.of).kind == AMOUNT and measure.divisor == 100
    assert set(measure.also) <= set(REGISTERS)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_names_every_optional_column_that_its_condition_reads(measure):
    """Else a figure would be 0 where its column was not delivered."""
    condition = str(measure.select(load_moment("2021-03")))
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


def test_two_measures_of_one_fact_are_refused():
    with pytest.raises(ValueError, match="two measures of codes_total"):

        @declares("codes")
        def codes_total(moment):
            return moment


def test_the_window_ends_with_the_month():
    when = load_moment("2021-03")
    assert (when.start, when.end) == (date(2020, 4, 1), date(2021, 3, 31))
    assert when.window(MONTH).months == ("2021-03",) and len(when.window(YEAR).months) == 12


@pytest.mark.parametrize("month", ["2013-03", "2098-01"])
def test_a_year_that_the_calendar_does_not_know_is_an_error(month):
    with pytest.raises(InputError, match=r"calendar\.csv"):
        load_moment(month)


def test_every_rule_value_has_its_unit_and_source():
    assert measuring_values() == {"window_months": 12, "disclosure_deadline": 7, "repair_deadline": 10}


@pytest.mark.parametrize("text", ["[x]\nis = 1", "[x]\nis = 'a'\nunit='day'\nsource='s'", "[x", "x = 1"])
def test_a_rule_value_without_them_is_refused(home, text):
    path = home / "params" / "measures.toml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="Each value needs is, unit and source"):
        measuring_values()
