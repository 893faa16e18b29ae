"""The panel's state without a front end: what it refuses, undoes, saves; and that all doors give one number."""

from __future__ import annotations

import json
import shlex
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from analysis import facts, rulebooks, scenarios, scorecards
from analysis.cli import main
from analysis.problems import InputError
from analysis.scenarios import BASELINE
from analysis.views.panels.state import State
from panel_homes import CITY, LOANS, MONTH

MOVES = {
    LOANS: some.integers(0, 2 * 10**13).map(lambda fen: fen / 100),
    "residents_scored": some.integers(0, 1_000_000),
    "xinyi_domains": some.integers(0, 40),
    "civil_servant_files": some.sampled_from([0, 1]),
    "18.3.rate": some.floats(0, 0.0002),
    "17.target": some.floats(0.5, 1),
    "17.reading": some.sampled_from(["default", "linear", "strict-target"]),
    "19.2.reading": some.sampled_from(["default", "cap-20", "uncapped"]),
}
MOVED = some.lists(some.sampled_from(sorted(MOVES)).flatmap(lambda name: some.tuples(some.just(name), MOVES[name])))
SOME = settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def moved(moves, rulebook="hard-2019", scenario="baseline"):
    state = State(CITY, MONTH, rulebook, scenario)
    for name, value in moves:
        if name.endswith(".reading"):
            state.read(name.rpartition(".")[0], value)
        else:
            state.set(name, value)
    return state


def by_command(line, monkeypatch, capsys):
    """The totals of a command line, run as a user runs it."""
    monkeypatch.setattr(sys, "argv", [*shlex.split(line), "--format", "json"])
    with pytest.raises(SystemExit):
        main()
    card = json.loads(capsys.readouterr().out)["cards"][0]
    return {part: card[part] for part in ("passes", "points", "low", "high", "possible")}


def by_python(lines):
    """The totals of lines of Python, run as they stand."""
    *body, last = lines.splitlines()
    names = {}
    exec("\n".join(body), names)  # noqa: S102
    total = eval(last, names)  # noqa: S307
    return {part: total[part] for part in ("passes", "points", "low", "high", "possible")}


@SOME
@given(moves=MOVED)
def test_all_doors_give_one_number(moves, home, monkeypatch, capsys):
    """Panel, scenario file, command line and Python: the same to the last bit."""
    monkeypatch.chdir(home)
    changed = moved(moves)
    again = State(CITY, MONTH, "hard-2019")
    again.load(changed.save().encode())
    assert again.outcome.total == changed.outcome.total
    assert by_command(changed.as_command(), monkeypatch, capsys) == changed.outcome.total
    assert by_python(changed.as_python()) == changed.outcome.total
    assert again.save() == changed.save()


def test_nothing_changed_is_the_baseline(state):
    rows = scorecards.total(facts.up_to(CITY, MONTH), rulebooks.load("hard-2019"), BASELINE)
    total = rows.filter(rows["month"] == MONTH).row(0, named=True)
    assert state.outcome.total == {part: total[part] for part in state.outcome.total}
    assert state.scenario.changes == () and state.before.total == state.outcome.total


def test_a_lever_put_back_is_no_change(state):
    now = state.value(LOANS)
    state.set(LOANS, now + 1e8)
    state.set(LOANS, now)
    state.read("17", "linear")
    state.read("17", "default")
    assert state.now.own == ()


@pytest.mark.parametrize(
    ("target", "amount"),
    [("residents_scored", 9e6), (LOANS, float("nan")),
     (LOANS, "1"), (LOANS, None), (LOANS, 10**400), ("civil_servant_files", 7), ("league", 9), ("nobody", 1),
     ("18.3.rate", -1), (LOANS, -1.0)],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(state, target, amount):
    """A page's sliders can be made to send anything: amounts are checked where they are used."""
    with pytest.raises(InputError):
        state.set(target, amount)
    assert state.now == state.first and not state.can_undo


def test_counts_are_snapped_to_whole_ones_and_money_to_fen(state):
    state.set("xinyi_domains", 12.4)
    state.set(LOANS, 1234.567)
    assert state.value("xinyi_domains") == 12 and state.value(LOANS) == 1234.57


def test_moves_in_a_row_are_undone_together_and_apart_after_a_rest(state):
    first = state.value(LOANS)
    for step in range(5):
        state.set(LOANS, 1e9 + step * 1e8)
    state.settle()
    state.set(LOANS, 2e9)
    state.undo()
    assert state.value(LOANS) == 1.4e9
    state.undo()
    assert state.value(LOANS) == first and not state.can_undo
    state.redo()
    state.redo()
    assert state.value(LOANS) == 2e9 and not state.can_redo


def test_reset_can_be_undone(state):
    state.set(LOANS, 2e9)
    total = state.outcome.total
    state.reset()
    assert state.now.own == ()
    state.undo()
    assert state.outcome.total == total


def test_a_rulebook_chosen_keeps_the_changes_it_knows(state):
    state.set(LOANS, 2e9)
    state.set("domains_graded", 12)
    state.read("17", "linear")
    state.choose(rulebook="monitoring-2021")
    assert [change.target for change in state.now.own] == [LOANS, "domains_graded"]
    state.start_from("assumed-benchmarks")
    assert state.now.base.name == "assumed-benchmarks"
    state.choose(rulebook="hard-2019")
    assert state.now.base == BASELINE


def test_a_scenario_saved_over_a_base_comes_back_over_it():
    changed = moved([("domains_graded", 20)], "monitoring-2021", "assumed-benchmarks")
    again = State(CITY, MONTH, "monitoring-2021", "assumed-benchmarks")
    again.load(changed.save().encode())
    assert again.now.base.name == "assumed-benchmarks"
    assert [change.target for change in again.now.own] == ["domains_graded"]
    plain = State(CITY, MONTH, "hard-2019")
    plain.load(changed.save().encode())
    assert plain.place.rulebook == "monitoring-2021" and plain.now.base == BASELINE
    assert plain.outcome.total == again.outcome.total == changed.outcome.total


def test_a_file_of_another_month_says_so(state):
    state.set(LOANS, 2e9)
    content = state.save().replace(state.save().split('facts = "')[1][:16], "0" * 16)
    assert any("不同" in problem.zh for problem in state.load(content.encode()))


@pytest.mark.parametrize("content", [b"\xff", b"nonsense = 1", b"x" * 2_000_000])
def test_a_faulty_file_is_refused_and_changes_nothing(state, content):
    with pytest.raises(InputError) as refused:
        state.load(content, "mine.toml")
    assert "mine.toml" in str(refused.value) and "/" not in refused.value.problems[0].where
    assert state.now == state.first


def test_a_change_that_no_command_line_can_say_is_taken_from_the_file(state):
    change = '[[change]]\ntarget = "xinyidai_loans"\nhow = "scale"\namount = 2\nmonth = "2021-03"\n'
    state.load(change.encode())
    assert state.as_command().endswith("--scenario what-if.toml")
    assert state.value(LOANS) == 2 * State(CITY, MONTH, "hard-2019").value(LOANS)


def test_a_goal_is_reached_by_what_it_answers(state):
    found = state.seek(LOANS, "18.3:cap")
    state.set(LOANS, found.needed)
    assert state.outcome.clause("18.3")["points"] == state.standing().possible("18.3")
    assert state.board().levers.filter(state.board().levers["lever"] == LOANS)["open"].item() == 0


def test_the_curve_passes_through_where_the_lever_stands(state):
    curve = state.sweep(LOANS)
    here = curve.curve.filter(curve.curve["value"] == state.value(LOANS))
    assert here["low"].item() == state.outcome.total["low"]


def test_the_card_and_the_comparison_agree_with_the_total(state):
    state.set(LOANS, 1.5e10)
    totals = state.comparison().totals
    assert totals["low"].to_list() == [state.before.total["low"], state.outcome.total["low"]]
    assert state.card().total()["low"] == state.outcome.total["low"]


def test_a_scenario_for_another_rulebook_is_refused(state):
    with pytest.raises(InputError):
        state.start_from("assumed-benchmarks")
    with pytest.raises(InputError):
        State(CITY, MONTH, "hard-2019", "assumed-benchmarks")


def test_the_scenario_is_the_canonical_one(state):
    state.set(LOANS, 3e9)
    assert state.scenario == scenarios.canonical_scenario(state.scenario, state.book)
    assert state.scenario.changes[0].unit == "yuan"
