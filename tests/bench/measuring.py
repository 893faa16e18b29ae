"""How speed and memory are measured: interleaved repeats, medians, a process of its own for each peak of memory."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPEATS = 5
LEAST = 0.02
"""A sample lasts at least so many seconds: what is quicker is called several times in a row."""
STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Memory:
    """Bytes that a process holds beyond its idle state: its input alone, and at the peak of the work."""

    given: int
    peak: int


def medians(ways: Mapping[str, Callable[[], Any]], repeats: int = REPEATS) -> dict[str, float]:
    """Seconds a call takes each way: the median of repeats in which the ways take turns, after one call unmeasured."""
    calls = {name: max(1, round(LEAST / max(_seconds(run, 1), 1e-9))) for name, run in ways.items()}
    samples: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, run in ways.items():
            samples[name].append(_seconds(run, calls[name]))
    return {name: statistics.median(taken) for name, taken in samples.items()}


def _seconds(run: Callable[[], Any], calls: int) -> float:
    gc.collect()
    began = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - began) / calls


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
    if not FORGET.exists():
        return _peak()
    FORGET.write_text("5")
    return _status("VmRSS")


def _peak() -> int:
    """The peak of this process; the one that `getrusage` tells may be the parent's, where there is no better."""
    if STATUS.exists():
        return _status("VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _status(name: str) -> int:
    (line,) = [line for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024
