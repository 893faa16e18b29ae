"""Every notebook as it is kept: clean and thin, with a sentence before each view."""

from __future__ import annotations

import ast

import nbformat
import pytest

from house.sources import ROOT, refuse, shown

NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
STATEMENTS = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
PARTS = (
    ast.Module, ast.alias, ast.Call, ast.keyword, ast.Attribute, ast.Name, ast.Constant, ast.List, ast.Tuple, ast.Dict,
    ast.Subscript, ast.Starred, ast.expr_context,
)  # fmt: skip
SILENT = {"load", "closing", "parameters"}


@pytest.fixture(params=NOTEBOOKS, ids=shown)
def notebook(request):
    return nbformat.read(request.param, 4)


def test_there_are_notebooks():
    assert NOTEBOOKS


def test_it_is_kept_clean(notebook):
    nbformat.validate(notebook)
    kept = [cell.id for cell in _codes(notebook) if cell.outputs or cell.execution_count is not None]
    refuse(kept, "Cells kept with an output or a count:")
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids)), "two cells bear one name"


def test_it_only_asks_the_package(notebook):
    """Imports, names and calls: no def, class, lambda, loop, choice, arithmetic or comprehension."""
    nodes = [(cell.id, node) for cell in _codes(notebook) for node in ast.walk(ast.parse(cell.source))]
    thick = (f"{name}: {type(node).__name__}" for name, node in nodes if not isinstance(node, STATEMENTS + PARTS))
    refuse(thick, "The package is missing a verb for what these cells do:")


def test_one_cell_holds_the_parameters(notebook):
    tagged = [cell.id for cell in _codes(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == ["parameters"]


def test_a_sentence_stands_before_each_view(notebook):
    """Two views in a row may share one; what only loads or closes needs none."""
    bare, explained = [], False
    for cell in notebook.cells:
        explained = cell.cell_type == "markdown" or (explained and cell.id not in SILENT)
        if cell.cell_type == "code" and cell.id not in SILENT and not explained:
            bare.append(cell.id)
    refuse(bare, "No sentence before these views:")


def _codes(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
