"""What is done every day is read at few places: modules whose functions run, from a cold start, stay counted."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from house.sources import ROOT

FILE = "data/facts/320281/2021-03.csv"

# The most modules that may be entered; a new one takes the place of another, or says here why it does not.
READING = 13  # the file, its rows and cells, the tables of cities and facts, dates, texts, faults
SCORING = 64  # the same, a command, a rulebook with its formulas, their ends and checks, cases, points and totals

COUNTED = """
import contextlib, io, json, sys
from analysis import cli, facts
entered, plain = set(), 1  # the bodies of modules and classes do not count, nor what dataclasses write themselves
def note(frame, event, _):
    code = frame.f_code
    if event == "call" and code.co_flags & plain and code.co_name != "<module>" and code.co_filename[0] != "<":
        entered.add(frame.f_globals.get("__name__", ""))
read = (lambda: facts.load(sys.argv[2])) if sys.argv[1] == "read" else cli.main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    sys.argv = sys.argv if sys.argv[1] == "read" else ["scorecard", *sys.argv[1:]]
    sys.setprofile(note)
    read()
sys.setprofile(None)
print(json.dumps(sorted(name for name in entered if name.startswith("analysis."))))
"""


@pytest.mark.parametrize(
    ("words", "most", "among"),
    [(["read", FILE], READING, "analysis.facts.figure_files"),
     (["score", FILE, "--rulebook", "hard-2019", "--format", "json"], SCORING, "analysis.scorecards.scoring")],
)  # fmt: skip
def test_few_modules_are_entered(words, most, among):
    ran = subprocess.run([sys.executable, "-c", COUNTED, *words], capture_output=True, text=True, cwd=ROOT, check=True)
    entered = json.loads(ran.stdout)
    assert among in entered and len(entered) <= most, "\n".join([f"{len(entered)} modules:", *entered])
