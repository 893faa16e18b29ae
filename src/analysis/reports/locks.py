"""One writer for each report folder: a lock that ends with its process, however it ends (写入锁)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.places import shown
from analysis.problems import Problem
from analysis.reports.failures import ReportError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def only_writer(target: Path) -> Iterator[None]:
    """Hold the lock of a report folder, `.<name>.lock` beside it.

    Raises `ReportError` naming the process that has it. The system gives the lock back when its holder ends, even
    by a kill or a power cut, so there is no stale lock to judge; the file itself may stay.
    """
    path = target.with_name(f".{target.name}.lock")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, path, target)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0) if hasattr(os, "pwrite") else None
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path, target: Path) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise ReportError([_taken(path, target)]) from None


def _taken(path: Path, target: Path) -> Problem:
    holder = path.read_text("utf-8", errors="replace").strip()[:20] or "?"
    return Problem(
        shown(target),
        f"另一个进程（pid {holder}）正在生成这份报告，请等它结束后再试。",
        f"Another process (pid {holder}) is making this report: try again when it has ended.",
    )
