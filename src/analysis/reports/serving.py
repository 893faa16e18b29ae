"""The panel as a web page: one notebook, a token, a kernel a visitor, a clean environment and folder (试算服务)."""

from __future__ import annotations

import json
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import nbformat
from nbformat import NotebookNode

from analysis.catalogue import page_phrase as phrase
from analysis.problems import InputError, Problem
from analysis.reports import parameters
from analysis.reports.kernels import clean_environment, sockets
from analysis.reports.making import notebook_path
from analysis.reports.parameters import cell_tags
from analysis.reports.showing import in_language

NOTEBOOK, PANEL, TEMPLATE = "what_if", "panel", "workbench"
STARTING, ENDING, PAUSE = 60, 15, 0.05
"""Seconds until the server must answer, until it must have ended, and between two looks."""
EVERYWHERE = ("0.0.0.0", "::", "")


@dataclass(frozen=True)
class Service:
    """How the panel is served: what it opens with, where it listens, who is let in and how many.

    `token`: asked for at the door; empty lets everybody in. `visitors`: how many at once. `idle`: seconds after which
    a page that is not used is closed.
    """

    city: str
    month: str
    rulebook: str
    scenario: str
    lang: str
    host: str
    port: int
    token: str
    visitors: int
    idle: int

    def pages(self) -> dict[str, NotebookNode]:
        """The notebooks that are served, by name; one alone is served at the root."""
        return {NOTEBOOK: panel_page(parameters.read_notebook(notebook_path(NOTEBOOK)), self)}

    def host_settings(self) -> dict[str, Any]:
        """What else the server is told of its pages: kernels come warm, from a process that starts with the server."""
        return {"warm": True}

    @property
    def address(self) -> str:
        """What a visitor opens."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        name = socket.gethostname() if self.host in EVERYWHERE else host
        asked = f"?token={self.token}" if self.token else ""
        return f"http://{name}:{self.port}/{asked}"


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(24)


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """While this lasts, a signal to end (SIGTERM) is taken like Ctrl-C: what was begun is put away."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def running_server(service: Service) -> Iterator[subprocess.Popen[str]]:
    """The server while this lasts; it answers when this begins, and has ended with all its kernels when it is over.

    Raises `InputError` where the port is taken, or the server does not come up.
    """
    _refuse_taken(service)
    with tempfile.TemporaryDirectory(prefix="scorecard-") as folder, sockets.socket_folder() as spoken:
        place = Path(folder)
        log = (place / "log.txt").open("w+", encoding="utf-8", errors="replace")
        process = _start(service, place, spoken, log)
        try:
            _await(service, process, place)
            yield process
        finally:
            _end(process)
            log.close()


def panel_page(source: NotebookNode, service: Service) -> NotebookNode:
    """The notebook as it is served: up to its panel, in one language, with the service's parameters."""
    ends = [place for place, cell in enumerate(source.cells) if PANEL in cell_tags(cell)]
    cells = [cell for cell in source.cells[: ends[0] + 1] if in_language(cell, service.lang)]
    given = {name: getattr(service, name) for name in ("city", "month", "rulebook", "scenario", "lang")}
    for cell in cells:
        if parameters.TAG in cell_tags(cell):
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    return nbformat.v4.new_notebook(cells=cells, metadata={**source.metadata, "title": phrase("what if", service.lang)})


def _start(service: Service, place: Path, spoken: Path, log: Any) -> subprocess.Popen[str]:
    own = place / "page"
    own.mkdir()
    files = {name: own / f"{name}.ipynb" for name in service.pages()}
    for name, page in service.pages().items():
        nbformat.write(page, files[name])
    around = clean_environment(place, spoken)
    shutil.copytree(_templates(), Path(around["JUPYTER_PATH"]) / "voila" / "templates" / TEMPLATE)
    host = Path(__file__).with_name("kernels") / "web_host.py"
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", str(host)], stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=own, env=around,
        text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    settings = {name: getattr(service, name) for name in ("host", "port", "token", "visitors", "idle", "lang")}
    asked = {"notebook": str(next(iter(files.values()))), "template": TEMPLATE, **settings, **service.host_settings()}
    if len(files) > 1:
        asked["pages"] = {name: str(file) for name, file in files.items()}
    asked |= {"transport": sockets.TRANSPORT, "spoken": str(spoken)}
    with suppress(BrokenPipeError):
        pipe = cast("IO[str]", process.stdin)
        pipe.write(f"{json.dumps(asked)}\n")
        pipe.flush()
    return process


def _templates() -> Path:
    return Path(__file__).parent / "templates" / "voila"


def _await(service: Service, process: subprocess.Popen[str], place: Path) -> None:
    ends = time.monotonic() + STARTING
    while process.poll() is None and time.monotonic() < ends:
        if _answers(service):
            return
        time.sleep(PAUSE)
    last = (place / "log.txt").read_text("utf-8", errors="replace").strip().splitlines()[-1:]
    zh = f"服务没有启动：{''.join(last)}"
    raise InputError([Problem(f"{service.host}:{service.port}", zh, f"The server did not start: {''.join(last)}")])


def _answers(service: Service) -> bool:
    host = "127.0.0.1" if service.host in EVERYWHERE else service.host
    with suppress(OSError), socket.create_connection((host, service.port), timeout=1):
        return True
    return False


def _refuse_taken(service: Service) -> None:
    if _answers(service):
        zh = "此端口已被占用；请用 --port 另选。"
        en = "This port is taken; choose another with --port."
        raise InputError([Problem(f"{service.host}:{service.port}", zh, en)])


def _end(process: subprocess.Popen[str]) -> None:
    """Ask the server to end, its kernels with it; end it where it does not."""
    with suppress(OSError):
        cast(IO[str], process.stdin).close()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
