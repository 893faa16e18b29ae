"""A report made and published while a warm process stands by for its notebooks (报告生成与发布)."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis.paths import root
from analysis.problems import Problem
from analysis.reports import keeping, making, manifest, publishing, signing
from analysis.reports.failures import ReportError
from analysis.reports.kernels import Job, Start, run_notebooks
from analysis.reports.request import Request, with_published_formats
from analysis.scorecards import Card

Progressed = Callable[[str, int, int], None]
TellJob = Callable[[Job, bool], None]


@contextmanager
def shown_progress(count: int, progress: Progressed | None) -> Iterator[TellJob]:
    """What `notebook_runs.run_notebooks` is to tell of each notebook's start and end."""
    if progress is not None:
        yield _counting(count, progress)
    elif sys.stderr.isatty():
        with _bar(count) as shown:
            yield _counting(count, shown)
    else:
        yield _counting(count, _line, starts=False)


def _counting(count: int, shown: Progressed, starts: bool = True) -> TellJob:
    done: list[str] = []

    def report_step(job: Job, ended: bool) -> None:
        if ended:
            done.append(job.name)
        if ended or starts:
            shown(job.name, len(done), count)

    return report_step


@contextmanager
def _bar(count: int) -> Iterator[Progressed]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count)
        yield lambda name, done, _: bar.update(task, description=name, completed=done)


def _line(name: str, done: int, count: int) -> None:
    print(f"{done}/{count} {name}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Publication:
    """How a report's notebooks are run: see `reports.publish`."""

    timeout: int
    at_once: int
    progress: Callable[[str, int, int], None] | None
    start: Start

    def publish(self, request: Request, known_on: str | None, keep: bool | None, correct: bool = False) -> Path:
        """Make, prove and publish the report that is asked for; gives back its folder.

        One that is signed and would come out the same is left as it is; a filed one that would not needs `correct`.
        """
        started = datetime.now(UTC)
        since = keeping.known_since(request, known_on, keep)
        with publishing.working_folder(request.output) as work:
            request = with_published_formats(request)
            if signing.stands_signed(request):
                return request.output
            request = replace(request, standing=signing.draft_standing(request, correct))
            cards, facts = making.scored_cards(request), making.facts_of(request)
            files = self._files(request, cards, work, started, since)
            folder = publishing.publish_files(files, work, request.output)
            keeping.keep_cards(cards, facts, since)
            return folder

    def _files(
        self, request: Request, cards: list[Card], work: Path, started: datetime, since: str | None
    ) -> dict[str, bytes]:
        jobs = making.notebook_jobs(request, cards)
        sources = making.checked_notebooks(jobs)
        made_from = manifest.input_hashes(request, [job.path for job in jobs])
        with shown_progress(len(jobs), self.progress) as progress:
            runs = run_notebooks(jobs, work / "runs", self.timeout, self.at_once, progress, self.start)
        failed = root() / "reports" / ".failed" / f"{request.city}-{request.month}"
        shutil.rmtree(failed, ignore_errors=True)
        executed = making.proved_notebooks(runs, sources, self.timeout, failed)
        _unchanged(made_from, manifest.input_hashes(request, [job.path for job in jobs]))
        return making.report_files(request, cards, made_from, executed, started, since)


def _unchanged(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    changed = [kind for kind in before if before[kind] != after[kind]]
    if changed:
        zh = f"报告生成期间输入有变动（{'、'.join(changed)}），请重新生成。"
        en = f"The inputs changed while the report was being made ({', '.join(changed)}): make it again."
        raise ReportError([Problem("inputs 输入", zh, en)])
