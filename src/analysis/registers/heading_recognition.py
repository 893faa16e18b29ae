"""Finding the headings of a table, and giving each column its meaning (识别表头)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from analysis.problems import InputError, Problem
from analysis.registers.delivered_files import BROKEN, GIVEN, LINE, DeliveredTable
from analysis.registers.wording import HeadingMeaning, RegisterWording
from analysis.text_normalisation import quoted_value

OWN = (LINE, GIVEN, BROKEN)
DEPTH = 10
"""Among how many rows from the top the headings are looked for: titles and remarks may stand above them."""


@dataclass(frozen=True)
class RecognisedTable:
    """A table whose columns have meanings: `columns` the place of each kept column and the unit of its heading.

    `naturals`: places filled only for natural persons. `headings`: as written, by place. `notes`: headings nobody
    knows, and those that repeat an earlier one. `doubted`: lines counted though cells are missing at their end, or the
    file's last line has none, each with the name of the note.
    """

    table: DeliveredTable
    rows: pl.DataFrame
    columns: dict[str, tuple[str, str]]
    naturals: tuple[str, ...]
    headings: dict[str, str]
    notes: tuple[Problem, ...]
    doubted: Mapping[int, str] = field(default_factory=dict)

    def heading(self, name: str) -> str:
        """How a column is headed, by its name or place; its name where it was not delivered."""
        place = self.columns.get(name, (name, ""))[0]
        return quoted_value(self.headings.get(place, name))


@dataclass(frozen=True)
class _Head:
    """Headings that may be those of a table: the line of the first row below, the cells their own row was given."""

    headings: Sequence[str]
    first: int
    given: int | None
    recognised: int


def recognise_headings(table: DeliveredTable, wording: RegisterWording) -> RecognisedTable:
    """The table with its headings found.

    Headings stand in one row, or in two where the upper one names groups of columns (merged cells): the lower name
    counts where it is known. Columns that name persons are not among `columns`, nor is any that nobody knows.
    Rows of more cells than headings, or cut off before a column that is kept, are broken.
    Raises `InputError` where no column of the register is named.
    """
    head = _found(table, wording)
    meanings = {str(place): wording.meaning(heading) for place, heading in enumerate(head.headings) if heading}
    columns: dict[str, tuple[str, str]] = {}
    for place, meant in meanings.items():
        if meant and meant.role == "column" and meant.column not in columns:
            columns[meant.column] = (place, meant.unit)
    if not columns:
        raise InputError([_bare(table, head.headings, wording)])
    naturals = tuple(place for place, meant in meanings.items() if meant and meant.role == "natural")
    named = {str(place): heading for place, heading in enumerate(head.headings)}
    rows = _even(table, head, [place for place, _ in columns.values()] + list(naturals))
    notes = tuple(_notes(table, meanings, named, columns, wording))
    return RecognisedTable(table, rows, columns, naturals, named, notes, _doubted(table, rows, head))


def _even(table: DeliveredTable, head: _Head, needed: Sequence[str]) -> pl.DataFrame:
    """The rows below the headings, those of too many or too few cells marked as broken.

    An empty cell too many in every row (a separator at the end of each line) is none. A last line cut off is broken
    wherever it ends.
    """
    rows = table.cells.filter(pl.col(LINE) >= head.first)
    if head.given is None or rows.is_empty():
        return rows
    beyond = [pl.col(name).fill_null("").str.strip_chars() != "" for name in rows.columns[head.given : -len(OWN)]]
    over = (pl.col(GIVEN) > head.given) & pl.col(BROKEN).is_null()
    spare = rows.select((over | pl.col(BROKEN).is_not_null()).all() & ~pl.any_horizontal(False, *beyond).any()).item()
    many = pl.when(over & pl.lit(not spare)).then(pl.lit("too many cells"))
    torn = (pl.col(LINE) == rows[LINE].max()) & (pl.col(GIVEN) < head.given) & pl.lit(not table.ended)
    few = pl.when((pl.col(GIVEN) <= max(map(int, needed))) | torn).then(pl.lit("too few cells"))
    return rows.with_columns(pl.coalesce(BROKEN, many, few).alias(BROKEN))


def _doubted(table: DeliveredTable, rows: pl.DataFrame, head: _Head) -> dict[int, str]:
    """Sound rows with fewer cells than headings, and a last line without an end.

    A program that leaves out empty cells at the end of lines writes none anywhere, and does so more than once.
    """
    if head.given is None or rows.is_empty():
        return {}
    sound = rows.filter(pl.col(BROKEN).is_null())
    short = sound.filter(pl.col(GIVEN) < head.given)[LINE].to_list()
    ends = [pl.col(GIVEN).eq(place + 1) & (pl.col(str(place)).str.strip_chars() == "") for place in range(head.given)]
    trimmed = not sound.select(pl.any_horizontal(ends).any()).item() and (len(short) > 1 or sound.height == 1)
    open_line = [] if table.ended or rows[BROKEN][-1] is not None else [int(rows[LINE][-1])]
    return dict.fromkeys(open_line, "last line open") | dict.fromkeys([] if trimmed else short, "fewer cells")


def _found(table: DeliveredTable, wording: RegisterWording) -> _Head:
    """The headings that most are known of, among the first rows."""
    if table.headings is not None:
        return _Head(table.headings, 0, None, 0)
    top = table.cells.head(DEPTH + 1)
    texts = [[str(cell or "").strip() for cell in row] for row in top.drop(OWN).rows()]
    lines = [*top[LINE], int(top[LINE][-1]) + 1]
    given = top[GIVEN].to_list()
    single = [
        _Head(row, lines[place + 1], given[place], _columns_named(row, wording))
        for place, row in enumerate(texts[:DEPTH])
    ]
    pairs = pairwise(texts[:DEPTH])
    joined = ((place, _joined(upper, lower, wording)) for place, (upper, lower) in enumerate(pairs))
    double = [
        _Head(row, lines[place + 2], given[place] and max(given[place : place + 2]), _columns_named(row, wording))
        for place, row in joined
        if row
    ]
    return max([*single, *double], key=lambda head: head.recognised)


def _joined(upper: Sequence[str], lower: Sequence[str], wording: RegisterWording) -> Sequence[str]:
    """Two rows as one row of headings; none where the lower one is a row like others, or the upper a remark."""
    recognised = [bool(low and wording.meaning(low)) for low in lower]
    said = sum(map(bool, lower))
    both = [
        low if low and (is_known or not _column(high, wording)) else high
        for high, low, is_known in zip(upper, lower, recognised, strict=True)
    ]
    gained = any(_column(high, wording) and not is_known for high, is_known in zip(upper, recognised, strict=True))
    return both if said < 2 * sum(recognised) and gained else ()


def _column(heading: str, wording: RegisterWording) -> bool:
    meant = wording.meaning(heading) if heading else None
    return meant is not None and meant.role == "column"


def _columns_named(headings: Sequence[str], wording: RegisterWording) -> int:
    return len({meant.column or heading for heading in headings if heading and (meant := wording.meaning(heading))})


def _notes(
    table: DeliveredTable, meanings: dict[str, HeadingMeaning | None], named: dict[str, str], columns: dict[str,
    tuple[str, str]],
    wording: RegisterWording,
) -> list[Problem]:  # fmt: skip
    """What a reader should know of the headings: those nobody knows, and a second column of one meaning."""
    said = []
    for place, meant in meanings.items():
        if meant is None:
            zh, en = wording.hint(named[place])
            said.append(_unknown(table, named[place], zh, en))
        elif meant.role == "column" and columns[meant.column][0] != place:
            shown = quoted_value(named[place])
            zh = f"“{shown}”列与前面一列同义，未采用。"
            said.append(Problem(table.place(), zh, f"The column '{shown}' repeats an earlier one; left out."))
    return said


def _unknown(table: DeliveredTable, heading: str, zh: str, en: str) -> Problem:
    shown = quoted_value(heading)
    return Problem(
        table.place(),
        f"不认识的表头“{shown}”，此列未采用。{zh}本台账用不到的列，可不理会。",
        f"The heading '{shown}' is not known; the column is left out. {en} If the register needs none such, let it be.",
    )


def _bare(table: DeliveredTable, headings: Sequence[str], wording: RegisterWording) -> Problem:
    """A table without one known heading. What stands there is not repeated: it may be a row of records."""
    hits = dict.fromkeys(filter(None, (wording.near(heading) for heading in headings if heading)))
    meant = f"是否想写“{'”、“'.join(hits)}”？" if hits else ""
    listed = "', '".join(hits)
    meant_en = f" Did you mean '{listed}'?" if hits else ""
    words = wording.shown_headings()
    zh = f"没有认出“{wording.zh}”的任何表头，此表未读。{meant}表头可写：{'、'.join(words)}。"
    en = f"No heading of the register '{wording.name}' is known; not read.{meant_en} Use these: {', '.join(words)}."
    return Problem(table.place(), zh, en)
