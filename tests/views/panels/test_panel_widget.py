"""The whole panel without a browser: what is moved is what is shown."""

from __future__ import annotations

import ast
import asyncio
import inspect

import pytest

from analysis.paths import root
from analysis.views.panels import State, controls, current_lever, panel, selectors, session_controls
from analysis.views.panels.panel_widget import Panel
from analysis.views.words import rounded_text
from browsing import apart
from panel_homes import CITY, LOANS, MONTH


@pytest.fixture
def shown(state):
    return panel(state)


def low(state):
    return rounded_text(state.state.outcome.total["low"])


def test_a_slider_moves_total_chart_table_curve_and_texts(shown):
    shown.levers.of(LOANS)[0].slider.value = 150
    assert low(shown) in shown.total.value and low(shown) in shown.table.value
    assert low(shown) in shown.finding.value and low(shown) in shown.hand.finding.value
    assert "150.00亿元" in shown.hand.working.value
    assert f"{LOANS}=15000000000" in shown.keep.command.value
    assert not shown.steps.undo.disabled


def test_a_reading_chosen_is_scored(shown):
    pick = next(control for control in shown.levers.of("17.reading"))
    pick.choice.value = "linear"
    state = State(CITY, MONTH, "hard-2019")
    state.read("17", "linear")
    assert shown.state.outcome.total == state.outcome.total and low(shown) in shown.total.value


def test_what_is_refused_is_said_and_put_back(shown):
    control = shown.levers.of("residents_scored")[0]
    control.number.value = 10**8
    assert "大于整体" in control.said.value and shown.state.now == shown.state.first
    assert control.number.value == shown.state.value("residents_scored")


def test_what_the_state_refuses_is_said_above(shown):
    shown._moved("residents_scored", 10**8)
    most = f"{shown.state.value('registered_population'):,.0f}"
    assert "大于整体" in shown.note.value and f"可填 0 至 {most}人" in shown.note.value
    assert shown.state.now == shown.state.first


def test_a_refused_file_is_told_by_its_line_and_reason(shown):
    change = '[[change]]\ntarget = "residents_scored"\nhow = "set"\namount = -1\n'
    shown._load(f'rulebook = "hard-2019"\n{change}'.encode(), "mine.toml")
    assert "第 3 行" in shown.note.value and "不能是负数" in shown.note.value
    shown._load(b'title = "x"\nnot toml', "mine.toml")
    assert "第 2 行不合 TOML 的写法" in shown.note.value
    assert shown.state.now == shown.state.first


def test_a_figure_typed_beyond_the_sliders_end_is_what_is_saved(shown):
    shown.levers.of(LOANS)[0].number.value = 1500
    assert f"{LOANS}=150000000000" in shown.keep.command.value
    fresh = State(CITY, MONTH, "hard-2019")
    fresh.load(shown.state.save().encode())
    assert fresh.value(LOANS) == 1.5e11


def test_total_and_sentence_never_disagree(shown):
    """While the user does not rest: after a move of any lever, undo, redo, reset."""
    control = shown.levers.of(LOANS)[0]

    async def busy():
        for move in (
            lambda: setattr(control.slider, "value", 150),
            lambda: shown._moved("xinyi_domains", 20),
            lambda: shown._moved("registered_population", 1_200_000),
            shown.steps.undo.click, shown.steps.undo.click, shown.steps.redo.click, shown.steps.reset.click,
        ):  # fmt: skip
            move()
            assert low(shown) in shown.total.value and f"总分 {low(shown)}" in shown.hand.finding.value
            assert shown.keep.command.value == shown.state.as_command()

    apart(asyncio.run, busy())


def test_undo_puts_the_controls_back(shown):
    control = shown.levers.of(LOANS)[0]
    control.slider.value = 150
    shown.steps.undo.click()
    assert control.number.value == 12.3 and "与基准相同" in shown.total.value


def test_another_rulebook_brings_its_own_levers(shown):
    shown.places.picks["rulebook"].value = "monitoring-2021"
    assert shown.levers.part.value == "1-1" and shown.hand.target in dict(map(reversed, shown.hand.lever.options))
    shown.places.picks["base"].value = "assumed-benchmarks"
    assert low(shown) in shown.total.value


def test_a_goal_taken_moves_the_lever(shown):
    shown.hand.kind.value = "18.3:cap"
    shown.hand.seek()
    shown.hand.take.click()
    section = next(part for part in shown.levers.sections if part.clause.id == "18.3")
    assert shown.levers.of(LOANS)[0].number.value == 200 and "2.00 / 2" in section.heading.value


def test_a_scenario_loaded_is_shown_with_what_is_to_be_said(shown):
    fresh = State(CITY, MONTH, "hard-2019")
    fresh.set(LOANS, 1.5e10)
    facts = fresh.save().split('facts = "')[1][:16]
    shown._load(fresh.save().replace(facts, "0" * 16).encode(), "mine.toml")
    assert shown.levers.of(LOANS)[0].number.value == 150 and "不同" in shown.note.value
    shown._load(b"<b>", "<b>.toml")
    assert "<b>" not in shown.note.value


def test_it_speaks_english(state):
    english = Panel(state, "en")
    assert english.aid.language == "en" and "Every test is met" in english.total.value
    assert "Xinyidai lending" in english.levers.of(LOANS)[0]._name.value


@pytest.mark.parametrize("module", [controls, current_lever, session_controls, selectors, panel.__globals__["Panel"]])
def test_callbacks_hold_no_arithmetic(module):
    """What a control calls passes on; amounts are turned in dials, figures worked out by questions."""
    tree = ast.parse(inspect.getsource(module))
    callbacks = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("_on")]
    assert [node.name for callback in callbacks for node in ast.walk(callback) if isinstance(node, ast.BinOp)] == []


def test_what_a_step_is_worth_follows_the_lever_in_hand(shown):
    assert "信易贷放款金额 +1.00亿元" in shown.rates.value
    shown.hand.lever.value = "xinyi_domains"
    assert "信易+实施领域数 +1个" in shown.rates.value and "30.00亿元" in shown.rates.value
    shown.hand.lever.value = "codes_converted"
    assert shown.rates.value == ""


def test_how_the_months_files_were_read_is_said_until_another_month_is_chosen(sparse):
    """A number with a blank in the month the panel opens with, none in the other."""
    folder = root() / "data" / "facts" / CITY
    row = f"{CITY},{{month}},registered_population,1{{blank}}000,person"
    for month, blank in ((MONTH, " "), ("2021-02", "")):
        text = row.format(month=month, blank=blank)
        (folder / f"{month}.csv").write_text(f"city,month,fact,value,unit\n{text}\n", "utf-8")
    shown = panel(State(CITY, MONTH, "monitoring-2021"))
    assert "数字中间有空格" in shown.note.value
    shown._placed("month", "2021-02")
    assert shown.note.value == ""
    shown._placed("month", MONTH)
    assert "数字中间有空格" in shown.note.value
