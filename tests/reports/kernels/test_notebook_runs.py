"""Notebooks run in clean surroundings of their own, and leave no process behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import nbformat
import pytest

from analysis.reports.kernels import Job, notebook_runs, sockets

SEEN = """
import json, os, sys, pandas
print(json.dumps([pandas.__file__, sys.executable, os.getcwd(), os.listdir(), sys.path, dict(os.environ)]))
"""
ANSWERED = """
from ipykernel.connect import get_connection_file, get_connection_info
print(get_connection_info(unpack=True)["transport"], get_connection_file())
"""
MANY = 10


def job(project, name, **given):
    return Job(name, project.home / "notebooks" / f"{name}.ipynb", given, "")


def processes(folder):
    """The command lines of running processes whose surroundings speak of a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            line, around = ((path / part).read_bytes().replace(b"\0", b" ") for part in ("cmdline", "environ"))
        except OSError:
            continue
        found += [line.decode()] if str(folder).encode() in line + around else []
    return found


@pytest.mark.parametrize("start", [None, notebook_runs.ColdRun], ids=["warm", "cold"])
def test_nothing_of_the_user_reaches_a_notebook(project, monkeypatch, tmp_path_factory, start):
    here = tmp_path_factory.mktemp("here")
    (here / "pandas.py").write_text("raise SystemExit('taken from the working folder')", "utf-8")
    (project.home / "notebooks").mkdir()
    (project.home / "notebooks" / "pandas.py").write_text("raise SystemExit('taken from beside')", "utf-8")
    start_up = here / "profile_default" / "startup"
    start_up.mkdir(parents=True)
    (start_up / "first.py").write_text("raise SystemExit('start-up file')", "utf-8")
    monkeypatch.chdir(here)
    for name, value in {
        "PYTHONPATH": here,
        "IPYTHONDIR": here,
        "PYTHONSTARTUP": here / "pandas.py",
        "SECRET": "s",
    }.items():
        monkeypatch.setenv(name, str(value))
    project.notebook("section", SEEN, end=False)
    [run] = notebook_runs.run_notebooks([job(project, "section")], project.home / "runs", 60, 1, lambda *_: None, start)
    assert run.code == 0, run.log
    printed = nbformat.read(run.executed, as_version=4).cells[-1].outputs[0].text
    assert str(here) not in printed and "SECRET" not in printed
    assert '"CITY_CREDIT_HOME": "' + str(project.home) in printed
    assert '"TZ": "UTC"' in printed and '"PYTHONHASHSEED": "0"' in printed
    assert '/empty", [],' in printed


def test_many_kernels_at_once_all_start(project):
    """By sockets of their own: on ports, two could choose the same and one would die."""
    project.notebook("section", ANSWERED, end=False)
    jobs = [Job(f"section-{number}", job(project, "section").path, {}, "") for number in range(MANY)]
    runs = notebook_runs.run_notebooks(jobs, project.home / "runs", 120, MANY, lambda *_: None)
    assert [run.code for run in runs] == [0] * MANY, [run.log[-500:] for run in runs if run.code]
    said = [nbformat.read(run.executed, as_version=4).cells[-1].outputs[0].text.split() for run in runs]
    assert {transport for transport, _ in said} == {sockets.TRANSPORT}
    assert len({file for _, file in said}) == MANY and not any(Path(file).parent.exists() for _, file in said)


def test_interrupted_it_leaves_no_process(project):
    project.notebook("section", "import time; time.sleep(120)", end=False)

    def interrupt(job, ended):
        deadline = time.monotonic() + 60
        while not any("kernelapp" in line for line in processes(project.home)) and time.monotonic() < deadline:
            time.sleep(0.1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        notebook_runs.run_notebooks(
            [job(project, "section")], project.home / "runs", 60, 1, interrupt, notebook_runs.ColdRun
        )
    deadline = time.monotonic() + 20
    while processes(project.home) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes(project.home) == []


def test_the_environment_is_a_closed_list(tmp_path):
    wanted = {"HOME", "TMPDIR", "PATH", "LANG", "LC_ALL", "TZ", "CITY_CREDIT_HOME"}
    environment = notebook_runs.clean_environment(tmp_path, tmp_path / "spoken")
    allowed = ("JUPYTER_", "PYTHON", "IPYTHONDIR", "MPLCONFIGDIR", "PLOTLY_RENDERER", "PYDEVD_")
    strange = {name for name in environment if name not in wanted and not name.startswith(allowed)}
    assert {name.lower() for name in strange} <= {"http_proxy", "https_proxy", "no_proxy", "systemroot"}
    assert "PYTHONPATH" not in environment and "PYTHONSTARTUP" not in environment
    assert environment["PATH"] == os.environ["PATH"]
