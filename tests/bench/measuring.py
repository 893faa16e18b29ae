"""How speed and memory are measured: interleaved repeats, medians, a process of its own for each peak of memory."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPEATS = 5
LEAST = 0.02
"""A sample lasts at least so many seconds: what is quicker is called several times in a row."""
TOY = 0.01
"""The largest share that is there only to see whether all goes through."""
PROCESSES = Path("/proc")
STATUS = PROCESSES / "self" / "status"


@dataclass(frozen=True)
class Memory:
    """Bytes that a process holds beyond its idle state: its input alone, and at the peak of the work.

    The processes that it starts count too, each with its own peak.
    """

    given: int
    peak: int


@dataclass
class Budget:
    """Until when repeats are measured, and the ways that were repeated less for it."""

    ends: float = math.inf
    cut: list[str] = field(default_factory=list)


_budget = Budget()


@contextmanager
def budget(seconds: float) -> Iterator[list[str]]:
    """Within, ways are repeated for so many seconds at most; given is the list of those that were cut."""
    _budget.ends, _budget.cut = time.monotonic() + seconds, []
    try:
        yield _budget.cut
    finally:
        _budget.ends = math.inf


def share() -> float:
    """The part of the full sizes to measure: `BENCH_SHARE`, such as 0.05 for a quick look."""
    return float(os.environ.get("BENCH_SHARE", "1"))


def sized(count: int, least: int = 1) -> int:
    """A full size cut to the share wanted."""
    return max(least, round(count * share())) if share() < 1 else count


def repeated(repeats: int) -> int:
    """How many times something is measured after its first call: at a toy size, not again."""
    return repeats if share() == 1 else int(share() > TOY)


def medians(ways: Mapping[str, Callable[[], Any]], repeats: int = REPEATS) -> dict[str, float]:
    """Seconds a call takes each way: the median of repeats in which the ways take turns, after one call unmeasured.

    Beyond the budget, and at a toy size, only that first call counts.
    """
    first = {name: _seconds(run, 1) for name, run in ways.items()}
    samples: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeated(repeats)):
        if time.monotonic() > _budget.ends:
            _budget.cut += ways
            break
        for name, run in ways.items():
            samples[name].append(_seconds(run, max(1, round(LEAST / max(first[name], 1e-9)))))
    return {name: statistics.median(each or [first[name]]) for name, each in samples.items()}


def _seconds(run: Callable[[], Any], calls: int) -> float:
    gc.collect()
    began = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - began) / calls


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of one call, and what it gives."""
    began = time.perf_counter()
    given = run()
    return time.perf_counter() - began, given


def apart(task: Callable[..., Any], *given: Any) -> Any:
    """What a task gives back when done in a new process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(task, given)


def remembered(prepare: Callable[[], Any], run: Callable[[Any], Any]) -> Memory:
    """The memory that this process needs for a task's input and at the peak of the task; for a process of its own."""
    idle = _resident()
    given = prepare()
    before = _resident()
    run(given)
    return Memory(before - idle, _peak() - idle)


def _resident() -> int:
    """The memory in use; from here on the peak is counted anew, where the system can do so."""
    gc.collect()
    if not STATUS.exists():
        return _peak()
    for process in _family():
        (process / "clear_refs").write_text("5")
    return sum(_status(process, "VmRSS") for process in _family())


def _peak() -> int:
    """The peak of this process and its own. What `getrusage` tells may be the parent's; it serves elsewhere."""
    if STATUS.exists():
        return sum(_status(process, "VmHWM") for process in _family())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _family() -> list[Path]:
    """Where the system tells of this process and of all that it started, and they in turn."""
    parents = {int(path.parent.name): _parent(path) for path in PROCESSES.glob("[0-9]*/stat")}
    found = [os.getpid()]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return [PROCESSES / str(process) for process in found]


def _parent(stat: Path) -> int:
    """The parent of a process; 0 where it has just ended."""
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _status(process: Path, name: str) -> int:
    """A figure of a process in bytes; 0 where it has just ended."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
