"""The face of the views: every name it offers is there, whichever module was loaded before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis import views


@pytest.mark.parametrize("name", views.__all__)
def test_every_name_is_found(name):
    assert getattr(views, name) is not None


def test_a_function_is_not_hidden_by_the_module_of_its_name():
    """`closing` is both: the function is what the face offers, in whichever order they are loaded."""
    for first in ("analysis.views.end_marks", "analysis.views", "analysis.views.charts"):
        text = f"import {first}; from analysis import views; assert callable(views.closing) and callable(views.section)"
        subprocess.run([sys.executable, "-c", text], check=True, timeout=60)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'chart'"):
        views.chart  # noqa: B018
