"""How a table fits the page: its letters' size, its columns' widths, upright or across (版式).

Lengths of text are in half letters: a Chinese sign counts two. Lengths on paper are in points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.documents.contents import Block, DocumentColumn, DocumentTable, Heading
from analysis.views import text_layout

MILLIMETRE = 72 / 25.4
# GB/T 9704-2012: the text's block is 156 mm by 225 mm.
UPRIGHT, ACROSS = 156 * MILLIMETRE, 225 * MILLIMETRE
# The ways a table may stand, the most readable first: size of its letters, room, across.
TABLE_LAYOUTS = ((10.5, UPRIGHT, False), (9.0, UPRIGHT, False), (9.0, ACROSS, True))
PADDING = 8.0
PAGEFUL = 30  # lines of a row that a page might not hold
SHORT_TEXT = 10  # lines of a table that is kept on one page
WIDER = 0.3
TALLEST, MANY = 2.8, 8  # lines of a row, taken together, from which many rows are set smaller or across
WIDTH_STEP = 8.0
NARROW_KINDS = {"number", "id", "mark"}
WIDEST_NARROW, LEAST, LEAST_HEAD = 18, 8, 6
UNBREAKABLE = re.compile(r"[^\W\u2e80-\u9fff]+(?:[.,%][\w%]+)*|（[^（）]{1,6}）")
"""What is not broken: a word or number, and a short word in brackets, as （信用办）."""
LONG_WORD = 24


@dataclass(frozen=True)
class TableFit:
    """A table on its page: letters' size in points, columns' widths in points, and whether the page lies across."""

    size: float
    widths: tuple[float, ...]
    across: bool = False


@lru_cache(maxsize=512)
def table_fit(table: DocumentTable) -> TableFit:
    """The first way in which every column has the room it needs and many rows do not grow tall; else the last."""
    *ways, last = TABLE_LAYOUTS[1:2] if table.small else TABLE_LAYOUTS
    fits = (TableFit(size, _shared(table, size, room), across) for size, room, across in ways)
    size, room, across = last
    return next((fit for fit in fits if _fits(table, fit)), None) or TableFit(size, _shared(table, size, room), across)


def keeps_together(table: DocumentTable) -> bool:
    """Whether a table is so short that it is kept on one page with its title and notes."""
    return sum(_heights(table, table_fit(table))) <= SHORT_TEXT


def splittable_rows(table: DocumentTable) -> list[bool]:
    """Row by row, whether it holds so much that it may be split between two pages."""
    return [height > PAGEFUL for height in _heights(table, table_fit(table))[1:]]


def page_runs(blocks: Sequence[Block]) -> list[tuple[bool, list[Block]]]:
    """The blocks by the way their pages lie: True is across. A table across takes the headings above it along."""
    runs: list[tuple[bool, list[Block]]] = [(False, [])]
    for block in blocks:
        across = isinstance(block, DocumentTable) and table_fit(block).across
        if across != runs[-1][0]:
            runs.append((across, _headings(runs[-1][1]) if across else []))
        runs[-1][1].append(block)
    return [sheet for sheet in runs if sheet[1]]


def _headings(blocks: list[Block]) -> list[Block]:
    """The headings at the end of some blocks, taken from there."""
    start = len(blocks)
    while start and isinstance(blocks[start - 1], Heading):
        start -= 1
    taken = blocks[start:]
    del blocks[start:]
    return taken


def _fits(table: DocumentTable, fit: TableFit) -> bool:
    needed = [_points(need, fit.size) for need in _needs(table)]
    enough = all(wide > need - 0.01 for wide, need in zip(fit.widths, needed, strict=True))
    rows = _heights(table, fit)
    return enough and (len(rows) < MANY or sum(rows) <= TALLEST * len(rows))


def _heights(table: DocumentTable, fit: TableFit) -> list[int]:
    """The lines of each row, the heading's first."""
    return _lines(_lengths(table), np.array(fit.widths), fit.size).max(axis=1).astype(int).tolist()


def _shared(table: DocumentTable, size: float, room: float) -> tuple[float, ...]:
    """The room shared out: each column its least, the rest step by step to the column that shortens rows most."""
    widths = np.array([_points(need, size) for need in _needs(table)])
    if widths.sum() >= room:
        return tuple((widths * room / widths.sum()).tolist())
    lengths = _lengths(table)
    while room - widths.sum() > WIDTH_STEP:
        widths[_neediest(lengths, widths, size)] += WIDTH_STEP
    return tuple((widths + (room - widths.sum()) / len(widths)).tolist())


def _neediest(lengths: np.ndarray, widths: np.ndarray, size: float) -> int:
    """The column whose text stands tallest, by all its lines; where all stand in one line, the widest text."""
    lines = _lines(lengths, widths, size)
    causes = ((lines - 1) * lines).sum(axis=0)
    return int(causes.argmax()) if causes.any() else int((lengths.max(axis=0) / widths).argmax())


def _lines(lengths: np.ndarray, widths: np.ndarray, size: float) -> np.ndarray:
    """The lines of each cell, rows by columns."""
    letters = np.maximum(1.0, (widths - PADDING) * 2 / size)
    return np.maximum(1.0, np.ceil(lengths / letters))


@lru_cache(maxsize=512)
def _lengths(table: DocumentTable) -> np.ndarray:
    """The length of each cell's text, rows by columns, the heading's row first."""
    rows = [[column.heading for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
    return np.array([[text_layout.text_width(text) for text in row] for row in rows], dtype=float)


def _points(letters: float, size: float) -> float:
    return letters * size / 2 + PADDING


def _needs(table: DocumentTable) -> list[float]:
    return [_need(column, texts) for column, texts in _columns(table)]


def _need(column: DocumentColumn, texts: Sequence[str]) -> float:
    """What can't be broken: a narrow column's texts whole up to a measure, of others the longest word."""
    head = min(text_layout.text_width(column.heading), LEAST_HEAD)
    words = [_letters(word) for text in (column.heading, *texts) for word in UNBREAKABLE.findall(text)]
    longest = min(max(words, default=0), LONG_WORD)
    if column.kind in NARROW_KINDS:
        whole = max((_letters(text) for text in texts), default=0)
        return max(head, longest, min(whole, WIDEST_NARROW))
    return max(head, longest, min(LEAST, max((_letters(text) for text in texts), default=0)))


def _letters(text: str) -> float:
    """How wide a text stands at most: Latin letters and figures are a little wider in some fonts."""
    return text_layout.text_width(text) + WIDER * sum(sign.isascii() for sign in text)


def _columns(table: DocumentTable) -> list[tuple[DocumentColumn, list[str]]]:
    return [(column, [row[place].text for row in table.rows]) for place, column in enumerate(table.columns)]
