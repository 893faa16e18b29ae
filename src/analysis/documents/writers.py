"""The formats a document can be written in, by name (格式)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from analysis.documents import fonts
from analysis.documents.contents import Document
from analysis.documents.numbering import numbered_document
from analysis.problems import Problems, did_you_mean
from analysis.text_normalisation import CONTROL, folded

FORMAT_SEPARATORS = re.compile(r"[,、;]")
BREAKS = re.compile(r"\s*[\t\n\r\v\f\u2028\u2029]+\s*")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that turn the reading direction round
HALVES = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"
Writer = Callable[[Document], bytes]


# Where each format is written: the module of this folder whose `write` makes its bytes.
FORMAT_MODULES = {
    "html": "html",
    "pdf": "pdf",
    "docx": "word",
    "xlsx": "xlsx",
}


def _write(module: str, document: Document) -> bytes:
    """The document by one module, loaded only then: python-docx, typst and xlsxwriter take a while."""
    written: bytes = import_module(f"analysis.documents.{module}").write(document)
    return written


WRITERS: Mapping[str, Writer] = {name: partial(_write, module) for name, module in FORMAT_MODULES.items()}
NEEDS: Mapping[str, tuple[Callable[[], object], ...]] = {"pdf": (fonts.require_fonts,), "docx": (fonts.require_fonts,)}


def write(document: Document, name: str) -> bytes:
    """The document as a file of this format; equal documents give equal bytes.

    Raises `InputError` for a format that is not known, and where the machine lacks what the format needs.

    >>> from analysis import documents
    >>> from analysis.documents import Document, Heading, Paragraph
    >>> brief = Document("江阴市任务通报", (Heading("总体情况"), Paragraph("……")))
    >>> documents.write(brief, "html")[:15]
    b'<!DOCTYPE html>'
    """
    (chosen,) = format_names([name], WRITERS)
    return WRITERS[chosen](numbered_document(cleaned_document(document)))


def require_formats(names: Iterable[str]) -> None:
    """Raise `InputError` where the machine lacks what a format needs, saying what to install."""
    problems = Problems()
    for need in dict.fromkeys(need for name in names for need in NEEDS.get(name, ())):
        problems.absorb(need)
    problems.raise_any()


def format_names(names: Iterable[str], formats: Iterable[str]) -> tuple[str, ...]:
    """The names, each once, in the order given. Raises `InputError` naming all that are no format, with near names."""
    available, problems = tuple(formats), Problems()
    asked = dict.fromkeys(part for name in names for part in FORMAT_SEPARATORS.split(folded(name)) if part)
    for name in asked:
        if name not in available:
            zh, en = did_you_mean(name, available)
            problems.report(
                "formats 格式",
                f"没有“{name}”这种格式，可用的有：{'、'.join(available)}。{zh}",
                f"There is no format '{name}'; there are: {', '.join(available)}. {en}".rstrip(),
            )
    problems.raise_any()
    return tuple(asked)


def cleaned_document(content: Any) -> Any:
    """Any part of a document with its texts on one line, without signs that XML forbids or that hide others."""
    if isinstance(content, str):
        return _text(content)
    if isinstance(content, tuple | list):
        return tuple(map(cleaned_document, content))
    if not dataclasses.is_dataclass(content) or isinstance(content, type):
        return content
    parts = {field.name: cleaned_document(getattr(content, field.name)) for field in dataclasses.fields(content)}
    return dataclasses.replace(content, **parts)


def _text(text: str) -> str:
    line = TURNING.sub("", BREAKS.sub(" ", str(text))).strip(" ")  # a wide blank indents
    return HALVES.sub(REPLACEMENT, CONTROL.sub(REPLACEMENT, line))
