"""The notebooks of the report: all there, in both languages, closed at the end."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CARDS = {
    "overview", "base_items", "leading_items", "monitoring_system", "monitoring_business", "monitoring_regulation",
    "monitoring_rights", "deductions", "change",
}  # fmt: skip


@pytest.fixture(params=[path for path in NOTEBOOKS if path.stem in CARDS], ids=lambda path: path.stem)
def notebook(request):
    opened = nbformat.read(request.param, 4)
    opened.metadata["stem"] = request.param.stem
    return opened


def test_all_are_there():
    assert {path.stem for path in NOTEBOOKS} >= CARDS


def test_every_sentence_stands_in_both_languages(notebook):
    texts = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    tagged = [(cell.id.rpartition("-")[0], *cell.metadata.tags) for cell in texts]
    assert tagged[::2] == [(name, "zh") for name, _ in tagged[1::2]]
    assert {lang for _, lang in tagged[1::2]} == {"en"}


def test_the_last_cell_closes(notebook):
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert codes[-1].source.startswith("views.closing(card")
    assert f'"{notebook.metadata.stem}")' in codes[-1].source
