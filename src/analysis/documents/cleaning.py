"""Texts of a document as every format can hold them (文字清理)."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from analysis.text_normalisation import CONTROL

BREAKS = re.compile(r"\s*[\t\n\r\v\f\u2028\u2029]+\s*")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that turn the reading direction round
HALVES = re.compile("[\ud800-\udfff]")
UNKNOWN = "\ufffd"


def cleaned_document(content: Any) -> Any:
    """Any part of a document with its texts on one line, without signs that XML forbids or that hide others."""
    if isinstance(content, str):
        return _text(content)
    if isinstance(content, tuple | list):
        return tuple(map(cleaned_document, content))
    if not dataclasses.is_dataclass(content):
        return content
    parts = {field.name: cleaned_document(getattr(content, field.name)) for field in dataclasses.fields(content)}
    return dataclasses.replace(content, **parts)


def _text(text: str) -> str:
    line = TURNING.sub("", BREAKS.sub(" ", str(text))).strip(" ")  # a wide blank indents
    return HALVES.sub(UNKNOWN, CONTROL.sub(UNKNOWN, line))
