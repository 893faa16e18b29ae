"""A process that makes one city's report after another, and says how each went (运行进程之一).

It keeps a warm process for its notebooks. What is asked and told goes through a pipe: a city and month in, texts out.
When the other end is gone it finishes what it has in hand and ends.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from analysis import reports
from analysis.problems import Problem
from analysis.reports import publishing, resuming
from analysis.reports.failures import Refused, ReportError, Taken
from analysis.reports.kernels import Start, run_starter
from analysis.reports.request import Request, checked_request, with_published_formats

MADE, KEPT, FAILED, REFUSED = "made", "kept", "failed", "refused"
"""How a report went: published anew, left as it was still current, failed, or nothing to make it from."""
AGAIN = 1.0

TellStep = Callable[..., None]


@dataclass(frozen=True)
class BatchSettings:
    """What every report of a run has in common. `afresh`: made again even where it is current."""

    rulebooks: tuple[str, ...]
    scenarios: tuple[str, ...] | None
    lang: str
    formats: tuple[str, ...]
    timeout: int
    at_once: int
    known_on: str | None
    afresh: bool
    annex: bool = False

    def request(self, city: str, month: str) -> Request:
        """One report of the run. Raises `Refused` with all faults at once."""
        return checked_request(
            city, month, self.rulebooks, self.scenarios, self.lang, None, self.formats, annex=self.annex
        )


@dataclass(frozen=True)
class Outcome:
    """How a city's month went: made, kept, failed or refused, and the faults told of."""

    city: str
    month: str
    how: str
    problems: tuple[Problem, ...] = ()

    @property
    def good(self) -> bool:
        """Whether its report stands."""
        return self.how in (MADE, KEPT)


def serve_orders(pipe: Connection, asked: BatchSettings) -> None:
    """Make reports as they are asked for, until the other end closes."""
    with run_starter(None) as start:
        while True:
            try:
                city, month = pipe.recv()
                pipe.send(make_report(city, month, asked, start, lambda *message: pipe.send(message)))
            except (EOFError, BrokenPipeError):
                return


def make_report(city: str, month: str, asked: BatchSettings, start: Start, tell: TellStep) -> Outcome:
    """One report: left as it is where it is current, else made; a fault of any kind is told, never raised.

    Where another process is making it, that one is waited for.
    """
    try:
        return Outcome(city, month, _outcome_of(asked.request(city, month), asked, start, tell))
    except Refused as error:
        return Outcome(city, month, REFUSED, error.problems)
    except ReportError as error:
        return Outcome(city, month, FAILED, error.problems)
    except Exception as error:
        return Outcome(city, month, FAILED, (_unforeseen(city, month, error),))


def _outcome_of(wanted: Request, asked: BatchSettings, start: Start, tell: TellStep) -> str:
    waiting = False
    while True:
        try:
            if _stands(wanted, afresh=asked.afresh and not waiting):
                return KEPT
            _publish(wanted, asked, start, tell)
            return MADE
        except Taken as error:
            if not waiting:
                tell("waiting", error.problems[0].zh)
            waiting = True
            time.sleep(AGAIN)


def _stands(wanted: Request, afresh: bool) -> bool:
    """Whether the report is current and its cards are kept; what dead runs left in its place is mended first."""
    with publishing.working_folder(wanted.output):
        current = None if afresh else resuming.current_cards(with_published_formats(wanted))
        if current is not None:
            resuming.file_cards(wanted, current)
    return current is not None


def _publish(wanted: Request, asked: BatchSettings, start: Start, tell: TellStep) -> None:
    reports.publish(
        wanted.city, wanted.month, asked.rulebooks, asked.scenarios, asked.lang, formats=asked.formats,
        timeout=asked.timeout, jobs=asked.at_once, known_on=asked.known_on, start=start, annex=asked.annex,
        progress=lambda notebook, done, count: tell("notebook", notebook, done, count),
    )  # fmt: skip
    resuming.note_current(wanted)


def _unforeseen(city: str, month: str, error: Exception) -> Problem:
    said: Any = traceback.format_exception_only(error)[-1].strip()
    return Problem(f"{city} {month}", f"意外错误：{said}", f"Unforeseen: {said}")
