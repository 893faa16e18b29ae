"""Which city, month, rulebook and base scenario: the drop-downs at the panel's head (选择)."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from analysis import rulebooks, scenarios
from analysis.calendars import MONTH
from analysis.catalogue import panel_phrase as phrase
from analysis.paths import root
from analysis.scenarios import BASELINE
from analysis.views import words
from analysis.views.panels import page_inputs
from analysis.views.panels.state import State
from analysis.views.panels.widget_layout import dropdown, labelled_row, with_classes
from analysis.views.unit_views import unit_heading

Options = list[tuple[str, str]]
KEYS = ("city", "month", "rulebook", "base")


def city_options(lang: str) -> Options:
    """The cities whose figures the project holds."""
    folder = root() / "data" / "facts"
    codes = sorted(path.name for path in folder.iterdir() if path.is_dir() and month_options(path.name))
    return [(words.city_title(code, lang), code) for code in codes]


def month_options(city: str) -> list[str]:
    """The months of a city's figures, the newest first."""
    months = {path.stem for path in (root() / "data" / "facts" / city).glob("*") if MONTH.fullmatch(path.stem)}
    return sorted(months, reverse=True)


def rulebook_options(lang: str) -> Options:
    """The rulebooks at hand."""
    return [(rulebooks.load(name).title_in(lang), name) for name in rulebooks.rulebook_ids()]


def base_options(state: State, lang: str) -> Options:
    """The scenarios one can start from under the rulebook chosen; the baseline first."""
    stored = {name: scenarios.load(name) for name in (BASELINE.name, *scenarios.scenario_variants())}
    fitting = {name: scenario for name, scenario in stored.items() if scenario.fits(state.book)}
    return [(state.ground.placed(scenario).title_in(lang), name) for name, scenario in fitting.items()]


class SelectionMenus:
    """The four drop-downs; `heard(key, value)` is told what the user chose."""

    def __init__(self, state: State, lang: str, heard: Callable[[str, str], None]) -> None:
        self._state, self._lang, self._told = state, lang, False
        self._heard = heard
        self.picks = {key: self._pick(key) for key in KEYS}
        rows = [labelled_row(self._title(key), pick) for key, pick in self.picks.items()]
        self.box = with_classes(widgets.Box(rows), "wb-places")

    def show(self) -> None:
        """Show what the state has chosen."""
        self._told = True
        for key, pick in self.picks.items():
            options = tuple(self._options(key))
            if pick.options != options:
                pick.options = options
            pick.value = self._value(key)
        self._told = False

    def _title(self, key: str) -> str:
        """What a menu is called; that of the units by what is in it: cities, towns, or several kinds."""
        if key != "city":
            return phrase(key, self._lang)
        return unit_heading([code for _, code in city_options(self._lang)], self._lang)

    def _pick(self, key: str) -> page_inputs.Menu:
        return dropdown(self._options(key), self._value(key), lambda value: self._say(key, value))

    def _say(self, key: str, value: str) -> None:
        if not self._told and value is not None:
            self._heard(key, value)

    def _value(self, key: str) -> str:
        return self._state.now.base.name if key == "base" else getattr(self._state.place, key)

    def _options(self, key: str) -> Options:
        if key == "month":
            return [(words.month_title(name, self._lang), name) for name in month_options(self._state.place.city)]
        return (
            {"city": city_options, "rulebook": rulebook_options}[key](self._lang)
            if key != "base"
            else base_options(self._state, self._lang)
        )
