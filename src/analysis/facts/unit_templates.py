"""The workbook in which an office lists the units it assesses, with what is kept filled in (单位名单填报表)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from analysis.facts.template import WORKBOOK_CREATED, WORKBOOK_FONT, WORKBOOK_OPTIONS
from analysis.facts.unit_kinds import unit_kinds
from analysis.facts.unit_lists import listed_units
from analysis.facts.unit_tables import UNIT_COLUMNS

LIST, GUIDE = "单位名单", "说明"
BLANK_ROWS = 60
WIDTHS = {"code": 24, "name": 34, "short": 14, "english": 30, "kind": 14, "parent": 18, "also": 40, "note": 34}
USUAL_WIDTH, GUIDE_WIDTH = 10, 110
TEXTS = (
    "填报说明",
    "1. 一行一个单位；名称、类别必填，其他可以空着。类别从框中选。",
    "2. 代码：县（市、区）填六位区划代码，镇、街道填九位区划代码，部门、企业填统一社会信用代码；",
    "   没有的空着，读入时给本地代码。",
    "3. 简称空着的，自动去掉“镇、街道、局”等字；同一个名称、简称、其他写法只能指一个单位。",
    "4. 所属填上级单位的名称或代码，直属本级的空着。组别填 1、2、3 等整数，同类单位分组排名的才填。",
    "5. 起、止写成 2021 或 2021-03；一直有的空着。单位改名的，旧名称写止，另起一行写新名称，代码不变。",
    "6. 其他写法用顿号隔开。只写单位，不写姓名、电话。",
    "7. 填好后运行：scorecard units --city 城市 --from 本文件。有错会一次列全，并指出行和列。",
    "",
    "How to fill this in",
    "1. A row a unit; name and kind are needed. 2. Codes: division codes of counties (6 digits) and towns (9), credit",
    "codes of departments and enterprises; an empty one is given a local code. 3. A name may mean one unit only.",
    "4. Parent: empty where it is the list's own place. Group: whole numbers, where a kind is ranked in groups.",
    "5. From and to as 2021 or 2021-03. 6. Other spellings are separated by 、. Units only: no persons.",
    "7. Then run: scorecard units --city CITY --from THIS FILE. All faults are told at once, with row and column.",
)


def unit_template(place: str) -> bytes:
    """The workbook of a place (six digits), with the units its list has; equal inputs give equal bytes."""
    import xlsxwriter  # slow to load, and only a template needs it

    whole, font = io.BytesIO(), dict(WORKBOOK_FONT)  # a copy: the library writes into what it is given
    with xlsxwriter.Workbook(whole, {**WORKBOOK_OPTIONS, "default_format_properties": font}) as book:
        book.set_properties({"title": LIST, "created": WORKBOOK_CREATED})
        _list(book, book.add_worksheet(LIST), list(_filled(place)))
        guide = book.add_worksheet(GUIDE)
        guide.set_column(0, 0, GUIDE_WIDTH)
        for number, text in enumerate(TEXTS):
            guide.write_string(number, 0, text)
    return whole.getvalue()


def _filled(place: str) -> Sequence[dict[str, str]]:
    kinds = unit_kinds()
    return [
        {**row, "kind": kinds[row["kind"]].zh, "league": row["group"],
         "parent": "" if row["parent"] == place else row["parent"]}
        for row in listed_units() if row["list"] == place
    ]  # fmt: skip


def _list(book: Any, sheet: Any, rows: Sequence[dict[str, str]]) -> None:
    head = book.add_format({**WORKBOOK_FONT, "bold": True, "bg_color": "#DDEBF7", "border": 1})
    cell = book.add_format({**WORKBOOK_FONT, "num_format": "@", "border": 1, "bg_color": "#FFF9E5"})
    columns = list(UNIT_COLUMNS)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column, USUAL_WIDTH))
        sheet.write_string(0, place, UNIT_COLUMNS[column][0], head)
        for number, row in enumerate([*rows, *[dict[str, str]()] * BLANK_ROWS], 1):
            sheet.write_string(number, place, row.get(column, ""), cell)
    chosen = {"validate": "list", "source": [kind.zh for kind in unit_kinds().values()], "error_type": "warning"}
    at = columns.index("kind")
    sheet.data_validation(1, at, len(rows) + BLANK_ROWS, at, chosen)
    sheet.freeze_panes(1, 2)
