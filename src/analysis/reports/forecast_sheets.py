"""A forecast as a document: totals, tests, figures, and the figures that are not forecast (预测表单)."""

from __future__ import annotations

from analysis.documents import Document, Heading, view_blocks
from analysis.questions import forecast
from analysis.views import forecast_tables, words

TOTALS, PLACES = "part forecast totals", "part forecast places"
PARTS = ("part forecast tests", PLACES, "part forecast figures", "part forecast unable")
PAPER_ROWS = 60
"""The most figures on paper or a page; a workbook has all."""


def forecast_document(found: forecast.Forecast, lang: str = "zh", name: str = "xlsx") -> Document:
    """The forecast's tables, each under a heading; in a workbook (`xlsx`) a sheet each, with every figure."""
    book = name == "xlsx"
    tables = forecast_tables.forecast_tables(found, lang, None if book else PAPER_ROWS, narrow=not book)
    later = [key for key in PARTS if key != PLACES or not found.places.is_empty()]
    parts = [*[TOTALS] * (len(tables) - len(later)), *later] if found.able else [TOTALS]
    named = zip(parts, tables, strict=False)
    blocks = [(Heading(words.say(key, lang), numbered=False), view_blocks.table_block(table, small=True))
              for key, table in named]  # fmt: skip
    title = forecast_tables.forecast_title(found, lang)
    return Document(title, tuple(block for pair in blocks for block in pair), lang)
