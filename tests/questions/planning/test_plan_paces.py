"""Paces: the office's table with every fault and its cell."""

from __future__ import annotations

import openpyxl
import pytest

from analysis import rulebooks
from analysis.problems import InputError
from analysis.questions.planning import PaceLine, read_paces

BOOK = rulebooks.load("hard-2019").dictionary
TABLE = """\
指标,每月最多,每月最少,见效时滞,开始,结束,每月常态,备注
信易+实施领域数,2个,1,1,2021年5月,2021-11,,
信易贷放款金额,5亿,,,,,1亿,按去年
judicial_lists,,,2,,,,
"""


def test_a_table_says_how_fast_each_can_go(tmp_path):
    path = tmp_path / "进度.csv"
    path.write_text(TABLE, "utf-8")
    assert read_paces(path, BOOK) == {
        "xinyi_domains": PaceLine("xinyi_domains", 2.0, 1.0, 1, "2021-05", "2021-11"),
        "xinyidai_loans": PaceLine("xinyidai_loans", 5e8, routine=1e8),
        "judicial_lists": PaceLine("judicial_lists", delay=2),
    }


def test_a_workbook_is_read_alike(tmp_path):
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "进度.xlsx")
    (tmp_path / "进度.csv").write_text(TABLE, "utf-8")
    assert read_paces(tmp_path / "进度.xlsx", BOOK) == read_paces(tmp_path / "进度.csv", BOOK)


def test_every_fault_is_told_at_once_with_its_cell(tmp_path):
    path = tmp_path / "进度.csv"
    rows = (
        "指标,每月最多,每月最少,见效时滞,开始,结束,快慢",
        "信易+实施领域,2,,,,,快",
        "信易+实施领域数,1,2,一,年中,,",
        "joint_domains,-1,,,2021-06,2021-05,",
        "judicial_lists,1,,,,,",
        "司法红黑名单归集,1,,,,,",
    )
    path.write_text("\n".join(rows), "utf-8")
    with pytest.raises(InputError) as refused:
        read_paces(path, BOOK)
    told = {problem.where.partition("进度.csv, ")[2] for problem in refused.value.problems}
    assert told == {
        "快慢", "第2行 row 2, 指标", "第3行 row 3, 每月最少", "第3行 row 3, 见效时滞", "第3行 row 3, 开始",
        "第4行 row 4, 每月最多", "第4行 row 4, 结束", "第6行 row 6, 指标",
    }  # fmt: skip


def test_a_month_of_work_lies_between_the_first_and_the_last():
    line = PaceLine("xinyi_domains", begin="2021-05", end="2021-06")
    assert [line.works(f"2021-0{month}") for month in (4, 5, 6, 7)] == [False, True, True, False]
    assert PaceLine("xinyi_domains").works("2021-04")
