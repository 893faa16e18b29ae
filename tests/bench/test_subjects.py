"""Each subject of the bench runs at a toy size through the entry point of `make bench`, to its table of aims."""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import bench, instead, measuring, openfisca

AIMS, TOY = "目标与实测 · Aims", "0.0005"
WITHOUT_AIMS = ("changes", "audits")


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setenv("BENCH_SHARE", TOY)


@pytest.fixture
def _one_process(monkeypatch):
    """What is measured in processes of their own is done here, as if it had been sent there and back."""

    def here(task, *given):
        same, arguments = pickle.loads(pickle.dumps((task, given)))
        return same(*arguments)

    monkeypatch.setattr(measuring, "apart", here)


@pytest.fixture
def _fake_fisca(monkeypatch):
    """Nothing is installed: the project's own answers stand in for OpenFisca's."""
    answers = SimpleNamespace(totals=lambda: None)
    monkeypatch.setattr(openfisca, "absent", lambda: "")
    monkeypatch.setattr(openfisca, "running", lambda *_: nullcontext(answers))
    monkeypatch.setattr(instead, "_in_openfisca", lambda wide, _: instead.decided(wide))


@pytest.mark.parametrize("name", [name for name in bench.BUDGETS if name != "registers"])
def test_a_subject_runs_to_its_aims(name, capsys, _one_process, _fake_fisca):
    status, said = bench.main(name), capsys.readouterr()
    assert status == 0, said.err
    assert (AIMS in said.out) is (name not in WITHOUT_AIMS)


PROGRAM = """
import pickle, runpy, sys
sys.path.insert(0, sys.argv[1])
from bench import measuring, registers
in_new_process = measuring.apart
def apart(task, *given):
    if task.__name__ == "_first" or registers.SPARK in given:
        return in_new_process(task, *given)
    same, arguments = pickle.loads(pickle.dumps((task, given)))
    return same(*arguments)
measuring.apart = apart
sys.argv = [sys.argv[2], "registers"]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""The program of `make bench`; of what is measured in processes of their own, only Spark has them here."""


def test_registers_run_to_their_aims():
    """By the program itself, as a process takes one session of Spark and other tests need theirs."""
    line = [sys.executable, "-c", PROGRAM, str(Path(bench.__file__).parents[1]), bench.__file__]
    run = subprocess.run(line, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    assert AIMS in run.stdout


def test_unknown_names_are_refused_with_near_ones(capsys):
    assert bench.main("scoring,code") == bench.UNKNOWN == 2
    said = capsys.readouterr()
    assert "'code'; there are: codes" in said.err and said.out == ""


def test_a_subject_that_fails_is_reported_and_the_others_go_on(monkeypatch, capsys):
    def measure(name, aims):
        if name == "codes":
            raise TypeError("missing an argument")
        aims.append(bench.Aim(1, name, 1.0, 2.0, least=1))

    monkeypatch.setattr(bench, "_measure", measure)
    assert bench.main("codes,audits") == bench.FAILED == 3
    said = capsys.readouterr()
    assert "missing an argument" in said.err and "failed: codes" in said.err
    assert AIMS in said.out and "audits" in said.out


def test_a_subject_whose_ways_differ_is_not_measured(monkeypatch, capsys):
    subject = SimpleNamespace(faults=lambda: ["points differ"], tables=lambda _: pytest.fail("measured"))
    monkeypatch.setattr(bench.importlib, "import_module", lambda _: subject)
    assert bench.main("audits") == bench.FAILED
    assert "points differ" in capsys.readouterr().err


def test_beyond_its_budget_a_subject_repeats_less_and_says_so(monkeypatch):
    monkeypatch.setenv("BENCH_SHARE", "1")
    calls = []
    with measuring.budget(-1) as cut:
        measuring.medians({"slow": lambda: calls.append("slow")})
    assert cut == ["slow"] and len(calls) == 1
    with measuring.budget(60) as cut:
        measuring.medians({"quick": lambda: None})
    assert cut == []


def test_all_budgets_together_are_twelve_minutes():
    assert sum(bench.BUDGETS.values()) <= 12 * 60
