"""A rulebook is put in place whole or not at all, never over another; proposals become the office's own."""

from __future__ import annotations

import pytest

import office_tables as office
from analysis import rulebooks
from analysis.assessment_tables import confirm_proposals, new_rulebook
from analysis.problems import InputError

ROWS = [("序号", "考核内容", "分值", "评分标准"), ("1", "宣传", "2", "每次得1分"), ("2", "排名", "3", "按排名得分")]


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path / "home")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    return folder


@pytest.fixture
def table(home):
    return office.csv_table(home / "表.csv", ROWS)


def test_a_name_that_is_there_is_never_written_over(home, table):
    new_rulebook("细则", table)
    before = rulebooks.load("细则").sha256
    for name in ("细则", "hard-2019"):
        with pytest.raises(InputError, match="没有动它"):
            new_rulebook(name, table)
    assert rulebooks.load("细则").sha256 == before


def test_what_is_replaced_is_kept_aside_and_is_no_rulebook(home, table):
    new_rulebook("细则", table)
    first = (home / "params/rulebooks/细则/1_item.toml").read_bytes()
    office.csv_table(table, [*ROWS[:2]])
    for _ in range(2):
        new_rulebook("细则", table, replace=True)
    assert list(rulebooks.load("细则").clauses) == ["1"]
    kept = home / "params/rulebooks/.replaced"
    assert sorted(path.name for path in kept.iterdir()) == ["细则-1", "细则-2"]
    assert (kept / "细则-1" / "1_item.toml").read_bytes() == first and (kept / "细则-1" / "2_item.toml").is_file()
    assert "细则" in rulebooks.rulebook_ids() and not any("replaced" in name for name in rulebooks.rulebook_ids())


def test_a_table_with_faults_leaves_nothing_and_what_was_there_stands(home, table):
    new_rulebook("细则", table)
    before = sorted(path for path in (home / "params/rulebooks").rglob("*"))
    office.csv_table(table, [*ROWS, ("2", "再一", "4", "每次得1分")])
    with pytest.raises(InputError, match="与第 3 行相同"):
        new_rulebook("细则", table, replace=True)
    assert sorted(path for path in (home / "params/rulebooks").rglob("*")) == before


@pytest.mark.parametrize("name", ["", "../x", "a/b", "-x", ".x", "a b", "细" * 41, "CON:", "x\0y", "total?"])
def test_a_name_that_is_no_folders_is_refused(home, table, name):
    with pytest.raises(InputError, match="只用汉字、字母"):
        new_rulebook(name, table)


def test_confirmed_proposals_are_the_offices_own(home, table):
    new_rulebook("细则", table)
    with pytest.raises(InputError) as error:
        confirm_proposals("细则", ["2", "9"])
    assert len(error.value.problems) == 2 and rulebooks.load("细则").clauses["1"].provenance == "proposed"
    assert confirm_proposals("细则") == ["1"]
    book = rulebooks.load("细则")
    assert book.clauses["1"].provenance == "local" and book.clauses["1"].notes[0].mark == "local"
    assert book.clauses["2"].provenance == "text" and book.clauses["2"].blank
    assert confirm_proposals("细则") == []
