"""`scorecard league`: places, peers, the demanded place, and all of it as files."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from analysis import simulations

ROOT = Path(__file__).resolve().parents[2]
CITIES = ["江阴", "宜兴", "昆山", "无锡", "南京"]
MONTH = ("--month", "2021-03")


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "params", home / "params")
    (home / "data").mkdir()
    for table in ("cities.csv", "divisions.csv"):
        shutil.copy(ROOT / "data" / table, home / "data" / table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(home))
        simulations.simulate_nation(CITIES, "2021-03", 3, 1)
    return home


@pytest.fixture(autouse=True)
def here(nation, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(nation))


def test_each_league_is_placed_by_itself(scorecard):
    ran = scorecard("league", *MONTH)
    assert ran.code == 0
    assert [part for part in ("省会及副省级以上城市", "地级市", "县级市") if part not in ran.out] == []
    assert all(f"{name}市" in ran.out for name in CITIES)


def test_a_citys_league_its_clauses_and_the_demanded_place(scorecard):
    ran = scorecard("league", *MONTH, "--city", "江阴")
    assert ran.code == 0 and "南京市" not in ran.out
    assert "下四分位" in ran.out and "18.3" in ran.out
    assert "官方名次" in ran.out and "此处只有 3 个同类城市，不足 100 个" in ran.out


def test_another_rulebook_and_scenario_in_english(scorecard):
    ran = scorecard("league", *MONTH, "--rulebook", "monitoring-2021", "--scenario", "assumed-benchmarks",
                    "--league", "3", "--peers", "--lang", "en")  # fmt: skip
    assert ran.code == 0 and "County-level cities" in ran.out and "Lower quartile" in ran.out


def test_as_json_nothing_is_rounded(scorecard):
    answer = json.loads(scorecard("league", *MONTH, "--format", "json").out)
    assert set(answer) == {"places", "peers", "demand"} and len(answer["places"]) == len(CITIES)
    place = next(row for row in answer["places"] if row["city"] == "320281")
    assert place["low"] <= place["high"] and place["cities"] == 3


def test_as_files_for_spreadsheets(scorecard, tmp_path):
    for name in ("league.csv", "league.xlsx"):
        assert scorecard("league", *MONTH, "--output", tmp_path / name).code == 0
    rows = pl.read_csv(tmp_path / "league.csv", schema_overrides={"city": pl.String})
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "league.xlsx").read_bytes()))
    assert book.sheetnames == ["places", "peers", "demand"]
    cells = [row[0] for row in book["places"].iter_rows(min_row=2, values_only=True)]
    assert rows["city"].to_list() == cells and len(cells) == len(CITIES)


def test_what_has_no_figures_is_told(scorecard):
    ran = scorecard("league", "--month", "2020-01")
    assert ran.code == 1 and "Nobody has figures of this month" in ran.err
    ran = scorecard("league", *MONTH, "--city", "杭州")
    assert ran.code == 1 and "no figures of 杭州" in ran.err
