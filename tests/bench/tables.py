"""What a bench shows: tables with headings in Chinese and English, numbers as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table as Drawn

KILO = 1000
WIDTH = 110


@dataclass(frozen=True)
class Table:
    """A title, headings, rows of text, and notes below; a row that begins a new block has a text in its first cell."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def show(table: Table) -> None:
    """Print a table with its notes."""
    drawn = Drawn(title=table.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for place, heading in enumerate(table.headings):
        drawn.add_column(heading, justify="left" if place == 1 else "right", no_wrap=True)
    for row in table.rows:
        drawn.add_row(*row)
    console = Console(width=WIDTH, highlight=False)
    console.print(drawn)
    for note in table.notes:
        console.print(f"  {note}")


def number(count: int) -> str:
    return f"{count:,}"


def duration(taken: float) -> str:
    """Seconds as seconds or milliseconds, three digits."""
    return f"{taken:,.2f} s" if taken >= 1 else f"{taken * KILO:.3g} ms"


def times(ratio: float) -> str:
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2g} ×"


def megabytes(held: float) -> str:
    return f"{held / KILO / KILO:,.0f} MB"
