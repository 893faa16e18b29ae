"""Undo and reset; scenarios saved and loaded; the same as Python and command; comparisons as files (保存)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.catalogue import panel_phrase as phrase
from analysis.views.panels import page_inputs
from analysis.views.panels.browser_bridge import BrowserBridge
from analysis.views.panels.state import NAME, State
from analysis.views.panels.widget_layout import button_row, labelled_row, push_button, titled_block, with_classes

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ButtonAction = Callable[[], Any]


class UndoControls:
    """Undo, redo, reset; `run` calls a verb of the state and shows what came of it."""

    def __init__(self, state: State, lang: str, run: Callable[[ButtonAction], None]) -> None:
        self._state = state
        self.undo = push_button(phrase("undo", lang), lambda: run(state.undo))
        self.redo = push_button(phrase("redo", lang), lambda: run(state.redo))
        self.reset = push_button(phrase("reset", lang), lambda: run(state.reset))
        self.box = button_row(self.undo, self.redo, self.reset)
        self.show()

    def show(self) -> None:
        """Only what can be done is offered."""
        self.undo.disabled, self.redo.disabled = not self._state.can_undo, not self._state.can_redo
        self.reset.disabled = not self._state.now.own


class FileControls:
    """Files and texts; `load(content, name)` is called with what the user gives."""

    def __init__(self, state: State, lang: str, aid: BrowserBridge, load: Callable[[bytes, str], None]) -> None:
        self._state, self._lang, self._aid, self._load = state, lang, aid, load
        self.upload = page_inputs.FileBox(accept=".toml", multiple=False, description=phrase("load", lang), icon="")
        self.upload.observe(self._on_file, "value")
        self.save, self.csv, self.xlsx, *copying = (
            push_button(phrase(key, lang), verb) for key, verb in self._verbs().items()
        )
        self.python, self.command = page_inputs.TextArea(rows=6, disabled=False), page_inputs.TextArea(rows=4)
        texts = [
            labelled_row(phrase(key, lang), field)
            for key, field in (("command", self.command), ("python", self.python))
        ]
        files = button_row(self.save, self.upload, self.csv, self.xlsx)
        self.box = with_classes(titled_block(phrase("keep", lang), files, button_row(*copying), *texts), "wb-keep")
        self.show()

    def show(self) -> None:
        """Write the scenario anew in both ways."""
        self.python.value, self.command.value = self._state.as_python(), self._state.as_command()

    def _verbs(self) -> dict[str, Callable[[], None]]:
        state, lang, hand, copy = self._state, self._lang, self._aid.hand, self._aid.copy
        return {
            "save": lambda: hand(f"{NAME}.toml", "application/toml", state.save().encode()),
            "csv": lambda: hand(f"{NAME}.csv", "text/csv", state.as_csv(lang)),
            "xlsx": lambda: hand(f"{NAME}.xlsx", WORKBOOK_TYPE, state.as_xlsx(lang)),
            "copy command": lambda: copy(state.as_command()),
            "copy python": lambda: copy(state.as_python()),
        }

    def _on_file(self, change: Any) -> None:
        for upload in change["new"]:
            self.upload.value = ()
            self._load(bytes(upload["content"]), str(upload["name"]))
