"""The workshop: a clause's text beside its formula, checked as it is typed, tried, saved (规则工坊)."""

from __future__ import annotations

from collections.abc import Iterator

import ipywidgets as widgets

from analysis import rulebooks
from analysis.assessment_tables import (
    ClauseForm,
    check_form,
    open_clause,
    save_form,
    trial_names,
    try_clause,
)
from analysis.catalogue import TAGS
from analysis.catalogue import panel_phrase as phrase
from analysis.problems import InputError
from analysis.rulebooks import Rulebook
from analysis.views.panels import page_inputs, workshop_texts
from analysis.views.panels.browser_bridge import BrowserBridge
from analysis.views.panels.scheduling import DeferredParts
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
from analysis.views.view_objects import Style

TYPING_PAUSE = 0.35
"""Seconds of rest before what was typed is checked."""
INSTEADS, FIELDS = ("none", "share", "mean"), ("none", "league", "all")
FORM_PARTS = ("points", "met", "values", "facts", "applies", "inapplicable", "field")
LINES_OF_PART = {"points": 3, "met": 2, "values": 4, "facts": 3, "applies": 1}


class Workshop:
    """Widgets bound to one rulebook: a clause at a time is opened, edited, tried and saved."""

    def __init__(self, rulebook: str, lang: str = "zh", clause: str = "") -> None:
        self.lang, self.rulebook = lang, rulebooks.load(rulebook).id
        self.opened = open_clause(self.rulebook, clause or self._first())
        self.book: Rulebook = rulebooks.load(self.rulebook)
        self.aid = with_classes(BrowserBridge(language=TAGS[lang]), "wb-aid")
        self.text, self.reads, self.tried = widgets.HTML(), widgets.HTML(), with_classes(widgets.HTML(), "wb-live")
        self.faults, self.said = (with_classes(widgets.HTML(), "wb-live") for _ in range(2))
        self.ranking, self.order = widgets.HTML(), widgets.HTML()
        self.inputs = {part: self._input(part) for part in FORM_PARTS}
        self.figures: dict[str, page_inputs.TextBox] = {}
        self.row = widgets.VBox()
        self.others = page_inputs.TextArea(rows=4)
        self.menu = dropdown(self._options(), self.opened.clause.id, self._chosen)
        self._filling = False
        self._soon = DeferredParts(self._settle, TYPING_PAUSE)
        self.others.observe(self._typed, "value")
        self.buttons = {
            "keep": push_button(phrase("workshop keep", lang), lambda: self.save(False)),
            "confirm": push_button(phrase("workshop confirm", lang), lambda: self.save(True)),
            "again": push_button(phrase("workshop again", lang), self.reopen),
        }
        self.box = self._boxes()
        self._show()
        page_inputs.when_refused(self.box, self._refused)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    @property
    def form(self) -> ClauseForm:
        """The parts as they are typed now."""
        texts = {part: str(self.inputs[part].value) for part in FORM_PARTS}
        return ClauseForm(**{part: "" if text == "none" else text for part, text in texts.items()})

    def open(self, clause: str) -> None:
        """Open another clause; what was typed of this one and not saved is left."""
        self.opened = open_clause(self.rulebook, clause)
        self.said.value = ""
        self._show()

    def reopen(self) -> None:
        """The clause as it stands in the rulebook now, whoever saved it."""
        self.open(self.opened.clause.id)

    def check(self) -> None:
        """Check what is typed as the loader does, and say every fault; where there is none, read and try it."""
        checked = check_form(self.opened, self.form)
        self.faults.value = workshop_texts.faults_html(checked.problems, self.lang)
        if checked.book is not None:
            self.book = checked.book
            self._ask_figures()
            self.try_row()

    def try_row(self) -> None:
        """What the clause gives at the figures typed, last checked without a fault."""
        figures = {name: str(box.value) for name, box in self.figures.items()}
        clause = self.opened.clause.id
        trial = try_clause(self.book, clause, figures, str(self.others.value))
        self.reads.value = workshop_texts.reading_html(self.book, self.book.clauses[clause], trial.working, self.lang)
        self.tried.value = workshop_texts.trial_html(self.book, trial, self.lang)
        many = trial.ranking.height > 1
        self.ranking.value = workshop_texts.ranking_table(trial, self.lang)._repr_html_() if many else ""

    def save(self, confirmed: bool) -> None:
        """Put the clause into the rulebook; why not, where it cannot be."""
        try:
            self.opened = save_form(self.opened, self.form, confirmed=confirmed)
        except InputError as error:
            texts = "；".join(problem.zh if self.lang == "zh" else problem.en for problem in error.problems)
            self.said.value = paragraph_html(phrase("workshop not kept", self.lang, text=texts), "bad")
            return
        title = self.opened.clause.title_in(self.lang)
        key = "workshop confirmed" if confirmed else "workshop kept"
        self.said.value = paragraph_html(phrase(key, self.lang, title=title), "good")
        self._show()

    def _first(self) -> str:
        """The first clause with work to do, else the first of all."""
        book = rulebooks.load(self.rulebook)
        waiting = [clause.id for clause in book.clauses.values() if clause.blank or clause.provenance == "proposed"]
        return next(iter([*waiting, *book.clauses]))

    def _options(self) -> list[tuple[str, str]]:
        book = rulebooks.load(self.rulebook)
        return [(workshop_texts.clause_option(clause, self.lang), clause.id) for clause in book.clauses.values()]

    def _input(self, part: str) -> widgets.Widget:
        if part in ("inapplicable", "field"):
            key, names = ("instead", INSTEADS) if part == "inapplicable" else ("field", FIELDS)
            options = [(phrase(f"workshop {key} {name}", self.lang), name) for name in names]
            return dropdown(options, "none", lambda _: self._typed({}))
        area = page_inputs.TextArea(rows=LINES_OF_PART[part])
        area.observe(self._typed, "value")
        return area

    def _boxes(self) -> widgets.Box:
        lang = self.lang
        top = with_classes(widgets.Box([labelled_row(phrase("part", lang), self.menu)]), "wb-places")
        rows = [labelled_row(phrase(f"workshop {part}", lang), self.inputs[part]) for part in FORM_PARTS]
        left = [
            titled_block(phrase("workshop text", lang), self.text),
            titled_block(phrase("workshop formula", lang), *rows, self._words()),
        ]
        keep = button_row(*self.buttons.values())
        trial = [self.row, labelled_row(phrase("workshop others", lang), self.others), self.order, self.tried,
                 self.ranking]  # fmt: skip
        right = [
            titled_block(phrase("workshop reading", lang), self.reads, self.faults, keep, self.said),
            titled_block(phrase("workshop trial", lang), *trial),
        ]
        columns = [with_classes(widgets.VBox(part), name) for part, name in ((left, "wb-left"), (right, "wb-right"))]
        body = with_classes(widgets.Box(columns), "wb-body")
        style = widgets.HTML(Style()._repr_html_())
        return with_classes(widgets.VBox([style, self.aid, top, body]), "wb-panel", "wb-workshop")

    def _words(self) -> widgets.Widget:
        return collapsible_block(
            phrase("workshop words", self.lang), widgets.HTML(workshop_texts.words_html(self.lang))
        )

    def _show(self) -> None:
        """Show the clause as it was opened."""
        self._filling = True
        self.menu.options = self._options()
        self.menu.value = self.opened.clause.id
        for part in FORM_PARTS:
            self.inputs[part].value = getattr(self.opened.form, part) or ("none" if part in FORM_PARTS[-2:] else "")
        for key in ("keep", "confirm"):
            self.buttons[key].disabled = not self.opened.writable
        self._filling = False
        self.text.value = workshop_texts.clause_html(self.opened, self.lang)
        self.figures, self.book = {}, rulebooks.load(self.rulebook)
        self.check()

    def _ask_figures(self) -> None:
        """A box for each figure that the formula asks for; what was typed in one stays."""
        names = trial_names(self.book, self.opened.clause.id)
        judged = self.book.clauses[self.opened.clause.id]
        meant = {name: judged.histories[name].of if name in judged.histories else name for name in names}
        labels = {
            name: workshop_texts.figure_label(self.book.dictionary[fact], self.lang) for name, fact in meant.items()
        }
        if list(self.figures) != list(names):
            self.figures = {name: self.figures.get(name) or self._figure() for name in names}
            self.row.children = [labelled_row(labels[name], box) for name, box in self.figures.items()]
            page_inputs.when_refused(self.row, self._refused)
        order = phrase("workshop others order", self.lang, names="、".join(labels.values()))
        self.order.value = paragraph_html(order, "quiet") if labels else ""

    def _figure(self) -> page_inputs.TextBox:
        box = page_inputs.TextBox()
        box.observe(self._typed, "value")
        return box

    def _typed(self, _change: object) -> None:
        if not self._filling:
            self._soon.ask()

    def _settle(self) -> Iterator[None]:
        self.check()
        yield

    def _chosen(self, clause: str) -> None:
        if not self._filling and clause != self.opened.clause.id:
            self.open(clause)

    def _refused(self) -> None:
        self.said.value = paragraph_html(phrase("page strange", self.lang), "bad")
