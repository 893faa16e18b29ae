"""The notebook of forecasts runs to its end on a history, and says so where there is none."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

import forecast_homes
import nations


@pytest.mark.parametrize(("months", "said"), [(24, "≈"), (6, "历史不足 12 个月，暂不预测")])
def test_it_runs_and_shows_totals_tests_and_figures(tmp_path, monkeypatch, months, said):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    forecast_homes.project(tmp_path, months=months)
    notebook = nbformat.read(nations.ROOT / "notebooks" / "forecast.ipynb", 4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = {
        cell.id: "".join(out["data"].get("text/html", "") for out in cell.outputs if "data" in out)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert said in shown["totals-view"]
