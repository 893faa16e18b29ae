"""A process that has everything imported and forks for each notebook: runner and kernel, warm and clean (预热进程).

Started from this file. Reads a line of JSON for each run: id, place, environment, and the job as `notebook_process`
has it; answers with lines of JSON: id and pid when it begins, id and code when it ends. It has only imported, made one
empty chart and read the rules: every fork begins with the same untouched modules, and ends with its own. When its
input closes, it ends with all its runs.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import math
import os
import queue
import select
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

MODULES = (
    "nbformat", "nbclient", "papermill", "papermill.translators", "jupyter_client.manager",
    "jupyter_client.provisioning.local_provisioner", "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger",
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect",
    "IPython.extensions.storemagic", "sqlite3", "plotly.graph_objects", "plotly.io", "numpy.ma", "jinja2",
    "analysis.facts", "analysis.rulebooks", "analysis.scenarios", "analysis.scorecards", "analysis.views",
)  # fmt: skip
"""What a report's notebooks import, and no more: all wait for it. What is not here is imported by who wants it."""
FORGETFUL = ("--HistoryManager.enabled=False",)
"""A kernel keeps no history of its cells in a database: nobody reads it."""
KNOCK = 5
"""Milliseconds until a socket whose other end is not there yet is tried again; as it comes, a tenth of a second."""
PIECE = 65_536
LOG = "log.txt"


def import_whole(name: str) -> None:
    """Import a module, of this package with all that its face loads only when it is asked for."""
    module = importlib.import_module(name)
    if name.startswith("analysis."):
        for offered in getattr(module, "__all__", ()):
            getattr(module, offered)


def main() -> None:
    """Import, then fork for each line that comes, until the input closes."""
    notebook_process = _notebook_process()
    sys.modules[notebook_process.SLOW] = None  # type: ignore[assignment]
    for name in MODULES:
        if importlib.util.find_spec(name.partition(".")[0]):
            import_whole(name)
    _charted()
    _validated()
    read_rules()
    gc.freeze()
    wanted, alive = os.pipe()
    runs: dict[int, int] = {}
    for line in input_lines(lambda: report_ended(runs)):
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            _run(notebook_process, asked, wanted, alive)
        os.setpgid(pid, pid)  # here too, so that it can be ended as soon as its number is known
        runs[pid] = asked["id"]
        send_answer(id=asked["id"], pid=pid)
    for pid in runs:
        os.killpg(pid, signal.SIGKILL)


def _charted() -> None:
    """Make an empty chart: with the first one plotly reads tables of a megabyte, a third of a notebook's time."""
    from plotly import graph_objects as go

    marker, font = {"line": {"width": 0}, "pattern": {"shape": "/"}}, {"font": {"size": 12}}
    titled, points = {"title": {"text": "", **font}}, go.Scatter(mode="markers", marker={"line": {"width": 0}})
    layout: dict[str, Any] = {
        "annotations": [{"text": "", **font}], "legend": font, "hoverlabel": font, "margin": {"l": 0}, **font,
        "title": {"text": "", "pad": {"b": 0}, **font}, "xaxis": titled, "yaxis": titled,
    }  # fmt: skip
    go.Figure([go.Bar(marker=marker), points], layout).to_json()


def _validated() -> None:
    """Check an empty notebook: nbformat compiles its schema with the first one, a third of a runner's time."""
    import nbformat

    nbformat.reads(nbformat.writes(nbformat.v4.new_notebook()), as_version=4)


def read_rules() -> None:
    """Read what every notebook reads: the rulebooks, the scenarios, the table of cities, the templates of tables.

    Lists of units are not read: their codes are checked with frames.
    Each is read anew by a run that finds its files changed; a fault in one is that run's to tell. No frame is made:
    polars' threads would not be in the forks.
    """
    from analysis import rulebooks  # in the forking process alone, after what every notebook needs
    from analysis.facts import city_rows  # likewise
    from analysis.problems import InputError  # likewise
    from analysis.scenarios import load, scenario_names  # likewise
    from analysis.views import view_objects  # likewise

    for name in rulebooks.rulebook_ids():
        with suppress(InputError, OSError):
            rulebooks.load(name)
    for name in scenario_names():
        with suppress(InputError, OSError):
            load(name)
    with suppress(InputError, OSError):
        city_rows("")
    templates = view_objects.template_environment(Path(view_objects.__file__).parent / "templates")
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)


def _notebook_process() -> ModuleType:
    """The work itself; not by the package's name, which would import what no notebook asks for."""
    spec = importlib.util.spec_from_file_location("notebook_process", Path(__file__).with_name("notebook_process.py"))
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def input_lines(ended: Callable[[], None]) -> Iterator[bytes]:
    """The lines of the input as they come; `ended` is called whenever a child has ended."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    rest = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, PIECE)
            ended()
        if 0 in ready:
            piece = os.read(0, PIECE)
            if not piece:
                return
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines


def report_ended(runs: dict[int, int]) -> None:
    """Tell of every child that has ended, and forget it."""
    while runs:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        send_answer(id=runs.pop(pid), code=os.waitstatus_to_exitcode(status))


def send_answer(**fields: int) -> None:
    """A line of JSON for who asked."""
    os.write(1, f"{json.dumps(fields)}\n".encode())


def _run(notebook_process: ModuleType, asked: dict[str, Any], wanted: int, alive: int) -> NoReturn:
    """In the fork: the runner, with the kernel as a fork of its own."""
    code = 3
    try:
        os.setpgid(0, 0)
        os.close(alive)
        enter_place(asked)
        kernel = _Kernel(notebook_process.EMPTY)
        threading.Thread(target=_end_with_server, args=(wanted,), daemon=True).start()
        code = notebook_process.run_notebook(asked["job"], kernel_manager_class=kernel.manager())
    finally:
        os._exit(code)


def enter_place(asked: dict[str, Any]) -> None:
    """Take the place and the environment of a run that was started for itself."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(asked["place"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    tempfile.tempdir = None
    log = os.open(LOG, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)


def _end_with_server(wanted: int) -> None:
    os.read(wanted, 1)
    os.killpg(0, signal.SIGKILL)


class _Kernel:
    """A kernel forked before anything has run here, which waits to be told where it is spoken to."""

    def __init__(self, folder: str) -> None:
        address, self._tell = os.pipe()
        self.pid = os.fork()
        self.returncode: int | None = None
        self.stdin = self.stdout = self.stderr = None
        if not self.pid:
            os.close(self._tell)
            _serve(address, folder)
        os.close(address)

    def start(self, file: str) -> None:
        os.write(self._tell, file.encode())
        os.close(self._tell)

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self) -> int:
        code = self.returncode
        if code is None:
            code = self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return code

    def send_signal(self, number: int) -> None:
        """Signal it; killed, see it gone: who asks again only after a tenth of a second would wait that long."""
        if self.poll() is None:
            os.kill(self.pid, number)
        if number == signal.SIGKILL:
            self.wait()

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def manager(self) -> type:
        """A kernel manager that has this kernel and starts no other."""
        from jupyter_client.asynchronous.client import AsyncKernelClient
        from jupyter_client.manager import AsyncKernelManager
        from jupyter_client.provisioning.local_provisioner import LocalProvisioner

        kernel = self

        class Forked(LocalProvisioner):
            process: Any
            parent: Any

            async def launch_kernel(self, cmd: list[str], **settings: Any) -> Any:
                kernel.start(self.parent.connection_file)
                self.process, self.pid = kernel, kernel.pid
                return self.connection_info

        class Client(AsyncKernelClient):
            def start_channels(self, *channels: bool, **named: bool) -> None:
                self.context.reconnect_ivl = KNOCK
                super().start_channels(*channels, **named)

            async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
                await await_kernel(self, timeout)

            wait_for_ready = _async_wait_for_ready

        class Manager(AsyncKernelManager):
            client_factory = Client

            async def _async_pre_start_kernel(self, **settings: Any) -> Any:
                self.provisioner = Forked(kernel_id="forked", kernel_spec=self.kernel_spec, parent=self)
                return await super()._async_pre_start_kernel(**settings)

        return Manager


async def await_kernel(client: Any, timeout: float | None) -> None:
    """Wait until a kernel answers on both channels; jupyter's own wait then listens a fifth of a second in vain."""
    ends = time.monotonic() + (timeout or math.inf)
    while True:
        client.kernel_info()
        with suppress(queue.Empty):
            reply = await client.shell_channel.get_msg(timeout=1)
            await client.iopub_channel.get_msg(timeout=0.2)
            client._handle_kernel_info_reply(reply)
            return
        if time.monotonic() > ends or not await client.is_alive():
            raise RuntimeError("The kernel did not answer")


def _serve(address: int, folder: str) -> NoReturn:
    """In the kernel's fork: wait for the connection file, then be a kernel like any other."""
    try:
        file = os.read(address, PIECE).decode()
        if file:
            os.chdir(folder)
            sys.argv = ["-c", "-f", file]
            from ipykernel.kernelapp import IPKernelApp

            IPKernelApp.launch_instance(argv=["-f", file, *FORGETFUL], parent_handle=os.getppid())
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
