"""What of a notebook's cells is shown on a page, and how (单元格展示)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from analysis.catalogue import LANGUAGES
from analysis.reports.parameters import cell_tags
from analysis.reports.safety import Fault, chart_faults, html_faults
from analysis.views import view_objects

CHART, HTML, MARKDOWN, PNG, PLAIN = (
    "application/vnd.plotly.v1+json", "text/html", "text/markdown", "image/png", "text/plain",
)  # fmt: skip
END = "【完】"


@dataclass(frozen=True)
class Piece:
    """A part of a page: `html` or `text` (a text) or `chart` (a plotly figure)."""

    kind: str
    content: Any


class _Renderer(IPythonRenderer):
    """Markdown whose links lead nowhere outside, one heading level below the page's own."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return f"<h{min(level + 1, 6)}>{text}</h{min(level + 1, 6)}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return self.escape_html(text)

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{self.escape_html(code)}</code></pre>\n"


def markdown_html(markdown: str, *, escape: bool = True) -> str:
    """Markdown as HTML; raw HTML in it is escaped."""
    return MarkdownWithMath(renderer=_Renderer(escape=escape)).render(markdown)


def in_language(cell: NotebookNode, lang: str) -> bool:
    """Whether the cell is of this language: cells tagged for another are left out."""
    own = [tag for tag in cell_tags(cell) if tag in LANGUAGES]
    return not own or lang in own


def cell_pieces(cell: NotebookNode, lang: str) -> list[Piece]:
    """What the page shows of a cell: the text of markdown, the outputs of code, never the code."""
    if not in_language(cell, lang):
        return []
    if cell.cell_type == "markdown":
        return [Piece("html", markdown_html(cell.source))]
    return [piece for output in cell.get("outputs", []) if (piece := _piece(output))]


def unshowable_outputs(cell: NotebookNode) -> Iterator[Fault]:
    """Why a cell can't stand on a page: scripts, links to outside, outputs of an unknown kind."""
    if cell.cell_type == "markdown":
        yield from html_faults(markdown_html(cell.source, escape=False))
    for output in cell.get("outputs", []):
        if "data" in output and _kind(output.data) is None:
            kinds = "、".join(sorted(output.data)) or "-"
            yield f"输出的类型无法放进报告：{kinds}。", f"Outputs of this kind can't stand in a report: {kinds}."
        piece = _piece(output)
        if piece and piece.kind == "chart":
            yield from chart_faults(piece.content)
        elif piece and piece.kind == "html":
            yield from html_faults(piece.content)


def plain_text(output: Any) -> str:
    """An output's plain text: what was printed, or how the value prints."""
    if output.output_type == "stream":
        return output.text if output.name == "stdout" else ""
    return output.get("data", {}).get(PLAIN, "")


def _kind(data: Any) -> str | None:
    return next((kind for kind in (CHART, HTML, MARKDOWN, PNG, PLAIN) if kind in data), None)


def _piece(output: Any) -> Piece | None:
    if output.output_type == "stream":
        return _text(output.text) if output.name == "stdout" else None
    kind = _kind(output.get("data", {}))
    return None if kind is None else _of_kind(kind, output.data[kind])


def _of_kind(kind: str, content: Any) -> Piece | None:
    if kind == CHART:
        return Piece("chart", content)
    text = content if isinstance(content, str) else "".join(content)
    if kind == HTML:
        return None if text == f"<style>\n{view_objects.stylesheet()}</style>" else Piece("html", text)
    if kind == MARKDOWN:
        return Piece("html", markdown_html(text))
    if kind == PNG:
        return Piece("html", f'<img alt="" src="data:image/png;base64,{"".join(text.split())}">')
    return _text(text)


def _text(text: str) -> Piece | None:
    # The end mark is a proof for the run, not a part of the page.
    return Piece("text", text.strip("\n")) if text.strip() and not text.startswith(END) else None
