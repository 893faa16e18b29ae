"""The national notebook runs from its parameters to its last view, in both languages."""

from __future__ import annotations

from pathlib import Path

import nbformat

import nations
from analysis import simulations
from analysis.reports.kernels import Job, notebook_runs
from analysis.reports.showing import CHART

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "national.ipynb"


def test_it_runs_and_shows_all_its_views(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path)))
    simulations.simulate_nation(12, "2021-03", 4, 1)
    jobs = [Job(lang, NOTEBOOK, {"lang": lang}, "") for lang in ("zh", "en")]
    runs = notebook_runs.run_notebooks(jobs, tmp_path / "runs", 120, 2, lambda *_: None)
    assert [run.code for run in runs] == [0, 0], runs[0].log
    for run in runs:
        cells = [cell for cell in nbformat.read(run.executed, as_version=4).cells if cell.cell_type == "code"]
        assert all(cell.outputs for cell in cells[3:])
        shown = [out for cell in cells for out in cell.outputs]
        assert sum(CHART in out.get("data", {}) for out in shown) == 2
        assert not [out for out in shown if out.output_type == "error"]
