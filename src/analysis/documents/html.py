"""A document as one HTML page: no script, nothing asked of any other place, fit to be printed (网页)."""

from __future__ import annotations

from pathlib import Path

from analysis.documents.contents import Block, Chart, Document
from analysis.documents.pictures import svg
from analysis.views.sheets import environment, stylesheet

LANGUAGES = {"zh": "zh-CN", "en": "en"}


def write(document: Document) -> bytes:
    """The page, UTF-8; every text is escaped."""
    page = environment(_folder()).get_template("document.html").render(
        document=document, language=LANGUAGES[document.lang], style=_style(), kind=_kind, picture=_picture,
    )  # fmt: skip
    return page.encode()


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _picture(chart: Chart) -> str:
    """The chart within the page; its texts are escaped where it is drawn."""
    return svg(chart.bars)


def _style() -> str:
    return "\n".join([stylesheet(), (_folder() / "document.css").read_text(encoding="utf-8")])


def _folder() -> Path:
    return Path(__file__).parent / "templates"
