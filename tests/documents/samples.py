"""Small documents for tests, with figures made up so that each can be told apart."""

from __future__ import annotations

from analysis.documents import (  # fmt: skip
    Annex,
    Document,
    DocumentCell,
    DocumentChart,
    DocumentColumn,
    DocumentNote,
    DocumentTable,
    Heading,
    Highlights,
    Paragraph,
    Particulars,
    Quotation,
)
from analysis.views.chart_contents import Bar, Bars, DiamondMarks, Layer

BARS = Bars(
    (
        Bar("17 个人诚信分", "2.50 / 4", (2.5, 0.0, 1.5)),
        Bar("18.3 信易贷", "0.75 / 2", (0.75, 0.5, 0.75)),
        Bar("40 扣分", "-1.25", (0.0, -1.25, 0.0)),
    ),
    (Layer("得分", "#0072B2"), Layer("暂不能评定", "#0072B2", hatched=True), Layer("未得", "#E3E7EB")),
    (DiamondMarks("参考测算", (3.0, None, 0.0)),),
    "分",
    "zh",
)
TABLE = DocumentTable(
    "各项得分",
    (DocumentColumn("条款", "id"), DocumentColumn("名称", "name"), DocumentColumn("得分", "number", unit="分")),
    (
        (DocumentCell("17"), DocumentCell("个人诚信分"), DocumentCell("2.50", 2.5)),
        (DocumentCell("18.3"), DocumentCell("信易贷"), DocumentCell("缺（0.75–1.25）", tone="missing")),
    ),
    notes=("缺报数据不按0分计。",),
)
EMPTY = DocumentTable("缺项", (DocumentColumn("缺报数据"), DocumentColumn("原因")), (), empty="没有缺报数据。")

# What a reader meets on the way through the document below, apart from the chart, whose title may stand under it.
IN_ORDER = (
    "评分报告", "（2021年3月）", "各有关部门：", "重要提示", "总分 28.05 分。", "缺 3 项。", "一、总体结论",
    "满分合计 56.4 分。", "（一）分组", "表1", "各项得分", "得分（分）", "2.50", "缺（0.75–1.25）",
    "缺报数据不按0分计。", "二、缺项",
    "表2", "没有缺报数据。", "来源：公开数据。", "附件", "逐条计算", "依据", "信用办", "2021年3月31日",
    "附件1", "逐条计算", "17 个人诚信分", "条文第二行", "公式", "a / b", "b = 100", "附件2", "依据", "一、文件",
)  # fmt: skip


def document(**settings: object) -> Document:
    """One block of each kind, and two annexes."""
    blocks = (
        Highlights("重要提示", ("总分 28.05 分。", "缺 3 项。")),
        Heading("总体结论"),
        Paragraph("满分合计 56.4 分。"),
        Heading("分组", 2),
        TABLE,
        DocumentChart("失分最多的是第17条", BARS),
        Heading("缺项"),
        EMPTY,
        DocumentNote("来源：公开数据。"),
        Annex("逐条计算"),
        Heading("17 个人诚信分", numbered=False),
        Quotation(("条文第一行", "条文第二行")),
        Particulars(
            (
                ("公式", (DocumentCell("a / b"),)),
                ("代入数值", (DocumentCell("a = 70"), DocumentCell("b = 100", tone="assumed"))),
            )
        ),
        Annex("依据"),
        Heading("文件"),
    )
    given = {"subtitle": "（2021年3月）", "addressees": "各有关部门：", "issuer": "信用办", "date": "2021年3月31日"}
    return Document("评分报告", blocks, **{**given, **settings})
