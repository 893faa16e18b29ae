"""One workbook and one Word document with every fault that an office's table can have, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl

TITLE = "某市2026年度考核细则"
HEADS = ("序号", "一级指标", "二级指标", "考核内容", "分值", "评分标准", "责任单位", "公式", "取值", "其他设定")
OFFICE = "市信用办"
CIRCLE = 'let = { first = { is = "second", zh = "甲" }, second = { is = "first", zh = "乙" } }'
ROWS = (
    ("1", "组织保障（10分）", "组织领导", "成立机构。", "4", "成立领导小组得4分，否则不得分。", OFFICE, "", "", ""),
    ("2", "", "会议", "按时参加会议。", "5", "每缺席1次扣1分，扣完为止。", OFFICE, "", "", ""),
    ("小计", "", "", "", "12", "", "", "", "", ""),
    ("3", "信用监管（20分）", "承诺", "承诺归集。", "5", "按承诺数计分。", OFFICE, "min(most, each * permits)",
     "most｜5｜分｜满分\neach｜0.5｜分/箩筐｜每份得", ""),
    ("4", "", "核查", "核查次数。", "5", "按次计分。", OFFICE, "min(most, first)", "most｜5｜分｜满分", CIRCLE),
    ("5", "", "奖惩", "联合奖惩。", "5", "按最好的计分。", OFFICE, "most * permits / highest(permits)",
     "most｜5｜分｜满分", ""),
    ("5", "", "修复", "信用修复。", "5", "每修复1件得1分，最高5分。", OFFICE, "", "", ""),
    ("7", "信用应用（10分）", "信易贷", "信易贷。", "五分", "每新增注册1户得1分，最高5分。", OFFICE, "", "", ""),
    ("8", "", "场景", "应用场景。", "-3", "每新增1个得1分。", OFFICE, "", "", ""),
    ("9", "", "", "", "2", "", "", "", "", ""),
    ("10", "", "台账", "建立台账。", "", "每缺1次扣1分。", OFFICE, "", "", ""),
    ("11", "", "宣传", "开展宣传。", "3", "按次计分。", OFFICE, "min(most, each * pemits)",
     "most｜4｜分｜满分\neach｜0.5｜分/条｜每条得", ""),
    ("合计", "", "", "", "100", "", "", "", "", ""),
)  # fmt: skip
FAULTS = {
    (1, "一级指标"): ("“组织保障”写的是 10 分", "合计 9 分"),
    (3, "分值"): ("写的是 12 分", "合计 9 分"),
    (4, "取值"): ("不认识单位“箩筐”", "可用：分、比例"),
    (5, "其他设定"): ("first → second → first", "循环"),
    (6, "公式"): ("highest", "却没有说与谁比", "请在“其他设定”一列写 field"),
    (7, "序号"): ("“5”与第", "相同", "请改成不同的序号"),
    (8, "一级指标"): ("“信用应用”写的是 10 分", "合计 8 分"),
    (8, "分值"): ("“五分”不是数", "请只写数"),
    (9, "分值"): ("“-3”是负数", "扣分项"),
    (10, ""): ("有分值，却没有考核内容和评分标准",),
    (11, "分值"): ("没有分值", "请填写"),
    (12, "公式"): ("“pemits”不是此处可用的指标", "是否想写“permits”"),
    (12, "分值"): ("分值 3 与取值中的满分 4 不符", "请把两处改成一样"),
    (13, "分值"): ("写的是 100 分", "合计 37 分"),
}
"""By row of the table and column: what must be said there."""
UNITS = (
    ("镇（街道）名称", "类别", "上级代码"), ("城东街道", "镇", ""), ("河口镇", "镇", ""), ("河口镇", "镇", ""),
    ("石桥镇", "村里", ""), ("", "镇", ""),
)  # fmt: skip
UNIT_FAULTS = {(4, "镇(街道)名称"): "“河口镇”相同", (5, "类别"): "村里", (6, "镇(街道)名称"): ""}
"""By row of the list and column."""


def workbook(path: Path) -> Path:
    """The table on one sheet below its title, the list of units on the next."""
    book = openpyxl.Workbook()
    book.active.title = "考核表"
    for sheet, rows in ((book.active, ((TITLE,), HEADS, *ROWS)), (book.create_sheet("单位名单"), UNITS)):
        for row in rows:
            sheet.append(list(row))
    for cell in (cell for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"
    book.save(path)
    return path


def document(path: Path) -> Path:
    """The same table below its title, then the list."""
    paper = docx.Document()
    paper.add_paragraph(TITLE)
    for rows in ((HEADS, *ROWS), UNITS):
        _add(paper, rows)
        paper.add_paragraph("附件")
    paper.save(str(path))
    return path


def _add(paper, rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
