"""The what-if panel: choose, change, see at once what it comes to (试算面板)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ipywidgets as widgets

from analysis import facts
from analysis.catalogue import TAGS
from analysis.catalogue import panel_phrase as phrase
from analysis.problems import InputError, Problem
from analysis.questions import aims, levers
from analysis.views.panels import dials, page_inputs, panel_charts, panel_texts
from analysis.views.panels.browser_bridge import BrowserBridge
from analysis.views.panels.clause_controls import GroupControls, is_reading_target
from analysis.views.panels.current_lever import CurrentLever, lever_options
from analysis.views.panels.plan_controls import PlanControls
from analysis.views.panels.scheduling import BackgroundQuestion, DeferredParts
from analysis.views.panels.selectors import SelectionMenus, month_options
from analysis.views.panels.session_controls import FileControls, UndoControls
from analysis.views.panels.state import State
from analysis.views.panels.widget_layout import collapsible_block, paragraph_html, titled_block, with_classes
from analysis.views.view_objects import Style

SOON, SLOW = 0.25, 0.7
"""Seconds of rest before curve and bounds, and before the board, are worked out anew."""


class Panel:
    """Widgets bound to a state; what takes longer than a blink waits until the user rests."""

    def __init__(self, state: State, lang: str = "zh") -> None:
        self.state, self.lang = state, lang
        self.aid = with_classes(BrowserBridge(language=TAGS[lang]), "wb-aid")
        self.total, self.note = with_classes(widgets.HTML(), "wb-live"), with_classes(widgets.HTML(), "wb-live")
        self.figure, self.table = panel_charts.empty_waterfall(lang), widgets.HTML()
        self.board, self.rates = widgets.HTML(), widgets.HTML()
        self.places = SelectionMenus(state, lang, self._placed)
        self.levers = GroupControls(state, lang, self._moved, self._refused)
        self.finding = with_classes(widgets.HTML(), "wb-finding")
        self._held: levers.LeverBoard | None = None
        self.hand = CurrentLever(state, lang, initial_lever(state, lang), self._moved, self._rate)
        self.steps = UndoControls(state, lang, self._run)
        self.plan = PlanControls(state, lang, self._planned)
        self.keep = FileControls(state, lang, self.aid, self._load)
        self._book = state.book
        self._soon = DeferredParts(self._settle, SOON)
        self._slow = BackgroundQuestion(state.board_question, self._board, SLOW)
        self.box = self._boxes()
        page_inputs.when_refused(self.box, self._refused)
        self._tell()
        self._say_reading()
        self._slow.now()
        self.aid.when_drawn(self._again)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    def _boxes(self) -> widgets.Box:
        lang = self.lang
        chart = with_classes(widgets.Box([self.figure]), "wb-chart")
        top = with_classes(widgets.VBox([self.total, self.note, self.steps.box]), "wb-top")
        rest = [titled_block(phrase("changed", lang), self.finding, chart, self.table), self.hand.box, self.hand.asking]
        rest.append(self.plan.box)
        rest += [
            titled_block(phrase("board", lang), self.board, collapsible_block(phrase("rates", lang), self.rates)),
            self.keep.box,
        ]
        rest.append(widgets.HTML(paragraph_html(phrase("assumption", lang), "quiet")))
        right = with_classes(widgets.VBox([top, with_classes(widgets.VBox(rest), "wb-rest")]), "wb-right")
        body = with_classes(widgets.Box([self.levers.box, right]), "wb-body")
        style = widgets.HTML(Style()._repr_html_())
        return with_classes(widgets.VBox([style, self.aid, self.places.box, body]), "wb-panel")

    def _moved(self, target: str, value: Any) -> None:
        """A control was moved: the number first, then what hangs on it."""
        reading = is_reading_target(target)
        verb = self.state.read if reading else self.state.set
        name = target.rpartition(".")[0] if reading else target
        self._run(lambda: verb(name, value), moved="" if reading else target)

    def _planned(self, figures: Mapping[str, float]) -> None:
        """A plan is taken up: its changes as one step, and who pays."""
        who = self.plan.payers()
        self._run(lambda: self.state.set_together(figures))
        self.note.value = self.note.value or paragraph_html(who, "wb-note")

    def _placed(self, key: str, value: str) -> None:
        cells = {key: value}
        if key == "city" and self.state.place.month not in month_options(value):
            cells["month"] = month_options(value)[0]
        self._run(lambda: self.state.start_from(value) if key == "base" else self.state.choose(**cells))

    def _load(self, content: bytes, name: str) -> None:
        found: list[Any] = []
        self._run(lambda: found.extend(self.state.load(content, name)))
        if found:
            self.note.value = paragraph_html(panel_texts.problems_line(found, "noted", self.lang), "wb-note")

    def _run(self, verb: Callable[[], Any], moved: str = "") -> None:
        """A verb of the state; what it refuses is said, and the controls go back to where the state stands."""
        self.note.value = ""
        try:
            verb()
        except InputError as error:
            dial = (
                self.state.dial(moved, self.lang) if moved and not dials.target_kind(self.state.book, moved) else None
            )
            self.note.value = paragraph_html(panel_texts.refusal_text(error, self.lang, dial), "wb-note bad")
            self.places.show()
            self.levers.show(moved)
            return
        self._show(moved)

    def _say_reading(self) -> None:
        """How the files of the city and month were read, where that should be known though it is no fault."""
        place = self._read = self.state.place
        remarks = facts.month_remarks(place.city, place.month, self.state.book.dictionary)
        if remarks:
            self.note.value = paragraph_html(panel_texts.problems_line(remarks, "noted", self.lang), "wb-note")

    def _refused(self) -> None:
        """A page sent what none of its controls can give."""
        self.note.value = paragraph_html(phrase("page strange", self.lang), "wb-note bad")

    def _show(self, moved: str = "") -> None:
        """Show the state: at once what changed; the rest when the user rests."""
        self.total.value = panel_texts.total_html(self.state, self.lang)
        self.levers.show(moved)
        if moved:
            self.hand.hold(moved)
        else:
            self.places.show()
            self._rebooked()
            self._placed_anew()
        self._tell()
        self.hand.moved(moved)
        self.hand.forget()
        self.plan.forget()
        self.keep.show()
        self._soon.ask()
        self._slow.ask()

    def _tell(self) -> None:
        """The total, what changed, and what can be undone."""
        self.total.value = panel_texts.total_html(self.state, self.lang)
        self.finding.value = paragraph_html(panel_texts.session_finding(self.state, self.lang))
        panel_charts.show_waterfall(self.figure, self.state, self.lang)
        self.table.value = panel_texts.shifts_table(self.state, self.lang)._repr_html_()
        self.steps.show()

    def _placed_anew(self) -> None:
        place = self.state.place
        if (place.city, place.month) != (self._read.city, self._read.month):
            self._say_reading()

    def _rebooked(self) -> None:
        if self.state.book is not self._book:
            self._book = self.state.book
            self.hand.rebook()
            self.plan.rebook()

    def _settle(self) -> Iterator[None]:
        """The user rests: the curve, the texts, bounds; the next move is undone apart."""
        self.state.settle()
        self.hand.show()
        yield
        self.hand.work()
        yield
        yield from self.levers.settle()

    def _again(self) -> None:
        """A page has drawn the charts: what changed meanwhile has passed it by."""
        self.figure.again()
        self.hand.figure.again()

    def _board(self, board: levers.LeverBoard) -> None:
        self._held = board
        self.board.value = panel_texts.open_levers_table(board, self.state.book, self.lang)._repr_html_()
        self._rate()

    def _rate(self) -> None:
        """What the lever in hand is worth in the others, where the board knows it."""
        rates = self._held and panel_texts.step_rates_table(self._held, self.state.book, self.hand.target, self.lang)
        self.rates.value = rates._repr_html_() if rates else ""


def initial_lever(state: State, lang: str) -> str:
    """The lever taken in hand at first."""
    names = [name for _, name in lever_options(state, lang)]
    if not names:
        zh, en = (
            "这个规则集没有可试算的指标（条款尚未填写）；请换规则集。",
            "This rulebook judges no figure yet; choose another.",
        )
        raise InputError([Problem(state.place.rulebook, zh, en)])
    return aims.FAVOURED if aims.FAVOURED in names else names[0]
