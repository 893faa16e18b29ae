"""Runs forked from a warm process: the same as those started from nothing, and nothing passes from one to the next."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
import zmq

from analysis import reports
from analysis.reports.kernels import Job, fork_server, notebook_runs, warm_runner

pytestmark = pytest.mark.skipif(not warm_runner.POSSIBLE, reason="the system can't fork a warm process")

STATE = """
import builtins, decimal, gc, json, locale, os, random, signal, sys, warnings
import pandas, plotly.io, polars
from analysis import facts, rulebooks, views

def state():
    return {
        "names": sorted(name for name in ("left", "known", "card") if name in globals()),
        "builtins": hasattr(builtins, "left"),
        "module": [hasattr(facts, "left"), rulebooks.load.__module__, views.totals.__module__],
        "environment": {name: os.environ.get(name) for name in ("LEFT", "LANG", "TZ", "POLARS_FMT_MAX_ROWS")},
        "folder": os.path.basename(os.getcwd()), "files": os.listdir(),
        "home": os.path.basename(os.path.dirname(os.environ["HOME"])),
        "options": [pandas.get_option("display.max_rows"), plotly.io.templates.default, decimal.getcontext().prec],
        "path": [part for part in sys.path if "left" in part],
        "loaded": "colorsys" in sys.modules,
        "filters": [str(one) for one in warnings.filters if "left" in str(one)],
        "hook": sys.excepthook.__name__, "collecting": gc.isenabled(), "alarm": str(signal.getsignal(signal.SIGALRM)),
        "seed": random.getstate() == random.Random(7).getstate(), "limit": sys.getrecursionlimit(),
        "mask": os.umask(0o22),
    }

print(json.dumps(state(), sort_keys=True))
"""
SPOIL = """
import colorsys
left = known = card = 1
builtins.left = facts.left = True
rulebooks.load = views.totals = lambda *_: None
os.environ.update(LEFT="1", TZ="Asia/Shanghai", POLARS_FMT_MAX_ROWS="3")
open("left.txt", "w").close(); os.chdir("/"); os.umask(0o77)
pandas.set_option("display.max_rows", 3); plotly.io.templates.default = "none"; decimal.getcontext().prec = 3
sys.path.append("/left"); warnings.filterwarnings("ignore", "left"); sys.setrecursionlimit(5000)
random.seed(7); gc.disable(); signal.signal(signal.SIGALRM, signal.SIG_IGN); sys.excepthook = print
print(sorted(name for name, value in state().items()))
"""


@pytest.fixture
def shared():
    """One warm process, for all runs of a test."""
    with warm_runner.warm_process(notebook_runs.clean_environment) as warm:
        yield warm


def ran(project, folder, start, *cities):
    """What each city's run printed, one run after another."""
    project.notebook("section", STATE, SPOIL, end=False)
    path = project.home / "notebooks" / "section.ipynb"
    listed = [Job(city, path, {"city": city}, "") for city in cities]
    runs = notebook_runs.run_notebooks(listed, project.home / folder, 60, 1, lambda *_: None, start)
    assert [run.code for run in runs] == [0] * len(cities), runs[0].log
    books = [nbformat.read(run.executed, as_version=4) for run in runs]
    return [next(cell.outputs[0].text for cell in book.cells if cell.get("outputs")) for book in books]


def test_nothing_of_a_city_reaches_the_next(project, shared):
    """Names, modules, environment, folder, options, paths, filters, signals: the third city finds what the first did,
    which is what a process started from nothing finds."""
    first, second, third = ran(project, "warm", shared.start, "320281", "320282", "320583")
    assert first == second.replace("320282", "320281") == third.replace("320583", "320281")
    [plain] = ran(project, "cold", notebook_runs.ColdRun, "320281")
    assert json.loads(first) == json.loads(plain)
    assert json.loads(first)["names"] == [] and json.loads(first)["environment"]["LEFT"] is None


def test_a_report_is_the_same_to_the_byte_as_one_whose_notebooks_start_from_nothing(sound, shared):
    def published(name, start):
        folder = sound.home / name
        reports.publish("320281", "2021-03", ["small"], ["baseline"], timeout=60, output=folder, start=start)
        contents = sound.files(folder)
        return {name: content for name, content in contents.items() if name != "manifest.json"}

    assert published("warm", shared.start) == published("cold", notebook_runs.ColdRun)


def test_it_forks_before_anything_has_started_threads_of_its_own(shared):
    """Only what imports start: forks of a process with a pool of threads would wait for ever."""
    run = shared.start(Path("/nowhere"), {}, {})
    assert run.wait() != 0
    tasks = Path("/proc", str(shared._process.pid), "task")
    names = sorted((task / "comm").read_text().strip() for task in tasks.iterdir())
    assert not [name for name in names if name.startswith(("polars-", "tokio", "async-exec")) and "ooc" not in name]


def test_a_run_can_be_ended_with_its_kernel_and_the_others_go_on(project, shared):
    project.notebook("section", "import time; time.sleep(120)", end=False)
    job = Job("slow", project.home / "notebooks" / "section.ipynb", {}, "")
    place = project.home / "runs" / "slow"
    (place / "empty").mkdir(parents=True)
    connection = {"transport": "ipc", "connection_file": str(place / "k.json")}
    asked = {"notebook": str(job.path), "parameters": {}, "timeout": 60, "kernel": connection}
    slow = shared.start(place, notebook_runs.clean_environment(place, place / "spoken"), asked)
    assert slow.poll() is None
    slow.kill()
    assert slow.wait() == -signal.SIGKILL
    assert ran(project, "after", shared.start, "320281")


def test_interrupted_it_leaves_no_process(project, shared):
    project.notebook("section", "import time; time.sleep(120)", end=False)
    path = project.home / "notebooks" / "section.ipynb"

    def interrupt(job, ended):
        _await(lambda: _speaking_of(project.home / "runs" / "slow" / "empty"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        notebook_runs.run_notebooks([Job("slow", path, {}, "")], project.home / "runs", 60, 1, interrupt, shared.start)
    _await(lambda: not _speaking_of(project.home / "runs" / "slow"))


def test_killed_at_once_it_leaves_no_process(project):
    """Whoever asked is killed and can put nothing away: runner, kernel and the warm process end all the same."""
    project.notebook("section", "import time; time.sleep(120)", end=False)
    path = project.home / "notebooks" / "section.ipynb"
    program = (
        "import sys, pathlib; from analysis.reports.kernels import notebook_runs; "
        f"notebook_runs.run_notebooks([notebook_runs.Job('slow', pathlib.Path({str(path)!r}), {{}}, '')], "
        f"pathlib.Path({str(project.home / 'runs')!r}), 60, 1, lambda *_: print('begun', flush=True))"
    )
    asking = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert asking.stdout.readline() == "begun\n"
        _await(lambda: _speaking_of(project.home / "runs" / "slow"))
    finally:
        asking.kill()
        asking.wait()
        asking.stdout.close()
    _await(lambda: not _speaking_of(project.home / "runs" / "slow"))


def _speaking_of(folder):
    """The processes that work in a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cwd"):
        try:
            where = os.readlink(path)
        except OSError:
            continue
        found += [path.parent.name] if where.startswith(str(folder)) else []
    return found


def _await(true, seconds=60):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.fixture
def kernel():
    """A kernel's process that would go on for a minute."""
    process = subprocess.Popen(["sleep", "60"])
    kernel = fork_server._Kernel.__new__(fork_server._Kernel)
    kernel.pid, kernel.returncode = process.pid, None
    yield kernel
    process.kill()
    process.wait()


def test_a_kernel_that_is_killed_is_seen_gone_at_once(kernel):
    """Jupyter kills by a signal, then asks at once, and again only after a tenth of a second."""
    kernel.send_signal(signal.SIGKILL)
    assert kernel.returncode == -signal.SIGKILL


def test_a_kernel_that_is_not_there_yet_is_knocked_at_soon_again(kernel):
    client = kernel.manager().client_factory()
    client.start_channels(shell=False, iopub=False, stdin=False, hb=False, control=False)
    assert client.context.sockopts[zmq.RECONNECT_IVL] == fork_server.KNOCK < 100
