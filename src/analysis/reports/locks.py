"""One writer for each report folder: a lock that ends with its process, however it ends (写入锁)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.paths import LockHeldError, display_path, file_lock
from analysis.problems import Problem
from analysis.reports.failures import Taken
from analysis.reports.workplaces import work_place


@contextmanager
def only_writer(target: Path) -> Iterator[None]:
    """Hold the lock of a report folder, where it is worked on.

    Raises `Taken` naming the process that has it.
    """
    with ExitStack() as stack:
        try:
            place = work_place(target)
            stack.enter_context(file_lock(place.with_name(f"{place.name}.lock")))
        except LockHeldError as error:
            raise Taken([_taken(error, target)]) from None
        yield


def _taken(error: LockHeldError, target: Path) -> Problem:
    return Problem(
        display_path(target),
        f"另一个进程（pid {error.holder}）正在生成这份报告，请等它结束后再试。",
        f"Another process (pid {error.holder}) is making this report: try again when it has ended.",
    )
