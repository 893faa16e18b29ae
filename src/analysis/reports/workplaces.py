"""Where a report is worked on, out of sight of those who read reports, by one writer at a time (制作处)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.paths import LockHeldError, display_path, file_lock, root
from analysis.problems import Problem
from analysis.reports.failures import Taken

NAME = ".making"


def work_place(target: Path) -> Path:
    """The path after which a report's lock, its runs and the folder it replaces are named; in its own folder's parent.

    Reports of the project are made beside `reports/`, not in it: a run that is killed at any moment leaves nothing
    there, not even a city's empty folder. One that goes elsewhere is made beside its place, as is every one where
    the project's folder may not be written or `reports/` lies on another disk: a folder is renamed only within one.
    """
    reports, place = root() / "reports", root() / NAME
    if target.is_relative_to(reports) and target != reports and _usable(place, target):
        return place / "-".join(target.relative_to(reports).parts)
    return target.with_name(f".{target.name}")


def existing_parent(path: Path) -> Path:
    """The nearest folder above a path that is there."""
    return next(folder for folder in path.parents if folder.is_dir())


def _usable(place: Path, target: Path) -> bool:
    try:
        place.mkdir(exist_ok=True)
        return place.stat().st_dev == existing_parent(target).stat().st_dev
    except OSError:
        return False


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
