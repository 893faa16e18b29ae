"""The panel's part of plans: goal, costs and limits in, the cheapest steps out, to be taken up as changes (方案)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import ipywidgets as widgets
import polars as pl

from analysis.catalogue import panel_phrase as phrase
from analysis.problems import InputError, Problem
from analysis.questions import plan, plan_calendar, plan_requests
from analysis.questions.planning import (
    COST,
    COSTS,
    EFFORT,
    PACES,
    POINTS,
    CostLine,
    OfficeTable,
    PaceLine,
    PlanDemand,
    parse_budget,
    read_costs,
    read_paces,
)
from analysis.rulebooks import Rulebook
from analysis.scenarios import parse_target
from analysis.views.calendar_tables import calendar_tables
from analysis.views.links import without_dead_links
from analysis.views.panels import page_inputs, panel_texts
from analysis.views.panels.scheduling import BackgroundQuestion
from analysis.views.panels.state import PanelStep, State
from analysis.views.panels.widget_layout import (
    button_row,
    labelled_row,
    paragraph_html,
    push_button,
    titled_block,
    with_classes,
)
from analysis.views.plan_tables import money_text, plan_tables
from analysis.views.view_objects import Table
from analysis.views.words import joined_texts

SECONDS, MORE, LARGEST = 20.0, 3, 999
"""How long a search may take; by how many points above today's the goal stands at first; the most figures to move."""
Costs = Mapping[str, CostLine]
Paces = Mapping[str, PaceLine]
TableLines = TypeVar("TableLines")
Answer = plan.Plan | plan_calendar.PlanCalendar


class PlanControls:
    """What is asked and what was found; `apply(figures)` is called where the user takes the plan up."""

    def __init__(self, state: State, lang: str, apply: Callable[[Mapping[str, float]], None]) -> None:
        self._state, self._lang, self._apply = state, lang, apply
        self._found: Answer | None = None
        self._step: PanelStep | None = None
        self._costs: tuple[str, Costs] | None = None
        self._paces: tuple[str, Paces] | None = None
        start = round(max(0.0, state.outcome.total["low"])) + MORE
        self.total = page_inputs.NumberBox(value=start, step=0.5)
        self.passes = page_inputs.TickBox(value=False, description=phrase("plan passes", lang), indent=False)
        self.at_most, self.budget = page_inputs.NumberBox(value=0, step=1), page_inputs.TextBox(value="")
        self.limits = page_inputs.TextArea(rows=3)
        self.costs = page_inputs.FileBox(
            accept=".csv,.xlsx", multiple=False, description=phrase("plan costs", lang), icon=""
        )
        self.costs.observe(self._on_costs, "value")
        self.by = page_inputs.TextBox(value="")
        self.paces = page_inputs.FileBox(
            accept=".csv,.xlsx", multiple=False, description=phrase("plan paces", lang), icon=""
        )
        self.paces.observe(self._on_paces, "value")
        self.table, self.pace_table = widgets.HTML(), widgets.HTML()
        self.says = with_classes(widgets.HTML(), "wb-says", "wb-live")
        self.seek = push_button(phrase("plan seek", lang), self._seek)
        self.take = push_button(phrase("plan apply", lang), self._take)
        self.take.disabled = True
        self._background = BackgroundQuestion(self._question, self._show, 0)
        self.box = self._boxes(lang)

    def forget(self) -> None:
        """A plan found before, or still sought, no longer holds."""
        self._step = None
        if self.says.value:
            self._found, self.says.value, self.take.disabled = None, "", True

    def rebook(self) -> None:
        """Another rulebook: other facts, other tests; tables are to be given again."""
        self._costs, self._paces, self.table.value, self.pace_table.value = None, None, "", ""
        self.forget()

    def _boxes(self, lang: str) -> widgets.Box:
        asked = [
            labelled_row(phrase("plan total", lang), self.total), self.passes,
            labelled_row(phrase("plan at most", lang), self.at_most),
            labelled_row(phrase("plan budget", lang), self.budget),
            labelled_row(phrase("plan limits", lang), self.limits),
            labelled_row(phrase("plan by", lang), self.by),
            button_row(self.costs, self.paces, self.seek, self.take), self.table, self.pace_table,
        ]  # fmt: skip
        about = widgets.HTML(paragraph_html(phrase("plan about", lang), "quiet"))
        return titled_block(phrase("plan", lang), about, with_classes(widgets.Box(asked), "wb-goal"), self.says)

    def goal(self) -> PlanDemand:
        """What is asked. Raises `InputError` for what is not known or wrong."""
        book, costs = self._state.book, self._costs
        lines = [line.strip() for line in str(self.limits.value).splitlines() if line.strip()]
        limited = [line for line in lines if "=" in line or "＝" in line]
        hold = tuple(parse_target(line, book) for line in lines if line not in limited)
        limits = dict(plan_requests.parse_limit(line, book, phrase("plan limits", self._lang)) for line in limited)
        budget = parse_budget(self.budget.value, book.dictionary) if str(self.budget.value).strip() else None
        reach = float(self.total.value) or None
        asked = reach is not None or self.passes.value
        least = (EFFORT if costs is None else COST) if asked else POINTS
        return PlanDemand(reach, bool(self.passes.value), least, budget, self._most_moved(), hold, limits)

    def _most_moved(self) -> int | None:
        """How many figures may be moved; 0 is any number."""
        count = float(self.at_most.value)
        if count != int(count) or not 0 <= count <= LARGEST:
            zh, en = "须是 0（不限）或整数。", "It must be 0 (any number) or a whole number."
            raise InputError([Problem(phrase("plan at most", self._lang), zh, en)])
        return int(count) or None

    def _seek(self) -> None:
        """Seek the plan; what is wrong is said at once."""
        self.forget()
        try:
            self._asked = self._wanted()
        except InputError as error:
            self.says.value = self._refusal(error)
            return
        self._step, self.says.value = self._state.now, paragraph_html(phrase("plan seeking", self._lang))
        self._background.ask()

    def _wanted(self) -> Callable[[], Answer]:
        """The question: the plan of the month itself, or, where a month to reach it by is named, the calendar."""
        costs, by = self._costs and self._costs[1], str(self.by.value).strip()
        if by:
            return self._state.calendar_question(self.goal(), by, costs, self._paces and self._paces[1], SECONDS)
        return self._state.plan_question(self.goal(), costs, SECONDS)

    def _question(self) -> Callable[[], Answer | InputError]:
        return partial(_answered, self._asked)

    def _show(self, found: Answer | InputError) -> None:
        if self._step is not self._state.now:
            return
        if isinstance(found, InputError):
            self.says.value = self._refusal(found)
            return
        self._found = found
        tables = "".join(table._repr_html_() for table in answer_tables(found, self._state.book, self._lang))
        self.says.value = without_dead_links(tables) + paragraph_html(payers_line(found, self._lang))
        ahead = isinstance(found, plan_calendar.PlanCalendar)  # its steps lie in later months
        self.take.disabled = ahead or not found.possible or found.steps.is_empty()

    def payers(self) -> str:
        """Who pays for the plan found."""
        return "" if self._found is None else payers_line(self._found, self._lang)

    def _refusal(self, error: InputError) -> str:
        return paragraph_html(panel_texts.refusal_text(error, self._lang), "missing")

    def _take(self) -> None:
        if self._found is not None:
            self._apply(dict(self._found.steps.select("fact", "to").iter_rows()))

    def _on_costs(self, change: Any) -> None:
        for read in self._uploaded(change["new"], self.costs, COSTS, read_costs):
            self._costs, (name, lines) = read, read
            self.table.value = paragraph_html(phrase("plan costs read", self._lang, name=name, count=len(lines)))

    def _on_paces(self, change: Any) -> None:
        for read in self._uploaded(change["new"], self.paces, PACES, read_paces):
            self._paces, (name, lines) = read, read
            self.pace_table.value = paragraph_html(phrase("plan paces read", self._lang, name=name, count=len(lines)))

    def _uploaded(
        self, uploads: Any, box: Any, table: OfficeTable, reader: Callable[..., TableLines]
    ) -> list[tuple[str, TableLines]]:
        """What a file box was given, read; what is wrong with it is said."""
        if not uploads:
            return []
        box.value = ()
        self.forget()
        try:
            content, name = bytes(uploads[0]["content"]), str(uploads[0]["name"])
            return [read_uploaded_table(content, name, self._state, table, reader)]
        except InputError as error:
            self.says.value = self._refusal(error)
            return []


def answer_tables(found: Answer, book: Rulebook, lang: str) -> list[Table]:
    """The tables of a plan, or of a calendar."""
    if isinstance(found, plan_calendar.PlanCalendar):
        return calendar_tables(found, book, lang)
    return plan_tables(found, book, lang)


def _answered(asked: Callable[[], Answer]) -> Answer | InputError:
    """The plan, or why there is no answer: what is raised in a thread would not be heard of."""
    try:
        return asked()
    except InputError as error:
        return error


def read_uploaded_table(
    content: bytes, name: str, state: State, table: OfficeTable, reader: Callable[..., TableLines]
) -> tuple[str, TableLines]:
    """A table of costs or paces that a page sends, and its name. Raises `InputError` with every fault."""
    plain = Path(name.replace("\\", "/")).name
    if Path(plain).suffix.lower() not in (".csv", ".xlsx"):
        zh, en = f"{table.zh}须是 CSV 或 XLSX。", f"{table.en} must be CSV or XLSX."
        raise InputError([Problem(plain, zh, en)])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.zh}{Path(plain).suffix.lower()}"
        path.write_bytes(content)
        return plain, reader(path, state.book.dictionary)


def payers_line(found: Answer, lang: str) -> str:
    """Who pays how much; nothing where no table says so."""
    if not found.priced or found.steps.is_empty():
        return ""
    sums = found.steps.group_by("payer", maintain_order=True).agg(pl.col("cost").sum())
    said = [
        phrase("plan pays", lang, payer=payer or phrase("plan payer open", lang), amount=money_text(cost, lang))
        for payer, cost in sums.iter_rows()
    ]
    return phrase("plan payers", lang, payers=joined_texts(said, lang))
