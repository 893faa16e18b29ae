"""What a bench shows: tables with headings in Chinese and English, numbers as people read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich import box
from rich.console import Console
from rich.table import Table as Drawn

KILO = 1000
WIDTH = 110


@dataclass(frozen=True)
class Aim:
    """What was to be reached: of how many, seconds the project took, a ratio (or bytes) to be least or most so much."""

    size: int
    what: str
    taken: float
    reached: float
    least: float | None = None
    most: float | None = None
    told: Callable[[float], str] = field(default=lambda ratio: times(ratio))

    def row(self) -> tuple[str, ...]:
        """The aim as a row of `AIMED`, what it is held against on a line of its own."""
        bound = f"≥ {self.told(self.least)}" if self.least is not None else f"≤ {self.told(self.most or 0)}"
        return (
            number(self.size),
            self.what.replace(": ", "\n  "),
            duration(self.taken),
            self.told(self.reached),
            bound,
            MET[self.met],
        )

    @property
    def met(self) -> bool:
        return self.reached >= self.least if self.least is not None else self.reached <= (self.most or 0)


MET = {True: "达到 met", False: "未达 missed"}
AIMED = ("规模\nsize", "与什么比\nbeside", "用时\ntime", "实测\nreached", "要求\nwanted", "结果\nresult")


@dataclass(frozen=True)
class Table:
    """A title, headings, rows of text, and notes below; a row that begins a new block has a text in its first cell.

    `aims`: what of it was to be reached, shown together at the end.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    aims: Sequence[Aim] = ()


def aimed(aims: Sequence[Aim]) -> Table:
    """All aims in one table."""
    return Table("目标与实测 · Aims and what was reached", AIMED, [aim.row() for aim in aims])


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
