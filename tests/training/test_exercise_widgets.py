"""The answer box: what a visitor of the app presses, without a browser."""

from __future__ import annotations

import pytest

import panel_homes
from analysis import training
from analysis.training import answer_records
from analysis.views import panels


def lesson(folder, name="reading_a_clause", **more):
    return training.lesson(name, folder=str(folder), boxes=True, **more)


def test_a_box_checks_hints_and_tells(tmp_path):
    opened = lesson(tmp_path, pseudonym="海棠")
    box = opened.ask(1)
    assert "练习" in box.shown.value
    box.buttons["check"].click()
    assert "还没有作答" in box.said.value
    box.answer.children[0].value = "2"
    box.buttons["check"].click()
    assert "达到目标就得满分" in box.said.value
    box.buttons["a hint"].click()
    box.buttons["a hint"].click()
    assert "提示 2" in box.helped.value and "提示 3" not in box.helped.value
    assert "达到目标就得满分" in box.said.value, "a hint leaves what was said of the answer"
    box.buttons["show"].click()
    assert opened.exercise(1).answer() in box.helped.value and "达到目标就得满分" in box.said.value
    box.answer.children[0].value = f"{opened.exercise(1).right}"
    box.buttons["check"].click()
    assert "对了" in box.said.value and answer_records.load(tmp_path).frame.height == 2


def test_another_city_is_another_exercise(tmp_path):
    box = lesson(tmp_path).ask(2)
    before = box.shown.value
    box.answer.children[0].value = "2"
    box.buttons["next city"].click()
    assert box.shown.value != before and box.given == "" and box.said.value == box.helped.value == ""


def test_a_verdict_and_a_choice_are_chosen_not_typed(tmp_path):
    verdict = lesson(tmp_path, "vetoes_and_targets").ask(1)
    assert verdict.answer.children[0].options == ("通过", "不通过", "未知")
    code = lesson(tmp_path, "facts_and_faults").ask(2)
    assert len(code.answer.children[0].options) == 4
    code.buttons["check"].click()
    assert "还没有作答" in code.said.value


def test_the_desk_takes_a_pseudonym_and_refuses_an_identity(tmp_path):
    opened = lesson(tmp_path)
    desk = opened.desk()
    desk.name.value = "320281199001011234"
    desk.set()
    assert "证件号" in desk.said.value and "320281" not in desk.said.value and opened.pseudonym == ""
    desk.name.value = "海棠"
    desk.set()
    assert opened.pseudonym == "海棠" and "海棠" in desk.said.value


def test_what_cannot_be_kept_is_told(tmp_path):
    place = tmp_path / "file"
    place.write_text("")
    box = lesson(place, pseudonym="海棠").ask(1)
    box.answer.children[0].value = "2"
    box.buttons["check"].click()
    assert "没能记下" in box.said.value


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(panel_homes.built(tmp_path / "home")))


def test_the_panels_plan_is_handed_in_as_it_stands(tmp_path, home):
    state = panels.State(panel_homes.CITY, panel_homes.MONTH, "hard-2019")
    button = lesson(tmp_path, "what_if", pseudonym="海棠").hand_in(state)
    state.set("xinyi_domains", 20)
    button.submit()
    assert "方案已交" in button.said.value and len(list(tmp_path.glob("*.plan.toml"))) == 1


@pytest.mark.parametrize(
    "state", [{"index": 9}, {"index": None}, {"index": "0"}, {"value": 1}, {"_options_labels": ["x"]}]
)
def test_what_a_page_cannot_send_is_no_answer(tmp_path, state):
    """A page can be made to send anything; an answer is one of those offered, or a text."""
    verdict = lesson(tmp_path, "vetoes_and_targets").ask(1)
    verdict.answer.children[0].value = "通过"
    points, desk = lesson(tmp_path).ask(1), lesson(tmp_path).desk()
    for box, widget in ((verdict, verdict.answer.children[0]), (points, points.answer.children[0]), (desk, desk.name)):
        before = widget.value
        strange = state if widget is verdict.answer.children[0] else {"value": [1]}
        widget._handle_msg({"content": {"data": {"method": "update", "state": strange}}, "buffers": []})
        assert widget.value == before and "没有改动" in box.said.value
