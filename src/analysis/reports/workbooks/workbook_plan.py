"""What a workbook is of: cards of one city and month, the scenarios it can switch to, and its names (工作簿内容)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis import scorecards
from analysis.catalogue import workbook_phrase as phrase
from analysis.facts import Fact
from analysis.problems import InputError, Problem
from analysis.reports.workbooks.names import CellNames, short_names
from analysis.reports.workbooks.paper import Paper, cell_address
from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.scenarios import changes as changes_scenario
from analysis.scorecards import Card
from analysis.views import unit_views


class ChoiceLists:
    """Lists of words: each stands once; the sheet is made by `write`, after all others."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._held: dict[tuple[str, ...], str] = {}

    def of(self, words: Sequence[str]) -> str:
        """The defined name of a list of words."""
        return self._held.setdefault(tuple(words), f"list_{len(self._held) + 1}")

    def choice(self, words: Sequence[str], said: str) -> dict[str, Any]:
        """What makes a cell a drop-down of these words; other entries are refused with what is said."""
        return {"validate": "list", "source": f"={self.of(words)}", "error_type": "stop", "error_message": said}

    def write(self, title: str) -> None:
        """The hidden sheet that holds the words."""
        leaf = self._paper.leaf(title)
        for column, (words, name) in enumerate(self._held.items()):
            for row, word in enumerate(words):
                leaf.write(row, column, word, "text")
            self._paper.book.define_name(
                name, f"='{title}'!{cell_address(0, column)}:{cell_address(len(words) - 1, column)}"
            )
        leaf.sheet.hide()


@dataclass(frozen=True)
class FoldedChanges:
    """What a scenario does to one target: value × scale + plus, or just plus where a step sets it."""

    scale: float
    plus: float
    fixed: bool
    note: str

    def of(self, value: float | None) -> float | None:
        """The target's value after it."""
        return self.plus if self.fixed else None if value is None else value * self.scale + self.plus


@dataclass(frozen=True, eq=False)
class WorkbookLayout:
    """The cards, each under every scenario (one not meant for a rulebook changes nothing there), and the paper.

    `own`: the cards as they were given.
    """

    own: tuple[Card, ...]
    cards: tuple[Card, ...]
    scenarios: tuple[Scenario, ...]
    meant: Mapping[tuple[str, str], Scenario]
    paper: Paper
    lists: ChoiceLists

    @property
    def lang(self) -> str:
        return self.paper.lang

    @property
    def names(self) -> CellNames:
        return self.paper.names

    @property
    def scenario(self) -> str:
        """The name of the cell that holds the number of the scenario chosen."""
        return self.names.of("scenario", "scenario")

    @property
    def work(self) -> str:
        """Whose work is judged."""
        return unit_views.judged_work({card.city for card in self.own}, self.lang)

    def say(self, key: str, **parts: object) -> str:
        return phrase(key, self.lang, **parts)

    def called(self, fact: Fact) -> str:
        """A fact as readers know it."""
        return fact.zh if self.lang == "zh" else fact.en

    def short(self, book: Rulebook) -> str:
        return short_names([card.book.id for card in self.cards])[book.id]

    def fact(self, name: str) -> str:
        """The name of a fact's or a history's cell."""
        return self.names.of("fact", name)

    def value(self, book: Rulebook, clause: Clause, name: str) -> str:
        """The name of a rule value's cell, as `hard_18_3_rate`."""
        return self.names.of("value", self.short(book), clause.id, name)

    def part(self, book: Rulebook, clause: Clause, part: str, *reading: str) -> str:
        """The name of the cell of a clause's `points`, `met`, `low`, …, under one reading or the one chosen."""
        return self.names.of("part", self.short(book), clause.id, *reading, part)

    def node(self, book: Rulebook, node: str, part: str) -> str:
        """The name of the cell of a group's or the total's `points`, `low`, `high`, `possible`, `cap`, …"""
        return self.names.of("node", self.short(book), *(() if node == scorecards.TOTAL else ("group",)), node, part)

    def folds(
        self, target: str, city: str, month: str, book: Rulebook | None = None
    ) -> tuple[FoldedChanges | None, ...]:
        """What each scenario does to a fact, or to a rulebook's value."""
        return tuple(_fold(_changes(self._of(scenario, book), target, city, month)) for scenario in self.scenarios)

    def readings(self, book: Rulebook, clause: Clause, city: str, month: str) -> tuple[str | None, ...]:
        """The reading of a clause that each scenario chooses."""
        target = f"{clause.id}.{changes_scenario.READING}"
        chosen = [_changes(self._of(scenario, book), target, city, month) for scenario in self.scenarios]
        return tuple(str(changes[-1].amount) if changes else None for changes in chosen)

    def _of(self, scenario: Scenario, book: Rulebook | None) -> Scenario:
        return self.meant[(book.id if book else self.cards[0].book.id, scenario.name)]


def workbook_layout(cards: Sequence[Card], lang: str, paper: Paper) -> WorkbookLayout:
    """The layout of some cards of one city and month. Raises `InputError` for what one workbook cannot hold."""
    if len({(card.city, card.month) for card in cards}) != 1:
        zh, en = "一个工作簿只放一个城市一个月。", "A workbook holds one city and month."
        raise InputError([Problem("workbook", zh, en)])
    scenarios = _merged(cards)
    check_fits_workbook([card.book for card in cards], scenarios)
    meant = {(card.book.id, scenario.name): _meant(scenario, card.book) for card in cards for scenario in scenarios}
    scored = tuple(
        scorecards.card(
            card.field_rows,
            card.book,
            card.city,
            card.month,
            [meant[(card.book.id, scenario.name)] for scenario in scenarios],
        )
        for card in cards
    )
    return WorkbookLayout(tuple(cards), scored, scenarios, meant, paper, ChoiceLists(paper))


def _merged(cards: Sequence[Card]) -> tuple[Scenario, ...]:
    """The scenarios of all cards, in the order in which they were given: a card lacks those not meant for it."""
    last: dict[str, int] = {}
    for card in cards:
        for place, scenario in enumerate(card.scenarios):
            last[scenario.name] = max(place, last.get(scenario.name, 0))
    by_name = {scenario.name: scenario for card in cards for scenario in card.scenarios}
    return tuple(sorted(by_name.values(), key=lambda scenario: (last[scenario.name], not scenario.changes)))


def _meant(scenario: Scenario, book: Rulebook) -> Scenario:
    """The scenario, or one of the same name that changes nothing, where it is meant for another rulebook."""
    return scenario if scenario.fits(book) else replace(BASELINE, name=scenario.name)


def check_fits_workbook(books: Sequence[Rulebook], scenarios: Sequence[Scenario]) -> None:
    """Raise `InputError` where one workbook cannot hold these: its rulebooks share their facts and names."""
    _shared(books)
    for scenario in scenarios:
        facts = [change.target for change in scenario.changes if "." not in change.target]
        if facts and not all(scenario.fits(book) for book in books):
            book = scenario.rulebook
            zh = f"情景只用于规则集 {book}，却改动各规则集共用的指标（{facts[0]} 等）；Excel 请只取该规则集。"
            en = f"It is for {book} alone but changes facts that all rulebooks share; take that rulebook alone."
            raise InputError([Problem(f"scenario {scenario.name}", zh, en)])


def _shared(books: Sequence[Rulebook]) -> None:
    """A name means one thing in all rulebooks of a workbook."""
    met: dict[str, object] = {}
    for book in books:
        for name, meaning in {**{name: book.dictionary[name] for name in book.facts()}, **_histories(book)}.items():
            if met.setdefault(name, meaning) != meaning:
                zh = f"“{name}”在几个规则集中含义不同，不能放进同一工作簿；请只取一个规则集。"
                en = f"'{name}' means different things in these rulebooks; make a workbook of one of them."
                raise InputError([Problem(f"workbook, {name}", zh, en)])


def _histories(book: Rulebook) -> dict[str, object]:
    """What each history is: of which fact, how drawn, over how many months."""
    return {
        history.name: (history.of, history.how, clause.values[history.months].amount)
        for clause in book.clauses.values()
        for history in clause.histories.values()
    }


def _changes(scenario: Scenario, target: str, city: str, month: str) -> list[Change]:
    return [
        change
        for change in scenario.changes
        if change.target == target and change.city in (None, city) and change.month in (None, month)
    ]


def _fold(changes: Sequence[Change]) -> FoldedChanges | None:
    if not changes:
        return None
    scale, plus, fixed = 1.0, 0.0, False
    for change in changes:
        amount = float(change.amount)
        if change.how == changes_scenario.SET:
            scale, plus, fixed = 0.0, amount, True
        elif change.how == changes_scenario.SCALE:
            scale, plus = scale * amount, plus * amount
        else:
            plus += amount
    return FoldedChanges(
        scale, plus, fixed, "\n".join(filter(None, (change.note_zh or change.note for change in changes)))
    )
