"""What a view gives back: frozen objects that show themselves as HTML and as plain text (展示对象)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

from analysis.catalogue import TAGS


class TonedText(str):
    """A cell's text with its tone, which gives the colour: good, bad, missing, assumed, forecast, quiet, strong."""

    tone: str

    def __new__(cls, text: str, tone: str) -> TonedText:
        toned = super().__new__(cls, text)
        toned.tone = tone
        return toned


@dataclass(frozen=True)
class TableColumn:
    """A column's heading and kind: `number` (right), `id` (narrow, not broken), `name`, or plain text."""

    title: str
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table for readers: the first column heads its rows; `empty` is said where there are none.

    `anchor`: what a page's links call it.
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    lang: str
    notes: tuple[str, ...] = ()
    empty: str = ""
    kind: str = ""
    anchor: str = ""

    @property
    def language(self) -> str:
        return TAGS[self.lang]

    def classes(self, place: int, cell: str) -> str:
        """The HTML classes of a cell: its column's kind and its own tone."""
        return " ".join(filter(None, [self.columns[place].kind, getattr(cell, "tone", "")]))

    def under(self, name: str) -> Table:
        """The same table with a name before its title, which still leads where it led."""
        title, leads = f"{name} · {self.title}", getattr(self.title, "leads", ())
        return replace(self, title=type(self.title)(title, leads) if leads else title)  # type: ignore[call-overload]

    def _repr_html_(self) -> str:
        return view_html("table.html", table=self)

    def __repr__(self) -> str:
        lines = [" | ".join(column.title for column in self.columns), *(" | ".join(row) for row in self.rows)]
        return "\n".join([self.title, *(lines if self.rows else [self.empty]), *self.notes])


@dataclass(frozen=True)
class Passage:
    """A heading and paragraphs."""

    title: str
    paragraphs: tuple[str, ...]
    lang: str

    @property
    def language(self) -> str:
        return TAGS[self.lang]

    def _repr_html_(self) -> str:
        return view_html("passage.html", passage=self)

    def __repr__(self) -> str:
        return "\n".join([self.title, *self.paragraphs])


@dataclass(frozen=True)
class ViewSequence:
    """Views one after another, each an output of its own."""

    parts: tuple[Any, ...]

    def _ipython_display_(self) -> None:
        from IPython.display import display  # slow to load, and only a notebook shows views so

        for part in self.parts:
            display(part)

    def __repr__(self) -> str:
        return "\n\n".join(repr(part) for part in self.parts)


@dataclass(frozen=True)
class Style:
    """The stylesheet of tables and texts, for notebooks; the report's page has it already."""

    def _repr_html_(self) -> str:
        return f"<style>\n{stylesheet()}</style>"

    def __repr__(self) -> str:
        return ""


def table_columns(*titled: str | tuple[str, str]) -> tuple[TableColumn, ...]:
    """Columns from headings, or from headings with their kind."""
    return tuple(TableColumn(column) if isinstance(column, str) else TableColumn(*column) for column in titled)


def view_sequence(parts: Sequence[Any]) -> Any:
    """The one part, or several shown one after another."""
    return parts[0] if len(parts) == 1 else ViewSequence(tuple(parts))


def stylesheet() -> str:
    """The style of tables, texts and the report's page."""
    return (_folder() / "report.css").read_text(encoding="utf-8")


def view_html(template: str, **parts: Any) -> str:
    """A template of this package with its parts put in; every text is escaped."""
    return template_environment(_folder()).get_template(template).render(**parts)


def _folder() -> Path:
    return Path(__file__).parent / "templates"


@lru_cache(maxsize=4)
def template_environment(folder: Path) -> Environment:
    """The templates of a folder: every text put in is escaped, and a part that is not given is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # slow to load, and only pages need it

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
