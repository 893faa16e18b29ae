"""Notebooks run side by side, each in a clean process and an empty folder (运行笔记本).

The processes are forks of a warm one where the system can fork, else started from nothing; what they leave is the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

import psutil

from analysis.paths import root
from analysis.reports.kernels import notebook_process, sockets, warm_runner
from analysis.reports.kernels.fork_server import LOG
from analysis.reports.kernels.notebook_process import EMPTY, EXECUTED, RESULT, SLOW, STARTING

GRACE = 30  # seconds beyond the time-out until a process that does not end by itself is ended
PAUSE = 0.01
CLOSED = "http://127.0.0.1:9"  # where nothing listens: what tries to leave the machine fails at once
LOCAL = "127.0.0.1,localhost"


@dataclass(frozen=True)
class Job:
    """One notebook to run: its name in the report, its file, what it is given, and what it must print at its end."""

    name: str
    path: Path
    parameters: Mapping[str, Any]
    mark: str


@dataclass(frozen=True)
class Run:
    """How a run ended: the exit code (negative: the signal), the file left, and what the process said.

    `overdue`: it did not end by itself in the time it had.
    """

    job: Job
    code: int
    executed: Path
    result: Mapping[str, Any] | None
    log: str
    overdue: bool


@dataclass
class _Live:
    job: Job
    folder: Path
    process: Process
    ends: float


class Process(Protocol):
    """A run's process: asked how it ended, waited for, or ended with its kernel."""

    def poll(self) -> int | None: ...
    def wait(self) -> int: ...
    def kill(self) -> None: ...


Start = Callable[[Path, Mapping[str, str], Mapping[str, Any]], Process]
"""Begins a run in its place, with its environment, on its job."""


class ColdRun:
    """A run's process that is started from nothing."""

    def __init__(self, place: Path, environment: Mapping[str, str], job: Mapping[str, Any]) -> None:
        with (place / LOG).open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", notebook_process.__file__],
                stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=place, env=dict(environment),
                text=True, encoding="utf-8", start_new_session=True,
            )  # fmt: skip
        self._input = cast(IO[str], self._process.stdin)
        self.poll = self._process.poll
        with suppress(BrokenPipeError):
            self._input.write(json.dumps(job) + "\n")
            self._input.flush()

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        code = self._process.wait()
        with suppress(OSError):
            self._input.close()
        return code

    def kill(self) -> None:
        """End it with its kernel."""
        _kill(self._process.pid)


def run_notebooks(
    jobs: Iterable[Job], folder: Path, timeout: int, at_once: int, progress: Callable[[Job, bool], None],
    start: Start | None = None,
) -> list[Run]:  # fmt: skip
    """Run all jobs, so many at once, and say how each ended, in the order given.

    `folder`: an empty folder to work in. `timeout`: seconds for all cells of one notebook together.
    `told(job, ended)` is called when a job starts and when it ends. `start`: how a run is started, as
    by a warm process that others use too, or `ColdRun`. Interrupted, it leaves no process behind.
    """
    with run_starter(start) as begin:
        return _run(list(jobs), folder, timeout, at_once, progress, begin)


@contextmanager
def run_starter(start: Start | None) -> Iterator[Start]:
    """How runs are started while this lasts: as asked for; else by a warm process, where the system can fork."""
    if start is not None or not warm_runner.POSSIBLE:
        yield start or ColdRun
        return
    with warm_runner.warm_process(clean_environment) as own:
        yield own.start


def _run(
    listed: list[Job], folder: Path, timeout: int, at_once: int, progress: Callable[[Job, bool], None], start: Start
) -> list[Run]:
    waiting, live, ended = deque(enumerate(listed)), list[_Live](), dict[str, Run]()
    with sockets.socket_folder() as spoken, _stopped(live):
        while waiting or live:
            while waiting and len(live) < at_once:
                number, job = waiting.popleft()
                live.append(_start(job, folder, spoken / str(number), timeout, start))
                progress(job, False)
            for done in [running for running in live if _over(running)]:
                live.remove(done)
                ended[done.job.name] = _end(done)
                progress(done.job, True)
            time.sleep(PAUSE)
    return [ended[job.name] for job in listed]


@contextmanager
def _stopped(live: list[_Live]) -> Iterator[None]:
    try:
        yield
    finally:
        for running in live:
            _stop(running)


def _start(job: Job, folder: Path, spoken: Path, timeout: int, start: Start) -> _Live:
    place = folder / job.name
    (place / EMPTY).mkdir(parents=True)
    kernel = {"transport": sockets.TRANSPORT, "connection_file": str(spoken / "kernel.json")}
    asked = {"notebook": str(job.path), "parameters": dict(job.parameters), "timeout": timeout, "kernel": kernel}
    process = start(place, clean_environment(place, spoken), asked)
    return _Live(job, place, process, time.monotonic() + timeout + STARTING + GRACE)


def _over(running: _Live) -> bool:
    return running.process.poll() is not None or time.monotonic() > running.ends


def _end(running: _Live) -> Run:
    overdue = running.process.poll() is None
    _stop(running)
    log = (running.folder / LOG).read_text("utf-8", errors="replace") if (running.folder / LOG).is_file() else ""
    left = running.folder / EXECUTED, _result(running.folder / RESULT)
    return Run(running.job, running.process.wait(), *left, log, overdue)


def _result(path: Path) -> Mapping[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _stop(running: _Live) -> None:
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def _kill(number: int) -> None:
    """End a process and its kernel, which else would end by itself only after it has begun."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(number)
        ended = [process, *process.children(recursive=True)]
        for member in ended:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(ended[1:], timeout=GRACE)


def clean_environment(place: Path, spoken: Path) -> dict[str, str]:
    """The environment of a run: nothing of the user's settings, start-up files, kernels or secrets.

    `place`: an empty folder. `spoken`: where its kernels are spoken to, made if need be; see `sockets`.
    Writes the description of the one kernel there is: this very Python, without the working folder on its path.
    """
    home = place / "home"
    _kernel(home / "jupyter" / "kernels" / "python3")
    own = {
        "HOME": home, "TMPDIR": home / "tmp", "IPYTHONDIR": home / "ipython", "MPLCONFIGDIR": home / "mpl",
        "JUPYTER_PATH": home / "jupyter", "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data", "JUPYTER_RUNTIME_DIR": spoken,
        "CITY_CREDIT_HOME": root(),
    }  # fmt: skip
    for folder in (home / "tmp", spoken):
        folder.mkdir(parents=True, exist_ok=True)
    return {name: str(path) for name, path in own.items()} | _FIXED | _kept()


_FIXED = {
    "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1", "JUPYTER_NO_CONFIG": "1", "JUPYTER_PLATFORM_DIRS": "1",
    "PLOTLY_RENDERER": "plotly_mimetype", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "http_proxy": CLOSED, "https_proxy": CLOSED, "no_proxy": LOCAL, "NO_PROXY": LOCAL,
}  # fmt: skip


def _kept() -> dict[str, str]:
    # SYSTEMROOT: without it Windows can't open sockets.
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}


def _kernel(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    start = f"import sys; sys.modules[{SLOW!r}] = None; from ipykernel.kernelapp import main; main()"
    started = [sys.executable, "-P", "-s", "-c", start, "-f", "{connection_file}"]
    described = {"argv": started, "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(described), encoding="utf-8")
