"""Which notebooks make a report, and that equal inputs make equal files."""

from __future__ import annotations

import nbformat
import pytest
from nbformat import v4

from analysis.reports import making
from analysis.reports.failures import ReportError


def test_the_overview_then_each_notebook_the_rulebook_names_once(project):
    project.book("first", "second")
    rulebook = project.home / "params" / "rulebooks" / "small" / "rulebook.toml"
    again = '[[group]]\nid = "x"\ntitle = "x"\ntitle_zh = "x"\nnotebook = "first"\n'
    none = '[[group]]\nid = "y"\ntitle = "y"\ntitle_zh = "y"\n'
    below = '[[group]]\nid = "z"\ntitle = "z"\ntitle_zh = "z"\nparent = "x"\nnotebook = "third"\n'
    rulebook.write_text("\n".join([rulebook.read_text("utf-8"), again, none, below]), "utf-8")
    asked = project.asked()
    jobs = making.notebook_jobs(asked, making.scored_cards(asked))
    assert [job.name for job in jobs] == ["overview", "small.first", "small.second"]
    assert [job.path.name for job in jobs] == ["overview.ipynb", "first.ipynb", "second.ipynb"]
    assert jobs[0].parameters["rulebooks"] == ["small"] and jobs[1].parameters["rulebook"] == "small"
    assert jobs[1].mark.startswith("【完】first · small · 320281 · 2021-03 · ")


def test_why_the_score_moved_is_told_where_the_month_before_can_be_compared(project):
    folder = project.home / "data" / "facts" / "320281"
    asked = project.asked()
    assert not [job for job in making.notebook_jobs(asked, making.scored_cards(asked)) if job.path.stem == "change"]
    (folder / "2021-02.csv").write_text("city,month,fact,value\n320281,2021-02,joint_domains,3\n", "utf-8")
    *_, last = making.notebook_jobs(asked, making.scored_cards(asked))
    assert (last.name, last.parameters["before"], last.parameters["rulebook"]) == ("small.change", "2021-02", "small")
    assert last.mark.startswith("【完】change · small · 320281 · 2021-03 · ")
    (folder / "2021-02.csv").write_text("city,month,fact,value\n320281,2021-02,fraud_findings,0\n", "utf-8")
    assert not [job for job in making.notebook_jobs(asked, making.scored_cards(asked)) if job.path.stem == "change"]


def test_every_fault_of_the_notebooks_is_told_before_any_runs(project):
    project.notebook("overview", parameters="city = 320281\n")
    asked = project.asked()
    with pytest.raises(ReportError) as refused:
        making.checked_notebooks(making.notebook_jobs(asked, making.scored_cards(asked)))
    said = str(refused.value)
    assert "The parameter 'city' has the default 320281" in said
    assert "There is no parameter 'rulebooks'" in said
    assert "notebooks/section.ipynb" in said and "no such notebook" in said


def test_a_month_without_figures_is_said(project):
    (project.home / "data" / "facts" / "320281" / "2021-03.csv").unlink()
    with pytest.raises(ReportError, match="There are no figures of 2021-03"):
        making.scored_cards(project.asked())


def test_what_is_kept_of_a_run_holds_no_times_ids_or_places():
    cells = [
        v4.new_code_cell("1", metadata={"papermill": {"duration": 1.0}, "execution": {"iopub": "t"}, "tags": []}),
        v4.new_code_cell("x = 1", metadata={"tags": ["injected-parameters"]}),
    ]
    warned = v4.new_output("stream", name="stderr", text="/somewhere/1234.py: UserWarning")
    cells[0].outputs = [warned, v4.new_output("stream", text="shown")]
    notebook = v4.new_notebook(cells=cells)
    notebook.metadata["papermill"] = {"start_time": "t", "output_path": "/somewhere", "parameters": {"x": 1}}
    kept = nbformat.reads(making.executed_copy(notebook).decode(), as_version=4)
    assert kept.metadata.papermill == {"parameters": {"x": 1}}
    assert kept.cells[0].metadata == {"tags": []} and kept.cells[1].id == "injected-parameters-1"
    assert [output.text for output in kept.cells[0].outputs] == ["shown"]
