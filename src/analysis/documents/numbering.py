"""The numbers of headings, tables, charts and annexes, alike in every format (编号)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from analysis.catalogue import document_phrase as phrase
from analysis.documents.contents import DEEPEST_HEADING, Annex, Block, Document, DocumentChart, DocumentTable, Heading

CHINESE_DIGITS = "零一二三四五六七八九"


def numbered_document(document: Document) -> Document:
    """The document with its headings, tables, charts and annexes numbered.

    Headings: 一、（一）1.（1） in Chinese, 1 · 1.1 · 1.1.1 in English. An only annex has no number.
    """
    annexes = sum(isinstance(block, Annex) for block in document.blocks)
    count = _Count(document.lang, annexes > 1)
    return replace(document, blocks=tuple(map(count.of, document.blocks)))


def chinese_numeral(number: int) -> str:
    """A number below a hundred in Chinese: 一, 十二, 二十."""
    tens, ones = divmod(number, 10)
    first, last = CHINESE_DIGITS[tens] if tens > 1 else "", CHINESE_DIGITS[ones] if ones or not tens else ""
    return f"{first}{'十' if tens else ''}{last}"


@dataclass
class _Count:
    lang: str
    several: bool
    places: list[int] = field(default_factory=lambda: [0] * DEEPEST_HEADING)
    met: Counter[str] = field(default_factory=Counter)

    def of(self, block: Block) -> Block:
        if isinstance(block, Annex):
            self.places = [0] * DEEPEST_HEADING
            return replace(block, label=self._next("annex") if self.several else self._word("annex").strip())
        if isinstance(block, Heading) and block.numbered:
            return replace(block, text=f"{self._place(block.level)}{block.text}")
        if isinstance(block, DocumentChart):
            return replace(block, title=self._titled("chart", block.title))
        if isinstance(block, DocumentTable) and not block.small:
            return replace(block, title=self._titled("table", block.title))
        return block

    def _place(self, level: int) -> str:
        self.places = [*self.places[: level - 1], self.places[level - 1] + 1, *[0] * (DEEPEST_HEADING - level)]
        if self.lang != "zh":
            return f"{'.'.join(map(str, self.places[:level]))} "
        here = self.places[level - 1]
        return (f"{chinese_numeral(here)}、", f"（{chinese_numeral(here)}）", f"{here}.", f"（{here}）")[level - 1]

    def _titled(self, kind: str, title: str) -> str:
        return f"{self._next(kind)}\u3000{title}"

    def _next(self, kind: str) -> str:
        self.met[kind] += 1
        return f"{self._word(kind)}{self.met[kind]}"

    def _word(self, kind: str) -> str:
        return phrase(kind, self.lang)
