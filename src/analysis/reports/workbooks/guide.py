"""The last sheet to read: how the workbook is used, what it holds to, where it comes from, what is assumed (说明表)."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.reports.workbooks.paper import SheetWriter
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.views import amounts, gap_tables, result_texts, validities

WIDTHS = (30, 10, 110)
GUIDE = {"use": 3, "missing": 3, "formulas": 3, "check": 1, "programs": 1, "scope": 1}
"""How many sentences are said of what."""


def write(layout: WorkbookLayout, leaf: SheetWriter) -> None:
    """The sheet: the guide, the sources, then every assumption and note."""
    leaf.widths(WIDTHS)
    leaf.write(0, 0, layout.say("guide"), "title")
    row = 2
    for head, said in (*_guide(layout), *_sources(layout)):
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


def _guide(layout: WorkbookLayout) -> Iterator[tuple[str, str]]:
    for head, count in GUIDE.items():
        for number in range(1, count + 1):
            yield layout.say(f"guide {head}"), layout.say(f"guide {head} {number}", work=layout.work)


def _sources(layout: WorkbookLayout) -> Iterator[tuple[str, str]]:
    for card in layout.cards:
        source = card.book.source
        yield card.book.title_in(layout.lang), source["zh" if layout.lang == "zh" else "title"]
        yield (
            layout.say("edition"),
            layout.say("edition of", id=card.book.id, edition=card.book.edition, hash=card.book.sha256[:16]),
        )
        for said in validities.judged_by_text(card.book, layout.lang):
            yield layout.say("edition"), said
        yield layout.say("about book"), card.book.about_zh if layout.lang == "zh" else card.book.about
    for scenario in layout.scenarios:
        about = scenario.about_zh if layout.lang == "zh" else scenario.about
        yield layout.say("scenario"), "：".join(filter(None, [scenario.title_in(layout.lang), about]))


def _assumptions(layout: WorkbookLayout) -> Iterator[tuple[str, str, str]]:
    for card in layout.cards:
        for clause in card.book.clauses.values():
            for _, mark, said in gap_tables.clause_remarks(
                card, clause, result_texts.clause_row(card, clause), layout.lang
            ):
                yield amounts.numbered_title(clause, layout.lang), str(mark), said
