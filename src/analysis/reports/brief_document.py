"""The month's brief as a document: the sentences and tables of the page's first screen, fit to be sent (简报)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.catalogue import report_phrase as phrase
from analysis.documents import Block, Document, DocumentChart, Heading, Paragraph, view_blocks
from analysis.reports.heads import day_text
from analysis.reports.manifest import month_period
from analysis.views import MonthBrief, month_briefs


def brief_document(brief: MonthBrief, month: str, mark: str = "") -> Document:
    """The brief as it is sent upwards. What never changes is not in it: that stands in the working papers."""
    last, trend = month_period(month)["to"], [part for part in brief.parts if part.id == month_briefs.TREND]
    inner = [block for part in brief.parts if part not in trend for block in _part(part)]
    inner += [*_chart(brief, last), *(block for part in trend for block in _part(part))]
    return Document(brief.title, tuple(inner), brief.lang, day=last, mark=mark)


def _chart(brief: MonthBrief, last: str) -> Iterator[Block]:
    """The chart, with the day up to which its figures count."""
    for block in view_blocks.blocks_of(brief.chart):
        if isinstance(block, DocumentChart):
            day = day_text(last, brief.lang)
            yield replace(block, title=phrase("chart until", brief.lang, finding=block.title, day=day))


def _part(part: month_briefs.BriefPart) -> Iterator[Block]:
    yield Heading(part.title)
    yield from (Paragraph(sentence) for sentence in part.sentences)
    if part.table is not None:
        yield view_blocks.table_block(part.table)
    yield from (Paragraph(sentence) for sentence in part.after)
