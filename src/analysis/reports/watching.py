"""What is shown while notebooks run: a bar on a terminal, else a line for each notebook (进度)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis.reports.kernels import Job

Progressed = Callable[[str, int, int], None]
Told = Callable[[Job, bool], None]


@contextmanager
def shown_progress(count: int, progress: Progressed | None) -> Iterator[Told]:
    """What `notebook_runs.run_notebooks` is to tell of each notebook's start and end."""
    if progress is not None:
        yield _counting(count, progress)
    elif sys.stderr.isatty():
        with _bar(count) as shown:
            yield _counting(count, shown)
    else:
        yield _counting(count, _line, starts=False)


def _counting(count: int, shown: Progressed, starts: bool = True) -> Told:
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
