"""The notebook of the year's plan runs to its end and shows what it promises."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient

from analysis.paths import root


def test_it_runs_and_shows_progress_links_and_texts():
    notebook = nbformat.read(root() / "notebooks" / "workplan.ipynb", 4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(root() / "notebooks")}}).execute()
    shown = {
        cell.id: "".join(out["data"].get("text/html", "") for out in cell.outputs if "data" in out)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert "22 项任务中" in shown["progress-view"] and "未报进度" in shown["progress-view"]
    assert "（原文：" in shown["clauses-view"] and "（假定：" in shown["clauses-view"]
    assert "长效化" in shown["texts-view"] and "常态化" in shown["texts-view"]
