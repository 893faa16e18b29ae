"""What a bench shows: tables with headings in Chinese and English, numbers as people read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass, field

from rich import box
from rich.console import Console
from rich.table import Table as Grid

KILO = 1000
WIDTH = 110


@dataclass(frozen=True)
class Aim:
    """What was to be reached: of how many, seconds the project took, a ratio (or bytes) to be least or most so much."""

    size: int
    what: str
    seconds: float
    reached: float
    _: KW_ONLY
    least: float | None = None
    most: float | None = None
    text: Callable[[float], str] = field(default=lambda ratio: times(ratio))

    def __post_init__(self) -> None:
        if (self.least is None) == (self.most is None):
            raise ValueError(f"an aim is to be least or most so much: {self.what}")

    def row(self) -> tuple[str, ...]:
        """The aim as a row of `AIMED`, what it is held against on a line of its own."""
        bound = f"≥ {self.text(self.least)}" if self.least is not None else f"≤ {self.text(self.most or 0)}"
        return (
            number(self.size),
            self.what.replace(": ", "\n  "),
            duration(self.seconds),
            self.text(self.reached),
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
    grid = Grid(title=table.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for place, heading in enumerate(table.headings):
        grid.add_column(heading, justify="left" if place == 1 else "right", no_wrap=True)
    for row in table.rows:
        grid.add_row(*row)
    console = Console(width=WIDTH, highlight=False)
    console.print(grid)
    for note in table.notes:
        console.print(f"  {note}")


def number(count: int) -> str:
    return f"{count:,}"


def duration(seconds: float) -> str:
    """Seconds as seconds or milliseconds, three digits."""
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{seconds * KILO:.3g} ms"


def times(ratio: float) -> str:
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2g} ×"


def megabytes(size: float) -> str:
    return f"{size / KILO / KILO:,.0f} MB"
