"""A document as PDF, set by typst: no browser, no LaTeX, nothing asked of any other place (PDF).

The template sees the document as data: no text is ever read as markup.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from analysis.documents import bar_pictures, fonts
from analysis.documents.contents import Block, Document, DocumentChart, DocumentTable, block_kind
from analysis.documents.layout import keeps_together, page_runs, splittable_rows, table_fit
from analysis.problems import InputError, Problem

# PDF/A, as archives take it: fonts inside, every sign readable as text, nothing asked from outside.
ARCHIVED = "a-2a"
Form = Literal["pdf", "png", "svg"]


def write(document: Document) -> bytes:
    """The PDF, fit for archives (PDF/A-2a) where the document has its day, which such a file must tell.

    A text with a sign that no font here can show makes it a plain PDF: archives ask that every sign is shown.
    No time of writing stands in it: equal documents and fonts give equal bytes.

    Raises `InputError` where the machine has no Chinese font.
    """
    content = {
        "title": document.title, "subtitle": document.subtitle, "addressees": document.addressees,
        "issuer": document.issuer, "date": document.date, "lang": document.lang, "day": document.day,
        "mark": document.mark,
        "fonts": fonts.font_families(document.lang),
        "parts": [_part(annex, blocks, document.lang) for annex, blocks in document.parts()],
    }  # fmt: skip
    if document.day:
        with suppress(InputError):
            return compile_template("document.typ", content, "pdf", pdf_standards=ARCHIVED)
    return compile_template("document.typ", content, "pdf")


def compile_template(template: str, content: Any, form: Form, **settings: Any) -> bytes:
    """A template of this package with its data, as a file of this form (`pdf`, `png`, `svg`)."""
    import typst

    source = (Path(__file__).parent / "templates" / template).read_bytes()
    compiler = typst.Compiler(font_paths=fonts.font_collection())
    given = {"data": json.dumps(content, ensure_ascii=False, allow_nan=False)}
    try:
        compiled = compiler.compile(source, format=form, sys_inputs=given, **settings)
    except typst.TypstError as error:
        zh, en = f"排版程序报错：{error.diagnostic}", f"The typesetter says: {error.diagnostic}"
        raise InputError([Problem(form.upper(), zh, en)]) from error
    return compiled[0] if isinstance(compiled, list) else compiled or b""


def _part(annex: Any, blocks: tuple[Block, ...], lang: str) -> dict[str, Any]:
    head = {"label": annex.label, "title": annex.title} if annex else None
    runs = [
        {"across": across, "blocks": [_block(block, lang) for block in inner]} for across, inner in page_runs(blocks)
    ]
    return {"annex": head, "sheets": runs}


def _block(block: Block, lang: str) -> dict[str, Any]:
    """A block as plain data, with what the template needs to lay it out."""
    kind = block_kind(block)
    if isinstance(block, DocumentTable):
        return {"kind": kind, **_table(block)}
    if isinstance(block, DocumentChart):
        families = fonts.font_families(lang)["black"]
        return {"kind": kind, "title": block.title, "svg": bar_pictures.bars_svg(block.bars, families)}
    return {"kind": kind, **_plain(block)}


def _table(table: DocumentTable) -> dict[str, Any]:
    fit = table_fit(table)
    return {
        **_plain(table), "headings": [column.heading for column in table.columns],
        "kinds": [column.kind for column in table.columns],
        "size": fit.size, "widths": list(fit.widths),
        "whole": keeps_together(table), "tall": splittable_rows(table),
    }  # fmt: skip


def _plain(content: Any) -> Any:
    """A frozen object as plain data, part by part."""
    if isinstance(content, tuple):
        return [_plain(part) for part in content]
    return (
        {name: _plain(part) for name, part in vars(content).items()}
        if hasattr(content, "__dataclass_fields__")
        else content
    )
