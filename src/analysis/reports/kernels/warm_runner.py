"""Notebooks run by a process that has everything imported, one after another and side by side (预热运行).

Where the system can fork: on Linux. Elsewhere, and where it is not wanted, each notebook starts from nothing.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from analysis.reports.kernels import fork_server

POSSIBLE = sys.platform == "linux"
ENDING = 10


class WarmRunner:
    """The process that forks, while it is wanted; a run is started by `start`."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        with log.open("w", encoding="utf-8") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", fork_server.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=file, cwd=log.parent, env=dict(environment), start_new_session=True,
            )  # fmt: skip
        self._input, self._output = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._pids: dict[int, int] = {}
        self._codes: dict[int, int] = {}
        self._count, self._news = 0, threading.Condition()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def start(self, place: Path, environment: Mapping[str, str], job: Mapping[str, Any]) -> WarmRun:
        """Begin a run in its place with its own environment."""
        self._count += 1
        asked = {"id": self._count, "place": str(place), "environment": dict(environment), "job": dict(job)}
        with suppress(BrokenPipeError):
            self._input.write(json.dumps(asked).encode() + b"\n")
            self._input.flush()
        return WarmRun(self, self._count)

    def code(self, number: int, timeout: float = 0) -> int | None:
        """How a run ended; None while it goes on. A run whose process is gone ended by a kill."""
        with self._news:
            if timeout:
                self._news.wait_for(lambda: number in self._codes or self._over(), timeout)
            return self._codes.get(number, -signal.SIGKILL if self._over() else None)

    def kill(self, number: int) -> None:
        """End a run with its kernel."""
        with self._news:
            self._news.wait_for(lambda: number in self._pids or self._over(), ENDING)
            if number in self._pids and number not in self._codes:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._pids[number], signal.SIGKILL)

    def close(self) -> None:
        """End it with all its runs."""
        with suppress(BrokenPipeError):
            self._input.close()
        if len(self._codes) == self._count:  # no run is left to end: nothing to wait for
            self._process.kill()
        try:
            self._process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listening.join()
        self._output.close()

    def _over(self) -> bool:
        return self._process.poll() is not None

    def _listen(self) -> None:
        for line in self._output:
            answer = json.loads(line)
            with self._news:
                numbers, key = (self._codes, "code") if "code" in answer else (self._pids, "pid")
                numbers[answer["id"]] = answer[key]
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


class WarmRun:
    """A run of the warm process, to be asked like one of its own."""

    def __init__(self, runner: WarmRunner, number: int) -> None:
        self._runner, self._number = runner, number

    def poll(self) -> int | None:
        """Its exit code (negative: the signal); None while it runs."""
        return self._runner.code(self._number)

    def kill(self) -> None:
        """End it with its kernel."""
        self._runner.kill(self._number)

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        while (code := self._runner.code(self._number, ENDING)) is None:
            pass
        return code


@contextmanager
def warm_process(surroundings: Callable[[Path, Path], Mapping[str, str]]) -> Iterator[WarmRunner]:
    """A warm process while this lasts. `surroundings`: the environment of a place."""
    with tempfile.TemporaryDirectory(prefix="scorecard-", ignore_cleanup_errors=True) as folder:
        runner = WarmRunner(surroundings(Path(folder), Path(folder) / "spoken"), Path(folder) / "log.txt")
        try:
            yield runner
        finally:
            runner.close()
