"""A table of assessment as offices write them, in Word, Excel and CSV: 25 items, deductions, a veto; points by hand."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADS = ("序号", "一级指标", "二级指标", "考核内容", "分值", "评分标准", "责任单位", "数据来源")
TITLE = "某市2026年度信用工作考核细则"

# number, second level, content, points, standard
GROUPS = {
    "组织保障（15分）": [
        ("1", "组织领导", "成立信用工作领导小组。", "2", "成立领导小组得2分，否则不得分。"),
        ("2", "工作部署", "有方案，有会议。", "3", "制定方案的得2分，未制定不得分；召开推进会得1分，未召开不得分。"),
        ("3", "信息报送", "报送信用工作信息。", "5", "每报送1篇得0.5分，最高5分。"),
        ("4", "会议", "按时参加会议。", "2分", "未按时参加会议的，每次扣0.5分，扣完为止。"),
        ("5", "台账", "建立信用工作台账。", "3", "未建立台账的不得分；每缺1次记录扣0.5分，扣完为止。"),
    ],
    "信息归集公示（30分）": [
        ("6", "及时率", "双公示信息按时公示。", "5", "及时率100%得5分，98%以上得3分，95%以上得1分，95%以下不得分。"),
        ("7", "完整性", "双公示信息无漏报、瞒报。", "6", "无漏报瞒报的得6分，抽到1条扣0.5分，扣完为止。"),
        ("8", "归集率", "信用信息应归尽归。", "8", "得分=已归集数量/应归集数量×8分。"),
        ("9", "合规率", "数据合规。", "6", "达到99%得6分，每低1个百分点扣1分，扣完为止。"),
        ("10", "覆盖面", "公用事业信息归集。", "5", "归集5家以上得5分，3家以上得2分，其余不得分。"),
    ],
    "信用监管（25分）": [
        ("11", "信用承诺", "推行信用承诺。", "6", "按承诺覆盖率计分。"),
        ("12", "信用报告", "应用信用报告。", "4", "每应用1份得0.2分，最高4分。"),
        ("13", "分级分类", "分级分类监管。", "5", "达到60%得2分，每多10%加1分，最高5分，未达到的不得分。"),
        ("14", "联合奖惩", "答复、落实联合奖惩文件。", "4", "每配合一个得 0.5 分，最高 4 分。"),
        ("15", "专项治理", "失信问题专项治理。", "6", "按全县排名计分，第一名得6分，每低1个名次扣0.5分。"),
    ],
    "诚信文化（15分）": [
        ("16", "宣传活动", "开展诚信宣传。", "5", "每开展1次得1分，最高5分。"),
        ("17", "典型案例", "报送典型案例。", "3", "每报送2篇得1分，最高3分。"),
        ("18", "培训", "组织培训。", "4", "完成4场得4分，每少1场扣1分，扣完为止。"),
        ("19", "满意度", "群众满意。", "3", "根据群众满意情况酌情得0-3分。"),
    ],
    "信用应用（15分）": [
        ("20", "信易贷", "信易贷融资。", "5", "每融资100万元得0.1分，最高5分。"),
        ("21", "异议处理", "按期处理异议。", "4", "每逾期1天扣0.2分，扣完为止。"),
        ("22", "信用修复", "办结修复申请。", "3", "全部办结得3分，未全部办结的按办结比例得分。"),
        ("23", "应用场景", "“信易+”应用。", "3", "每新增一个场景得1分，最高3分。"),
    ],
}  # fmt: skip
BONUS = [
    ("1", "表彰", "获得表彰。", "5", "每获得国家级表彰1次加3分、省级加2分、市级加1分，最高5分。"),
    ("2", "推广", "经验推广。", "5", "被国家级媒体宣传每篇加2分，省级媒体每篇加1分，最高5分。"),
]
DEDUCTION = ("扣1", "负面事件", "发生失信事件。", "-5", "每发生1起扣1分，最多扣5分。")
VETO = ("否1", "底线", "信用信息安全。", "—", "发生重大信用安全事件的，一票否决。")

WORKED = {
    "1": [((1,), 2), ((0,), 0)],
    "2": [((1, 1), 3), ((1, 0), 2), ((0, 1), 1), ((0, 0), 0)],
    "3": [((0,), 0), ((3,), 1.5), ((10,), 5), ((40,), 5)],
    "4": [((0,), 2), ((3,), 0.5), ((9,), 0)],
    "5": [((0, 0), 3), ((0, 2), 2), ((1, 0), 0), ((0, 8), 0)],
    "6": [((1,), 5), ((0.99,), 3), ((0.98,), 3), ((0.9799,), 1), ((0.95,), 1), ((0.949,), 0)],
    "7": [((0,), 6), ((1,), 5.5), ((12,), 0), ((30,), 0)],
    "8": [((80, 100), 6.4), ((0, 50), 0), ((50, 50), 8), ((60, 50), 8)],
    "9": [((0.99,), 6), ((1,), 6), ((0.985,), 6), ((0.98,), 5), ((0.95,), 2), ((0.5,), 0)],
    "10": [((5,), 5), ((4,), 2), ((3,), 2), ((2,), 0), ((9,), 5)],
    "11": [((0.5,), 3), ((1,), 6), ((0,), 0)],
    "12": [((7,), 1.4), ((20,), 4), ((21,), 4)],
    "13": [((0.59,), 0), ((0.6,), 2), ((0.69,), 2), ((0.7,), 3), ((0.9,), 5), ((1,), 5)],
    "14": [((1,), 0.5), ((7,), 3.5), ((8,), 4), ((9,), 4), ((0,), 0)],
    "16": [((2,), 2), ((6,), 5)],
    "17": [((1,), 0), ((2,), 1), ((5,), 2), ((6,), 3), ((8,), 3)],
    "18": [((4,), 4), ((6,), 4), ((1,), 1), ((0,), 0)],
    "20": [((999_999,), 0), ((1_000_000,), 0.1), ((25_500_000,), 2.5), ((80_000_000,), 5)],
    "21": [((0,), 4), ((5,), 3), ((25,), 0)],
    "22": [((0.9,), 2.7), ((1,), 3)],
    "23": [((2,), 2), ((5,), 3)],
    "B1": [((1, 0, 1), 4), ((0, 2, 0), 4), ((2, 0, 0), 5), ((0, 0, 0), 0)],
    "B2": [((1, 2), 4), ((3, 0), 5)],
    "C1": [((0,), 0), ((3,), -3), ((9,), -5)],
}
"""By the item of the Word table: the figures of its formula in order, and the points worked out by hand."""
OPEN = ("15", "19")


def project(home: Path) -> Path:
    """A project's folder with the tables and rules of this one, and no figures."""
    for name in ("params", "data/cities.csv"):
        source, target = ROOT / name, home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return home


def word_table(path: Path) -> Path:
    """The Word document: title above the table, groups merged, headings on every page, sub-totals, further tables."""
    import docx

    document = docx.Document()
    document.add_paragraph(TITLE)
    _word_rows(document, _main_rows())
    document.add_paragraph("二、加分项（最高10分）")
    _word_rows(document, [HEADS, *((number, "加分项", *rest, "", "") for number, *rest in BONUS)])
    document.add_paragraph("三、扣分项和否决项")
    rest = [("1", "扣分项", *DEDUCTION[1:], "", ""), ("2", "否决项", *VETO[1:], "市信用办", "")]
    _word_rows(document, [HEADS, *rest])
    document.save(str(path))
    return path


def _main_rows() -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [HEADS]
    for place, (group, items) in enumerate(GROUPS.items()):
        rows += [HEADS] if place else []
        rows += [(number, group, *rest, "市信用办、各部门", "市信用平台") for number, *rest in items]
        points = sum(float(row[3].rstrip("分")) for row in items)
        rows.append(("", group, "小计", "", f"{points:g}", "", "", ""))
    return [*rows, ("合计", "", "", "", "100", "", "", "")]


def _word_rows(document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    for first, last in runs([row[1] for row in rows]):
        text = rows[first][1]
        table.cell(first, 1).merge(table.cell(last, 1)).text = text


def runs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where neighbouring texts are the same: first and last place."""
    found, first = [], 0
    for place in range(1, len(texts) + 1):
        if place == len(texts) or texts[place] != texts[first]:
            if texts[first] and place - first > 1:
                found.append((first, place - 1))
            first = place
    return found


def sheet_rows() -> list[tuple[str, ...]]:
    """The rows of the one sheet: a title, the headings, items by group, sections across the whole width."""
    blank = ("",) * (len(HEADS) - 1)
    bonus = [(str(24 + place), "", *row[1:], "", "") for place, row in enumerate(BONUS)]
    return [
        (TITLE, *blank),
        *_main_rows(),
        ("二、加分项（最高10分）", *blank),
        *bonus,
        ("三、扣分项", *blank),
        ("26", "", *DEDUCTION[1:], "", ""),
        ("四、否决项", *blank),
        ("27", "", *VETO[1:], "", ""),
        ("注：本细则由市信用办负责解释。", *blank),
    ]


def excel_table(path: Path) -> Path:
    """The workbook: title and sections merged across, groups merged down, points as numbers."""
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    rows = sheet_rows()
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place, float(text) if place == 5 and text.isdecimal() else text or None)
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        if sum(map(bool, row)) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(HEADS))
    for first, last in runs([row[1] for row in rows]):
        sheet.merge_cells(start_row=first + 1, end_row=last + 1, start_column=2, end_column=2)
    workbook.save(path)
    return path


def csv_table(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
