"""Cards as a workbook that lives: every score a formula over the facts and rule values (活的工作簿)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.catalogue import workbook_phrase as phrase
from analysis.documents import Document, xlsx
from analysis.reports.workbooks import brief_sheet, figures, guide, rules, workings
from analysis.reports.workbooks.overview import Overview, SheetCounts
from analysis.reports.workbooks.paper import Paper
from analysis.reports.workbooks.scores import ScoreSheet
from analysis.reports.workbooks.workbook_plan import workbook_layout
from analysis.scorecards import Card
from analysis.views import words

LONGEST_TITLE = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def workbook_bytes(
    cards: Card | Sequence[Card], lang: str = "zh", brief: Document | None = None, papers: Document | None = None
) -> bytes:
    """The workbook of a city's month: overview, a scorecard for each rulebook, facts, rule values, workings, guide.

    Formulas hold the engine's values, under the first scenario; equal cards give equal bytes. The brief, where one is
    given, is the first sheet, and the chapters of the working papers follow: their figures are fixed.
    Raises `InputError` for cards of several cities or months, for names that mean different things in two rulebooks,
    and for a formula longer than spreadsheets take.
    """
    listed = [cards] if isinstance(cards, Card) else list(cards)
    title = phrase(
        "title", lang, city=words.city_title(listed[0].city, lang), month=words.month_title(listed[0].month, lang)
    )
    paper = Paper(lang, title)
    layout = workbook_layout(listed, lang, paper)
    if brief is not None:
        brief_sheet.write(layout, paper.leaf(layout.say("brief")), brief)
    first = paper.leaf(layout.say("overview"))
    scores = {card.book.id: ScoreSheet(layout, paper.leaf(_sheet(card, lang, "{book}")), card) for card in layout.cards}
    facts, values = paper.leaf(layout.say("figures")), paper.leaf(layout.say("rules"))
    for sheet in scores.values():
        sheet.write()
    ranges, missing, wrong = figures.write(layout, facts)
    remarks, unset = rules.write(layout, values)
    for card in layout.cards:
        workings.write(layout, paper.leaf(_sheet(card, lang, layout.say("workings", book="{book}"))), card)
    guide.write(layout, paper.leaf(layout.say("guide")))
    counted = SheetCounts({**ranges, "remark": remarks}, missing, unset, wrong)
    Overview(layout, first, counted, {name: sheet.ranked for name, sheet in scores.items()}).write(title)
    if papers is not None:
        xlsx.add_document_sheets(paper.book, papers)
    layout.lists.write(layout.say("lists"))
    return paper.bytes()


def _sheet(card: Card, lang: str, pattern: str) -> str:
    """A sheet's title: the rulebook's, cut to what spreadsheets take."""
    called = FORBIDDEN.sub(" ", card.book.title_zh if lang == "zh" else card.book.id)
    return pattern.format(book=called[: LONGEST_TITLE - len(pattern.format(book=""))]).strip()
