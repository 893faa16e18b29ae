"""The tables of a Word document as texts, with where cells were merged (Word 表格)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.file_checks import check_document_archive, file_error
from analysis.paths import display_path
from analysis.problems import Problems

Origins = dict[tuple[int, int], tuple[int, int]]
SENTENCE_ENDS = ("。", "；", ".", ";")
"""How a paragraph ends that speaks in sentences: a preface, not the title above it."""
MOST_WORD_COLUMNS = 100
"""A cell that claims to span more columns than this is no cell of a table."""


def word_tables(path: Path, _problems: Problems) -> list[tuple[str, str, list[list[str]], Origins]]:
    """Each table of the document: its name, the paragraph above it (a title before a preface), its rows of texts, and
    of merged places the cell they belong to.

    Text that is struck out as a tracked change is not read, text put in is. Raises `InputError`: no document, packed
    suspiciously, or broken.
    """
    check_document_archive(path)
    try:
        tables = enumerate(_tables(path), 1)
        return [(f"第{place}个表 table {place}", caption, *_table(table)) for place, (caption, table) in tables]
    except Exception as error:  # python-docx raises nearly anything for a broken document
        zh = "不是完好的 Word 文档；请在 Word 或 WPS 中打开并另存为 .docx。"
        en = f"This is no sound document ({type(error).__name__}); open it and save it again as .docx."
        raise file_error(display_path(path), zh, en) from None


def _tables(path: Path) -> Iterator[tuple[str, Any]]:
    import docx  # slow to load, and only documents need it
    from docx.oxml.ns import qn  # as above

    caption = ""
    for part in docx.Document(str(path)).element.body.iterchildren():
        if part.tag == qn("w:p"):
            text = _paragraph(part).strip()
            caption = text if text and not (caption and text.endswith(SENTENCE_ENDS)) else caption
        elif part.tag == qn("w:tbl"):
            yield caption, part
            caption = ""


def _table(table: Any) -> tuple[list[list[str]], Origins]:
    texts: list[list[str]] = []
    origins: Origins = {}
    above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.tr_lst):
        texts.append([])
        for column, cell in _placed(row):
            texts[number] += [""] * (column - len(texts[number]))
            _put(texts[number], origins, above, (number, column), cell)
    return texts, origins


def _put(row: list[str], origins: Origins, above: dict[int, tuple[int, int]], at: tuple[int, int], cell: Any) -> None:
    """One cell into its row; it belongs to the cell above where Word says that it continues it."""
    number, column = at
    origin = above.get(column, at) if cell.vMerge == "continue" else at
    width = min(int(cell.grid_span), MOST_WORD_COLUMNS)
    row.extend([_text(cell)] + [""] * (width - 1))
    for place in range(column, column + width):
        above[place] = origin
        if origin != (number, place):
            origins[number, place] = origin


def _placed(row: Any) -> Iterator[tuple[int, Any]]:
    column = min(int(row.grid_before), MOST_WORD_COLUMNS)
    for cell in row.tc_lst:
        yield column, cell
        column += min(int(cell.grid_span), MOST_WORD_COLUMNS)


def _text(cell: Any) -> str:
    return "\n".join(_paragraph(paragraph) for paragraph in cell.p_lst)


def _paragraph(paragraph: Any) -> str:
    from docx.oxml.ns import qn  # as above

    signs = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}
    texts = {qn("w:t")}
    return "".join(
        part.text or "" if part.tag in texts else signs[part.tag]
        for part in paragraph.iter(*texts, *signs)
        if part.getparent().tag == qn("w:r")
    )
