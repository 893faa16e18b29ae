"""The hundred dated examples: all there, across every change, and one that is wrong stops the reading."""

from __future__ import annotations

import calendar
import csv
import shutil
from datetime import date, timedelta

import pytest

from analysis.facts.measured.repair_examples import checked_repair_rules
from analysis.paths import root
from analysis.problems import InputError

PERIODS = {
    "2019-527": {"general": (3, 12), "serious": (6, 36), "specific": (None, 36)},
    "2023-58": {"ordinary": (3, 36), "named_fields": (12, 36)},
    "2025-22": {"minor": (None, 3), "general": (3, 12), "serious": (12, 36)},
    "2026-36": {"minor": (None, 3), "general": (3, 12), "serious": (12, 36)},
}
SWITCHES = ("2019-07-01", "2023-05-01", "2025-06-22", "2026-04-01")


def rows():
    with (root() / "params" / "repair" / "examples.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def last_of(day: date, months: int) -> date:
    """The last day of a period of months by the Civil Code, article 202, in plain Python."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def test_there_are_a_hundred_and_each_is_another():
    keys = [(row["rule"], row["subject"], row["dated"], row["on"], row["class"]) for row in rows()]
    assert len(keys) == len(set(keys)) == 100


@pytest.mark.parametrize("switch", SWITCHES)
def test_the_day_before_and_the_day_of_every_change_are_among_them(switch):
    before = (date.fromisoformat(switch) - timedelta(days=1)).isoformat()
    assert {before, switch} <= {row["dated"] for row in rows()}


def test_each_day_equals_a_second_working_by_plain_dates():
    for row in (row for row in rows() if row["stands"] != "no"):
        shortest, longest = PERIODS[row["rule"]][row["class"]]
        dated = date.fromisoformat(row["dated"])
        assert row["last_display"] == str(last_of(dated, longest)), row
        first = "" if shortest is None else str(last_of(dated, shortest) + timedelta(days=1))
        assert row["first_repair"] == first, row


@pytest.fixture
def folder(tmp_path, monkeypatch):
    place = tmp_path / "params" / "repair"
    shutil.copytree(root() / "params" / "repair", place)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return place


def test_a_wrong_example_stops_the_reading_and_is_named(folder):
    path = folder / "examples.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("general,decision,2019-10-02", "general,decision,2019-10-01"), "utf-8")
    with pytest.raises(InputError, match=r"examples.csv:2(.|\n)*2019-10-01(.|\n)*2019-10-02"):
        checked_repair_rules()


def test_a_changed_period_breaks_the_examples(folder):
    path = folder / "2026-36.toml"
    path.write_text(path.read_text("utf-8").replace("longest  = 12", "longest  = 13"), "utf-8")
    with pytest.raises(InputError) as said:
        checked_repair_rules()
    assert len(said.value.problems) > 10


def test_the_other_way_of_counting_breaks_the_examples(folder):
    path = folder / "counting.toml"
    path.write_text(path.read_text("utf-8").replace("counts = false", "counts = true"), "utf-8")
    with pytest.raises(InputError):
        checked_repair_rules()


@pytest.mark.parametrize("text", [None, "rule,subject\n", "a,b\n2,3\n"])
def test_examples_that_cannot_be_read_are_said(folder, text):
    path = folder / "examples.csv"
    path.unlink()
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="算例"):
        checked_repair_rules()
