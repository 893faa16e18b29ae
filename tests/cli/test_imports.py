"""What a command imports: only its own module, and no slow library that it has no use for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.cli.commands import COMMANDS
from small_projects import ROOT

SAMPLE = ROOT / "data" / "facts" / "320281" / "2021-03.csv"

SLOW = {
    "IPython", "cryptography", "docx", "ipykernel", "ipywidgets", "jinja2", "jupyter_client", "jupyter_server",
    "nbclient", "nbconvert", "nbformat", "openpyxl", "pandas", "papermill", "plotly", "scipy", "typst", "voila",
    "xlsxwriter",
}  # fmt: skip
HARD = ("--rulebook", "hard-2019")
LISTING = """
import atexit, sys
atexit.register(lambda: sys.stderr.write("\\n" + " ".join(sys.modules)))
from analysis.cli import main
main()
"""


def imported(*words: object) -> set[str]:
    """The modules that a process of its own has imported by the end of a command that ended well."""
    ran = subprocess.run([sys.executable, "-c", LISTING, *map(str, words)], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["score", SAMPLE, *HARD],
        ["score", SAMPLE, *HARD, "--format", "json"],
        ["validate", SAMPLE],
        ["explain", SAMPLE, "--clause", "18.3"],
        ["levers", SAMPLE, *HARD],
        ["goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "18.3:cap"],
    ],
    ids=lambda words: " ".join(map(str, words[:1] + words[4:])),
)
def test_no_slow_library_is_loaded_for_nothing(words):
    modules = imported(*words)
    assert sorted(SLOW & modules) == []
    loaded = {
        place.partition(":")[0]
        for place, _ in COMMANDS.values()
        if f"analysis.cli.{place.partition(':')[0]}" in modules
    }
    assert loaded <= {words[0]} | ({"audit"} if words[0] == "validate" else set())


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_the_list_of_commands_and_the_version_need_no_data(words):
    assert not {"polars", "numpy", "analysis.facts", "analysis.rulebooks"} & imported(*words)


def test_a_workbook_is_read_with_the_library_for_it(facts_file, tmp_path):
    """The counterpart: what is left out above is there where it is needed."""
    path = tmp_path / "facts.xlsx"
    assert "xlsxwriter" in imported("template", *HARD, "--city", "江阴", "--month", "2021-03", path)
    assert "openpyxl" in imported("score", path, *HARD)
