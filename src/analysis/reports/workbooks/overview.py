"""The first sheet: scenario, verdict and totals, what loses most, the state of the data (总览表)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.reports.workbooks.paper import SheetWriter, cell_address, place_of, text_literal
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import clauses
from analysis.scenarios import Scenario
from analysis.scorecards import TOTAL, Card
from analysis.views import result_texts, sections, words

HEADS = (
    "rulebook", "verdict", "met tests", "failed tests", "unknown tests", "points", "low", "high", "possible",
    "then total",
)  # fmt: skip
WIDTHS = (42, 36, 12, 11, 11, 12, 11, 11, 11, 12)
PARTS = ("points", "low", "high", "possible")
TWO, WORST = "0.00", 5


Ranked = Sequence[tuple[float, Mapping[str, Any]]]
"""What a clause loses, and what its row of the scorecard says now."""


@dataclass(frozen=True)
class SheetCounts:
    """The columns of other sheets that are counted in, and how many facts and rule values are missing now,
    and how many figures cannot be."""

    ranges: Mapping[str, str]
    missing: int
    unset: int
    wrong: int


class Overview:
    """The rows being written, one block below the other."""

    def __init__(
        self, layout: WorkbookLayout, leaf: SheetWriter, counted: SheetCounts, ranked: Mapping[str, Ranked]
    ) -> None:
        self.layout, self.leaf, self.row = layout, leaf, 3
        self.counted, self.ranked = counted, ranked
        leaf.widths(WIDTHS)

    def write(self, title: str) -> None:
        """The sheet."""
        self.leaf.write(0, 0, title, "title")
        self.leaf.write(1, 0, self.layout.say("about", work=self.layout.work), "subtitle")
        self._scenario()
        self._results()
        for card in self.layout.cards:
            self._worst(card)
        self._standing()
        self._fixed_totals()
        self.leaf.printed(None, len(HEADS) - 1, self.row, pages=1)

    def _scenario(self) -> None:
        """The switch, and the number of the scenario chosen, which all else speaks of."""
        layout, leaf = self.layout, self.leaf
        listed = [scenario.title_in(layout.lang) for scenario in layout.scenarios]
        leaf.write(self.row, 0, layout.say("scenario"), "head")
        leaf.write(self.row, 1, listed[0], "input", align="left", bold=True)
        choice = layout.lists.choice(listed, layout.say("only listed"))
        leaf.sheet.data_validation(self.row, 1, self.row, 1, choice)
        leaf.formula(self.row, 2, place_of(cell_address(self.row, 1), listed), 1)
        leaf.named(layout.scenario, self.row, 2)
        leaf.write(self.row, 3, layout.say("scenario note"), "quiet bare")
        self.row += 2

    def _heading(self, said: str) -> None:
        self.leaf.write(self.row, 0, said, "heading")
        self.row += 1

    def _heads(self, keys: Mapping[int, str]) -> None:
        for column, key in keys.items():
            self.leaf.write(self.row, column, self.layout.say(key), "head")
        self.row += 1

    def _results(self) -> None:
        self._heading(self.layout.say("results"))
        self._heads(dict(enumerate(HEADS)))
        for card in self.layout.cards:
            self._result(card)
        self.leaf.write(self.row, 0, self.layout.say("total note"), "quiet bare")
        self.row += 2

    def _result(self, card: Card) -> None:
        leaf, total = self.leaf, card.node(TOTAL)
        leaf.write(self.row, 0, card.book.title_in(self.layout.lang), "text", bold=True)
        self._verdict(card)
        for column, part in enumerate(PARTS, 5):
            cell = self.layout.node(card.book, TOTAL, part)
            formula = cell if part == "possible" else f"IF(ISNUMBER({cell}),MAX(0,{cell}),{cell})"
            leaf.formula(self.row, column, formula, self._shown(total, part), "big", num_format=TWO)
        leaf.write(self.row, 9, self._shown(total, "points"), "kept", num_format=TWO)
        self.row += 1

    def _shown(self, total: Mapping[str, Any], part: str) -> Any:
        value = total[part]
        if value is None:
            return self.layout.say("open" if part == "points" else "open bound")
        return value if part == "possible" else max(0.0, value)

    def _verdict(self, card: Card) -> None:
        """How many tests are passed, failed, unknown, and what that comes to."""
        leaf, lang = self.leaf, self.layout.lang
        tests = [self.layout.part(card.book, clause, "met") for clause in card.book.of_kind(clauses.TESTED)]
        met = [row["met"] for clause, row in card.clauses() if clause.kind == clauses.TESTED]
        if not tests:
            leaf.write(self.row, 1, words.say("no tests", lang), "said")
            for column in (2, 3, 4):
                leaf.write(self.row, column, words.say("not there", lang), "formula")
            return
        cells = [cell_address(self.row, column) for column in (2, 3, 4)]
        passed = "+".join(f"IFERROR({name},0)" for name in tests)
        failed = "+".join(f"IFERROR(1-{name},0)" for name in tests)
        leaf.formula(self.row, 2, passed, met.count(True))
        leaf.formula(self.row, 3, failed, met.count(False))
        leaf.formula(self.row, 4, f"{len(tests)}-{cells[0]}-{cells[1]}", met.count(None))
        vetoed, open_verdict = (
            _counted(key, cell, lang) for key, cell in (("vetoed", cells[1]), ("undecided", cells[2]))
        )
        formula = f"IF({cells[1]}>0,{vetoed},IF({cells[2]}>0,{open_verdict},{text_literal(words.say('passes', lang))}))"
        leaf.formula(self.row, 1, formula, str(result_texts.verdict_text(card, lang)), "said", bold=True)

    def _worst(self, card: Card) -> None:
        """The clauses that lose most, ranked anew with every change."""
        layout, leaf = self.layout, self.leaf
        ranks = layout.node(card.book, TOTAL, "rank_column")
        ranked = sorted(self.ranked[card.book.id], key=lambda entry: -entry[0])[:WORST]
        if not ranked:
            return
        self._heading(layout.say("worst", book=card.book.title_in(layout.lang)))
        self._heads({0: "title column", 1: "waits", 2: "lost", 3: "points", 4: "possible"})
        columns = {0: "title", 1: "waits", 2: "lost", 3: "points", 4: "possible"}
        for place in range(1, len(ranked) + 1):
            found = f"MATCH(LARGE({ranks},{place}),{ranks},0)"
            for column, key in columns.items():
                cells = layout.node(card.book, TOTAL, f"{key}_column")
                now = ranked[place - 1][1][key]
                formula = f"INDEX({cells},{found})" + ('&""' if key in ("title", "waits") else "")
                leaf.formula(self.row, column, formula, now, "said" if column < 2 else "formula", num_format=TWO)
            self.row += 1
        self.row += 1

    def _standing(self) -> None:
        """Counts over the other sheets."""
        layout, leaf, ranges = self.layout, self.leaf, self.counted.ranges
        self._heading(layout.say("standing"))
        changed, unset = text_literal(layout.say("changed")), text_literal(layout.say("unset"))
        counts = {
            "count missing": (f"SUMPRODUCT(--ISNA({ranges['used']}))", self.counted.missing),
            "count unset": (f"COUNTIF({ranges['remark']},{unset})", self.counted.unset),
            "count changed": (f"COUNTIF({ranges['status']},{changed})+COUNTIF({ranges['remark']},{changed})", 0),
            "count wrong": (f'SUMPRODUCT(--({ranges["check"]}<>""))', self.counted.wrong),
        }
        for key, (formula, now) in counts.items():
            leaf.write(self.row, 0, layout.say(key), "text")
            leaf.formula(self.row, 1, formula, now, align="left")
            self.row += 1
        wrong = cell_address(self.row - 1, 1)
        remark = f'IF({wrong}>0,{text_literal(layout.say("wrong first"))},"")'
        said = layout.say("wrong first") if self.counted.wrong else ""
        leaf.formula(self.row, 0, remark, said, "text bare", bold=True, font_color="#C00000")
        self.row += 2

    def _fixed_totals(self) -> None:
        """What each scenario came to when the workbook was made: fixed figures to compare with."""
        self._heading(self.layout.say("made"))
        self._heads({0: "rulebook", 1: "scenario", **dict(enumerate(PARTS, 2))})
        for card in self.layout.own:
            for scenario in card.scenarios:
                self._scored(card, scenario)
        self.row += 1

    def _scored(self, card: Card, scenario: Scenario) -> None:
        """The totals of one card under one scenario, as made."""
        leaf, lang = self.leaf, self.layout.lang
        leaf.write(self.row, 0, card.book.title_in(lang), "text")
        leaf.write(
            self.row,
            1,
            scenario.title_in(lang),
            "assumed" if sections.rests_on_assumptions(scenario) else "text",
            align="left",
        )
        total = card.node(TOTAL, scenario.name)
        for column, part in enumerate(PARTS, 2):
            leaf.write(self.row, column, self._shown(total, part), "kept", num_format=TWO)
        self.row += 1


def _counted(key: str, cell: str, lang: str) -> str:
    """A text with a count in it, as a formula."""
    before, after = words.say(key, lang, count="\0").split("\0")
    return f"{text_literal(before)}&{cell}&{text_literal(after)}"
