"""Inputs of a page whose messages are checked again here: a page can be made to send anything (页面输入).

A front end bounds and converts what its user types; what arrives need not come from it. Only the choice itself is
taken, of its own kind and finite; everything else changes nothing, is said, and the page is told how things stand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets
from traitlets import Bool, TraitError

FOLDING = "selected_index"
"""The part by which a user opens and folds away; there nothing chosen is a choice too."""
CHOSEN = frozenset(("value", "index", FOLDING))
"""The only parts of a widget that its user sets: never its bounds, options, texts."""
METHODS = {"update": "state", "custom": "content", "request_state": ""}
"""What a message may ask for, and which part of it must then be a table."""
FAULTS = (TraitError, TypeError, ValueError, LookupError, AttributeError, OverflowError, RecursionError)
Refused = Callable[[], None]


class PageInput:
    """An input that takes only what its user may choose; `refused` is called for anything else."""

    refused: Refused | None = None

    def _handle_msg(self, message: Mapping[str, Any]) -> None:
        try:
            self._check(message["content"]["data"], message.get("buffers") or [])
        except FAULTS:
            self.send_state()  # type: ignore[attr-defined]
            if self.refused is not None:
                self.refused()
        else:
            super()._handle_msg(message)  # type: ignore[misc]

    def _check(self, asked: Any, buffers: list[Any]) -> None:
        """Raise one of `FAULTS` for a message that is not as a page of ours sends it."""
        part = METHODS[asked["method"]]
        if part and not isinstance(asked[part], dict):
            raise TypeError(part)
        if asked["method"] == "update":
            put_buffers(asked["state"], asked.get("buffer_paths") or [], buffers)
            for name, sent in asked["state"].items():
                self._check_part(name, sent)

    def _check_part(self, name: str, sent: Any) -> None:
        own: Any = self
        if name not in CHOSEN:
            if name in own.keys and sent != own.get_state([name]).get(name):
                raise ValueError(name)
            return
        trait = own.traits()[name]
        _check_kind(sent, trait, getattr(own, name))
        trait._validate(own, own.trait_metadata(name, "from_json", own._trait_from_json)(sent, own))


def _check_kind(sent: Any, trait: Any, now: Any) -> None:
    """Raise `ValueError` or `TypeError` for what a trait would turn into a choice of its kind though it is none."""
    if isinstance(sent, str):
        sent.encode()  # half a sign could be sent to no page again
    emptied = sent is None and now is not None and trait.name != FOLDING
    endless = isinstance(sent, float) and not math.isfinite(sent)
    if emptied or endless or isinstance(sent, bool) is not isinstance(trait, Bool):
        raise ValueError(sent)
    if isinstance(sent, str) and isinstance(now, int | float):
        raise TypeError(sent)


def put_buffers(state: Any, places: list[Any], buffers: list[Any]) -> None:
    """Put the bytes of a message where its state says; raises `LookupError` or `TypeError` where it says nonsense."""
    for place, content in zip(places, buffers, strict=True):
        *way, last = place
        inner = state
        for step in way:
            inner = inner[step]
        inner[last] = content


class _ValueLast:
    """A slider that tells its bounds before its value: a page would hold the value to the bounds it still has."""

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """The widget's state, its value at the end."""
        state: dict[str, Any] = super().get_state(key, drop_defaults)  # type: ignore[misc]
        return {**{name: part for name, part in state.items() if name != "value"}, **_only(state, "value")}


def _only(state: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: state[name]} if name in state else {}


class FloatSlider(PageInput, _ValueLast, widgets.FloatSlider):  # type: ignore[misc]  # ipywidgets has no types
    """A slider over numbers."""


class IntSlider(PageInput, _ValueLast, widgets.IntSlider):  # type: ignore[misc]
    """A slider over whole numbers."""


class NumberBox(PageInput, widgets.FloatText):  # type: ignore[misc]
    """A box for a number without bounds of its own: a page would change silently what lies beyond them."""


class TextBox(PageInput, widgets.Text):  # type: ignore[misc]
    """A box for a line of text."""


class TextArea(PageInput, widgets.Textarea):  # type: ignore[misc]
    """A box for several lines of text."""


class Menu(PageInput, widgets.Dropdown):  # type: ignore[misc]
    """A drop-down."""


class RadioChoice(PageInput, widgets.RadioButtons):  # type: ignore[misc]
    """A few choices side by side."""


class TickBox(PageInput, widgets.Checkbox):  # type: ignore[misc]
    """Yes or no."""


class PushButton(PageInput, widgets.Button):  # type: ignore[misc]
    """A button."""


class FileBox(PageInput, widgets.FileUpload):  # type: ignore[misc]
    """A file chosen by the user."""

    def _check_part(self, name: str, sent: Any) -> None:
        super()._check_part(name, sent)
        if name == "value" and not all(isinstance(file["content"], memoryview | bytes) for file in sent):
            raise TypeError(name)


class Folded(PageInput, widgets.Accordion):  # type: ignore[misc]
    """A part that opens and folds away."""


def when_refused(box: widgets.Widget, refused: Refused) -> None:
    """Have every input within a box, that nobody listens to yet, call this when it refuses what a page sent."""
    if isinstance(box, PageInput) and box.refused is None:
        box.refused = refused
    for child in getattr(box, "children", ()):
        when_refused(child, refused)
