"""From a Word table of 25 items and a list of 20 towns to a ranked bulletin and a town's what-if, without an editor."""

from __future__ import annotations

import json
import shutil

import pytest

import office_tables as office
import town_assessments as towns
from analysis.views import panels

BOOK, MONTH, TOWN = "镇街考核", "2026-10", "高桥镇"
ASKED = ("--rulebook", BOOK, "--month", MONTH)
FIGURES = towns.drawn_figures(13)
TRUTH = towns.recounted(FIGURES)
TOTALS = {town: sum(points.values()) for town, points in TRUTH.items()}


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path / "home")
    shutil.copy(office.ROOT / "data" / "divisions.csv", folder / "data")
    shutil.copytree(office.ROOT / "notebooks", folder / "notebooks")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def walked(scorecard, home):
    """The office's way up to figures that are stored, each step as the one before says it."""
    made = scorecard("rulebooks", "new", BOOK, "--from", towns.word_document(home / "考核细则.docx"))
    assert made.code == 0 and "25 项" in made.out and "18 项" in made.out and "7 项公式待定" in made.out
    assert towns.TITLE in made.out and f"scorecard app --rulebook {BOOK} --workshop" in made.out
    todo = json.loads(scorecard("rulebooks", "todo", BOOK, "--format", "json").out)
    assert [row["clause"] for row in todo if row["work"] == "open"] == list(towns.WRITTEN)
    assert scorecard("rulebooks", "confirm", BOOK).code == 0
    for clause, parts in towns.WRITTEN.items():
        written(clause, parts)
    assert "没有待办" in scorecard("rulebooks", "todo", BOOK).out
    taken = scorecard("units", "--city", "江阴", "--from", towns.town_list(home / "名单.xlsx"), "--kind", "镇")
    assert taken.code == 0 and "镇、街道 20 个" in taken.out
    form = home / "待填.xlsx"
    assert scorecard("template", *ASKED, "--city", "江阴", "--kind", "镇", form).code == 0
    assert towns.fill_form(form, FIGURES) == len(towns.TOWNS) * len(towns.FIGURES)
    kept = scorecard("store", form, "--rulebook", BOOK)
    assert kept.code == 0 and "20 个单位" in kept.out
    return home


def written(clause, parts):
    """An item written on the page of the workshop and confirmed there."""
    shop = panels.workshop(BOOK, "zh", clause)
    for part, text in parts.items():
        before = f"{shop.inputs[part].value}\n" if part == "values" else ""
        shop.inputs[part].value = before + text
    shop.save(True)
    assert "已保存并确认" in shop.said.value, shop.faults.value


def card_of(scorecard, *more):
    (*_, card) = json.loads(scorecard("score", *ASKED, "--city", TOWN, "--format", "json", *more).out)["cards"]
    return card


def test_an_empty_folder_is_told_what_a_project_needs(scorecard, tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    ran = scorecard("rulebooks")
    assert ran.code == 1 and "params、notebooks 和 data/cities.csv" in ran.err and str(tmp_path) in ran.err
    assert scorecard("rulebooks", "new", "--help").code == 0


def test_every_item_of_every_town_is_what_the_table_says(walked, scorecard):
    places = json.loads(scorecard("league", *ASKED, "--kind", "镇", "--format", "json").out)["places"]
    assert {row["name"]: row["points"] for row in places} == pytest.approx(TOTALS)
    ordered = sorted(TOTALS.values(), reverse=True)
    ranked = {town: 1 + ordered.index(total) for town, total in TOTALS.items()}
    assert {row["name"]: (row["best"], row["worst"]) for row in places} == {
        town: (place, place) for town, place in ranked.items()
    }
    assert scorecard("league", *ASKED).code == 1 and "--kind" in scorecard("league", *ASKED).err
    for town in towns.TOWNS:
        (card,) = json.loads(scorecard("score", *ASKED, "--city", town, "--format", "json").out)["cards"]
        found = {row["clause"]: row["points"] or 0 for row in card["clauses"]}
        assert found == pytest.approx(TRUTH[town]), town


def test_the_bulletin_is_ranked_and_a_town_asks_what_if(walked, scorecard):
    done = scorecard("bulletin", *ASKED, "--kind", "镇", "--formats", "html,docx")
    folder = walked / "reports" / "bulletins" / f"{MONTH}-{BOOK}-town"
    assert done.code == 0 and (folder / "bulletin.docx").is_file()
    page = (folder / "bulletin.html").read_text("utf-8")
    heads = (folder / "bulletin.csv").read_text("utf-8-sig").splitlines()[0]
    assert heads.startswith("镇、街道代码 city,镇、街道 name")
    best, *_ = sorted(TOTALS, key=lambda town: -TOTALS[town])
    assert best in page and f"{TOTALS[best]:.2f}" in page and "城市" not in page
    more = {"·报送": 12, "信用信息归集量": 9000}
    changed = towns.recounted({**FIGURES, TOWN: {**FIGURES[TOWN], **more}})[TOWN]
    asked = ("--set", "item_4_1=12", "--set", "信用信息归集量=9000")
    assert card_of(scorecard, *asked)["points"] == pytest.approx(sum(changed.values()))
    assert card_of(scorecard)["points"] == pytest.approx(TOTALS[TOWN])
    assert scorecard("levers", *ASKED, "--city", TOWN).code == 0
    assert scorecard("what-if-page", *ASKED, "--city", TOWN, walked / "试算.html").code == 0
    offline = (walked / "试算.html").read_text("utf-8")
    assert "镇、街道、月份" in offline and "城市、月份" not in offline
    panel = panels.panel(panels.State(TOWN, MONTH, BOOK))
    heads = [row.children[0].value for row in panel.places.box.children]
    assert "镇、街道" in heads[0] and "城市" not in heads[0]


def test_a_towns_report_says_whose_work_is_judged(walked, scorecard):
    done = scorecard("report", *ASKED, "--city", TOWN, "--formats", "docx", "--annex")
    assert done.code == 0, done.err
    (folder,) = (walked / "reports").glob(f"*/{MONTH}")
    page = (folder / "index.html").read_text("utf-8")
    assert TOWN in page and f"{TOTALS[TOWN]:.2f}" in page and "城市政府的工作" not in page
