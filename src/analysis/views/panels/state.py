"""What a user of the panel has chosen and changed; works without a front end (试算状态)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from analysis import facts, rulebooks, scenarios, scorecards
from analysis.calendars import parse_month
from analysis.problems import InputError, Problem
from analysis.questions import compare, goal, levers, plan, plan_calendar, starting_points, sweep
from analysis.questions.planning import CostLine, PaceLine, PlanDemand
from analysis.rulebooks import DEFAULT, Rulebook, RulebookName
from analysis.scenarios import BASELINE, Change, Scenario, ScenarioName, changes
from analysis.views.panels import dials, downloads, scenario_code
from analysis.views.panels.session_data import ScenarioOutcome, Selection, SessionData, load_session_data

NAME, MOST, KEPT = "what-if", 200, 8
WHAT_IF = replace(BASELINE, name=NAME, title="What-if", title_zh="试算")


@dataclass(frozen=True)
class PanelStep:
    """What can be undone: the place, the base scenario, and what was changed beyond it."""

    place: Selection
    base: Scenario
    own: tuple[Change, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """Base and changes as one scenario."""
        changes, book = (*self.base.changes, *self.own), Path(self.place.rulebook).name
        return replace(WHAT_IF, changes=changes, rulebook=book, benchmarks=self.base.benchmarks)


class State:
    """The panel's state: verbs change it whole or not at all; what they are given is checked here.

    Every figure comes from the same scoring as the command line's and the files'.

    >>> from analysis.views.panels import State
    >>> state = State("320281", "2021-03", "hard-2019")
    >>> state.set("xinyi_domains", 20)
    >>> round(state.outcome.total["low"] - state.before.total["low"], 2)
    2.7
    """

    def __init__(self, city: str, month: str, rulebook: RulebookName, scenario: ScenarioName = BASELINE.name) -> None:
        self._grounds: dict[Selection, SessionData] = {}
        self._scored: dict[PanelStep, ScenarioOutcome] = {}
        self._bases: dict[PanelStep, starting_points.StartingPoint] = {}
        self._past: list[PanelStep] = []
        self._future: list[PanelStep] = []
        self._moving = ""
        place = _selection(city, month, rulebook)
        self.now = PanelStep(place, self._base(scenario, rulebooks.load(rulebook, place.month)))
        self.first = self.now
        self._outcome(self.now)

    @property
    def place(self) -> Selection:
        """City, month and rulebook."""
        return self.now.place

    @property
    def ground(self) -> SessionData:
        """The figures and rulebook chosen."""
        return self._ground(self.place)

    @property
    def book(self) -> Rulebook:
        """The rulebook chosen."""
        return self.ground.book

    @property
    def scenario(self) -> Scenario:
        """The base scenario with all changes made."""
        return scenarios.canonical_scenario(self.now.scenario, self.book)

    @property
    def outcome(self) -> ScenarioOutcome:
        """What it comes to now."""
        return self._outcome(self.now)

    @property
    def before(self) -> ScenarioOutcome:
        """What the base scenario comes to."""
        return self._outcome(replace(self.now, own=()))

    def standing(self) -> starting_points.StartingPoint:
        """Every figure, rule value and reading as they are now."""
        return self.ground.standing(self.now.scenario)

    def value(self, target: str) -> float | None:
        """What a figure or rule value is now; None where it is missing."""
        last = [change for change in self.now.own if change.target == target]
        plain = last and last[-1].how == changes.SET and not (last[-1].city or last[-1].month)
        amount = last[-1].amount if plain else (self.standing() if last else self._based()).values.get(target)
        return None if amount is None else float(amount)

    def reading(self, clause: str) -> str:
        """The reading of a clause in force."""
        last = [change.amount for change in self.now.own if change.target == f"{clause}.{changes.READING}"]
        return str(last[-1]) if last else self._based().readings.get(f"{clause}.{changes.READING}", DEFAULT)

    def choose(self, city: str | None = None, month: str | None = None, rulebook: RulebookName | None = None) -> None:
        """Another city, month or rulebook. What was changed is kept where the rulebook knows it."""
        old = self.place
        place = _selection(city or old.city, month or old.month, rulebook or old.rulebook)
        targets = scenarios.change_targets(rulebooks.load(place.rulebook, place.month))
        kept = tuple(change for change in self.now.own if place.rulebook == old.rulebook or change.target in targets)
        base = self.now.base if self.now.base.rulebook in (None, place.rulebook) else BASELINE
        self._go(PanelStep(place, base, kept))

    def start_from(self, scenario: ScenarioName) -> None:
        """Another base scenario, by its name; what was changed beyond it stays."""
        self._go(replace(self.now, base=self._base(scenario, self.book)))

    def set(self, target: str, amount: float) -> None:
        """A figure or rule value, in its own unit. Moves of one lever in a row are undone together.

        Raises `InputError` for what is no lever and for figures that cannot be; nothing is changed then.
        """
        target = scenarios.parse_target(target, self.book)
        wanted = dials.lattice_amount(self.book, target, amount)
        change = None if self._based().values.get(target) == wanted else Change(target, changes.SET, wanted)
        self._go(replace(self.now, own=self._with(target, change)), moving=target)

    def set_together(self, figures: Mapping[str, float]) -> None:
        """Several figures in one step, as of a plan: undone together. Raises `InputError` as `set` does."""
        step = self.now
        for target, amount in figures.items():
            wanted = dials.lattice_amount(self.book, target, amount)
            change = None if self._based().values.get(target) == wanted else Change(target, changes.SET, wanted)
            step = replace(step, own=self._with(target, change, step.own))
        self._go(step)

    def read(self, clause: str, reading: str) -> None:
        """Take a clause's other reading, or its default again."""
        target = f"{clause}.{changes.READING}"
        base = self._based().readings.get(target, DEFAULT)
        change = None if base == reading else Change(target, changes.SET, reading)
        self._go(replace(self.now, own=self._with(target, change)))

    def settle(self) -> None:
        """A row of moves is over: the next one is undone apart."""
        self._moving = ""

    def reset(self) -> None:
        """No change beyond the base."""
        self._go(replace(self.now, own=()))

    def undo(self) -> None:
        """One step back."""
        self._back(self._past, self._future)

    def redo(self) -> None:
        """One step forward again."""
        self._back(self._future, self._past)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to go back to."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._future)

    def save(self) -> str:
        """The scenario file: base and changes together, with the facts they were made on."""
        place, scenario = self.place, self.scenario
        base = scenarios.scenario_base(self.ground.rows, self.book, place.city, place.month)
        return scenarios.scenario_toml(replace(scenario, base=base))

    def load(self, content: bytes, name: str = f"{NAME}.toml") -> tuple[Problem, ...]:
        """Take up a scenario file; gives back what is to be said of it. Its rulebook is chosen where it names one.

        The base stays where the file holds all its changes, else it is the baseline.
        Raises `InputError` with all faults; nothing is changed then.
        """
        loaded = scenario_code.parse_scenario_file(content, name)
        place = replace(self.place, rulebook=loaded.rulebook or self.place.rulebook)
        within = {*self.now.base.changes} <= {*loaded.changes} and self.now.base.rulebook in (None, place.rulebook)
        base = self.now.base if within else BASELINE
        own = tuple(change for change in loaded.changes if change not in base.changes)
        try:
            self._go(PanelStep(place, base, own))
        except InputError as error:
            raise InputError(scenario_code.with_lines(error.problems, content, name)) from None
        ground = self.ground
        return scenarios.scenario_remarks(ground.rows, ground.book, place.city, place.month, [loaded])

    def seek(self, target: str, wanted: str) -> goal.Goal:
        """How much of a lever reaches what is wanted."""
        return self._ask(goal.seek, target, wanted)

    def sweep(self, target: str) -> sweep.Sweep:
        """A lever over its range."""
        return self._ask(sweep.along, target)

    def board(self) -> levers.LeverBoard:
        """What each lever's next step pays."""
        return self.board_question()()

    def plan_question(
        self, wanted: PlanDemand, costs: Mapping[str, CostLine] | None, seconds: float
    ) -> Callable[[], plan.Plan]:
        """The best plan as a question of how things stand now, to be asked in a thread."""
        place = self.place
        ask = partial(plan.best, self.ground.rows, self.book, place.city, place.month, wanted, self.now.scenario)
        return partial(ask, costs=costs, seconds=seconds)

    def calendar_question(
        self,
        wanted: PlanDemand,
        by: str,
        costs: Mapping[str, CostLine] | None,
        paces: Mapping[str, PaceLine] | None,
        seconds: float,
    ) -> Callable[[], plan_calendar.PlanCalendar]:
        """The best plan that reaches a goal by a month, as a question to be asked in a thread."""
        place = self.place
        where = (self.ground.rows, self.book, place.city, place.month, by, wanted, self.now.scenario)
        return partial(plan_calendar.by_when, *where, costs=costs, paces=paces, seconds=seconds)

    def board_question(self) -> Callable[[], levers.LeverBoard]:
        """The board as a question of how things stand now, to be asked in a thread: it touches nothing of the state."""
        place, scenario = self.place, self.now.scenario
        return partial(levers.board, self.ground.rows, self.book, place.city, place.month, scenario)

    def comparison(self) -> compare.Comparison:
        """The scenario beside its base, clause by clause."""
        return compare.side_by_side(
            self.ground.rows, self.book, self.place.city, self.place.month, [self.now.scenario], self.now.base
        )

    def card(self) -> scorecards.Card:
        """The scenario's scorecard, with the working of every clause."""
        rows = scorecards.card_facts(self.book, self.place.city, self.place.month, scenarios=self.now.base)
        own = scenarios.for_city(self.scenario, self.place.city, self.book)
        return scorecards.card(rows, self.book, self.place.city, self.place.month, own)

    def as_python(self) -> str:
        """The same in Python, as lines to copy."""
        return scenario_code.python_code(self.place, self.ground.placed(self.now.scenario))

    def as_command(self) -> str:
        """The same as one command line; a scenario that cannot be written in one is to be saved first."""
        return scenario_code.command_line(self.place, self.now.base, self.now.own)

    def as_csv(self, lang: str = "zh") -> bytes:
        """The comparison as CSV."""
        return downloads.comparison_csv(self._export(), lang)

    def as_xlsx(self, lang: str = "zh") -> bytes:
        """The comparison as a workbook."""
        return downloads.comparison_workbook(self._export(), lang)

    def _export(self) -> downloads.SessionExport:
        place, comparison = self.place, self.comparison()
        return downloads.SessionExport(
            place.city, place.month, self.book, self.ground.placed(self.now.base), self.scenario, comparison
        )

    def dial(self, target: str, lang: str = "zh", here: starting_points.StartingPoint | None = None) -> dials.Dial:
        """How a lever is shown where it stands now."""
        return dials.dial(here or self.standing(), target, lang, self._based().values.get(target))

    def _based(self) -> starting_points.StartingPoint:
        """Where the base scenario stands, found once."""
        step = replace(self.now, own=())
        if step not in self._bases:
            self._bases = {step: self._ground(step.place).standing(step.base)}
        return self._bases[step]

    def _ask(self, verb: Callable[..., Any], *rest: Any) -> Any:
        place = self.place
        return verb(self.ground.rows, self.book, place.city, place.month, *rest, scenario=self.now.scenario)

    def _with(
        self, target: str, change: Change | None, made_so_far: tuple[Change, ...] | None = None
    ) -> tuple[Change, ...]:
        """The changes with one target changed so; where it had none, at the end."""
        earlier = self.now.own if made_so_far is None else made_so_far
        others = [own.target for own in earlier]
        added = [] if change is None else [change]
        if target not in others:
            return (*earlier, *added)
        at = others.index(target)
        left = [own for own in earlier if own.target != target]
        return (*left[:at], *added, *left[at:])

    def _go(self, step: PanelStep, moving: str = "") -> None:
        self._outcome(step)
        if step == self.now:
            return
        if not (moving and moving == self._moving):
            self._past = [*self._past, self.now][-MOST:]
        self.now, self._future, self._moving = step, [], moving

    def _back(self, away: list[PanelStep], kept: list[PanelStep]) -> None:
        if away:
            kept.append(self.now)
            self.now, self._moving = away.pop(), ""

    def _outcome(self, step: PanelStep) -> ScenarioOutcome:
        outcome = self._scored.pop(step, None) or self._ground(step.place).outcome(step.scenario)
        self._scored = dict([*self._scored.items(), (step, outcome)][-KEPT:])
        return outcome

    def _ground(self, place: Selection) -> SessionData:
        if place not in self._grounds:
            self._grounds[place] = load_session_data(place)
        return self._grounds[place]

    def _base(self, name: ScenarioName, book: Rulebook) -> Scenario:
        scenario = scenarios.fitting_scenario(name, book)
        return scenario if isinstance(name, Scenario) else replace(scenario, name=str(name))


def _selection(city: str, month: str, rulebook: RulebookName) -> Selection:
    """City, month and rulebook as the program calls them."""
    when, book = parse_month(month), rulebook.id if isinstance(rulebook, Rulebook) else str(rulebook)
    return Selection(facts.code_of(city, when), when, book)
