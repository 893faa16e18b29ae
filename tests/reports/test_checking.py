"""A run counts as good only when everything it left says so; what fails is named by notebook, cell and cause."""

from __future__ import annotations

import json

import pytest
from nbformat import v4

import small_projects
from analysis import reports
from analysis.reports import checking
from analysis.reports.kernels import Job, Run

TIMEOUT = 6

DISPLAYED = "from IPython.display import HTML\nHTML('<b onclick=x()>a</b>')"

# name: (texts, code cells, end mark, number and first line of the cell named, cause)
FAULTY = {
    "failing": ([], ["a = 1\n", "\n\n1 / 0\n2"], True, "4: 1 / 0", "ZeroDivisionError: division by zero"),
    "leaving": ([], ["import sys\nsys.exit(0)", "1"], True, "3: import sys", "It called sys.exit(0)"),
    "sleeping": ([], ["import time\ntime.sleep(90)"], True, "3: import time", f"after {TIMEOUT} seconds"),
    "killed": ([], ["import os\nos.kill(os.getpid(), 9)"], True, "3: import os", "The kernel died"),
    "unmarked": ([], ["print('【完】')"], False, "3: print('【完】')", "must print the end mark '【完】unmarked"),
    "scripted": (["a <script>x()</script>"], ["1"], True, "3: a <script>x()</script>", "It holds <script>"),
    "displaying": ([], [DISPLAYED], True, "3: from IPython.display import HTML", "It holds <b onclick>"),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    """One run of a report whose notebooks all fail, each in its way, over an earlier report."""
    project = small_projects.build(tmp_path_factory.mktemp("project"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(project.home))
        project.book(*FAULTY)
        for name, (texts, cells, end, _, _) in FAULTY.items():
            project.notebook(name, *cells, texts=texts, end=end)
        leaving = f"print({project.marks()['overview']!r})\nimport sys\nsys.exit(0)"
        project.notebook("overview", leaving, end=False)
        earlier = project.earlier()
        before = project.files(earlier)
        with pytest.raises(reports.ReportError) as error:
            reports.publish("江阴", "2021-03", ["small"], ["baseline"], timeout=TIMEOUT)
        yield project, error.value, before, project.files(earlier)


def of(failed, name):
    _, error, _, _ = failed
    return next(problem for problem in error.problems if f"{name}.ipynb" in problem.where)


@pytest.mark.parametrize("name", FAULTY)
def test_the_notebook_the_cell_and_the_cause_are_named(failed, name):
    *_, cell, cause = FAULTY[name]
    problem = of(failed, name)
    assert problem.where == f"notebooks/{name}.ipynb (small.{name}), 第 {cell[0]} 格 cell {cell}"
    assert cause in problem.en


def test_leaving_after_the_end_mark_is_no_success(failed):
    problem = of(failed, "overview")
    assert problem.where.startswith("notebooks/overview.ipynb (overview), 第 3 格 cell 3: print('【完】overview")
    assert "sys.exit(0)" in problem.zh


def test_all_are_told_at_once_in_both_languages_without_a_traceback(failed):
    _, error, _, _ = failed
    assert len(error.problems) == len(FAULTY) + 1
    assert "未发布任何内容" in str(error) and "Nothing was published" in str(error)
    assert "Traceback" not in str(error) and "\x1b" not in str(error)


def test_the_earlier_report_is_untouched(failed):
    _, _, before, after = failed
    assert after == before


def test_what_ran_is_kept_to_look_at(failed):
    project = failed[0]
    kept = project.home / "reports" / ".failed" / "320281-2021-03"
    assert {path.stem for path in kept.iterdir()} == {"overview", *(f"small.{name}" for name in FAULTY)}
    assert "reports/.failed/320281-2021-03/small.failing.ipynb" in of(failed, "failing").en


def test_nothing_else_is_left(failed):
    project = failed[0]
    left = {path.name for path in (project.home / "reports" / "320281").iterdir()}
    assert left == {"2021-03"}


MARK = "【完】section · small"
OTHER = {"cell": 0, "fault": {"kinds": "RuntimeError", "name": "RuntimeError", "text": "why"}}


def left(tmp_path, *, code=0, result=None, log="", count=1, printed=MARK, source="1"):
    """A run as it might have been left behind, and its notebook."""
    cell = v4.new_code_cell(source, execution_count=count)
    end = v4.new_code_cell("print(mark)", execution_count=2, outputs=[v4.new_output("stream", text=f"{printed}\n")])
    path = small_projects.written(tmp_path / "executed.ipynb", [cell, end])
    result = {"cell": 1, "fault": None} if result is None else result
    job = Job("small.section", tmp_path / "section.ipynb", {}, MARK)
    return Run(job, code, path, result or None, log, False)


def causes(run, source="1"):
    asked = v4.new_notebook(cells=[v4.new_code_cell(source), v4.new_code_cell("print(mark)")])
    return [fault.en for fault in checking.run_faults(run, asked, checking.executed_notebook(run), 600)]


def test_a_run_that_left_everything_is_good(tmp_path):
    assert causes(left(tmp_path)) == []


@pytest.mark.parametrize(
    ("how", "cause"),
    [
        ({"code": 7}, "ended with code 7"),
        ({"count": None}, "did not run"),
        ({"printed": "【完】section · other"}, "must print the end mark"),
        ({"printed": f"{MARK}\n{MARK}"}, "must print the end mark"),
        ({"printed": ""}, "must print the end mark"),
        ({"source": "2"}, "not the one asked for"),
        ({"code": -11, "result": {}, "log": "last words\n"}, "broke off (signal 11). last words"),
        ({"result": OTHER}, "RuntimeError: why"),
    ],
)  # fmt: skip
def test_one_thing_against_it_is_enough(tmp_path, how, cause):
    assert any(cause in said for said in causes(left(tmp_path, **how)))


def test_a_notebook_torn_in_writing_is_no_success(tmp_path):
    run = left(tmp_path)
    run.executed.write_text(json.dumps({"cells": []})[:-1], "utf-8")
    assert causes(run) == ["It left no executed notebook."]


def test_warnings_are_kept_without_the_folders_of_this_machine():
    said = "/x1/ipykernel_12/34.py:1: UserWarning: a b\n  warn('a b')\n"
    cell = v4.new_code_cell("1", outputs=[v4.new_output("stream", name="stderr", text=said)])
    assert checking.cell_warnings(v4.new_notebook(cells=[cell])) == ["34.py:1: UserWarning: a b\n  warn('a b')\n"]
