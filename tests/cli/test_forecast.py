"""`scorecard forecast`: on a terminal, as data, as files; under a year it says so; nothing is kept as a figure."""

from __future__ import annotations

import csv
import io
import json

import pytest

import forecast_homes

CITY, MONTH = forecast_homes.CITY, forecast_homes.MONTH


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return forecast_homes.project(tmp_path)


@pytest.fixture
def ask(scorecard, home):
    return lambda *more, month=MONTH: scorecard("forecast", "--city", "江阴", "--month", month, *more)


def kept(home):
    return {path: path.read_bytes() for path in sorted((home / "data").rglob("*")) if path.is_file()}


def test_totals_tests_and_figures_are_shown_and_nothing_is_kept(ask, home):
    before = kept(home)
    ran = ask("--ahead", "2")
    assert ran.code == 0 and "预测 2021年5月" in ran.out and "不达标的可能性" in ran.out and "预测不是事实" in ran.out
    assert "预测 2021年6月" not in ran.out and kept(home) == before


@pytest.mark.parametrize("form", ["json", "csv"])
def test_as_data(ask, form):
    ran = ask("--ahead", "1", "--format", form, "--rulebook", "hard-2019")
    rows = json.loads(ran.out)["figures"] if form == "json" else list(csv.DictReader(io.StringIO(ran.out)))
    assert ran.code == 0 and {row["month"] for row in rows} == {"2021-04"} and len(rows) > 100
    permits = next(row for row in rows if row["fact"] == "permits")
    assert float(permits["low"]) < float(permits["middle"]) < float(permits["high"])
    if form == "json":
        answer = json.loads(ran.out)
        assert answer["covered"] == 0.9 and {"past", "totals", "tests", "drivers", "backtest"} <= set(answer)


@pytest.mark.parametrize("name", ["xlsx", "html", "svg", "png"])
def test_as_a_file(ask, tmp_path, name):
    first, again = tmp_path / f"a.{name}", tmp_path / f"b.{name}"
    assert ask("--ahead", "1", "--output", first).code == ask("--ahead", "1", "--output", again).code == 0
    assert first.read_bytes() == again.read_bytes()


def test_with_a_plan_beside(ask):
    ran = ask("--ahead", "1", "--rulebook", "hard-2019", "--reach", "32")
    assert ran.code == 0 and "（按计划实施）" in ran.out and "按计划实施：2021年4月起达到" in ran.out


def test_a_place_is_unknown_while_nobody_else_of_the_league_has_figures(ask):
    """The demanded place is said, with why its chance cannot be: never as if the others stood still."""
    ran = ask("--ahead", "1")
    assert ran.code == 0 and "同组前 100 名" in ran.out and "无法判断" in ran.out
    assert "同组另有" in ran.out and "没有数据，可能在前，也可能在后" in ran.out
    (row,) = json.loads(ask("--ahead", "1", "--format", "json").out)["places"]
    assert (row["place"], row["units"], row["least"], row["most"]) == (100, 1, 0.0, 1.0) and row["absent"] > 300


def test_another_place_or_none_can_be_asked_for(ask):
    ran = ask("--ahead", "1", "--place", "20", "--format", "json")
    assert {row["place"] for row in json.loads(ran.out)["places"]} == {20}
    assert json.loads(ask("--ahead", "1", "--place", "0", "--format", "json").out)["places"] == []


def test_under_a_year_it_says_so(ask):
    ran = ask(month="2019-02")
    assert ran.code == 0 and "历史不足 12 个月，暂不预测" in ran.out and "≈" not in ran.out


def test_english(ask):
    ran = ask("--ahead", "1", "--lang", "en")
    assert ran.code == 0 and "A forecast is no fact" in ran.out


@pytest.mark.parametrize(("more", "said"), [
    (("--ahead", "7"), "1 至 6"), (("--output", "list.odt"), ".xlsx"), (("--rulebook", "hard-2018"), "hard-2019"),
    (("--reach", "99", "--rulebook", "hard-2019"), "没有能实现"),
])  # fmt: skip
def test_a_mistake_is_said_in_a_sentence(ask, more, said):
    ran = ask(*more)
    assert ran.code == 1 and said in ran.err and "Traceback" not in ran.err


def test_a_city_without_figures_is_told_so(scorecard, home):
    ran = scorecard("forecast", "--city", "昆山", "--month", MONTH)
    assert ran.code == 1 and "320583" in ran.err and "Traceback" not in ran.err
