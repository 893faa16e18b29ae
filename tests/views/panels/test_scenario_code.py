"""Scenarios written as Python and as a command line."""

from __future__ import annotations

import shlex

import pytest

from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.views.panels import scenario_code
from analysis.views.panels.session_data import Selection
from panel_homes import CITY, LOANS, MONTH

PLACE = Selection(CITY, MONTH, "hard-2019")


def test_every_file_up_to_the_month_is_named():
    names = [f"data/facts/{CITY}/2021-{month:02d}.csv" for month in (1, 2, 3)]
    assert scenario_code.figure_files(PLACE) == names
    assert scenario_code.figure_files(Selection(CITY, "2021-01", "hard-2019")) == names[:1]


def test_each_way_of_changing_is_written_as_the_command_reads_it():
    own = (Change(LOANS, "add", -1.5e8), Change("joint_domains", "scale", 1.1), Change("17.reading", "set", "linear"))
    words = shlex.split(scenario_code.command_line(PLACE, BASELINE, own))
    expected = ["--set", f"{LOANS}=+-150000000", "--set", "joint_domains=*1.1", "--reading", "17=linear"]
    assert words[-len(expected) :] == expected


def test_a_base_is_named_first():
    base = Scenario("assumed-benchmarks", (Change("1.full", "set", 1.0),))
    assert "--scenario assumed-benchmarks --set" in scenario_code.command_line(
        PLACE, base, (Change(LOANS, "set", 1.0),)
    )


def test_very_small_numbers_have_no_exponent():
    assert (
        "e"
        not in scenario_code.command_line(PLACE, BASELINE, (Change("18.3.rate", "set", 3e-184),)).partition("--set")[2][
            12:
        ]
    )


def test_texts_in_python_are_quoted():
    scenario = Scenario("x", (Change(LOANS, "set", 1.0, note='"; import os'),))
    assert "note='\"; import os'" in scenario_code.python_code(PLACE, scenario)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'title = "x"\n\nnot toml', "第 3 行不合 TOML 的写法"),
        (b'title = "x', "第 1 行的引号没有成对"),
        ('title = "江阴"'.encode("gbk"), "请另存为 UTF-8"),
        (f"x = {'[' * 5000}".encode(), "括号嵌套过深"),
    ],
)
def test_an_unreadable_file_says_where_and_why(content, said):
    with pytest.raises(InputError, match=said):
        scenario_code.parse_scenario_file(content, "mine.toml")


def test_the_fault_of_a_change_stands_at_its_line():
    """The second change begins in line 5 of the file and has no amount."""
    content = '[[change]]\ntarget = "xinyi_domains"\nhow = "set"\namount = 3\n[[change]]\ntarget = "permits"\n'
    with pytest.raises(InputError) as refused:
        scenario_code.parse_scenario_file(content.encode(), "mine.toml")
    assert [problem.where for problem in refused.value.problems] == ["mine.toml, 第 5 行 line 5"]
