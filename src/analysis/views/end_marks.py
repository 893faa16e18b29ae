"""The end mark of a section: says that it came to its end, and over which points (结束标记)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.scorecards import Card


@dataclass(frozen=True)
class EndMark:
    """An end mark; its plain text is the mark and nothing else."""

    text: str

    def __repr__(self) -> str:
        return self.text


def closing(card: Card | Sequence[Card], name: str) -> EndMark:
    """The end mark of a section of a card, or of several rulebooks' cards."""
    return EndMark(end_mark_text(card, name))


def end_mark_text(card: Card | Sequence[Card], name: str) -> str:
    """`【完】<section> · <rulebook> · <city> · <month> · <twelve hex>`: SHA-256 over the section's POINTS rows.

    Several cards: the rulebooks joined by `+`, the rows one after another.
    """
    cards = list(card) if isinstance(card, Sequence) else [card]
    book, first = "+".join(each.book.id for each in cards), cards[0]
    return f"【完】{name} · {book} · {first.city} · {first.month} · {points_digest(cards, name)}"


def points_digest(cards: Sequence[Card], name: str) -> str:
    """The first twelve hex of SHA-256 over the rows as canonical JSON: keys sorted, no blanks, UTF-8."""
    # The face of this package needs this module, but not the engine that a section is taken from.
    from analysis.views.sections import section, section_clauses

    rows = [
        row
        for card in cards
        for scenario in card.scenarios
        for _, row in section_clauses(card, section(card, name), scenario.name)
    ]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
