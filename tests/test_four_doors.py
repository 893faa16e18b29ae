"""How much lending would raise the score? Asked of panel, notebook, command and Python: one number, one working.

Worked by hand: 18.3 gives 0.002 % of the lending per market entity, 2 points at most. At 200,000 entities 2 points
take 2 / 0.00002 × 200,000 = 20,000,000,000 yuan; from the present 1,230,000,000 (0.123 points) the total gains 1.877.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis import facts, rulebooks, scenarios, scorecards
from analysis.questions import goal
from analysis.reports.kernels import notebook_runs
from analysis.views import result_texts
from analysis.views.panels import State, panel_texts
from panel_homes import CITY, LOANS, MONTH, built

CLAUSE, NEEDED, GAINED = "18.3", 20_000_000_000, 1.877
WORKING = ("户均放款金额 = 20,000,000,000 ÷ 200,000 = 100,000", "0.00002 × 100,000 = 2")
FILES = [f"data/facts/{CITY}/2021-{month:02d}.csv" for month in (1, 2, 3)]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        built_home = built(tmp_path_factory.mktemp("doors"))
        patch.setenv("CITY_CREDIT_HOME", str(built_home))
        patch.chdir(built_home)
        yield built_home


@pytest.fixture(scope="module")
def book(home):
    return rulebooks.load("hard-2019")


@pytest.fixture(scope="module")
def by_python(home, book):
    """The figure, the card once it is reached, and the total before."""
    figures = facts.up_to(CITY, MONTH)
    sought = goal.seek(figures, book, CITY, MONTH, LOANS, f"{CLAUSE}:cap")
    return sought, scorecards.card(figures, book, CITY, MONTH, sought.scenario())


def scorecard(*words):
    """What a command says, run as a user runs it."""
    line = [sys.executable, "-c", "from analysis.cli import main; main()", *words]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


def test_python_gives_the_figure_worked_by_hand(by_python):
    sought, card = by_python
    assert (sought.needed, sought.change) == (NEEDED, NEEDED - 1_230_000_000)
    assert card.total()["low"] - sought.before == pytest.approx(GAINED, abs=1e-9)
    assert card.working(CLAUSE, "zh").steps == WORKING


def test_the_command_gives_the_same_number_and_working(home, by_python):
    asked = ("--rulebook", "hard-2019", "--city", CITY, "--month", MONTH)
    answer = json.loads(scorecard("goal", *FILES, *asked, "--lever", LOANS, "--reach", "18.3:满分", "--format", "json"))
    assert answer["needed"] == NEEDED
    reached = ("--set", f"{LOANS}=200亿")
    [card] = json.loads(scorecard("score", *FILES, *asked, *reached, "--format", "json"))["cards"]
    assert card["low"] == answer["after"] == by_python[1].total()["low"]
    text = scorecard("explain", *FILES, *asked, *reached, "--clause", CLAUSE)
    assert [line.strip() for line in text.splitlines() if line.strip() in WORKING] == [*WORKING]


def test_the_panel_gives_the_same_number_and_working(home, by_python):
    state = State(CITY, MONTH, "hard-2019")
    found = state.seek(LOANS, f"{CLAUSE}:cap")
    assert found.needed == NEEDED
    state.set(LOANS, found.needed)
    assert state.outcome.total["low"] == by_python[1].total()["low"]
    assert all(step in repr(panel_texts.lever_workings(state, LOANS, "zh")) for step in WORKING)


def test_the_notebook_gives_the_same_number_and_working_without_its_panel(home, by_python):
    job = notebook_runs.Job("what_if", home / "notebooks" / "what_if.ipynb", {"city": CITY, "month": MONTH}, "")
    [run] = notebook_runs.run_notebooks([job], home / "runs", 300, 1, lambda *_: None)
    assert run.code == 0, run.log
    shown = {cell.id: cell for cell in nbformat.read(run.executed, 4).cells if cell.cell_type == "code"}
    plain = {name: "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
             for name, cell in shown.items()}  # fmt: skip
    assert "信易贷放款金额 须达到 200.00亿元（+187.70亿元）" in plain["goal-view"]
    assert all(step in plain["working-view"] for step in WORKING)
    assert "200.00亿元" in plain["sweep-view-2"] and "plotly" in str(shown["sweep-view-1"].outputs)
    assert result_texts.total_points_text(by_python[1].total(), "zh", bare=True) in plain["reached-view"]


def test_what_the_panel_copies_gives_the_panels_number_when_it_is_run(home, book):
    """A reading, a base scenario, money with fen, a flag, a rule value: in one state."""
    [more] = scenarios.parse_scenarios([("set", "xinyi_domains=+2")], book)
    scenarios.save(more, home / "params" / "scenarios" / "more.toml")
    state = State(CITY, MONTH, "hard-2019", "more")
    for target, amount in ((LOANS, 1_234_567_890.12), ("civil_servant_files", 0), ("18.3.rate", 0.00003)):
        state.set(target, amount)
    state.read("17", "linear")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    line = f"{state.as_command()} --format json"
    done = subprocess.run(
        line, shell=True, capture_output=True, text=True, check=True, env={**os.environ, "PATH": path}
    )
    [card] = json.loads(done.stdout)["cards"]
    script = f"{state.as_python()}\nprint(repr(card.total()['low']))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert len(state.now.own) == 4 and state.outcome.total["low"] != state.before.total["low"]
    assert float(ran.stdout) == card["low"] == state.outcome.total["low"]
