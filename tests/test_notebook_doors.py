"""Notebooks with other parameters: they follow the rulebook or say that it does not fit, and show no traceback."""

from __future__ import annotations

import builtins
from pathlib import Path

import nbformat
import pytest

from analysis import rulebooks, views
from analysis.problems import InputError
from analysis.reports.kernels import Job, notebook_runs
from analysis.reports.parameters import declared_parameters

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = {path.stem: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
BOOKS = rulebooks.rulebook_ids()
OF = {
    (group.notebook, name)
    for name in BOOKS
    for group in rulebooks.load(name).groups.values()
    if group.notebook
}  # fmt: skip
SECTIONS = sorted({stem for stem, _ in OF})
UNFILED = ("national", "due")
"""Those that ask for more than the sample has: a nation's figures, a city's registers (test_due_notebook.py)."""
ANY_BOOK = ("what_if", "tournament", "change", "history", "workplan", "overview", "forecast")


def parts(stem):
    notebook = nbformat.read(NOTEBOOKS[stem], 4)
    declared = dict(declared_parameters(notebook, stem))
    return declared, [cell.source for cell in notebook.cells if cell.cell_type == "code"][1:]


def run(stem, **changed):
    """A notebook's cells in this process; what stands last in each is shown, as a notebook shows it."""
    names, sources = parts(stem)
    names.update(changed)
    for source in sources:
        exec(compile(source, stem, "exec"), names)  # noqa: S102 the cells, as a kernel runs them
    return names


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    monkeypatch.setattr(builtins, "print", lambda *_: None)


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("stem", SECTIONS)
def test_a_section_shows_its_own_clauses_or_says_that_the_rulebook_has_none(stem, book):
    if (stem, book) in OF:
        names = run(stem, rulebook=book)
        own = {group.id for group in names["book"].groups.values() if group.notebook == stem}
        assert set(names["group"]) == own
    else:
        with pytest.raises(InputError) as error:
            run(stem, rulebook=book)
        [problem] = error.value.problems
        fitting = next(name for section, name in sorted(OF) if section == stem)
        assert stem in problem.where and book in problem.zh and fitting in problem.zh


@pytest.mark.parametrize("book", ["hard-2019", "monitoring-2021"])
@pytest.mark.parametrize("stem", ANY_BOOK)
def test_every_other_notebook_follows_the_rulebook(stem, book):
    declared, _ = parts(stem)
    run(stem, **({"rulebook": book} if "rulebook" in declared else {"rulebooks": [book]}))


def test_a_what_if_starts_from_its_scenario_in_all_its_cells():
    """Under the assumed benchmarks every clause of 2021 is known; without them nearly none is."""
    names = run("what_if", rulebook="monitoring-2021", scenario="assumed-benchmarks")
    assert names["reached"].total()["points"] is not None
    assert names["sought"].before == pytest.approx(names["state"].before.total["low"])


NAMED = {"city": "江阴", "month": "2021年3月", "lever": "信易贷放款金额", "reach": "18.3:满分"}
WRONG = {"city": ("江阳", "江阴"), "month": ("2021-13", "2021-03"), "rulebook": ("hard2019", "hard-2019"),
         "lang": ("fr", "zh 或 en"), "lever": ("信易贷放款额", "信易贷放款金额"), "reach": ("99:cap", "99"),
         "scenario": ("asumed-benchmarks", "assumed-benchmarks")}  # fmt: skip
ASKED = [(stem, name) for stem in NOTEBOOKS if stem not in UNFILED for name in parts(stem)[0]]


@pytest.mark.parametrize("stem", [stem for stem in NOTEBOOKS if stem not in UNFILED])
def test_parameters_are_understood_by_any_name(stem):
    declared, _ = parts(stem)
    run(stem, **{name: value for name, value in NAMED.items() if name in declared})


@pytest.mark.parametrize(("stem", "name"), [pair for pair in ASKED if pair[1] in WRONG])
def test_a_parameter_that_names_nothing_is_answered_in_one_sentence(stem, name):
    wrong, near = WRONG[name]
    with pytest.raises(InputError) as error:
        run(stem, **{name: wrong})
    [problem] = error.value.problems
    assert near in problem.zh + problem.where


def test_a_mistake_in_a_notebook_shows_the_sentence_and_no_line_of_the_program(tmp_path):
    """In a kernel, as JupyterLab shows it."""
    wrong = {"hard": {"rulebook": "hard2019"}, "month": {"month": "2021-13"}}
    jobs = [Job(name, NOTEBOOKS["base_items"], given, "") for name, given in wrong.items()]
    for ended in notebook_runs.run_notebooks(jobs, tmp_path, 120, 2, lambda *_: None):
        cells = nbformat.read(ended.executed, as_version=4).cells
        [error] = [out for cell in cells for out in cell.get("outputs", []) if out.output_type == "error"]
        said = "\n".join(error.traceback)
        assert "是否想写“hard-2019”？" in said or "“2021-13”不是月份" in said
        assert len(error.traceback) <= 4 and "File" not in said and ".py" not in said and "\x1b" not in said
    assert views.Style()
