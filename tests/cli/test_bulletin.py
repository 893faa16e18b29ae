"""`scorecard bulletin`: published, shown as text, JSON and CSV, and what it says where nothing can be ranked."""

from __future__ import annotations

import json

import pytest

import nations

MONTH = ("--month", "2021-03")
CITIES = ["江阴", "宜兴", "昆山", "无锡"]


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        home = nations.empty_project(tmp_path_factory.mktemp("nation"))
        patch.setenv("CITY_CREDIT_HOME", str(home))
        nations.simulated(CITIES, months=2)
        yield home


def test_it_is_published_and_says_where(scorecard, nation):
    ran = scorecard("bulletin", *MONTH, "--league", "3", "--formats", "html")
    assert ran.code == 0 and "通报已发布" in ran.out
    assert (nation / "reports" / "bulletins" / "2021-03-hard-2019-league-3" / "bulletin.html").is_file()


def test_as_text_it_has_all_its_parts_and_publishes_nothing(scorecard, nation):
    ran = scorecard("bulletin", *MONTH, "--format", "table", "--cities", "江阴,宜兴")
    assert ran.code == 0 and not list((nation / "reports" / "bulletins").glob("*units*"))
    parts = ("总体情况", "名次与升降", "先进指标", "存在问题", "下一步工作")
    assert [part for part in parts if part not in ran.out] == [] and "昆山" not in ran.out


def test_json_and_csv_hold_the_same_unrounded_figures(scorecard, nation):
    answer = json.loads(scorecard("bulletin", *MONTH, "--format", "json").out)
    rows = scorecard("bulletin", *MONTH, "--format", "csv").out.splitlines()
    places = answer["bulletin"]["places"]
    assert len(rows) - 1 == len(places) == len(CITIES) and rows[0].startswith("city,name,league")
    for row, line in zip(places, rows[1:], strict=True):
        assert line.startswith(f"{row['city']},{row['name']},") and str(row["low"]) in line
    assert answer["parts"]["places"]["sentences"]


def test_a_file_of_cities_and_another_rulebook_in_english(scorecard, nation, tmp_path):
    (tmp_path / "cities.txt").write_text("江阴\n320583\n", "utf-8")
    ran = scorecard("bulletin", *MONTH, "--cities", tmp_path / "cities.txt", "--rulebook", "monitoring-2021",
                    "--scenario", "assumed-benchmarks", "--format", "table", "--lang", "en")  # fmt: skip
    assert ran.code == 0 and "Circular on credit building, March 2021" in ran.out and "Jiangyin" in ran.out


def test_one_city_is_not_ranked(scorecard, nation):
    ran = scorecard("bulletin", *MONTH, "--cities", "江阴", "--format", "table")
    assert ran.code == 0 and "仅 1 个单位，无从排名。" in ran.out


def test_nothing_to_tell_of_is_a_fault(scorecard, nation):
    for more in (("--month", "2020-01"), (*MONTH, "--league", "1"), (*MONTH, "--cities", "杭州")):
        ran = scorecard("bulletin", *more)
        assert ran.code == 1 and "无从通报" in ran.err
