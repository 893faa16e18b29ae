"""Text in a chart: how wide it stands, broken into lines (图中文字)."""

from __future__ import annotations

import unicodedata

LINE_WIDTH = 42


def text_width(text: str) -> int:
    """How wide a text stands, a Chinese sign counting two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped_lines(text: str, most: int = LINE_WIDTH) -> list[str]:
    """The text in lines no wider than a phone shows; broken between words, or between Chinese signs."""
    return [line for part in text.split("\n") for line in _lines(part, most)]


def _lines(text: str, most: int) -> list[str]:
    lines = [""]
    for piece in _pieces(text):
        if text_width(lines[-1] + piece.rstrip()) > most and lines[-1]:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Chinese signs one by one, other words whole with their blank."""
    pieces: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        fresh = not pieces or wide or pieces[-1].endswith(" ") or unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        if fresh and not (pieces and sign in "，。；：）、”"):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return pieces
