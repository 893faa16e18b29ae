"""A tournament in words and tables: the finding is what the frames say."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis.questions import tournament
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.views import tournament_tables as shown
from analysis.views.words import rounded_text
from published_kinds import Kind, book_of

VALUES = {"most": (5, "point"), "each": (1, "point/document")}
READING = ('[[reading]]\nname = "cases"\nzh = "按件"\npoints = "min(most, per * found)"\nwhy = "w"\nwhy_zh = "因"\n'
           'provenance = "assumed"\n')  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Documents count, or by the other reading cases do."""
    values = VALUES | {"per": (1, "point/case")}
    path = book_of(
        tmp_path_factory.mktemp("book") / "book", **{"1": Kind("一。", "min(most, each * answered)", values=values)}
    )
    [file] = path.glob("1_*.toml")
    file.write_text(f"{file.read_text('utf-8')}\n{READING}", "utf-8")
    return path


def played(book, *listed):
    rows = pl.concat([made_up.row("320281", answered=1.0, found=1.0), made_up.row("320282", answered=4.0, found=3.0)])
    return tournament.play(rows, book, made_up.MONTH, [BASELINE, *listed])


MORE = Scenario("多办文", (Change("answered", "add", 2.0),))
BOTH = Scenario("都多办", (Change("answered", "add", 2.0), Change("found", "add", 2.0)))
CASES = Scenario("多办案", (Change("found", "add", 2.0),))


def test_one_that_is_nowhere_below_is_said_to_be_best(book):
    result = played(book, MORE, BOTH, CASES)
    assert result.best == "都多办"
    assert "“都多办”在全部 2 个单位均不低于其他方案" in shown.tournament_finding(result)
    table = shown.tournament_table(result)
    assert table.rows[0][0] == "都多办" and table.title == shown.tournament_finding(result)
    assert {row[0]: row[6] for row in table.rows}["多办文"] == "都多办" and "共 2 种组合" in table.notes[0]


def test_where_the_reading_decides_nobody_is_best_and_regret_is_told(book):
    result = played(book, MORE, CASES)
    finding = shown.tournament_finding(result)
    assert "没有一个" in finding and rounded_text(result.ranked()["regret"][0]) in finding
    rows = shown.tournament_cities_table(result).rows
    assert [row[0] for row in rows] == ["江阴市", "宜兴市"] and rows[0][4] == "因读法而异"


def test_long_names_are_numbered_and_told_once(book):
    long = Scenario("一个名称很长很长很长很长很长的方案", BOTH.changes)
    result = played(book, long)
    table = shown.tournament_table(result)
    assert table.rows[0][0] == "方案1：一个名称很长很长很长很长很长的方案" and table.rows[1][6] == "方案1"
    assert "“方案1”" in table.title and shown.scenario_labels(result, "en") == {
        long.name: "Scenario 1",
        "baseline": "Scenario 2",
    }


def test_in_english(book):
    result = played(book, BOTH)
    assert "都多办 is nowhere below another in all 2 units" in shown.tournament_finding(result, "en")
    assert shown.tournament_table(result, "en").rows[1][0] == "Baseline"


def test_a_made_up_city_is_called_by_its_code():
    assert shown.city_name("999999", "zh") == "999999"
