"""A DOCX as a file: the same bytes for the same content, without the template's leavings (打包).

A DOCX is a zip; each file in it would carry the time it was written, and the template its author and picture.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import quoteattr

from analysis.documents.word.docx_styles import FONTS, LATIN_FONT

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
TIMED = ("created", "modified", "lastPrinted")
WORD_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_bytes(document: Any, title: str) -> bytes:
    """The document's bytes."""
    _properties(document, title)
    _fonts(document)
    written = io.BytesIO()
    document.save(written)
    return _timeless(written.getvalue())


def _properties(document: Any, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by, properties.comments, properties.keywords = (
        title[:255],
        "",
        "",
        "",
        "",
    )
    properties.revision = 1
    element = properties._element
    for child in list(element):
        if child.tag.rpartition("}")[2] in TIMED:
            element.remove(child)
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(name)


def _fonts(document: Any) -> None:
    """The table of fonts: for each Chinese one those that may stand in, where it is not installed."""
    part = next(member for member in document.part.package.iter_parts() if member.partname.endswith("/fontTable.xml"))
    fonts = [_font(names[0], names[1:]) for names in FONTS.values()] + [_font(LATIN_FONT, ("Liberation Serif",), "00")]
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {WORD_NAMESPACE}>{"".join(fonts)}</w:fonts>'
    )
    part._blob = text.encode()


def _font(name: str, others: tuple[str, ...], charset: str = "86") -> str:
    return (
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(others))}/>"
        f'<w:charset w:val="{charset}"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
    )


def _timeless(content: bytes) -> bytes:
    """The same zip with one time for all of its files."""
    timeless = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(timeless, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(name))
    return timeless.getvalue()
