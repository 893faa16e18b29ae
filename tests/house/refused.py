"""Words that must not come back: `refused_words.csv` has each, what is said instead, and where it may stay."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("refused_words.csv")


@dataclass(frozen=True)
class RefusedWord:
    """A word, what is said instead, and the files that need it: spellings to be read, decisions that name a method."""

    word: str
    instead: str
    allowed: tuple[str, ...]

    def stands_in(self, text: str, place: str = "") -> bool:
        return self.word in text and not any(fnmatch(place, pattern) for pattern in self.allowed)


@cache
def refused_words() -> tuple[RefusedWord, ...]:
    """The whole list."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return tuple(
            RefusedWord(row["word"], row["instead"], tuple(row["allowed"].split())) for row in csv.DictReader(lines)
        )


def refused_in(text: str, place: str = "") -> list[str]:
    """The words of the list that stand in a text, each with what is said instead."""
    return [f"{word.word} → {word.instead}" for word in refused_words() if word.stands_in(text, place)]
