"""The tournament's notebook, run as papermill runs it with settings of one's own."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "tournament.ipynb"
SETTINGS = 'settings = {"信易贷放款金额": ["100亿", "200亿"], "17.reading": ["linear"]}'


def test_it_runs_settings_combines_them_and_chooses_the_best():
    notebook = nbformat.read(NOTEBOOK, 4)
    [parameters] = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    parameters.source = f"{parameters.source}\n{SETTINGS}"
    NotebookClient(notebook, timeout=300).execute()
    shown = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    table = shown["table-view"][0]["data"]["text/html"]
    assert "2 个方案比选，“方案1”在江阴市均不低于其他方案" in table
    assert "方案1：信易贷放款金额=200亿，17.reading=linear" in table
    assert "plotly" in str(shown["lines-view"][0]["data"]) and "plotly" in str(shown["heat-view"][0]["data"])
    assert "总分" in shown["best-view"][0]["data"]["text/html"]
