"""What a document holds, apart from any format: a title, headings, paragraphs, tables, charts, notes (内容).

Every writer (`documents.write`) takes the same `Document`, so that a number stands alike in each format:
texts are already worded and rounded, and no writer computes, rounds or drops anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.views import chart_contents

DEEPEST_HEADING = 4


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 to 4. The writers number it 一、（一）1.（1）, unless `numbered` is False."""

    text: str
    level: int = 1
    numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, indented by two characters."""

    text: str


@dataclass(frozen=True)
class Highlights:
    """What must be read first (重要提示), set apart from the body: a title and a few sentences."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Quotation:
    """Words of another document, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class DocumentNote:
    """Small print: where figures come from, how to read them."""

    text: str


@dataclass(frozen=True)
class DocumentCell:
    """A cell's text as printed; the number behind it where it is one; its tone (good, bad, missing, assumed, …)."""

    text: str
    value: float | None = None
    tone: str = ""


@dataclass(frozen=True)
class DocumentColumn:
    """A column's heading, its unit where all rows share one, and its kind.

    `number`: set right. `id` and `mark`: narrow. `name` and plain text: set left and broken into lines.
    """

    title: str
    kind: str = ""
    unit: str = ""

    @property
    def heading(self) -> str:
        """The heading with its unit."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title


@dataclass(frozen=True)
class DocumentTable:
    """A table: the first column heads the rows; `empty` is said where there are none.

    `small`: a table within a passage, without a number of its own. `notes` stand under it.
    """

    title: str
    columns: tuple[DocumentColumn, ...]
    rows: tuple[tuple[DocumentCell, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = ""
    small: bool = False


@dataclass(frozen=True)
class Particulars:
    """Headings with what is said under each: `(("公式", (Cell("…"),)), …)`."""

    rows: tuple[tuple[str, tuple[DocumentCell, ...]], ...]


@dataclass(frozen=True)
class DocumentChart:
    """A chart of bars; its title says the finding. A table beside it must hold the same figures."""

    title: str
    bars: chart_contents.Bars


@dataclass(frozen=True)
class Annex:
    """Begins an annex, on a new page; the body's end lists all annexes. Headings are numbered anew in each."""

    title: str
    label: str = ""


Block = (
    Heading | Paragraph | Highlights | Quotation | DocumentNote | DocumentTable | Particulars | DocumentChart | Annex
)


def block_kind(block: Block) -> str:
    """What a template calls a block: `heading`, `paragraph`, `table`, `chart`, …"""
    return type(block).__name__.removeprefix("Document").lower()


@dataclass(frozen=True)
class Document:
    """A document in the layout of an official brief.

    `subtitle`: the period, under the title. `addressees`: to whom it goes, before the body (各镇街园区).
    `issuer` and `date` close the body at the right; the date is given, never taken from a clock.
    `day`: the day that the file itself tells (2021-03-31), never today's; with it a PDF is fit for archives (PDF/A).
    `mark`: what every page says beside its number, such as that it is an example.
    `lang`: `zh` or `en`. All texts are plain: no writer reads markup, formulas or addresses in them.
    """

    title: str
    blocks: tuple[Block, ...]
    lang: str = "zh"
    subtitle: str = ""
    addressees: str = ""
    issuer: str = ""
    date: str = ""
    day: str = ""
    mark: str = ""

    def parts(self) -> list[tuple[Annex | None, tuple[Block, ...]]]:
        """The body (without an annex) and then each annex, with their blocks."""
        parts: list[tuple[Annex | None, tuple[Block, ...]]] = [(None, ())]
        for block in self.blocks:
            own = (block, ()) if isinstance(block, Annex) else (parts[-1][0], (*parts.pop()[1], block))
            parts.append(own)
        return parts

    def annexes(self) -> list[Annex]:
        """Its annexes, in order."""
        return [block for block in self.blocks if isinstance(block, Annex)]

    def tables(self) -> Iterator[DocumentTable]:
        """Its tables, in order."""
        return (block for block in self.blocks if isinstance(block, DocumentTable))
