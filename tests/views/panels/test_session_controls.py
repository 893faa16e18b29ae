"""Undo, files, texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analysis.views.panels.session_controls import FileControls, UndoControls
from panel_homes import LOANS

WHEN = datetime(2021, 3, 31, tzinfo=UTC)


class Handed:
    """What would go to the browser."""

    def __init__(self):
        self.files, self.texts = {}, []

    def hand(self, name, kind, content):
        self.files[name] = content

    def copy(self, text):
        self.texts.append(text)


@pytest.fixture
def loaded():
    return []


@pytest.fixture
def handed():
    return Handed()


@pytest.fixture
def keep(state, handed, loaded):
    return FileControls(state, "zh", handed, lambda content, name: loaded.append((content, name)))


def test_files_hold_what_the_state_says(keep, state, handed):
    state.set(LOANS, 2e10)
    for button in (keep.save, keep.csv, keep.xlsx):
        button.click()
    assert handed.files["what-if.toml"].decode() == state.save()
    assert handed.files["what-if.csv"] == state.as_csv() and handed.files["what-if.xlsx"][:2] == b"PK"


def test_texts_follow_the_state(keep, state):
    state.set(LOANS, 2e10)
    keep.show()
    assert keep.command.value == state.as_command() and keep.python.value == state.as_python()


def test_a_file_given_is_passed_on_once(keep, loaded):
    file = {"name": "a.toml", "type": "", "size": 1, "content": memoryview(b"x"), "last_modified": WHEN}
    keep.upload.set_trait("value", (file,))
    assert loaded == [(b"x", "a.toml")] and keep.upload.value == ()


def test_only_what_can_be_done_is_offered(state):
    steps = UndoControls(state, "zh", lambda verb: verb())
    assert steps.undo.disabled and steps.redo.disabled and steps.reset.disabled
    state.set(LOANS, 2e10)
    steps.show()
    assert not steps.undo.disabled and not steps.reset.disabled
    steps.undo.click()
    steps.show()
    assert steps.undo.disabled and not steps.redo.disabled
