"""Facts that an engine cannot count, found one by one so that all others are still counted (无法计量的指标)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from analysis.facts.measured.registry import DOUBTED, Measure
from analysis.paths import root
from analysis.problems import InputError, Problem

LONGEST = 300

Count = Callable[[Sequence[Measure]], pl.DataFrame]


@dataclass
class CountingAttempts:
    """What was tried: `failed` holds the facts that could not be counted, each with the reason."""

    failed: dict[str, Exception] = field(default_factory=dict)

    def count(self, measures: Sequence[Measure], count: Count) -> list[pl.DataFrame]:
        """`count` of a register's measures: all at once; where that fails, one by one.

        `count` of no measure only reads the register: where that fails too, none of its facts can be counted.
        """
        try:
            return [count(measures)]
        except Exception as error:
            if len(measures) == 1:
                self.failed[measures[0].fact] = error
                return []
        return self._one_by_one(measures, count)

    def _one_by_one(self, measures: Sequence[Measure], count: Count) -> list[pl.DataFrame]:
        try:
            count(())
        except Exception as error:
            self.failed |= dict.fromkeys((measure.fact for measure in measures), error)
            return []
        return [part for measure in measures for part in self.count([measure], count)]

    def reason(self, fact: str) -> str:
        """Why a fact could not be counted, on one line."""
        error = self.failed[fact]
        said = " ".join(str(error).replace(f"{root()}/", "").split())
        return f"{type(error).__name__}: {said[:LONGEST]}{'…' if len(said) > LONGEST else ''}"

    def problems(self) -> list[Problem]:
        """A problem for each fact that could not be counted."""
        return [self._problem(fact) for fact in self.failed if not fact.endswith(DOUBTED)]

    def _problem(self, fact: str) -> Problem:
        reason = self.reason(fact)
        zh = f"这个指标无法计量，其余指标不受影响；可换计算引擎（--engine），或删去 data/encoded 重读。原因：{reason}"
        en = (
            f"Not counted, the others are; try another --engine, or delete data/encoded and read anew. Reason: {reason}"
        )
        return Problem(f"指标 fact {fact}", zh, en)

    def raise_any(self) -> None:
        """Raise `InputError` with every fact that could not be counted; nothing when there is none."""
        if self.failed:
            raise InputError(self.problems()) from next(iter(self.failed.values()))
