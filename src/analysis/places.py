"""Where the project's folders lie, and how a file is put there whole or not at all (存放位置)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def root() -> Path:
    """The project's top folder: `CITY_CREDIT_HOME` where set, else the checkout this package stands in."""
    named = os.environ.get("CITY_CREDIT_HOME")
    return Path(named).resolve() if named else Path(__file__).resolve().parents[2]


def shown(path: Path | str) -> str:
    """A path as a reader knows it: relative to the project's top folder where it lies inside."""
    resolved = Path(path).resolve()
    return resolved.relative_to(root()).as_posix() if resolved.is_relative_to(root()) else str(path)


def replace(path: Path | str, content: bytes) -> Path:
    """Write a file beside its place, flush it to disk, then rename: readers see the old or the new, whole."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        _fill(handle, content)
        os.chmod(beside, 0o644)
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return target


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
