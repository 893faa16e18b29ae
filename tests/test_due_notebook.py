"""The notebook of what falls due runs to its end on a city's own registers."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient

import small_registers
from small_registers import code, delivered


def test_it_runs_and_shows_counts_and_records(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    home = small_registers.build(tmp_path)
    row = {"record": "许〔2021〕7号", "party_code": code(1), "authority": "市住建局", "decided_on": "2021-03-26"}
    delivered(home, "permits", row | {"reported_on": ""})
    notebook = nbformat.read(small_registers.ROOT / "notebooks" / "due.ipynb", 4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = {
        cell.id: "".join(out["data"].get("text/html", "") for out in cell.outputs if "data" in out)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert "1 件在 10 天内到期" in shown["matters-view"]
    assert "许〔2021〕7号" in shown["records-view"] and "2021-04-07" in shown["records-view"]
