"""The lever in hand: its curve with the present point, its turns, and goals sought with it (手中指标)."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from analysis.catalogue import panel_phrase as phrase
from analysis.problems import InputError
from analysis.questions import goal, lever_lattice, sweep
from analysis.rulebooks import clauses
from analysis.views.amounts import clause_title, target_title
from analysis.views.links import without_dead_links
from analysis.views.panels import page_inputs, panel_charts, panel_texts
from analysis.views.panels.dials import Dial
from analysis.views.panels.selectors import Options
from analysis.views.panels.state import State
from analysis.views.panels.widget_layout import (
    button_row,
    collapsible_block,
    dropdown,
    labelled_row,
    paragraph_html,
    push_button,
    titled_block,
    with_classes,
)

TOTAL, PASSES = "total", "passes"


class CurrentLever:
    """One lever: `apply(target, amount)` is called where the user takes a goal's answer, `heard` for another lever."""

    def __init__(
        self, state: State, lang: str, target: str, apply: Callable[[str, float], None], heard: Callable[[], None]
    ) -> None:
        self._state, self._lang, self._apply, self._heard, self._told = state, lang, apply, heard, False
        self._sweep: sweep.Sweep | None = None
        self._dial: Dial | None = None
        self._found: goal.Goal | None = None
        self._step = None
        self.figure = panel_charts.empty_curve(lang)
        self.finding, self.turns, self.working = (
            with_classes(widgets.HTML(), "wb-finding"),
            widgets.HTML(),
            widgets.HTML(),
        )
        self.lever = dropdown(lever_options(state, lang), target, self._take)
        self.kind = dropdown(goal_options(state, target, lang), TOTAL, lambda _: self._kind())
        self.points = page_inputs.NumberBox(value=round(max(0.0, state.outcome.total["low"])) + 1, step=0.5)
        self.says = with_classes(widgets.HTML(), "wb-says", "wb-live")
        self.take = push_button(phrase("goal apply", lang), self._taken)
        self.take.disabled = True
        self.box, self.asking = self._boxes(lang)
        self.show()
        self.work()

    @property
    def target(self) -> str:
        """The lever in hand."""
        return self.lever.value

    def hold(self, target: str) -> None:
        """Take a lever in hand that the user moves."""
        names = [name for _, name in self.lever.options]
        if target != self.target and target in names:
            self._told = True
            self.lever.value = target
            self._told = False
            self._goals()

    def moved(self, target: str) -> None:
        """Say at once where the lever in hand stands; its own move alone leaves curve and turns as they are."""
        drawn = self._sweep if self._sweep is not None and self._sweep.lever.target == self.target else None
        if drawn is not None and self._dial is not None:
            panel_charts.show_position(self.figure, self._dial, self._state)
        self._say(drawn if target == self.target else None)

    def _say(self, drawn: sweep.Sweep | None) -> None:
        self.finding.value = paragraph_html(panel_texts.lever_position(self.target, drawn, self._state, self._lang))

    def show(self) -> None:
        """Draw the curve anew."""
        try:
            self._sweep, self._dial = self._state.sweep(self.target), self._state.dial(self.target, self._lang)
        except InputError as error:
            self.turns.value = paragraph_html(panel_texts.refusal_text(error, self._lang), "missing")
            return
        panel_charts.show_curve(self.figure, self._sweep, self._dial, self._state, self._lang)
        self._say(self._sweep)
        self.turns.value = panel_texts.lever_turns_table(self._sweep, self._state.book, self._lang)._repr_html_()

    def work(self) -> None:
        """Show how the clauses that judge the lever come to their points."""
        workings = panel_texts.lever_workings(self._state, self.target, self._lang)
        self.working.value = without_dead_links(workings._repr_html_())

    def rebook(self) -> None:
        """Another rulebook: other levers."""
        options = lever_options(self._state, self._lang)
        self._told = True
        kept = self.target if self.target in [name for _, name in options] else options[0][1]
        self.lever.options = options
        self.lever.value = kept
        self._told = False
        self._goals()

    def seek(self) -> None:
        """Seek the goal with the lever in hand, and say what was found."""
        wanted = f"{self.points.value!r}" if self.kind.value == TOTAL else self.kind.value
        try:
            self._found = self._state.seek(self.target, wanted)
        except InputError as error:
            self.says.value = paragraph_html(panel_texts.refusal_text(error, self._lang), "missing")
            return
        self.says.value = panel_texts.lever_goal_table(self._found, self._state.book, self._lang)._repr_html_()
        self.take.disabled = self._found.needed is None

    def forget(self) -> None:
        """An answer found before no longer holds."""
        if self._found is not None:
            self._found, self.says.value, self.take.disabled = None, "", True

    def _boxes(self, lang: str) -> tuple[widgets.Box, widgets.Box]:
        chart = with_classes(widgets.Box([self.figure]), "wb-chart")
        hand = with_classes(widgets.Box([labelled_row(phrase("lever", lang), self.lever)]), "wb-hand")
        self._amount = labelled_row(phrase("goal points", lang), self.points)
        asked = [labelled_row(phrase("goal kind", lang), self.kind), self._amount]
        asked.append(button_row(push_button(phrase("goal seek", lang), self.seek), self.take))
        goal_box = with_classes(widgets.Box(asked), "wb-goal")
        worked = collapsible_block(phrase("working", lang), self.working, opened=True)
        shown = titled_block(phrase("in hand", lang), hand, self.finding, chart, self.turns, worked)
        return shown, titled_block(phrase("goal", lang), goal_box, self.says)

    def _take(self, _target: str) -> None:
        if not self._told:
            self._goals()
            self.show()
            self.work()
            self._heard()

    def _goals(self) -> None:
        options = goal_options(self._state, self.target, self._lang)
        if list(self.kind.options) != options:
            self.kind.options = options
            self.kind.value = TOTAL
        self.forget()

    def _kind(self) -> None:
        self._amount.layout.display = None if self.kind.value == TOTAL else "none"
        self.forget()

    def _taken(self) -> None:
        if self._found is not None and self._found.needed is not None:
            self._apply(self._found.lever.target, self._found.needed)


def lever_options(state: State, lang: str) -> Options:
    """The figures a city can work on, as options."""
    return [(target_title(name, state.book, lang), name) for name in lever_lattice.movable_facts(state.standing())]


def goal_options(state: State, target: str, lang: str) -> Options:
    """What can be sought with a lever: a total, its clauses' caps and targets, every test passed."""
    here = state.standing()
    found: Options = [(phrase("goal total", lang), TOTAL)]
    for clause in here.judging(target):
        name = clause_title(clause.id, state.book, lang)
        if clause.kind != clauses.TESTED and here.possible(clause.id) is not None:
            found.append((phrase("goal cap", lang, clause=name), f"{clause.id}:cap"))
        if here.reading(clause).met is not None:
            found.append((phrase("goal target", lang, clause=name), f"{clause.id}:target"))
    return [*found, *([(phrase("goal passes", lang), PASSES)] if state.ground.tests() else [])]
