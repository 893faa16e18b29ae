"""The report's one page: complete in itself, without code, asking nothing of any other place (报告页面)."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from plotly.offline import get_plotlyjs

from analysis.catalogue import page_phrase
from analysis.reports.page_scripts import content_source, script_json
from analysis.reports.showing import Piece, cell_pieces, in_language
from analysis.scorecards import Card
from analysis.views import MonthBrief, links, source_tables, view_objects

LEAST_HEIGHT = 200
SPOKEN = (
    "find", "hint", "show", "found", "unfold", "fold", "print", "skip", "contents", "undrawn", "department",
    "departments",
)  # fmt: skip
STATES = ("", "failed", "open", "lost")
"""The states by which clauses are chosen on the page; the first is all of them."""


@dataclass(frozen=True)
class PageSection:
    """One notebook on the page: its anchor, its title, the part of the report it belongs to, and its pieces."""

    id: str
    title: str
    part: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class PageHead:
    """The page's head: its title, and what the report is of and was made from, as label and text.

    `files`: the same content in other formats, beside the page, as label and file name.
    """

    title: str
    made_from: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PageChart:
    """A chart's number on the page, what it shows, its figure as JSON that no HTML can end, and its height."""

    number: int
    title: str
    json: str
    height: int


def page_section(name: str, part: str, notebook: NotebookNode, lang: str) -> PageSection:
    """The section of an executed notebook; its first heading of this language is its title."""
    title = _title(notebook, lang)
    shown = (piece for cell in notebook.cells for piece in cell_pieces(_untitled(cell, title), lang))
    return PageSection(name, title or name, part, tuple(piece for piece in shown if piece.content != ""))


def brief_section(brief: MonthBrief) -> PageSection:
    """The brief as the page's first section."""
    figure = json.loads(brief.chart.json())
    pieces = (Piece("html", view_objects.view_html("brief.html", brief=brief)), Piece("chart", figure))
    return PageSection("brief", page_phrase("brief", brief.lang), "", pieces)


def _untitled(cell: NotebookNode, title: str) -> NotebookNode:
    """The cell without the section's title, which heads the section already."""
    if cell.cell_type != "markdown" or not title:
        return cell
    lines = [line for line in cell.source.splitlines() if line.lstrip("#").strip() != title]
    return NotebookNode({**cell, "source": "\n".join(lines)})


def page_html(head: PageHead, sections: Sequence[PageSection], lang: str) -> str:
    """The page as HTML. Equal sections give equal text: nothing in it is random and no time stands in it."""
    charts: list[PageChart] = []
    shown = [(section, [_placed(piece, charts) for piece in section.pieces]) for section in sections]
    script, library = _own("page.js"), get_plotlyjs() if charts else ""
    text = view_objects.template_environment(_folder()).get_template("page.html").render(
        head=head, lang=lang, sections=shown, parts=_parts(sections), style=_style(), library=_packed(library),
        script=script, policy=page_policy(*([library] if charts else []), script), many=len(charts), words=_words(lang),
    )  # fmt: skip
    return links.without_dead_links(text)


def figures_section(cards: Sequence[Card], lang: str) -> PageSection:
    """Every figure used, to which workings lead and from which one comes back to them."""
    table = source_tables.figures_used(cards, lang)
    return PageSection("figures", table.title, page_phrase("grounds", lang), (Piece("html", table._repr_html_()),))


@lru_cache(maxsize=2)
def _packed(library: str) -> str:
    """A script as the page keeps it until it is wanted: a third of its size, and nothing to be read at first.

    Once a process: packing the same library took a third of what a report takes beside its notebooks.
    """
    return base64.b64encode(gzip.compress(library.encode(), mtime=0)).decode()


def page_policy(*scripts: str) -> str:
    """The page's content security policy: these scripts and no others, and no request to anywhere."""
    allowed = " ".join(map(content_source, scripts)) or "'none'"
    rules = {
        "default-src": "'none'", "style-src": "'unsafe-inline'", "script-src": allowed,
        "img-src": "data:", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    return "; ".join(f"{name} {rule}" for name, rule in rules.items())


def _placed(piece: Piece, charts: list[PageChart]) -> tuple[str, Any]:
    if piece.kind != "chart":
        return piece.kind, piece.content
    figure = {key: piece.content[key] for key in ("data", "layout", "frames") if key in piece.content}
    height = figure.get("layout", {}).get("height") or LEAST_HEIGHT * 2
    title = re.sub(r"<br ?/?>|\n", " ", str(figure.get("layout", {}).get("title", {}).get("text") or ""))
    charts.append(PageChart(len(charts) + 1, title, script_json(figure), max(LEAST_HEIGHT, round(height))))
    return "chart", charts[-1]


def _title(notebook: NotebookNode, lang: str) -> str:
    spoken_here = (cell for cell in notebook.cells if cell.cell_type == "markdown" and in_language(cell, lang))
    lines = (line for cell in spoken_here for line in cell.source.splitlines())
    return next((line.lstrip("#").strip() for line in lines if line.startswith("#")), "")


def _parts(sections: Iterable[PageSection]) -> dict[str, list[PageSection]]:
    parts: dict[str, list[PageSection]] = {}
    for section in sections:
        parts.setdefault(section.part, []).append(section)
    return parts


def _style() -> str:
    return "\n".join([view_objects.stylesheet(), _own("page.css")])


def _words(lang: str) -> dict[str, Any]:
    """What the page's own controls are called."""
    said = {key: page_phrase(key, lang) for key in SPOKEN}
    states = [(state, page_phrase(f"state {state or 'all'}", lang)) for state in STATES]
    return {**said, "states": states, "made_from": page_phrase("made from", lang)}


def _own(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8")


def _folder() -> Path:
    return Path(__file__).parent / "templates"
