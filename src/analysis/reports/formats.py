"""The report's formats beside its page: each a file of the same document and cards (报告格式).

`html` is always made: `index.html`, the page of the notebooks. Where another format is asked for, the brief stands
beside as `report.html` too. Each format is one function here: what `report.xlsx` holds is decided by its own.
With the annex the working papers stand beside in each format, `papers.pdf`; the workbook holds them anyway.
What was once published is made again with every later report of its folder, whatever is asked for then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from analysis import documents
from analysis.documents import Document, format_names
from analysis.reports import workbooks
from analysis.scorecards import Card

HTML, XLSX = "html", "xlsx"


@dataclass(frozen=True, eq=False)
class FormatContent:
    """What the formats are made of: the brief, the working papers where a file needs them, and the cards."""

    brief: Document
    papers: Document | None
    cards: Sequence[Card]
    lang: str


Made = Callable[[FormatContent], bytes]


def _document(name: str, content: FormatContent) -> bytes:
    return documents.write(content.brief, name)


def _workbook(content: FormatContent) -> bytes:
    """The brief, the scorecards as formulas, the working papers' chapters after them."""
    return workbooks.workbook_bytes(content.cards, content.lang, content.brief, content.papers)


# From the content to the file's bytes.
WRITERS: Mapping[str, Made] = {
    **{name: partial(_document, name) for name in documents.WRITERS},
    XLSX: _workbook,
}


def chosen_formats(names: Iterable[str]) -> tuple[str, ...]:
    """The formats to make, `html` first. Raises `InputError` for unknown ones and for what the machine lacks."""
    asked = format_names(names, WRITERS)
    documents.require_formats(asked)
    return tuple(dict.fromkeys([HTML, *asked]))


def has_documents(formats: Iterable[str], annexes: Sequence[str] = ()) -> bool:
    """Whether any file is asked for beside the page."""
    return bool(annexes) or set(formats) != {HTML}


def file_name(name: str) -> str:
    """The file of a format: `report.pdf`."""
    return f"report.{name}"


def annex_name(name: str) -> str:
    """The file of the working papers in a format: `papers.pdf`."""
    return f"papers.{name}"


def annex_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """The formats in which the working papers stand in a file of their own; the workbook holds them already."""
    return tuple(name for name in formats if name != XLSX)


def published_annexes(folder: Path) -> tuple[str, ...]:
    """The formats in which working papers stand in a report's folder."""
    return tuple(name for name in annex_formats(WRITERS) if (folder / annex_name(name)).is_file())


def published_formats(folder: Path) -> tuple[str, ...]:
    """The formats that stand in a report's folder."""
    return tuple(name for name in WRITERS if (folder / file_name(name)).is_file())


def remade_formats(folder: Path, names: Iterable[str], annex: bool = False) -> tuple[str, ...]:
    """What stands in a report's folder and was not asked for: published earlier, and made again with the rest.

    Formats by their names, working papers by those of their files.
    """
    asked = {HTML, *format_names(names, WRITERS)}
    papers = () if annex else published_annexes(folder)
    return (*(name for name in published_formats(folder) if name not in asked), *map(annex_name, papers))


def document_files(content: FormatContent, formats: Sequence[str], annexes: Sequence[str] = ()) -> dict[str, bytes]:
    """A file for each format, by its name, and one for each in which the working papers are asked for."""
    files = {file_name(name): WRITERS[name](content) for name in formats}
    papers = content.papers
    return files | {annex_name(name): documents.write(papers, name) for name in annexes if papers is not None}
