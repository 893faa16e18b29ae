"""What nobody sees of a workbook though it counts: hidden rows and columns, changes not saved yet (隐藏内容)."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.file_checks import is_open_elsewhere
from analysis.paths import display_path
from analysis.problems import Problem
from analysis.text_normalisation import quoted_value

MOST_LISTED = 10
WIDEST = 16_384
"""The columns a worksheet may have."""
CHUNK = 1 << 20
BOOK, LINKS, FOLDER = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/"
TAG = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*)>")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\b\w+:id=[\"']([^\"']+)[\"']")
LINK = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")


@dataclass(frozen=True)
class HiddenCells:
    """The numbers of a worksheet's hidden rows, filtered ones among them, and the places of hidden columns, from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


ALL_SEEN = HiddenCells()


def hidden_cells(content: Iterable[bytes]) -> HiddenCells:
    """What is hidden of a worksheet, by its XML, which may come piece by piece."""
    rows, columns, number = set[int](), set[int](), 0
    for kind, given in _tags(content):
        if kind == b"row":
            number = _number(b"r", given) or number + 1
        if HIDDEN.search(given) and kind == b"row":
            rows.add(number)
        elif HIDDEN.search(given):
            first, last = _number(b"min", given), _number(b"max", given)
            columns.update(range(first - 1, min(last, WIDEST)) if first and last else ())
    return HiddenCells(frozenset(rows), frozenset(columns))


def hidden_by_sheet(path: Path) -> Mapping[int, HiddenCells]:
    """What is hidden of an .xlsx workbook's sheets, by their place in it; nothing where it is not laid out as one."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = _worksheets(archive.read(BOOK), archive.read(LINKS))
            there = {place: name for place, name in enumerate(names) if name in archive.namelist()}
            return {place: hidden_cells(_pieces(archive, name)) for place, name in there.items()}
    except (KeyError, OSError, zipfile.BadZipFile):
        return {}


def hidden_remarks(place: str, rows: Sequence[int], headings: Sequence[str]) -> Iterator[Problem]:
    """What a reader should know of hidden rows and columns that were read all the same."""
    if rows:
        listed = _listed([str(number) for number in rows])
        zh = f"第 {listed} 行是隐藏的，也已读取；不该算的请删除，不要只隐藏。"
        en = f"The hidden rows {listed} were read too; delete what should not count instead of hiding it."
        yield Problem(place, zh, en)
    if headings:
        listed = _listed(headings)
        yield Problem(place, f"隐藏的列“{listed}”也已读取。", f"The hidden columns '{listed}' were read too.")


def open_elsewhere_remarks(path: Path) -> Iterator[Problem]:
    """That a spreadsheet program has the workbook open, where it has."""
    if is_open_elsewhere(path):
        zh = "正在表格软件中打开，未保存的改动没有读到；请保存并关闭后再读一次。"
        en = "It is open in a spreadsheet program; what is not saved was not read. Save, close it and read it again."
        yield Problem(display_path(path), zh, en)


def _tags(content: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The tags of rows and columns with what they say; one that is cut by the end of a piece is put together."""
    rest = b""
    for piece in content:
        whole, sign, rest = (rest + piece).rpartition(b"<")
        rest = sign + rest
        yield from ((tag[1], tag[2]) for tag in TAG.finditer(whole))
    yield from ((tag[1], tag[2]) for tag in TAG.finditer(rest))


def _number(name: bytes, given: bytes) -> int:
    """A whole number that a tag says under a name; 0 where it says none."""
    hit = re.search(rb"\b" + name + rb"=[\"'](\d+)[\"']", given)
    return int(hit[1]) if hit else 0


def _worksheets(book: bytes, links: bytes) -> list[str]:
    """The parts of the workbook's sheets, in its order."""
    targets = dict(filter(None, (_link(said[1]) for said in LINK.finditer(links))))
    names = (targets.get(name, "") for name in SHEET.findall(book))
    return [name.removeprefix("/") if name.startswith("/") else f"{FOLDER}{name}" for name in names]


def _link(given: bytes) -> tuple[bytes, str] | None:
    name, target = (re.search(rb"\b" + key + rb"=[\"']([^\"']+)[\"']", given) for key in (b"Id", b"Target"))
    return (name[1], html.unescape(target[1].decode("utf-8", "replace"))) if name and target else None


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while piece := part.read(CHUNK):
            yield piece


def _listed(names: Sequence[str]) -> str:
    more = "…" if len(names) > MOST_LISTED else ""
    return quoted_value(", ".join(names[:MOST_LISTED])) + more
