"""The last sheet to read: how the workbook is used, what it holds to, where it comes from, what is assumed (说明表)."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.reports.workbooks.layout import WorkbookLayout
from analysis.reports.workbooks.paper import SheetWriter
from analysis.views.gap_tables import clause_remarks
from analysis.views.result_texts import clause_row
from analysis.views.sections import numbered_title

WIDTHS = (30, 10, 110)
GUIDE = {
    "zh": (
        ("用法", "黄色格可以改：“指标”表的数值，“规则值”表的原值，评分表里的读法。其余是公式或文字，不必改。"),
        ("用法", "“总览”的情景下拉决定采用哪一列：情景列里有数的用情景列，空着的用原值。"),
        ("用法", "与编制时不同的得分标蓝底；“编制时”各列、要点和其后各章是固定的，供对照。"),
        ("缺", "空白就是缺。缺数据的条款得分为“未定”，最低、最高是它可能的范围。"),
        ("缺", "分组和总分的范围是各条之和，再受封顶和最低分限制。半知的条款不收窄。"),
        ("缺", "公式里缺用 #N/A 表示，显示为橙色格。“缺什么”列出所用而缺的数；没有缺而仍未定的，是分母为零。"),
        ("公式", "采用值、中间量、得分都有名称，公式按名称引用，如 xinyidai_loans、hard_18_3_rate；点开单元格可见。"),
        ("公式", "比较和“每满一档”带 1E-9 的容差，免得小数误差少算一档；显示两位小数，计算不取整。"),
        ("公式", "时段长度（如连续三个月）不能在表中改；“此前各月”的数可以改。"),
        ("核对", "“核对”列指出不可能的数（负数、部分大于整体等）。正式报送仍请用工作台核对和发布。"),
        ("适用", "Excel 2010 以上、WPS、LibreOffice。LibreOffice 打开时如不重算，按 Ctrl+Shift+F9。"),
        ("范围", "只评价城市政府的工作，不评价个人；表中只有汇总数。"),
    ),
    "en": (
        ("Use", "Yellow cells are to be changed: Facts, printed values on Rule values, readings on scorecards."),
        ("Use", "The scenario on Overview chooses the column: its figure where there is one, else the value."),
        ("Use", "Scores that differ from when it was made are blue; As made, brief and chapters stay as they were."),
        ("Missing", "Empty is missing. A clause that lacks a figure is open, from lowest to highest."),
        ("Missing", "For groups and the total they add up, within cap and floor. Half-known clauses are not narrowed."),
        ("Missing", "In formulas missing is #N/A, an orange cell. Where nothing is missing and a clause is still "
                    "open, a denominator is zero."),
        ("Formulas", "Values used, parts and scores have names, which formulas use: xinyidai_loans, hard_18_3_rate."),
        ("Formulas", "Comparisons and whole steps allow 1E-9, so none is lost to rounding; nothing is rounded but "
                     "what is shown."),
        ("Formulas", "How many months a history looks back can't be changed here; the figures of earlier months can."),
        ("Check", "The column Check points at figures that cannot be. Deliver and publish through the workbench."),
        ("Runs in", "Excel 2010 and later, WPS, LibreOffice; there press Ctrl+Shift+F9 if it does not recalculate."),
        ("Scope", "It scores the work of a city government, never people; it holds totals only."),
    ),
}  # fmt: skip


def write(layout: WorkbookLayout, leaf: SheetWriter) -> None:
    """The sheet: the guide, the sources, then every assumption and note."""
    leaf.widths(WIDTHS)
    leaf.write(0, 0, layout.say("guide"), "title")
    row = 2
    for head, said in (*GUIDE[layout.lang], *_sources(layout)):
        for column, (cell_text, style) in enumerate(((head, "text"), ("", "text"), (said, "text"))):
            leaf.write(row, column, cell_text, style, bold=column == 0)
        row += 1
    for column, key in enumerate(("clause", "provenance", "assumptions")):
        leaf.write(row + 1, column, layout.say(key), "head")
    for number, line in enumerate(_assumptions(layout), row + 2):
        for column, said in enumerate(line):
            leaf.write(number, column, said, "quiet")
        row = number
    leaf.printed(None, len(WIDTHS) - 1, row)


def _sources(layout: WorkbookLayout) -> Iterator[tuple[str, str]]:
    for card in layout.cards:
        source = card.book.source
        yield card.book.title_in(layout.lang), source["zh" if layout.lang == "zh" else "title"]
        yield (
            layout.say("edition"),
            layout.say("edition of", id=card.book.id, edition=card.book.edition, hash=card.book.sha256[:16]),
        )
        yield layout.say("about book"), card.book.about_zh if layout.lang == "zh" else card.book.about
    for scenario in layout.scenarios:
        about = scenario.about_zh if layout.lang == "zh" else scenario.about
        yield layout.say("scenario"), "：".join(filter(None, [scenario.title_in(layout.lang), about]))


def _assumptions(layout: WorkbookLayout) -> Iterator[tuple[str, str, str]]:
    for card in layout.cards:
        for clause in card.book.clauses.values():
            for _, mark, said in clause_remarks(card, clause, clause_row(card, clause), layout.lang):
                yield numbered_title(clause, layout.lang), str(mark), said
