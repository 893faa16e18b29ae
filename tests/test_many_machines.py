"""The pages on many machines: what they show is well-formed, and its parts cover a nation, each once."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import types
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

from analysis.cli.commands import loaded

DOCS = Path(__file__).parents[1] / "docs"
PARTS = [f"{number}/20" for number in range(1, 21)]


def blocks(page, language):
    """The page's blocks of code: the months' reports first, then what falls due and repair dates, then by Spark."""
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


def asked(command, arguments):
    """The options of a command, as the program itself understands them."""
    assert arguments[0] == command
    with loaded(command).make_context(command, list(arguments[1:])) as context:
        return context.params


def calls_of(script, folder, **around):
    """What a shell script calls the program with each time, in a folder where that only tells what it was given."""
    program = folder / ".venv" / "bin" / "scorecard"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text('#!/bin/sh\nprintf "%s\\037" "$@"\necho\n', "utf-8")
    program.chmod(0o755)
    around = {"PATH": "/usr/bin:/bin", **around}
    done = subprocess.run(["/bin/sh", "-c", script], cwd=folder, env=around, capture_output=True, text=True, check=True)
    return [line.split("\037")[:-1] for line in done.stdout.splitlines()]


def checked(each):
    settings = [asked("run", arguments) for (arguments,) in each]
    assert [setting["shard"] for setting in settings] == PARTS
    assert {(setting["month"], setting["cities"], setting["jobs"]) for setting in settings} == {("2021-03", "all", 2)}
    assert {setting["known_on"] for setting in settings} == {"2021-04-26"}


def checked_lists(each, shards=tuple(PARTS), engine="polars"):
    """Each part lists what falls due and the repair dates, each in a folder of the day's own."""
    pairs = [[asked(name, given) for name, given in zip(("due", "repairs"), both, strict=True)] for both in each]
    assert [[setting["shard"] for setting in pair] for pair in pairs] == [[part] * 2 for part in shards]
    settings = [setting for pair in pairs for setting in pair]
    assert {(setting["city"], setting["on"], setting["engine"].value) for setting in settings} == {
        ("all", "2021-04-06", engine)
    }
    due, repairs = ({setting["lists"] for setting in own} for own in zip(*pairs, strict=True))
    assert {Path(*folder.parts[-3:]) for folder in due} == {Path("lists/2021-04-06/due")} and len(due) == 1
    assert repairs == {folder.parent / "repairs" for folder in due}
    assert {pair[0]["days"] for pair in pairs} == {10}


def container_of(job):
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert job["kind"] == "Job" and job["spec"]["completionMode"] == "Indexed" and container["command"][-1] == "-c"
    return container


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_indexed_job_makes_each_part_once(tmp_path):
    reports, lists = (yaml.safe_load(own) for own in blocks("kubernetes-jobs.md", "yaml"))
    for job, check in ((reports, checked), (lists, checked_lists)):
        (script,) = container_of(job)["args"]
        pods = range(job["spec"]["completions"])
        check([calls_of(script, tmp_path, JOB_COMPLETION_INDEX=str(index)) for index in pods])
    assert lists["metadata"]["name"] != reports["metadata"]["name"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_job_array_makes_each_part_once_even_where_few_are_made_again(tmp_path):
    around = {"SLURM_SUBMIT_DIR": str(tmp_path), "SLURM_CPUS_PER_TASK": "2", "MONTH": "2021-03", "ON": "2021-04-06"}
    around |= {"KNOWN_ON": "2021-04-26", "SLURM_ARRAY_TASK_COUNT": "2"}
    for script, check in zip(blocks("slurm-arrays.md", "bash"), (checked, checked_lists), strict=False):
        first, last = map(int, re.search(r"--array=(\d+)-(\d+)", script).groups())
        check([calls_of(script, tmp_path, SLURM_ARRAY_TASK_ID=str(task), **around) for task in range(first, last + 1)])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("page", ["kubernetes-jobs.md", "slurm-arrays.md", "airflow.md"])
def test_by_spark_the_lists_need_no_parts(tmp_path, page):
    around = {"SLURM_SUBMIT_DIR": str(tmp_path), "SLURM_CPUS_PER_TASK": "16", "ON": "2021-04-06"}
    calls = calls_of(blocks(page, "bash")[-1], tmp_path, **around)
    checked_lists([calls], ["1/1"], "spark")
    master = asked(calls[0][0], calls[0])["master"]
    assert master == ("local[16]" if "slurm" in page else "spark://spark-master:7077")


class Dag:
    def __init__(self, **settings):
        self.settings = settings

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class Operator:
    commands: ClassVar[list[list[str]]] = []

    def __init__(self, **settings):
        self.settings = settings

    @classmethod
    def partial(cls, **settings):
        return cls(**settings)

    def expand(self, bash_command):
        self.commands.append(list(bash_command))
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
    monkeypatch.setattr(Operator, "commands", [])
    (reports,), (due, repairs) = (mapped(tmp_path, content) for content in blocks("airflow.md", "python"))
    checked([calls_of(command, tmp_path) for command in reports])
    checked_lists([calls_of(one, tmp_path) + calls_of(then, tmp_path) for one, then in zip(due, repairs, strict=True)])


def mapped(folder, content):
    """The commands of each mapped task of a page's file, its templates filled in."""
    file = folder / "dag.py"
    file.write_text(content, "utf-8")
    Operator.commands.clear()
    namespace = runpy.run_path(str(file))
    put = {"MONTH": "2021-03", "KNOWN_ON": "2021-04-26", "ON": "2021-04-06"}
    return [[filled(command, namespace, put, folder) for command in own] for own in Operator.commands]


def filled(command, namespace, put, folder):
    for name in put.keys() & namespace.keys():
        command = command.replace(namespace[name], put[name])
    return command.replace("/srv/city-credit", str(folder))
