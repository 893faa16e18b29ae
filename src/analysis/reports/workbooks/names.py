"""Defined names of a workbook: each once, and safe in Excel, WPS and LibreOffice (名称)."""

from __future__ import annotations

import re

UNSAFE = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*|true|false|\d.*", re.IGNORECASE)
"""What a spreadsheet would read as a cell, a row, a column, a truth or a number."""
LONGEST = 200


class CellNames:
    """Names given out, one for each thing; a name already taken by another thing gets a number after it."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, ...], str] = {}
        self._taken: set[str] = set()

    def of(self, kind: str, *parts: str) -> str:
        """The name of a thing of a kind: `of("value", "hard", "18.3", "rate")` is `hard_18_3_rate`."""
        key = (kind, *parts)
        if key not in self._held:
            self._held[key] = self._free(safe_name("_".join(parts)))
        return self._held[key]

    def _free(self, name: str) -> str:
        tried, count = name, 1
        while tried.casefold() in self._taken:
            count += 1
            tried = f"{name}_{count}"
        self._taken.add(tried.casefold())
        return tried


def safe_name(text: str) -> str:
    """The text as a name: letters, digits and underscores, none that means a cell or a number."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")[:LONGEST] or "n"
    return f"n_{plain}" if UNSAFE.fullmatch(plain) else plain


def short_names(ids: list[str]) -> dict[str, str]:
    """What each rulebook is called in names: the first word of its id, the whole id where two share that."""
    first = {name: safe_name(re.split(r"[^A-Za-z0-9]", name)[0]) for name in ids}
    alone = {word for word in first.values() if list(first.values()).count(word) == 1}
    return {name: word if word in alone else safe_name(name) for name, word in first.items()}
