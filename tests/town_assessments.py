"""A Word table of 25 items and a list of 20 towns as an office has them, figures, and points by plain arithmetic."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from pathlib import Path

TITLE = "某市2026年度镇（街道）社会信用体系建设工作考核细则"
PREFACE = "为客观评价各镇（街道）工作，制定本细则。考核总分100分，另设加分项和扣分项。"
HEADS = ("序号", "一级指标", "二级指标", "考核内容", "分值", "评分标准", "责任单位", "数据来源")
# number, second level, points, standard
GROUPS = {
    "组织推进\n（20分）": [
        ("1", "组织领导", "4", "成立领导小组的得2分，未成立的不得分；明确信用专员的得2分，未明确的不得分。"),
        ("2", "工作部署", "4", "制定工作计划得2分，未制定不得分；按时报送总结得2分，未报送不得分。"),
        ("3", "会议培训", "4", "无故缺席一次扣1分，扣完为止。"),
        ("4", "信息报送", "6", "每报送1篇得0.5分，最高6分。"),
        ("5", "经费保障", "2", "经费保障到位的得2分，其他酌情得分。"),
    ],
    "信息归集公示\n（25分）": [
        (
            "6",
            "及时率",
            "6",
            "及时率100%的得6分，98%（含）以上的得4分，95%（含）以上的得2分，95%以下的不得分。",
        ),
        ("7", "合规率", "5", "合规率达到99%得5分，每低1个百分点扣1分，扣完为止。"),
        ("8", "完整性", "5", "无漏报、瞒报的得5分，抽到1条扣0.5分，扣完为止。"),
        ("9", "数据归集", "6", "得分=已归集农户数/应归集农户数×6分。"),
        ("10", "归集进度", "3", "归集量排名全市第一的得满分，每低一个名次扣0.1分。"),
    ],
    "信用监管\n（25分）": [
        ("11", "信用承诺", "5", "承诺书归集率达到90%得满分，每低1个百分点扣0.2分，扣完为止。"),
        ("12", "信用核查", "5", "每核查1次得0.5分，最高5分。"),
        ("13", "联合奖惩", "4", "每配合一个得0.5分，最高4分。"),
        ("14", "失信治理", "6", "按治理完成率与全市最高完成率之比计分。"),
        (
            "15",
            "园区监管",
            "5",
            "完成分级分类评价的企业占比达到80%得5分，每低10个百分点扣1分，扣完为止。"
            "不涉及的单位，按其余指标得分率折算。",
        ),
    ],
    "信用应用\n（20分）": [
        ("16", "信易贷", "5", "每新增注册100户得1分，最高5分。"),
        ("17", "信用修复", "4", "全部办结得4分，未全部办结的按办结比例得分。"),
        ("18", "异议处理", "3", "每逾期1件扣1分，扣完为止。"),
        ("19", "信用村", "5", "创建3个及以上得5分，2个得3分，1个得1分，未创建不得分。"),
        ("20", "应用场景", "3", "每新增一个场景得1分，最高3分。"),
    ],
    "诚信宣传\n（10分）": [
        ("21", "宣传活动", "4", "每开展1次得1分，最高4分。"),
        ("22", "典型选树", "3", "根据工作成效综合评定，优秀得3分，良好得2分，一般得1分。"),
        ("23", "群众满意度", "3", "满意度高于全市平均水平的得3分，低于平均水平的每低1个百分点扣0.5分。"),
    ],
}
SECTIONS = {
    "二、加分项（最高5分）": (
        "24",
        "加分项",
        "表彰奖励",
        "5",
        "获得国家级表彰每次加3分，省级每次加2分，市级每次加1分，最高加5分。",
    ),
    "三、扣分项（最多扣5分）": ("25", "扣分项", "负面事件", "-5", "每发生1起扣1分，最多扣5分。"),
}
TOWNS = [
    "城东街道",
    "城南街道",
    "城西街道",
    "城北街道",
    "河口镇",
    "石桥镇",
    "柳溪镇",
    "青山镇",
    "白云镇",
    "龙泉镇",
    "双河镇",
    "三塘镇",
    "梅林镇",
    "竹溪镇",
    "东湖镇",
    "南岭镇",
    "西坪镇",
    "北塔镇",
    "高桥镇",
    "大港镇",
]
WRITTEN = {
    "5": {"points": "min(most, marks_5)", "facts": "marks_5｜经费保障评定得分｜分"},
    "10": {
        "points": "max(0, most - each * (place(collected) - 1))",
        "values": "each｜0.1｜分｜每低一名扣",
        "facts": "collected｜信用信息归集量｜条",
        "field": "all",
    },
    "14": {"points": "most * managed / highest(managed)", "facts": "managed｜失信治理完成率｜比例", "field": "all"},
    "15": {
        "points": "max(0, most - each * max(0, steps(target, graded, step)))",
        "values": "target｜80%｜比例｜目标\nstep｜10%｜比例｜每档\neach｜1｜分｜每低一档扣",
        "facts": "has_park｜有产业园区｜是否\ngraded｜分级分类评价企业占比｜比例",
        "applies": "has_park",
        "inapplicable": "share",
    },
    "19": {
        "points": "when(villages >= full, most, when(villages >= near, some, when(villages >= least, few, 0)))",
        "values": "full|3|个|满分个数\nnear|2|个|次档个数\nleast|1|个|起步个数\nsome|3|分|次档得分\nfew|1|分|起步得分",
        "facts": "villages|信用村（社区）个数|个",
    },
    "22": {"points": "min(most, marks_22)", "facts": "marks_22｜典型选树评定得分｜分"},
    "23": {
        "points": "max(0, most - each * max(0, steps(mean(satisfied), satisfied, step)))",
        "values": "step｜1%｜比例｜每档\neach｜0.5｜分｜每低一档扣",
        "facts": "satisfied｜群众满意度｜比例",
        "field": "all",
    },
}
"""What the office writes in the workshop: the seven items whose wording leaves something to be said."""
RATES = (1, 0.99, 0.98, 0.97, 0.95, 0.92, 0.9, 0.85)
FIGURES = {
    "成立领导小组": (0, 1), "明确信用专员": (0, 1), "制定工作计划": (0, 1), "按时报送总结": (0, 1), "缺席": range(6),
    "·报送": range(16), "及时率": RATES, "·合规率": RATES, "抽到": range(12), "已归集农户数": range(800, 1000),
    "应归集农户数": range(1000, 1200), "承诺书归集率": RATES, "·核查": range(14), "配合": range(11),
    "新增注册": range(50, 700), "办结比例": RATES, "逾期": range(5), "新增场景": range(5), "开展": range(6),
    "国家级表彰": (0, 0, 0, 1), "省级表彰": (0, 0, 1), "市级表彰": (0, 1, 2), "·发生": (0, 0, 0, 1, 7),
    "经费保障评定": (0.5, 1, 2), "信用信息归集量": range(2000, 9000), "失信治理完成率": RATES, "有产业园区": (0, 1, 1),
    "分级分类评价": (0.95, 0.8, 0.75, 0.62, 0.4), "信用村": range(5), "典型选树评定": (1, 2, 3), "群众满意度": RATES,
}  # fmt: skip
"""What each figure is called in the form, in part, and what it is drawn from."""
Figures = Mapping[str, Mapping[str, float]]


def word_document(path: Path) -> Path:
    """Title, preface, one table: groups merged, headings again, sub-totals merged across, sections, a remark below."""
    import docx

    document = docx.Document()
    for text in (TITLE, PREFACE):
        document.add_paragraph(text)
    rows, merged = _rows()
    table = document.add_table(len(rows), len(HEADS))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    for (top, left), (bottom, right) in merged:
        table.cell(top, left).merge(table.cell(bottom, right)).text = rows[top][left]
    document.add_paragraph("注：本细则由市信用办负责解释。")
    document.save(str(path))
    return path


def _rows():
    rows, merged = [HEADS], []
    for place, (group, items) in enumerate(GROUPS.items()):
        rows += [HEADS] if place in (2, 4) else []
        first = len(rows)
        rows += [
            (number, group if not at else "", title, f"{title}工作情况。", points, standard, "各镇（街道）", "佐证材料")
            for at, (number, title, points, standard) in enumerate(items)
        ]
        merged.append(((first, 1), (len(rows) - 1, 1)))
        merged.append(((len(rows), 0), (len(rows), 3)))
        rows.append(("小计", "", "", "", f"{sum(float(item[2]) for item in items):g}", "", "", ""))
    merged.append(((len(rows), 0), (len(rows), 3)))
    rows.append(("合计", "", "", "", "100", "", "", ""))
    for section, (number, group, title, points, standard) in SECTIONS.items():
        merged.append(((len(rows), 0), (len(rows), len(HEADS) - 1)))
        rows.append((section, *[""] * (len(HEADS) - 1)))
        rows.append((number, group, title, title, points, standard, "各镇（街道）", "市信用办"))
    return rows, merged


def town_list(path: Path) -> Path:
    """The office's own list: a title, a running number, names headed by what they are."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["各镇（街道）名单"], ["序号", "镇（街道）名称", "备注"]):
        book.active.append(row)
    for number, town in enumerate(TOWNS, 1):
        book.active.append([number, town, ""])
    book.save(path)
    return path


def drawn_figures(seed: int) -> Figures:
    """Every figure of every town."""
    drawn = random.Random(seed)
    return {town: {name: drawn.choice(list(values)) for name, values in FIGURES.items()} for town in TOWNS}


def fill_form(path: Path, figures: Figures) -> int:
    """The yellow cells of the form filled in as people do: 是, 98%, 12; gives back how many."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    rows = list(book["数据"].iter_rows(min_row=2))
    for row in rows:
        (name,) = [name for name in FIGURES if name in str(row[2].value)]
        row[3].value = _written(figures[row[0].value][name], str(row[4].value))
    book.save(path)
    return len(rows)


def _written(value: float, unit: str) -> float | str:
    if unit == "是/否":
        return "是" if value else "否"
    return f"{value:.0%}" if unit == "比例" else value


def _below(target: float, rate: float, step: float = 0.01) -> int:
    """How many whole steps a rate lies below its target."""
    return max(0, math.floor((target - rate) / step + 1e-9))


def recounted(figures: Figures) -> dict[str, dict[str, float]]:
    """Each town's points by item, from the wording of the table and nothing else."""
    return {town: _town(unit, figures.values()) for town, unit in figures.items()}


def _town(unit, everybody):
    collected = [other["信用信息归集量"] for other in everybody]
    mean = math.fsum(other["群众满意度"] for other in everybody) / len(collected)
    best = max(other["失信治理完成率"] for other in everybody)
    place = 1 + sum(other > unit["信用信息归集量"] for other in collected)
    rate, villages = unit["及时率"], unit["信用村"]
    points = {
        "1": 2 * unit["成立领导小组"] + 2 * unit["明确信用专员"],
        "2": 2 * unit["制定工作计划"] + 2 * unit["按时报送总结"],
        "3": max(0, 4 - unit["缺席"]), "4": min(6, 0.5 * unit["·报送"]), "5": min(2, unit["经费保障评定"]),
        "6": 6 if rate >= 1 else 4 if rate >= 0.98 else 2 if rate >= 0.95 else 0,
        "7": max(0, 5 - _below(0.99, unit["·合规率"])), "8": max(0, 5 - 0.5 * unit["抽到"]),
        "9": min(6, 6 * unit["已归集农户数"] / unit["应归集农户数"]), "10": max(0, 3 - 0.1 * (place - 1)),
        "11": max(0, 5 - 0.2 * _below(0.9, unit["承诺书归集率"])), "12": min(5, 0.5 * unit["·核查"]),
        "13": min(4, 0.5 * unit["配合"]), "14": 6 * unit["失信治理完成率"] / best,
        "15": max(0, 5 - _below(0.8, unit["分级分类评价"], 0.1)), "16": min(5, unit["新增注册"] // 100),
        "17": 4 * unit["办结比例"], "18": max(0, 3 - unit["逾期"]),
        "19": 5 if villages >= 3 else {2: 3, 1: 1}.get(villages, 0), "20": min(3, unit["新增场景"]),
        "21": min(4, unit["开展"]), "22": min(3, unit["典型选树评定"]),
        "23": max(0, 3 - 0.5 * _below(mean, unit["群众满意度"])),
        "24": min(5, 3 * unit["国家级表彰"] + 2 * unit["省级表彰"] + unit["市级表彰"]), "25": -min(5, unit["·发生"]),
    }  # fmt: skip
    if not unit["有产业园区"]:  # its 5 points of 25 go to the other items of the group
        points |= {item: points[item] * 25 / 20 for item in ("11", "12", "13", "14")} | {"15": 0}
    return points
