"""The words of drop-downs, on a sheet of their own at the end (下拉清单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.reports.workbooks.paper import Paper, cell_address


class ChoiceLists:
    """Lists of words: each stands once; the sheet is made by `write`, after all others."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._held: dict[tuple[str, ...], str] = {}

    def of(self, words: Sequence[str]) -> str:
        """The defined name of a list of words."""
        return self._held.setdefault(tuple(words), f"list_{len(self._held) + 1}")

    def choice(self, words: Sequence[str], said: str) -> dict[str, Any]:
        """What makes a cell a drop-down of these words; other entries are refused with what is said."""
        return {"validate": "list", "source": f"={self.of(words)}", "error_type": "stop", "error_message": said}

    def write(self, title: str) -> None:
        """The hidden sheet that holds the words."""
        leaf = self._paper.leaf(title)
        for column, (words, name) in enumerate(self._held.items()):
            for row, word in enumerate(words):
                leaf.write(row, column, word, "text")
            self._paper.book.define_name(
                name, f"='{title}'!{cell_address(0, column)}:{cell_address(len(words) - 1, column)}"
            )
        leaf.sheet.hide()
