"""Kernels for visitors, forked from a process that has everything imported: quick, and sharing memory (内核分叉).

Where the system can fork: on Linux. Started from this file, the process reads a line of JSON for each kernel: id, place
(an empty folder), environment and connection file; it answers with lines of JSON: id and pid when a kernel begins, id
and code when it ends. Nothing but imports has happened in it. When its input closes, it ends with all its kernels.
`KernelPool` is its other end. Imports nothing of the package by name, so that the server stays small.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import IO, Any, NoReturn, cast

POSSIBLE = sys.platform == "linux"
MODULES = (
    "ipywidgets", "anywidget", "scipy.optimize", "analysis.questions.levers", "analysis.questions.goal",
    "analysis.views.panels", "analysis.training.exercise_widgets", "analysis.training.month_exercises",
)  # fmt: skip
"""What the pages' notebooks import beside what every notebook does."""
WIDGETS = ("--IPKernelApp.extra_extensions=ipywidgets",)
"""Imported before there was a kernel, ipywidgets has not told it that all widgets can be asked for at once; a page then
asks for each of hundreds, and of so many answers some are lost where the server is slow to take them."""
LEFT_OUT = ("papermill", "papermill.translators", "nbclient")
SOON = 30
"""Seconds in which a kernel must have begun."""


class KernelPool:
    """The process that forks, while it is wanted."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._input, self._output = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._count = 0
        self._pids: dict[int, int] = {}
        self._codes: dict[int, int] = {}
        self._news = threading.Condition()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def kernel(self, place: Path, environment: Mapping[str, str], file: str) -> Kernel:
        """A kernel of its own folder and environment, spoken to as the connection file says; it has begun."""
        with self._news:
            self._count += 1
            number = self._count
            asked = {"id": number, "place": str(place), "environment": dict(environment), "file": file}
            self._input.write(json.dumps(asked).encode() + b"\n")
            self._input.flush()
            if not self._news.wait_for(lambda: number in self._pids, SOON):
                raise TimeoutError("no kernel has begun")
            return Kernel(self, number, self._pids[number])

    def code(self, number: int, timeout: float = 0) -> int | None:
        """How a kernel ended; None while it lives."""
        with self._news:
            if timeout:
                self._news.wait_for(lambda: number in self._codes, timeout)
            return self._codes.get(number, -signal.SIGKILL if self._process.poll() is not None else None)

    def close(self) -> None:
        """End it with all its kernels."""
        with suppress(OSError):
            self._input.close()
        self._process.wait(SOON)
        self._listening.join()
        self._output.close()

    def _listen(self) -> None:
        for line in self._output:
            answer = json.loads(line)
            with self._news:
                numbers, key = (self._codes, "code") if "code" in answer else (self._pids, "pid")
                numbers[answer["id"]] = answer[key]
                self._news.notify_all()


class Kernel:
    """A kernel of the pool, to be asked and ended like a process of one's own."""

    stdin = stdout = stderr = None

    def __init__(self, pool: KernelPool, number: int, pid: int) -> None:
        self._pool, self._number, self.pid = pool, number, pid

    def poll(self) -> int | None:
        """Its exit code (negative: the signal); None while it lives."""
        return self._pool.code(self._number)

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        return self._pool.code(self._number, SOON) or 0

    def send_signal(self, number: int) -> None:
        """A signal to it, as long as it lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def main() -> None:
    """Import, then fork for each line that comes, until the input closes."""
    fork_server = _beside("fork_server")
    for name in (*(module for module in fork_server.MODULES if module not in LEFT_OUT), *MODULES):
        if importlib.util.find_spec(name.partition(".")[0]):
            fork_server.import_whole(name)
    fork_server.read_rules()
    gc.freeze()
    kernels: dict[int, int] = {}
    for line in fork_server.input_lines(lambda: fork_server.report_ended(kernels)):
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            _serve(fork_server, asked)
        kernels[pid] = asked["id"]
        fork_server.send_answer(id=asked["id"], pid=pid)
    for pid in kernels:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _serve(fork_server: ModuleType, asked: dict[str, Any]) -> NoReturn:
    """In the fork: take place and environment, then be a kernel like any other."""
    try:
        parent = os.getppid()
        os.setpgid(0, 0)
        fork_server.enter_place(asked)
        sys.argv = ["-c", "-f", asked["file"]]
        from ipykernel.kernelapp import IPKernelApp

        IPKernelApp.launch_instance(argv=["-f", asked["file"], *fork_server.FORGETFUL, *WIDGETS], parent_handle=parent)
    finally:
        os._exit(0)


def _beside(name: str) -> ModuleType:
    """A module of this folder; not by the package's name, which would import what nobody asks for."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


if __name__ == "__main__":
    main()
