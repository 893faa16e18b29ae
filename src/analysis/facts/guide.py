"""What the fillable workbook says to the person who fills it in (填报说明)."""

from __future__ import annotations

from analysis.facts.dictionary import Fact, dictionary
from analysis.facts.units import unit_label

GUIDE = (
    "填报说明",
    "1. 只填“数据”表的黄色“数值”列；城市、月份未预填的，每行都要填。月份写成 2021-03。",
    "2. 没有数据就留空：空白表示缺失，不等于 0。确实为零的填 0。",
    "3. 数值按“单位”列填；也可把单位写在数值里，如 126.96万人、12.3亿元，这时单位列不变或清空。",
    "4. 是否类选“是”或“否”；有下拉框的从框中选。部分不得大于整体（见指标单元格的批注）。",
    "5. 来源、备注、状态可填可不填。状态：填报、测算、估算、缺失；不填视为填报。",
    "6. 只填汇总数。不得填写姓名、身份证号、手机号或任何个人的分数。",
    "7. 用公式的，请在表格软件中保存后再提交。不要合并单元格，不要增加列。",
    "",
    "How to fill this in",
    "1. Fill in the yellow column 数值 of the sheet 数据; city and month in every row where they are blank.",
    "2. Leave a missing figure empty: empty is missing, not 0. Write 0 where it really is zero.",
    "3. Figures are in the unit shown; 126.96万人 or 12.3亿元 may be written in the cell itself.",
    "4. Choose 是 (yes) or 否 (no), or from the list offered. A part is never larger than its whole.",
    "5. Source, note and status may stay empty. Status: 填报 supplied, 测算 measured, 估算 estimated, 缺失 missing.",
    "6. Totals only: no names, identity numbers, mobile numbers or anybody's own score.",
    "7. Save formulas in a spreadsheet program first. Do not merge cells or add columns.",
)
NATURES = {"stock": "月末数", "flow": "期间数", "state": "状态"}


def fact_note(fact: Fact) -> str:
    """The note on a fact's cell: its definition, unit, nature, the whole it is part of, its clauses."""
    parts = [
        f"{fact.zh}（{fact.en}）",
        fact.meaning_zh,
        fact.meaning,
        f"单位：{unit_label(fact.unit)}；{NATURES[fact.nature]}",
        *([f"不得大于“{_whole(fact.within)}”"] if fact.within else []),
        *([f"条款：{', '.join(fact.clauses)}"] if fact.clauses else []),
    ]
    return "\n".join(parts)


def _whole(name: str) -> str:
    known = dictionary()
    return known[name].zh if name in known else name
