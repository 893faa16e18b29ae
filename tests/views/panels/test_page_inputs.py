"""What a page sends is checked again here: only a choice of the right kind is taken, all else is said."""

from __future__ import annotations

import ipywidgets as widgets
import pytest

from analysis.views.panels import page_inputs, panel
from panel_homes import LOANS

NOTHING = object()
STRANGE = [
    {"value": None}, {"value": "12"}, {"value": "<b>"}, {"value": float("nan")}, {"value": float("inf")},
    {"value": True}, {"value": [1]}, {"value": {}}, {"value": 10**400},
]  # fmt: skip


def sent(widget, state=NOTHING, **data):
    """A message as it comes from a page; everything of it can be made up there."""
    asked = {"method": "update", "state": state} if state is not NOTHING else data
    widget._handle_msg({"content": {"data": asked}, "buffers": []})


@pytest.fixture
def shown(state):
    return panel(state)


@pytest.mark.parametrize("state_sent", STRANGE)
def test_a_number_that_is_none_is_refused_beside_its_box(shown, state_sent):
    control = shown.levers.of(LOANS)[0]
    for widget in (control.number, control.slider):
        sent(widget, state_sent)
        assert "可填 0 至 2,000亿元" in control.said.value and shown.state.now == shown.state.first
        assert (control.number.value, control.slider.value) == (12.3, 12.5)


@pytest.mark.parametrize("bounds", [{"max": 10**9}, {"min": -(10**9)}, {"step": 0.3}, {"description": "x"}])
def test_bounds_and_texts_are_not_the_pages_to_set(shown, bounds):
    control = shown.levers.of(LOANS)[0]
    for widget in (control.number, control.slider):
        before = widget.get_state()
        sent(widget, {**bounds, "value": 10**8})
        if set(bounds) & set(widget.keys):
            assert widget.get_state() == before
    assert shown.state.now == shown.state.first and "可填 0 至 2,000亿元" in control.said.value


@pytest.mark.parametrize("index", [99, -1, None, "1", 1.5, float("nan"), True, [0], {}])
def test_no_option_is_taken_that_is_not_there(shown, index):
    menus = [*shown.places.picks.values(), shown.levers.part, shown.hand.lever, shown.hand.kind]
    menus += [shown.levers.of("17.reading")[0].choice]
    for menu in menus:
        before = menu.value
        shown.note.value = ""
        sent(menu, {"index": index})
        assert menu.value == before and "没有改动" in shown.note.value
    assert shown.state.now == shown.state.first


def test_options_and_switches_are_not_the_pages_to_set(shown):
    menu = shown.places.picks["city"]
    before = menu.get_state()
    sent(menu, {"_options_labels": ["x"], "index": 0})
    sent(shown.levers.rules, {"value": "yes"})
    assert menu.get_state() == before and shown.levers.rules.value is False and "没有改动" in shown.note.value


@pytest.mark.parametrize(
    "data",
    [
        {}, {"method": "run"}, {"method": ["update"]}, {"method": "update"}, {"method": "update", "state": [1]},
        {"method": "custom", "content": "x"}, {"method": "custom", "content": None},
        {"method": "update", "state": {}, "buffer_paths": [["a", "b"]]},
    ],
)  # fmt: skip
def test_messages_of_another_shape_are_refused(shown, data):
    for widget in (shown.steps.undo, shown.levers.of(LOANS)[0].slider, shown.aid):
        sent(widget, **data)
    assert shown.state.now == shown.state.first


@pytest.mark.parametrize("content", [10**12, "text", None, ["a"]])
def test_a_file_is_bytes(shown, content):
    file = {"name": "a.toml", "type": "", "size": 1, "last_modified": 0, "content": content}
    sent(shown.keep.upload, {"value": [file]})
    assert "没有改动" in shown.note.value and shown.keep.upload.value == ()


def test_what_a_user_chooses_is_taken(shown):
    sent(shown.levers.of(LOANS)[0].slider, {"value": 150})
    sent(shown.levers.of("17.reading")[0].choice, {"index": 1})
    assert shown.state.value(LOANS) == 1.5e10 and shown.state.reading("17") == "linear" and shown.note.value == ""
    folded = page_inputs.Folded([widgets.HTML()])
    sent(folded, {"selected_index": 0})
    sent(folded, {"selected_index": None})
    assert folded.selected_index is None
    sent(shown.steps.undo, method="custom", content={"event": "click"})
    assert shown.state.reading("17") == "default"


def test_half_a_sign_is_no_text():
    box = page_inputs.TextBox()
    sent(box, {"value": "\ud800"})
    assert box.value == ""


@pytest.mark.parametrize("points", [{"value": float("nan")}, {"value": None}])
def test_a_goal_is_a_number(shown, points):
    sent(shown.hand.points, points)
    shown.hand.seek()
    assert "没有改动" in shown.note.value
