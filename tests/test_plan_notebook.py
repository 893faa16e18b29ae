"""The notebook of the plan runs to its end and shows the plan, why a higher goal is out of reach, and the calendar."""

from __future__ import annotations

import json

import nbformat
from nbclient import NotebookClient

from analysis.paths import root


def test_it_runs_and_shows_plan_reasons_and_calendar():
    notebook = nbformat.read(root() / "notebooks" / "plan.ipynb", 4)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(root() / "notebooks")}}).execute()
    shown = {
        cell.id: "".join(json.dumps(out.get("data", {}), ensure_ascii=False) for out in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert "总分 33.16 → 40.06" in shown["plan-view"] and "已证明最优" in shown["plan-view"]
    assert "无法实现：总分达到 55.00、至多改动 5 项" in shown["why-view"] and "47.49" in shown["why-view"]
    assert "application/vnd.plotly.v1+json" in shown["picture-view"] and "2021年7月总分" in shown["picture-view"]
    assert "逐月得分" in shown["calendar-view"] and "按平均分布计" in shown["calendar-view"]
