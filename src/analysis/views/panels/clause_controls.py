"""The panel's left side: the clauses of a part, each with its controls and what it gives now (改动区)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ipywidgets as widgets

from analysis.catalogue import panel_phrase as phrase
from analysis.questions import starting_points
from analysis.rulebooks import Clause
from analysis.scenarios import changes
from analysis.views.panels import dials, page_inputs, panel_texts
from analysis.views.panels.controls import LeverControl, OnMoved, control_targets, lever_control
from analysis.views.panels.state import State
from analysis.views.panels.widget_layout import dropdown, labelled_row, with_classes


@dataclass
class ClauseControls:
    """A clause with its controls."""

    clause: Clause
    heading: widgets.HTML
    controls: list[LeverControl]
    most: float | None
    box: widgets.Box


class GroupControls:
    """The clauses of one part of the rulebook; another part is made when it is chosen."""

    def __init__(self, state: State, lang: str, moved: OnMoved, refused: page_inputs.Refused) -> None:
        self._state, self._lang, self._moved, self._refused, self._told = state, lang, moved, refused, False
        self.sections: list[ClauseControls] = []
        self._column = with_classes(widgets.VBox(), "wb-levers")
        self.part = dropdown(group_options(state, lang), _first(state), self._chosen)
        self.rules = page_inputs.TickBox(description=phrase("rules too", lang), value=False, indent=False)
        self.rules.observe(lambda _: self._fill(), "value")
        head = [with_classes(labelled_row(phrase("part", lang), self.part), "wb-part"), self.rules]
        self.box = with_classes(widgets.VBox([*head, self._column]), "wb-left")
        self._book = state.book
        self._fill()

    def show(self, moved: str = "") -> None:
        """Show the state: each clause's points, and every control or only those of a lever moved."""
        if self._state.book is not self._book:
            return self._rebook()
        for section in self.sections:
            self._head(section)
            if not moved:
                self._fit(section)
            for control in section.controls:
                if moved in ("", control.target):
                    control.show(self._state)
        return None

    def settle(self) -> Iterator[None]:
        """Set the bounds anew, clause by clause: a part's bound moves with its whole."""
        here = self._state.standing()
        for section in self.sections:
            for control in section.controls:
                control.show(self._state, here)
            section.most = _most(here, section.clause)
            self._head(section)
            yield

    def of(self, target: str) -> list[LeverControl]:
        """The controls of a target that are shown."""
        return [control for section in self.sections for control in section.controls if control.target == target]

    def _rebook(self) -> None:
        self._book, self._told = self._state.book, True
        self.part.options = group_options(self._state, self._lang)
        self.part.value = _first(self._state)
        self._told = False
        self._fill()

    def _chosen(self, _part: str) -> None:
        if not self._told:
            self._fill()

    def _fill(self) -> None:
        here = self._state.standing()
        shown = list(self._state.book.under(self.part.value))
        self.sections = [self._section(clause, here) for clause in shown]
        self._column.children = [section.box for section in self.sections]

    def _section(self, clause: Clause, here: starting_points.StartingPoint) -> ClauseControls:
        section = ClauseControls(
            clause, widgets.HTML(), [], _most(here, clause), with_classes(widgets.VBox(), "wb-section")
        )
        self._fit(section, here)
        self._head(section)
        return section

    def _fit(self, section: ClauseControls, here: starting_points.StartingPoint | None = None) -> None:
        """Give a section the controls its clause has now; another reading may judge other figures. Those there stay."""
        wanted = control_targets(self._state, section.clause, self.rules.value)
        if section.box.children and wanted == [control.target for control in section.controls]:
            return
        controls, at_now = {control.target: control for control in section.controls}, here or self._state.standing()
        section.controls = [controls.get(name) or self._control(name, at_now) for name in wanted]
        section.box.children = [section.heading, *(control.box for control in section.controls)]

    def _control(self, target: str, here: starting_points.StartingPoint) -> LeverControl:
        control = lever_control(self._state, target, self._lang, self._moved, here)
        page_inputs.when_refused(control.box, self._refused)
        return control

    def _head(self, section: ClauseControls) -> None:
        row = self._state.outcome.clause(section.clause.id)
        section.heading.value = panel_texts.clause_heading(section.clause, row, section.most, self._lang)


def _most(here: starting_points.StartingPoint, clause: Clause) -> float | None:
    return here.possible(clause.id) if clause.kind == "score" else None


def group_options(state: State, lang: str) -> list[tuple[str, str]]:
    """The rulebook's top groups that have something to change."""
    tops = [group for group in state.book.groups.values() if not group.parent]
    levered = [(group, len(state.book.under(group.id))) for group in tops if _has_levers(state, group.id)]
    return [(phrase("of group", lang, title=group.title_in(lang), count=count), group.id) for group, count in levered]


def _has_levers(state: State, group: str) -> bool:
    return any(dials.clause_levers(state.book, clause, state.reading(clause.id)) for clause in state.book.under(group))


def _first(state: State) -> str:
    """The first part in which points are scored."""
    names = [name for _, name in group_options(state, "zh")]
    scored = [name for name in names if any(clause.kind == "score" for clause in state.book.under(name))]
    return (scored or names)[0]


def is_reading_target(target: str) -> bool:
    """Whether a target is the choice of a reading."""
    return target.endswith(f".{changes.READING}")
