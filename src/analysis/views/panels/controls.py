"""One control a lever, bound to the panel: sliders with number boxes, switches, drop-downs (改动控件).

A control only passes on what it is given and shows what it is told; amounts are turned and checked elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import ipywidgets as widgets

from analysis.catalogue import panel_phrase as phrase
from analysis.questions import starting_points
from analysis.rulebooks import DEFAULT, Clause
from analysis.scenarios import changes
from analysis.views.amounts import target_title
from analysis.views.panels import dials, page_inputs, panel_texts
from analysis.views.panels.state import State
from analysis.views.panels.widget_layout import with_classes
from analysis.views.view_objects import view_html

OnMoved = Callable[[str, Any], None]


class LeverControl(Protocol):
    """What every control offers: its box, what it changes, and to show where the state stands."""

    target: str
    box: widgets.Widget

    def show(self, state: State, here: starting_points.StartingPoint | None = None) -> None:
        """Show the state's figure; with a standing, the bounds there too."""


class _Quiet:
    """Holds back what a control says while it is told something."""

    def __init__(self) -> None:
        self.silent = False

    @contextmanager
    def telling(self) -> Iterator[None]:
        """While this lasts, changes of the widgets are not the user's."""
        self.silent = True
        try:
            yield
        finally:
            self.silent = False


class SliderControl(_Quiet):
    """A slider and a number box for one lever, in the unit shown."""

    def __init__(
        self, state: State, target: str, lang: str, moved: OnMoved, here: starting_points.StartingPoint
    ) -> None:
        super().__init__()
        self.target, self._state, self._lang, self._moved = target, state, lang, moved
        self._dial = state.dial(target, lang, here)
        self._name, self.said, self._stands = widgets.HTML(), with_classes(widgets.HTML(), "wb-said", "wb-live"), 0.0
        slider = page_inputs.IntSlider if self._dial.whole else page_inputs.FloatSlider
        self.slider = slider(readout=False, continuous_update=True)
        self.number = page_inputs.NumberBox(continuous_update=False)
        self.box = with_classes(widgets.Box([self._name, self.number, self.said, self.slider]), "wb-row", "wb-slide")
        self.number.refused = self.slider.refused = self._on_refused
        self.show(state, here)
        self.slider.observe(self._on_slide, "value")
        self.number.observe(self._on_number, "value")

    def show(self, state: State, here: starting_points.StartingPoint | None = None) -> None:
        """Show the state's figure; with a standing, the bounds there too."""
        now = state.value(self.target)
        if here is not None or (now is not None and not self._dial.reaches(self._dial.shown(now))):
            self._dial = state.dial(self.target, self._lang, here)
        with self.telling():
            self._label(now)
            shown = self._dial.low if now is None else self._dial.shown(now)
            self._stands = self._dial.notch(shown)
            self.number.step, self.number.value = self._dial.fine, self._dial.written(shown)
            self._slide()
            self.said.value = self.said.value if here is not None else ""

    def _slide(self) -> None:
        dial, kind = self._dial, self._kind
        wanted = {"min": kind(dial.first), "max": kind(dial.last), "step": kind(dial.step), "value": kind(self._stands)}
        if any(getattr(self.slider, name) != wish for name, wish in wanted.items()):
            _set_bounds(self.slider, wanted)

    def _label(self, now: float | None) -> None:
        dial = self._dial
        label = phrase("with unit", self._lang, label=dial.label, unit=dial.unit) if dial.unit else dial.label
        text = label if now is not None else phrase("missing now", self._lang, label=label)
        self._name.value = view_html("name.html", name=text, tone="" if now is not None else "missing")

    def _kind(self, shown: float) -> float:
        return round(shown) if self._dial.whole else shown

    def _on_slide(self, change: Any) -> None:
        # a page draws the handle on a step and says where, with the noise of floats: no move of the user's
        notch = self._dial.notch(float(change["new"]))
        if not self.silent and notch != self._stands:
            self._moved(self.target, self._dial.amount(self._dial.within(notch)))

    def _on_number(self, change: Any) -> None:
        if not self.silent:
            self._type(float(change["new"]))

    def _on_refused(self) -> None:
        self._type(math.nan)

    def _type(self, shown: float) -> None:
        """Take a figure as typed, beyond the slider's end too; what cannot be is said beside the box and put back."""
        dial = self._state.dial(self.target, self._lang)
        if dial.fault(shown):
            self.show(self._state)
        else:
            self._moved(self.target, dial.amount(shown))
        self.said.value = panel_texts.typed_html(dial, shown, self._lang)


def _set_bounds(widget: Any, wanted: dict[str, Any]) -> None:
    """Bounds, step and value together: one after another they could cross, and a page would hold one to the other."""
    with widget.hold_sync():
        if wanted["min"] > widget.max:
            widget.max, widget.min = wanted["max"], wanted["min"]
        else:
            widget.min, widget.max = wanted["min"], wanted["max"]
        widget.step, widget.value = wanted["step"], wanted["value"]


class SwitchControl(_Quiet):
    """Yes or no for a flag; neither where it is missing."""

    def __init__(self, state: State, target: str, lang: str, moved: OnMoved) -> None:
        super().__init__()
        self.target, self._lang, self._moved = target, lang, moved
        self._name = widgets.HTML()
        options = [(phrase("yes", lang), 1.0), (phrase("no", lang), 0.0)]
        self.choice = page_inputs.RadioChoice(options=options, value=None, orientation="horizontal")
        self.box = with_classes(widgets.Box([self._name, self.choice]), "wb-row", "wb-switch")
        self.show(state)
        self.choice.observe(self._on_value, "value")

    def show(self, state: State, here: starting_points.StartingPoint | None = None) -> None:
        """Show the state's answer."""
        now, label = state.value(self.target), target_title(self.target, state.book, self._lang)
        text = label if now is not None else phrase("missing now", self._lang, label=label)
        with self.telling():
            self._name.value = view_html("name.html", name=text, tone="" if now is not None else "missing")
            self.choice.value = now

    def _on_value(self, change: Any) -> None:
        if not self.silent and change["new"] is not None:
            self._moved(self.target, change["new"])


class DropdownControl(_Quiet):
    """A drop-down: a fact that is a choice, or a clause's reading."""

    def __init__(self, state: State, target: str, lang: str, moved: OnMoved, options: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.target, self._moved = target, moved
        reading = target.endswith(f".{changes.READING}")
        label = phrase("reading", lang) if reading else target_title(target, state.book, lang)
        name = widgets.HTML(view_html("name.html", name=label, tone=""))
        self.choice = page_inputs.Menu(options=options, value=None)
        self.box = with_classes(widgets.Box([name, self.choice]), "wb-row", "wb-pick")
        self.show(state)
        self.choice.observe(self._on_value, "value")

    def show(self, state: State, here: starting_points.StartingPoint | None = None) -> None:
        """Show what the state has chosen."""
        clause, _, part = self.target.rpartition(".")
        with self.telling():
            self.choice.value = state.reading(clause) if part == changes.READING else state.value(self.target)

    def _on_value(self, change: Any) -> None:
        if not self.silent and change["new"] is not None:
            self._moved(self.target, change["new"])


def control_targets(state: State, clause: Clause, rules: bool) -> list[str]:
    """What a clause's controls change: its reading, its levers, and its rule values where they are asked for."""
    reading = [f"{clause.id}.{changes.READING}"] if len(clause.readings) > 1 else []
    values = dials.clause_rule_targets(state.book, clause) if rules else ()
    return [*reading, *dials.clause_levers(state.book, clause, state.reading(clause.id)), *values]


def lever_control(
    state: State, target: str, lang: str, moved: OnMoved, here: starting_points.StartingPoint
) -> LeverControl:
    """The control of a target: a drop-down, a switch, or a slider with its number box."""
    kind = dials.target_kind(state.book, target)
    if kind == changes.READING:
        return DropdownControl(
            state, target, lang, moved, reading_options(state.book.clauses[target.rpartition(".")[0]], lang)
        )
    if kind == dials.FLAG:
        return SwitchControl(state, target, lang, moved)
    if kind == dials.CHOICE:
        fact = state.book.dictionary[target]
        choices = fact.choices if lang == "zh" else fact.choices_en
        return DropdownControl(state, target, lang, moved, [(text, float(number)) for number, text in choices.items()])
    return SliderControl(state, target, lang, moved, here)


def reading_options(clause: Clause, lang: str) -> list[tuple[str, str]]:
    """A clause's readings as options, the default first."""
    names = sorted(clause.readings, key=lambda name: name != DEFAULT)
    return [(_reading(clause, name, lang), name) for name in names]


def _reading(clause: Clause, name: str, lang: str) -> str:
    if name == DEFAULT:
        return phrase("reading default", lang)
    reading = clause.reading(name)
    return phrase("reading other", lang, zh=reading.zh, name=name, why=reading.why)
