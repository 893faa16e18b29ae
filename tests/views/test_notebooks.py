"""The notebooks as they are kept: clean, thin, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
THICK = (ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.If, ast.With, ast.Try, ast.ListComp, ast.DictComp,
         ast.SetComp, ast.GeneratorExp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp)  # fmt: skip
CARDS = {
    "overview", "base_items", "leading_items", "monitoring_system", "monitoring_business", "monitoring_regulation",
    "monitoring_rights", "deductions",
}  # fmt: skip


@pytest.fixture(params=[path for path in NOTEBOOKS if path.stem in CARDS], ids=lambda path: path.stem)
def notebook(request):
    held = nbformat.read(request.param, 4)
    held.metadata["stem"] = request.param.stem
    return held


def test_all_are_there():
    assert {path.stem for path in NOTEBOOKS} >= CARDS


def test_a_notebook_is_kept_clean(notebook):
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert cell.cell_type == "markdown" or (cell.outputs == [] and cell.execution_count is None)
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))


def test_a_notebook_only_asks_the_package(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            thick = [type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, THICK)]
            assert not thick, f"{cell.id}: {thick}; the package is missing a verb"


def test_every_sentence_stands_in_both_languages(notebook):
    texts = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    tagged = [(cell.id.rpartition("-")[0], *cell.metadata.tags) for cell in texts]
    assert tagged[::2] == [(name, "zh") for name, _ in tagged[1::2]]
    assert {lang for _, lang in tagged[1::2]} == {"en"}


def test_one_cell_holds_the_parameters_and_the_last_one_closes(notebook):
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in codes if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]
    assert codes[-1].source.startswith("views.closing(card")
    assert f'"{notebook.metadata.stem}")' in codes[-1].source
