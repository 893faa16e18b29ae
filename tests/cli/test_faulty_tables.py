"""A table with every fault at once: all are told in one go, by its own cells, and nothing is half made."""

from __future__ import annotations

import re
import shutil

import pytest

import faulty_tables as faulty
import office_tables as office

SHAPES = {"xlsx": (faulty.workbook, "坏.xlsx, 考核表", 2), "docx": (faulty.document, "坏.docx, 第1个表 table 1", 1)}
"""How the file is made, how its table is called, and how many rows stand above its first item."""


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path / "home")
    shutil.copy(office.ROOT / "data" / "divisions.csv", folder / "data")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    return folder


def told(text):
    """What is said of each place: the place's line, and the lines below it."""
    blocks = re.split(r"\n(?=\S)", text.strip())
    return {block.partition("\n")[0]: block.partition("\n")[2] for block in blocks}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_fault_of_a_table_is_told_at_once_by_its_row_and_column(scorecard, home, shape):
    make, table, above = SHAPES[shape]
    ran = scorecard("rulebooks", "new", "坏", "--from", make(home / f"坏.{shape}"), "--lang", "zh")
    found = told(ran.err)
    assert ran.code == 1 and f"共 {len(faulty.FAULTS)} 处问题" in ran.err and "Traceback" not in ran.err + ran.out
    for (row, column), words in faulty.FAULTS.items():
        place = f"{table}, 第{row + above}行 row {row + above}" + (f", {column}" if column else "")
        (said,) = [said for where, said in found.items() if re.sub(r", 第\d+项 item \d+$", "", where) == place]
        assert all(word in said for word in words), (place, said)
    rows = [int(match[1]) for where in found if (match := re.search(r"第(\d+)行", where))]
    assert rows == sorted(rows)


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_half_made_and_the_next_command_says_that_there_is_none(scorecard, home, shape):
    before = sorted(path.name for path in (home / "params" / "rulebooks").iterdir())
    scorecard("rulebooks", "new", "坏", "--from", SHAPES[shape][0](home / f"坏.{shape}"))
    assert sorted(path.name for path in (home / "params" / "rulebooks").iterdir()) == before
    for asked in (("rulebooks", "todo", "坏"), ("template", "--rulebook", "坏", home / "待填.xlsx")):
        ran = scorecard(*asked)
        assert ran.code == 1 and "没有此规则集" in ran.err and "Traceback" not in ran.err
    assert not (home / "待填.xlsx").exists()


def test_a_name_that_is_taken_is_told_beside_the_tables_faults(scorecard, home):
    ran = scorecard("rulebooks", "new", "hard-2019", "--from", faulty.workbook(home / "坏.xlsx"))
    assert ran.code == 1 and "已有这个规则集" in ran.err and f"共 {len(faulty.FAULTS) + 1} 处问题" in ran.err


def test_units_of_a_name_twice_and_other_faults_of_a_list_are_told_at_once(scorecard, home):
    ran = scorecard("units", "--city", "江阴", "--from", faulty.workbook(home / "坏.xlsx"))
    found = told(ran.err)
    assert ran.code == 1 and not (home / "data" / "units").exists()
    for (row, column), words in faulty.UNIT_FAULTS.items():
        assert words in found[f"坏.xlsx, 单位名单, 第{row}行 row {row}, {column}"], found


def test_a_list_in_a_word_document_is_said_to_be_saved_as_a_workbook(scorecard, home):
    ran = scorecard("units", "--city", "江阴", "--from", faulty.document(home / "坏.docx"))
    assert ran.code == 1 and "“另存为” .xlsx" in ran.err
