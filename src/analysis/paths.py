"""Where the project's folders lie, how a file is put there whole or not at all, by one writer (存放位置)."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from analysis.text_normalisation import masked_numbers

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PAUSE = 0.01


class LockHeldError(Exception):
    """Another process holds the lock; `holder` is its id, as far as it is known."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(holder)


def root() -> Path:
    """The project's top folder: `CITY_CREDIT_HOME` where set, else the checkout this package stands in."""
    named = os.environ.get("CITY_CREDIT_HOME")
    if named and os.path.isabs(named):
        return _resolved(named)
    return Path(named).resolve() if named else _resolved(__file__).parents[2]


@lru_cache(maxsize=8)
def _resolved(path: str) -> Path:
    # Asked for thousands of times a report, and each time a look at every folder on the way.
    return Path(path).resolve()


def display_path(path: Path | str) -> str:
    """A path as a reader knows it: relative to the project's top folder where it lies inside.

    What may be a person's number in a name is masked: this is for reading, never for opening.
    """
    resolved, home = Path(path).resolve(), root()
    return masked_numbers(resolved.relative_to(home).as_posix() if resolved.is_relative_to(home) else str(path))


def replace_file(path: Path | str, content: bytes, private: bool = False) -> Path:
    """Write a file beside its place, flush it to disk, then rename: readers see the old or the new, whole.

    `private`: nobody but the owner can read it, nor look into a folder that had to be put there for it.
    """
    target = Path(path)
    put_folder(target.parent, private)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        _fill(handle, content)
        os.chmod(beside, 0o600 if private else 0o644)
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return target


def put_folder(folder: Path, private: bool = False) -> None:
    """Put a folder there with those above it; a private one, and those above it that were not there, are closed."""
    if folder.is_dir():
        return
    put_folder(folder.parent, private)
    folder.mkdir(mode=0o700 if private else 0o777, exist_ok=True)


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def file_lock(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold a lock file, waiting at most so many seconds for it.

    Raises `Held` where another process keeps it longer. The system gives the lock back when its holder ends, even by
    a kill or a power cut, so there is no stale lock to judge; the file itself may stay.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, path, time.monotonic() + wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0) if hasattr(os, "pwrite") else None
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path, until: float) -> None:
    while True:
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            if time.monotonic() >= until:
                raise LockHeldError(path.read_text("utf-8", errors="replace").strip()[:20] or "?") from None
        time.sleep(PAUSE)
