"""The pages on many machines: what they show is well-formed, and its parts cover a nation, each once."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import types
from pathlib import Path

import pytest
import yaml

from analysis.cli.commands import loaded

DOCS = Path(__file__).parents[1] / "docs"
PARTS = [f"{number}/20" for number in range(1, 21)]


def block(page, language):
    (content,) = re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    return content


def asked(arguments):
    """The options of `scorecard run`, as the program itself understands them."""
    assert arguments[0] == "run"
    with loaded("run").make_context("run", list(arguments[1:])) as context:
        return context.params


def arguments_of(script, folder, **around):
    """What a shell script calls the program with, in a folder where that only tells what it was given."""
    program = folder / ".venv" / "bin" / "scorecard"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', "utf-8")
    program.chmod(0o755)
    around = {"PATH": "/usr/bin:/bin", **around}
    done = subprocess.run(["/bin/sh", "-c", script], cwd=folder, env=around, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def checked(each):
    settings = [asked(arguments) for arguments in each]
    assert [setting["shard"] for setting in settings] == PARTS
    assert {(setting["month"], setting["cities"], setting["jobs"]) for setting in settings} == {("2021-03", "all", 2)}
    assert {setting["known_on"] for setting in settings} == {"2021-04-26"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_indexed_job_makes_each_part_once(tmp_path):
    job = yaml.safe_load(block("kubernetes-jobs.md", "yaml"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert job["kind"] == "Job" and job["spec"]["completionMode"] == "Indexed" and container["command"][-1] == "-c"
    (script,) = container["args"]
    pods = range(job["spec"]["completions"])
    checked(arguments_of(script, tmp_path, JOB_COMPLETION_INDEX=str(index)) for index in pods)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_job_array_makes_each_part_once_even_where_few_are_made_again(tmp_path):
    script = block("slurm-arrays.md", "bash")
    first, last = map(int, re.search(r"--array=(\d+)-(\d+)", script).groups())
    around = {"SLURM_SUBMIT_DIR": str(tmp_path), "SLURM_CPUS_PER_TASK": "2", "MONTH": "2021-03"}
    around |= {"KNOWN_ON": "2021-04-26", "SLURM_ARRAY_TASK_COUNT": "2"}
    tasks = range(first, last + 1)
    checked(arguments_of(script, tmp_path, SLURM_ARRAY_TASK_ID=str(task), **around) for task in tasks)


class Dag:
    def __init__(self, **settings):
        self.settings = settings

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class Operator:
    commands: tuple[str, ...] = ()

    def __init__(self, **settings):
        self.settings = settings

    @classmethod
    def partial(cls, **settings):
        return cls(**settings)

    def expand(self, bash_command):
        type(self).commands = tuple(bash_command)
        return self

    def __rshift__(self, other):
        return other


def test_the_dag_maps_each_part_once(tmp_path, monkeypatch):
    """Its Python is run against stand-ins for the scheduler's own classes, its templates filled in by hand."""
    content = {
        "airflow": {"DAG": Dag},
        "airflow.timetables.interval": {"CronDataIntervalTimetable": lambda *given, **named: None},
        "airflow.providers.standard.operators.bash": {"BashOperator": Operator},
    }
    names = {".".join(name.split(".")[:depth]) for name in content for depth in range(1, name.count(".") + 2)}
    for name in names:
        module = types.ModuleType(name)
        module.__dict__.update(content.get(name, {}))
        monkeypatch.setitem(sys.modules, name, module)
    file = tmp_path / "city_credit.py"
    file.write_text(block("airflow.md", "python"), "utf-8")
    namespace = runpy.run_path(str(file))
    filled = [
        command.replace(namespace["MONTH"], "2021-03").replace(namespace["KNOWN_ON"], "2021-04-26")
        .replace("/srv/city-credit", str(tmp_path))
        for command in Operator.commands
    ]  # fmt: skip
    checked(arguments_of(command, tmp_path) for command in filled)
