"""A document as one HTML page: no script, nothing asked of any other place, fit to be printed (网页)."""

from __future__ import annotations

from pathlib import Path

from analysis.catalogue import TAGS
from analysis.documents.bar_pictures import bars_svg
from analysis.documents.contents import Document, DocumentChart, block_kind
from analysis.views import view_objects


def write(document: Document) -> bytes:
    """The page, UTF-8; every text is escaped."""
    page = view_objects.template_environment(_folder()).get_template("document.html").render(
        document=document, language=TAGS[document.lang], style=_style(), kind=block_kind, picture=_picture,
    )  # fmt: skip
    return page.encode()


def _picture(chart: DocumentChart) -> str:
    """The chart within the page; its texts are escaped where it is drawn."""
    return bars_svg(chart.bars)


def _style() -> str:
    return "\n".join([view_objects.stylesheet(), (_folder() / "document.css").read_text(encoding="utf-8")])


def _folder() -> Path:
    return Path(__file__).parent / "templates"
