"""Rule values of measuring: unit and source each, stated choices, and values in force from a day on."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measured.rule_values import measuring_values
from analysis.problems import InputError


@pytest.fixture
def measures(home):
    """Writes the file of rule values."""

    def write(text):
        path = home / "params" / "measures.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    return write


def test_every_rule_value_has_its_unit_and_source():
    values = measuring_values()
    assert set(values) == {"window_months", "disclosure_deadline", "rest_day_after_deadline", "repair_deadline"}
    assert all(value.unit and value.zh and all(period.source for period in value.periods) for value in values.values())


def test_repairs_of_2021_and_of_2026_are_judged_by_their_own_period():
    """Ten working days from acceptance were assumed; from 22 June 2025 they are printed, from the application."""
    repair = measuring_values()["repair_deadline"]
    of_2021, eve, first, of_2026 = (
        repair.on(day) for day in (date(2021, 3, 1), date(2025, 6, 21), date(2025, 6, 22), date(2026, 5, 1))
    )
    assert (of_2021.number, of_2021.clock) == (10, "accepted_on") and of_2021 == eve and "assumed" in eve.source
    assert (of_2026.number, of_2026.clock) == (10, "applied_on") and of_2026 == first and "22号" in first.source
    assert repair.between(date(2020, 4, 1), date(2021, 3, 31)) == (of_2021,)
    assert repair.between(date(2025, 1, 1), date(2025, 12, 31)) == (of_2021, of_2026)
    assert repair.between(date(2025, 6, 22), date(2025, 12, 31)) == (of_2026,)


DATED = """
[x]
unit = "day"
[[x.dated]]
is = 1
source = "s"
[[x.dated]]
from = 2022-01-01
is = 2
source = "s"
"""


@pytest.mark.parametrize(
    "text",
    [
        "[x]\nis = 1", "[x]\nis = 'a'\nunit='day'\nsource='s'", "[x", "x = 1", "[x]\nis=1\nunit='day'\nsource=''",
        "[x]\nis = 9\nchoices = [7, 20]\nunit = 'day'\nsource = 's'", "[x]\nis = true\nunit='day'\nsource='s'",
        DATED.replace("from = 2022-01-01", ""), DATED.replace("is = 1", "is = 1\nfrom = 2021-01-01"),
        DATED.replace("2022-01-01", "'2022-01-01'"),
    ],
)  # fmt: skip
def test_a_rule_value_that_is_not_whole_is_refused(measures, text):
    measures(text)
    with pytest.raises(InputError, match=r"Each value needs is|can't be read"):
        measuring_values()


def test_dated_values_are_in_force_from_their_day(measures):
    measures(DATED)
    value = measuring_values()["x"]
    assert [value.on(date(2021, 12, 31)).number, value.on(date(2022, 1, 1)).number] == [1, 2]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("until = 2021-11-30", ""), ("until = 2022-02-01", ""), ("from = 2020-01-01", ""), ("", "until = 2023-12-31")],
)
def test_a_gap_an_overlap_and_an_end_are_refused_with_the_day(measures, earlier, later):
    first, last = DATED.split("from = 2022-01-01")
    first = first.replace("is = 1", f"is = 1\n{earlier}")
    measures(f"{first}from = 2022-01-01\n{later}{last}")
    with pytest.raises(InputError) as refused:
        measuring_values()
    assert (earlier + later).split(" = ")[1] in refused.value.problems[0].zh


def test_times_that_meet_are_read_and_faults_are_told_all_at_once(measures):
    measures(DATED.replace("is = 1", "is = 1\nuntil = 2021-12-31"))
    assert [period.number for period in measuring_values()["x"].periods] == [1, 2]
    gap = DATED.replace("is = 1", "is = 1\nuntil = 2021-10-31")
    measures(gap + gap.replace("[x]", "[y]").replace("x.dated", "y.dated"))
    with pytest.raises(InputError) as refused:
        measuring_values()
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("turn", ["set", "after"])
def test_a_rule_set_by_a_test_is_gone_for_the_next(city, turn):
    """The project that tests share is the same for each: set in the first turn, as it stands in the second."""
    path = city / "params" / "measures.toml"
    assert measuring_values()["disclosure_deadline"].on(date(2021, 3, 1)).number == 7
    assert not (city / "params" / "repair" / "own.toml").exists()
    if turn == "set":
        (city / "params" / "repair" / "own.toml").write_text("", "utf-8")
        path.write_text(
            path.read_text("utf-8").replace("[disclosure_deadline]\nis = 7", "[disclosure_deadline]\nis = 20")
        )
        assert measuring_values()["disclosure_deadline"].on(date(2021, 3, 1)).number == 20
