"""One warm process for the notebooks of all tests of a process, as a run of many reports has one for all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.reports.kernels import notebook_runs, warm_runner


class SharedRunner:
    """Stands where reports look for a warm process: it is begun once, and begun again where it has ended."""

    def __init__(self, opened: ExitStack) -> None:
        self._opened, self._lock = opened, threading.Lock()
        self._runner: warm_runner.WarmRunner | None = None

    @property
    def POSSIBLE(self) -> bool:
        """Whether there can be such a process here."""
        return warm_runner.POSSIBLE

    @contextmanager
    def warm_process(self, surroundings: Callable[[Path, Path], Mapping[str, str]]) -> Iterator[SimpleNamespace]:
        """What starts a run; each run has its own place and environment."""

        def start(place: Path, environment: Mapping[str, str], job: Mapping[str, Any]) -> warm_runner.WarmRun:
            with self._lock:
                return self._begun(surroundings).start(place, environment, job)

        yield SimpleNamespace(start=start)

    def _begun(self, surroundings: Callable[[Path, Path], Mapping[str, str]]) -> warm_runner.WarmRunner:
        if self._runner is None or self._runner._over():
            self._runner = self._opened.enter_context(warm_runner.warm_process(surroundings))
        return self._runner


@contextmanager
def shared() -> Iterator[None]:
    """Within, reports that this process makes run their notebooks by one warm process."""
    with ExitStack() as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebook_runs, "warm_runner", SharedRunner(opened))
        yield


@contextmanager
def apart() -> Iterator[None]:
    """Within, every report has a warm process of its own again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebook_runs, "warm_runner", warm_runner)
        yield
