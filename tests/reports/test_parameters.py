"""A notebook is given only what it declares, in the type it declares (papermill itself merely warns)."""

from __future__ import annotations

import pytest
from nbformat import v4

from analysis.problems import InputError
from analysis.reports.parameters import check_parameters
from small_projects import written

GIVEN = {"city": "320281", "scenarios": ["baseline"], "top": 3}
DECLARED = 'city = "320281"\nscenarios = ["baseline"]\n\n# how many\ntop: int = 5\n'


def notebook(folder, source, tagged=("parameters",), copies=1):
    cells = [v4.new_code_cell(source, metadata={"tags": list(tagged)}) for _ in range(copies)]
    return written(folder / "one.ipynb", cells)


def refused(path, given):
    with pytest.raises(InputError) as error:
        check_parameters(path, given)
    return [(problem.where, problem.en) for problem in error.value.problems]


def test_what_is_declared_may_be_given(tmp_path):
    assert check_parameters(notebook(tmp_path, DECLARED), GIVEN).cells[0].source == DECLARED


def test_an_unknown_parameter_is_refused_with_the_near_name(tmp_path):
    [(where, said)] = refused(notebook(tmp_path, DECLARED), {"citty": "320281"})
    assert where.endswith("one.ipynb, parameters")
    assert said == "There is no parameter 'citty'. Did you mean 'city'?"


@pytest.mark.parametrize(
    "given", [{"city": 320281}, {"top": "3"}, {"top": True}, {"scenarios": "baseline"}, {"scenarios": [1]}]
)
def test_another_type_is_refused(tmp_path, given):
    [(_, said)] = refused(notebook(tmp_path, DECLARED), given)
    assert said.endswith("is of another type.")


def test_all_misfits_at_once(tmp_path):
    assert len(refused(notebook(tmp_path, DECLARED), {"city": 1, "month": "2021-03", "top": None})) == 3


@pytest.mark.parametrize(
    "source", ["city = name", "import os", "city = f'{1}'", "a = b = 1", "city =", "print(1)", "x += 1"]
)
def test_the_parameters_cell_holds_values_and_no_code(tmp_path, source):
    [(_, said)] = refused(notebook(tmp_path, source), {})
    assert "only 'name = value'" in said


@pytest.mark.parametrize("copies", [0, 2])
def test_there_is_one_parameters_cell(tmp_path, copies):
    [(_, said)] = refused(notebook(tmp_path, DECLARED, copies=copies), {})
    assert said.endswith(f"it has {copies}.")


def test_a_missing_and_a_broken_notebook_are_told_apart(tmp_path):
    assert "no such notebook" in refused(tmp_path / "none.ipynb", {})[0][1]
    for text in ("", "{}", "[1]", '{"cells": 3, "nbformat": 4}'):
        (tmp_path / "broken.ipynb").write_text(text, "utf-8")
        assert "can't be read as a notebook" in refused(tmp_path / "broken.ipynb", {})[0][1]
