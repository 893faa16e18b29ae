"""Costs: the office's table with every fault and its cell, or effort in shares of today's figures."""

from __future__ import annotations

import openpyxl
import pytest

from analysis import rulebooks
from analysis.problems import InputError
from analysis.questions.lever_lattice import Lever
from analysis.questions.planning import CostLine, effort_of, parse_budget, read_costs

BOOK = rulebooks.load("hard-2019").dictionary
TABLE = """\
指标,单价,每,固定费用,步长,出资单位,备注
信易+实施领域数,5万,,20万,2,市发改委,每个领域
信易贷放款金额,30万,1亿元,,1亿元,市金融办,
judicial_lists,1.5万元,,,,,
拥有诚信分户籍人口,2,,,1万,,
"""


def test_a_table_says_what_each_unit_costs(tmp_path):
    path = tmp_path / "费用.csv"
    path.write_text(TABLE, "utf-8")
    assert read_costs(path, BOOK) == {
        "xinyi_domains": CostLine("xinyi_domains", 50_000.0, 200_000.0, 2.0, "市发改委"),
        "xinyidai_loans": CostLine("xinyidai_loans", 0.003, 0.0, 1e8, "市金融办"),
        "judicial_lists": CostLine("judicial_lists", 15_000.0),
        "residents_scored": CostLine("residents_scored", 2.0, 0.0, 10_000.0),
    }


def test_a_workbook_is_read_alike(tmp_path):
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "费用.xlsx")
    (tmp_path / "费用.csv").write_text(TABLE, "utf-8")
    assert read_costs(tmp_path / "费用.xlsx", BOOK) == read_costs(tmp_path / "费用.csv", BOOK)


def test_every_fault_is_told_at_once_with_its_cell(tmp_path):
    path = tmp_path / "费用.csv"
    rows = (
        "指标,单价,固定费用,步长,价格表",
        "信易+实施领域,5万,,,",
        "信易+实施领域数,五万,-3,0,",
        "joint_domains,,,,",
        "judicial_lists,1,,,",
        "司法红黑名单归集,2,,,",
    )
    path.write_text("\n".join(rows), "utf-8")
    with pytest.raises(InputError) as refused:
        read_costs(path, BOOK)
    told = {problem.where.partition("费用.csv, ")[2]: problem.zh for problem in refused.value.problems}
    assert set(told) == {
        "价格表", "第2行 row 2, 指标", "第3行 row 3, 单价", "第3行 row 3, 固定费用", "第3行 row 3, 步长",
        "第4行 row 4, 单价", "第6行 row 6, 指标",
    }  # fmt: skip
    assert "信易+实施领域数" in told["第2行 row 2, 指标"] and "两行" in told["第6行 row 6, 指标"]
    assert all(problem.en for problem in refused.value.problems)


def test_a_missing_column_is_told(tmp_path):
    path = tmp_path / "费用.csv"
    path.write_text("指标,固定费用\n信易+实施领域数,5万\n", "utf-8")
    with pytest.raises(InputError, match="单价"):
        read_costs(path, BOOK)


def test_effort_is_the_share_of_todays_figure_or_of_the_upper_bound():
    def lever(now, high):
        return Lever("x", "record", now, 0.0, high, 1, "dictionary", "x", "x")

    assert effort_of(lever(50.0, 200.0)).of(-25.0) == 0.5
    assert effort_of(lever(0.0, 200.0)).of(50.0) == 0.25
    assert effort_of(lever(0.0, 1.0)).of(1.0) == 1.0
    assert CostLine("x", 2.0, 10.0).of(-3.0) == 16.0 and CostLine("x", 2.0, 10.0).of(0.0) == 0.0


def test_a_budget_is_written_as_people_do():
    assert parse_budget("500万", BOOK) == 5_000_000.0
    for text in ("很多", "", "-3万"):
        with pytest.raises(InputError, match="--budget"):
            parse_budget(text, BOOK)


def test_faults_of_one_row_hide_none_of_another(tmp_path):
    """A lever whose first row is faulty stands twice all the same; amounts beside an unknown lever are looked at."""
    path = tmp_path / "costs.csv"
    path.write_text(
        "指标,单价,每,固定费用,姓名\n信易贷放款金额,-5,1亿,,张三\n信易贷放款金额,3万,1亿,,李四\n不存在的指标,=B2*2,,-3,王五\n信易+实施领域数,,,,\n",
        "utf-8",
    )
    with pytest.raises(InputError) as refused:
        read_costs(path, rulebooks.load("hard-2019").dictionary)
    places = [problem.where.split(", ", 1)[1] for problem in refused.value.problems]
    for place in ("姓名", "第2行 row 2, 单价", "第3行 row 3, 指标", "第4行 row 4, 指标", "第4行 row 4, 单价",
                  "第4行 row 4, 固定费用", "第5行 row 5, 单价"):  # fmt: skip
        assert place in places, places
