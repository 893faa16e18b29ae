"""The report's formats beside its page: each a file of the same document and cards (报告格式).

`html` is always made: `index.html`, the page of the notebooks. Where another format is asked for, the document
stands beside as `report.html` too. Each format is one function here: what `report.xlsx` holds is decided by its own.
A format once published is made again with every later report of its folder, whatever is asked for then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from analysis import documents
from analysis.documents import Document, format_names
from analysis.reports import workbooks
from analysis.scorecards import Card

Made = Callable[[Document, Sequence[Card], str], bytes]

HTML = "html"


def _document(name: str, document: Document, cards: Sequence[Card], lang: str) -> bytes:
    return documents.write(document, name)


def _workbook(document: Document, cards: Sequence[Card], lang: str) -> bytes:
    """The scorecards as formulas, the document's chapters after them."""
    return workbooks.workbook_bytes(cards, lang, document)


# From the document, the cards and the language to the file's bytes.
WRITERS: Mapping[str, Made] = {
    **{name: partial(_document, name) for name in documents.WRITERS},
    "xlsx": _workbook,
}


def chosen_formats(names: Iterable[str]) -> tuple[str, ...]:
    """The formats to make, `html` first. Raises `InputError` for unknown ones and for what the machine lacks."""
    asked = format_names(names, WRITERS)
    documents.require_formats(asked)
    return tuple(dict.fromkeys([HTML, *asked]))


def has_documents(formats: Iterable[str]) -> bool:
    """Whether any format is asked for beside the page."""
    return set(formats) != {HTML}


def file_name(name: str) -> str:
    """The file of a format: `report.pdf`."""
    return f"report.{name}"


def published_formats(folder: Path) -> tuple[str, ...]:
    """The formats that stand in a report's folder."""
    return tuple(name for name in WRITERS if (folder / file_name(name)).is_file())


def remade_formats(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """The formats in a report's folder that were not asked for: published earlier, and made again with the rest."""
    return tuple(name for name in published_formats(folder) if name not in {HTML, *format_names(names, WRITERS)})


def document_files(document: Document, cards: Sequence[Card], lang: str, formats: Sequence[str]) -> dict[str, bytes]:
    """A file for each format, by its name."""
    return {file_name(name): WRITERS[name](document, cards, lang) for name in formats}
