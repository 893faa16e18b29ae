"""Faults, gathered and raised together (问题清单)."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Problem:
    """One fault: where it stands, and what is wrong, why it matters and what to do, in Chinese and English.

    `where` names file, sheet, row and column as far as they are known.
    """

    where: str
    zh: str
    en: str


NOTHING = ("", "")


class InputError(ValueError):
    """Bad input from outside: carries every `Problem` found, never only the first."""

    def __init__(self, problems: Iterable[Problem], closing: tuple[str, str] = NOTHING) -> None:
        self.problems = tuple(problems)
        self.closing = closing
        super().__init__(self.text())

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...], tuple[str, str]]]:
        """Passed from a process of its own to the one that waits for it, as it was raised."""
        return type(self), (self.problems, self.closing)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the explanation, and no lines of the program."""
        return self.text().splitlines()

    def text(self, lang: str = "") -> str:
        """All problems as one text, grouped by place, with a count at the end; in one language where it is named."""
        places = dict.fromkeys(problem.where for problem in self.problems)
        blocks = [self._block(where, lang) for where in places]
        return "\n".join([*blocks, self._end(lang)])

    def _block(self, where: str, lang: str) -> str:
        said = [problem for problem in self.problems if problem.where == where]
        texts = {"zh": [problem.zh for problem in said], "en": [problem.en for problem in said]}
        both = [text for problem in said for text in (problem.zh, problem.en)]
        return "\n".join([where, *(f"  {text}" for text in texts.get(lang, both))])

    def _end(self, lang: str) -> str:
        ends = {"zh": slice(0, 1), "en": slice(1, 2)}.get(lang, slice(None))
        return f"{''.join(self._counts()[ends])} {''.join(self.closing[ends])}".rstrip()

    def _counts(self) -> tuple[str, str]:
        number = len(self.problems)
        noun = "problem" if number == 1 else "problems"
        return f"共 {number} 处问题，未载入任何内容。", f"{number} {noun}. Nothing was loaded."


@dataclass
class Problems:
    """A collector: report faults as they are met, raise them all at once at the end."""

    found: list[Problem] = field(default_factory=list)

    def report(self, where: str, zh: str, en: str) -> None:
        self.found.append(Problem(where, zh, en))

    def absorb(self, verb: Callable[[], Value]) -> Value | None:
        """The verb's value, or None with the problems it raised added to these."""
        try:
            return verb()
        except InputError as error:
            self.found.extend(error.problems)
            return None

    def raise_any(self) -> None:
        """Raise `InputError` with all faults found so far; nothing when there are none."""
        if self.found:
            raise InputError(dict.fromkeys(self.found))


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """The known name most like `name`, or None when none is near."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)), None)


def did_you_mean(name: str, names: Iterable[str]) -> tuple[str, str]:
    """The near-name hint in Chinese and in English; two empty texts when no name is near.

    >>> from analysis.problems import did_you_mean
    >>> did_you_mean("permitz", ["permits", "penalties"])
    ('是否想写“permits”？', "Did you mean 'permits'?")
    """
    hit = nearest_name(name, names)
    return (f"是否想写“{hit}”？", f"Did you mean '{hit}'?") if hit else ("", "")
