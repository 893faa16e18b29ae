"""`scorecard store`, then all that is asked of a town: score, what-if, ranking, circular."""

from __future__ import annotations

import csv
import io
import json

import pytest

import towns

BOOK, MONTH = ("--rulebook", towns.BOOK), ("--month", towns.MONTH)
BEST = max(events for events, _ in towns.EVENTS.values())


@pytest.fixture(autouse=True)
def figures(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return towns.build(tmp_path)


@pytest.fixture
def stored(scorecard, figures):
    assert scorecard("store", figures, *BOOK).code == 0


def points(answer: str, clause: str = "1") -> float:
    (card,) = json.loads(answer)["cards"]
    return next(row["points"] for row in card["clauses"] if row["clause"] == clause)


def test_one_table_becomes_a_file_a_unit_and_month_read_back_as_it_was(scorecard, figures, tmp_path):
    ran = scorecard("store", figures, *BOOK)
    assert ran.code == 0 and "5 个单位、2 个月、25 个数字，9 个文件" in ran.out
    assert (tmp_path / "data" / "facts" / "320281L00013" / "2021-03.csv").is_file()
    whole = scorecard("score", figures, *BOOK, "--city", "华士", *MONTH, "--format", "json").out
    assert scorecard("score", *BOOK, "--city", "华士", *MONTH, "--format", "json").out == whole


def test_other_figures_that_are_there_are_left_alone_unless_they_are_to_give_way(scorecard, figures, stored):
    assert scorecard("store", figures, *BOOK).code == 0, "the same once more"
    figures.write_text(
        figures.read_text("utf-8").replace("2021-03,诚信宣传活动次数,4", "2021-03,诚信宣传活动次数,5"), "utf-8"
    )
    ran = scorecard("store", figures, *BOOK)
    assert ran.code == 1 and "320281107/2021-03.csv" in ran.err and ran.err.count("2021-03.csv") == 1
    assert scorecard("store", figures, *BOOK, "--replace").code == 0
    assert points(scorecard("score", *BOOK, "--city", "华士", *MONTH, "--format", "json").out) == 10 * 5 / BEST


@pytest.mark.parametrize("name", towns.EVENTS)
def test_a_town_is_compared_with_the_towns_and_never_with_a_department(scorecard, stored, name):
    """Ten points times its share of the best town; the department has 99 events."""
    answer = scorecard("score", *BOOK, "--city", name, *MONTH, "--format", "json").out
    assert points(answer) == pytest.approx(10 * towns.EVENTS[name][0] / BEST) and points(answer, "2") == 3


def test_a_what_if_moves_one_town_and_leaves_the_others(scorecard, stored):
    more = scorecard("score", *BOOK, "--city", "华士", *MONTH, "--set", "诚信宣传活动次数=6", "--format", "json")
    assert points(more.out) == 10 * 6 / BEST
    beside = scorecard("compare", *BOOK, "--city", "华士", *MONTH, "--set", "诚信宣传活动次数=6")
    assert "+2.50" in beside.out, "(6 - 4) of the best town's 8"


def test_towns_are_ranked_among_themselves(scorecard, stored):
    ran = scorecard("league", "--kind", "镇", *BOOK, *MONTH, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    ordered = sorted(towns.EVENTS, key=lambda name: -towns.EVENTS[name][0])
    assert [(row["name"], row["rank"]) for row in rows] == [(name, str(at)) for at, name in enumerate(ordered, 1)]
    assert {row["cities"] for row in rows} == {"4"}
    shown = scorecard("league", "--city", "华士", *BOOK, *MONTH)
    assert "江阴市镇、街道" in shown.out and "市财政局" not in shown.out and "报来的数" not in shown.out
    assert "没有一个城市" in scorecard("league", *BOOK, *MONTH).err, "without --kind it is the cities that are ranked"


def test_a_kind_that_is_none_is_refused_with_those_there_are(scorecard, stored):
    ran = scorecard("league", "--kind", "村", *BOOK, *MONTH)
    assert ran.code == 1 and "镇、街道" in ran.err


def test_the_circular_of_the_towns_compares_them_with_the_month_before(scorecard, stored, tmp_path):
    ran = scorecard("bulletin", "--kind", "镇", *BOOK, *MONTH, "--format", "json")
    rows = {row["name"]: row for row in json.loads(ran.out)["bulletin"]["places"]}
    best = max(before for _, before in towns.EVENTS.values())
    moved = {name: 10 * now / BEST - 10 * before / best for name, (now, before) in towns.EVENTS.items()}
    assert {name: row["change"] for name, row in rows.items()} == pytest.approx(moved)
    done = scorecard("bulletin", "--kind", "镇", *BOOK, *MONTH, "--formats", "docx,html")
    folder = tmp_path / "reports" / "bulletins" / "2021-03-towns-town"
    assert done.code == 0 and {"bulletin.docx", "bulletin.html", "manifest.json"} <= {
        path.name for path in folder.iterdir()
    }
    assert "data/units/320281.csv" in (folder / "manifest.json").read_text("utf-8")


def test_named_towns_need_no_kind(scorecard, stored):
    ran = scorecard("bulletin", "--cities", "华士,新桥", *BOOK, *MONTH, "--format", "csv")
    assert ran.code == 0 and [row["name"] for row in csv.DictReader(io.StringIO(ran.out))] == ["新桥镇", "华士镇"]


def test_why_a_score_moved_leaves_no_comparing_clause_open(scorecard, stored):
    ran = scorecard("change", "--city", "华士", "--from", "2021-02", "--to", "2021-03", *BOOK)
    assert ran.code == 0 and ran.err == ""


def test_kinds_that_the_project_ranks_together_are_compared_and_listed_together(scorecard, stored, tmp_path):
    """The department's 99 events are then the best of all, and it stands among the towns."""
    path = tmp_path / "params" / "unit_kinds.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('league  = "department"', 'league  = "town"'), "utf-8")
    answer = scorecard("score", *BOOK, "--city", "华士", *MONTH, "--format", "json").out
    assert points(answer) == pytest.approx(10 * towns.EVENTS["华士镇"][0] / 99)
    for kind in ("镇", "部门"):
        ran = scorecard("league", "--kind", kind, *BOOK, *MONTH)
        assert "镇、街道、部门" in ran.out and "市财政局" in ran.out and "共 5 个" in ran.out
