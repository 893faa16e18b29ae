"""Blank tables of costs and paces: they say nothing until they are filled, and then what was filled in."""

from __future__ import annotations

import io

import openpyxl
import pytest

from analysis.questions.lever_lattice import movable_facts
from analysis.questions.planning import COSTS, PACES, CostLine, PaceLine, read_costs, read_paces
from analysis.questions.starting_points import starting_point
from analysis.views import plan_templates

from . import asked_of

READ = {COSTS.zh: read_costs, PACES.zh: read_paces}


@pytest.fixture(scope="module")
def here():
    return starting_point(*asked_of.sample())


def written(here, table, tmp_path, **cells):
    """The blank table with some cells filled in, by figure and heading."""
    content, count = plan_templates.blank_table(here, table)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[table.zh]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for heading, value in cells.get(row[0].value, {}).items():
            row[heads.index(heading)].value = value
    book.save(tmp_path / "表.xlsx")
    return sheet, heads, count


@pytest.mark.parametrize("table", [COSTS, PACES], ids=["costs", "paces"])
def test_each_figure_that_can_be_moved_has_a_row_with_what_stands_and_says_nothing_yet(here, table, tmp_path):
    sheet, heads, count = written(here, table, tmp_path)
    listed = [name for name in movable_facts(here) if here.figure(name) is not None]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [here.book.dictionary[name].zh for name in listed]
    assert count == len(listed) and {"计量单位", "现值", "责任单位"} <= set(heads)
    now = [row[heads.index("现值")].value for row in sheet.iter_rows(min_row=2)]
    assert now == [here.figure(name) for name in listed]
    assert READ[table.zh](tmp_path / "表.xlsx", here.book.dictionary) == {}


def test_what_is_filled_in_is_read_back(here, tmp_path):
    written(here, COSTS, tmp_path, **{"信易+实施领域数": {"单价": "1万", "出资单位": "市发改委"}})
    lines = read_costs(tmp_path / "表.xlsx", here.book.dictionary)
    assert lines == {"xinyi_domains": CostLine("xinyi_domains", 10_000.0, payer="市发改委")}
    filled = {"每月最多": 2, "见效时滞": 1, "开始": "2021-05"}
    written(here, PACES, tmp_path, **{"信易+实施领域数": filled})
    lines = read_paces(tmp_path / "表.xlsx", here.book.dictionary)
    assert lines == {"xinyi_domains": PaceLine("xinyi_domains", 2.0, delay=1, begin="2021-05")}
