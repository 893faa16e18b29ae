"""A command's run noted from start to end: its record, the page of past runs, and the user's own command (运行记录).

None of these changes what the run gives, or its exit code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.calendars import month_or_none
from analysis.cli import BAD_INPUT, DONE, SOME_FAILED, VETOED
from analysis.cli.subjects import say_problems
from analysis.problems import InputError, Problem

if TYPE_CHECKING:
    from analysis.reports import run_records

PASSING = (DONE, VETOED)
NotifyOption = Annotated[
    str,
    typer.Option(
        "--notify",
        metavar="CMD",
        envvar="CITY_CREDIT_NOTIFY",
        show_envvar=False,
        help="结束后要通知的命令。\n\nA command to be told\n\nby JSON how it ended.",
    ),
]


@dataclass
class RunNotes:
    """What is noted of a run while it goes on."""

    command: str
    cities: list[str]
    months: list[str]
    reports: list[run_records.RunReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    interrupted: bool = False
    shard: str = ""
    started: datetime = field(default_factory=lambda: datetime.now(UTC))


@contextmanager
def watched_run(
    command: str, cities: Sequence[str], months: Sequence[str], notify: str, lang: str
) -> Iterator[RunNotes]:
    """Note what runs within; at its end, however it ends, keep the record and tell of it."""
    notes = RunNotes(command, list(cities), [month_or_none(month) or month for month in months])
    code = BAD_INPUT
    try:
        yield notes
        code = DONE
    except typer.Exit as ended:
        code = ended.exit_code
        raise
    except InputError as error:
        notes.problems += error.problems
        raise
    except KeyboardInterrupt:
        notes.interrupted, code = True, SOME_FAILED
        raise
    finally:
        _close(notes, code, notify, lang)


def _close(notes: RunNotes, code: int, notify: str, lang: str) -> None:
    # Loaded only now: a report's own imports run beside its warm process, and most of this is among them.
    from analysis.reports import failures, notifying, run_records, runs_page

    ending = run_records.Ending(code, code in PASSING, notes.interrupted)
    record = run_records.ended_record(
        notes.command, notes.cities, notes.months, ending, notes.started, notes.reports, notes.problems, notes.shard
    )
    warnings: list[Problem] = []
    try:
        run_records.save_record(record)
        runs_page.publish_runs(lang)
    except OSError as error:
        warnings += failures.unwritable(error, run_records.records_folder()).problems
    warning = notifying.notify(notify, record) if notify.strip() else None
    say_problems([*warnings, *([warning] if warning else [])], lang)
