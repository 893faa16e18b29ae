"""The cells of a rulebook's clauses: what they are called, what they hold now, what lies under a group (单元格)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.formulas import Node, language
from analysis.reports.workbooks import earlier
from analysis.reports.workbooks.paper import text_literal
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import DEFAULT, SHARE, Clause, Reading
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scorecards import TOTAL, Card
from analysis.views import result_texts, sections

POINTS, MET, POSSIBLE, LEAST, KEPT = "points", "met", "possible", "least", "kept"
LOWEST, HIGHEST = OPEN_ENDS = ("lowest", "highest")
"""The ends of points that others' missing figures leave open."""
ALWAYS = Node("number", value=1.0)


def clause_parts(clause: Clause) -> tuple[str, ...]:
    """What is worked out of a clause: a test has a verdict alone."""
    if clause.kind == clauses_rulebook.TESTED:
        return (MET,)
    targets = (MET,) if any(reading.met for reading in clause.readings.values()) else ()
    return (POSSIBLE, LEAST, *((KEPT,) if clause.is_shared_out else ()), POINTS, *targets)


def is_left_open(card: Card, clause: Clause) -> bool:
    """Whether others' missing figures leave the points of some reading of a clause open, between two ends."""
    trees = [tree for reading in clause.readings if clause.compared(reading)
             if (tree := clause.reading(reading).whole(POINTS))]  # fmt: skip
    return any(low != high for low, high in (card.compared_alone(clause, tree) for tree in trees))


def end_cells(layout: WorkbookLayout, card: Card, clause: Clause) -> tuple[str, str]:
    """The least and the most of a clause's points where they are not known, as formulas."""
    least, most, *ends = (layout.part(card.book, clause, part) for part in (LEAST, POSSIBLE, *OPEN_ENDS))
    if not is_left_open(card, clause):
        return least, most
    low, high = (f"IFERROR(MIN({end},{most}),{end})" for end in ends)
    return f"IFERROR({low},{least})", f"IFERROR({high},{most})"


class ClauseCells:
    """The names of the cells that a rulebook's formulas speak of, and their values now."""

    def __init__(self, layout: WorkbookLayout, card: Card) -> None:
        self.layout, self.card = layout, card
        self.histories = earlier.history_values(layout)
        self._values: dict[str, dict[str, language.FormulaValue]] = {}

    def lets(self, clause: Clause) -> Iterator[tuple[Reading, str, Any]]:
        """The parts of formulas that differ, each with the reading that it first stands in and its name."""
        for reading in clause.readings.values():
            for let in reading.lets.values():
                if reading.name == DEFAULT or not _same_let(clause, reading, let.name):
                    yield reading, self.let_name(clause, reading, let.name), let

    def let_name(self, clause: Clause, reading: Reading, let: str) -> str:
        """The cell of a let; readings that share it share its cell."""
        own = () if reading.name == DEFAULT or _same_let(clause, reading, let) else (reading.name,)
        return self.layout.names.of("let", self.layout.short(self.card.book), clause.id, *own, let)

    def names(self, clause: Clause, reading: Reading) -> dict[str, str]:
        """The cell of each name that a reading's formulas may speak of."""
        layout, book = self.layout, self.card.book
        cell_names = {name: layout.fact(name) for name in _spoken(clause) if name not in clause.values}
        cell_names |= {name: layout.value(book, clause, name) for name in clause.values}
        return cell_names | {let: self.let_name(clause, reading, let) for let in reading.lets}

    def current_values(self, clause: Clause) -> dict[str, language.FormulaValue]:
        """What facts, histories and rule values are under the scenario that the workbook opens with."""
        if clause.id not in self._values:
            wanted = dict.fromkeys((*_spoken(clause), *clause.values))
            figures = {
                name: self.card.value(f"{clause.id}.{name}" if name in clause.values else name) for name in wanted
            }
            drawn = {name: self.histories[self.layout.fact(name)] for name in clause.histories}
            self._values[clause.id] = figures | drawn
        return self._values[clause.id]

    def waits(self, clause: Clause, reading: str) -> tuple[str, str]:
        """The names a reading speaks of that are missing, as a formula and as the words it gives now."""
        names, values = self.names(clause, clause.reading(reading)), self.current_values(clause)
        spoken = clause.speaks_of(reading)
        titled = {name: self._titled(clause, name) for name in spoken}
        parts = [f'IF(ISNA({names[name]}),{text_literal(titled[name])},"")' for name in spoken]
        now = "".join(titled[name] for name in spoken if values[name] is None)
        return "&".join(parts) or '""', now

    def _titled(self, clause: Clause, name: str) -> str:
        """What a missing name is called: a rule value that is not set, or a figure."""
        layout = self.layout
        if name in clause.values:
            return layout.say(
                "unset value", name=result_texts.rule_value_title(clause, name, layout.lang)
            ) + layout.say("stop")
        return result_texts.name_label(self.card, name, layout.lang) + layout.say("stop")

    def below(self, node: str, part: str) -> Iterator[tuple[str, Any]]:
        """The cells of a part of what lies directly under a group, with what they hold."""
        layout, card = self.layout, self.card
        for group, clause in node_cells(card, node):
            if group is not None and not (part == POSSIBLE and group.bonus):
                yield layout.node(card.book, group.id, part), card.node(group.id)[part]
            elif clause is not None:
                yield layout.part(card.book, clause, f"{part}_shown"), result_texts.clause_row(card, clause)[part]


def _spoken(clause: Clause) -> list[str]:
    """Every name that some reading of the clause speaks of."""
    return list(dict.fromkeys(word for name in clause.readings for word in clause.speaks_of(name)))


def node_cells(card: Card, node: str) -> list[tuple[Any, Any]]:
    """The groups and scored clauses directly under a node, each as (group, None) or (None, clause)."""
    parent = "" if node == TOTAL else node
    groups = [
        group
        for group in card.book.groups.values()
        if group.parent == parent and not sections.has_only_tests(card, group.id)
    ]
    clauses = [
        clause
        for clause in card.book.clauses.values()
        if clause.group == parent and clause.kind != clauses_rulebook.TESTED
    ]
    return [*((group, None) for group in groups), *((None, clause) for clause in clauses)]


def reading_titles(layout: WorkbookLayout, clause: Clause) -> Mapping[str, str]:
    """What each reading is called in the drop-down; the name is added where two are called alike."""
    labels = {name: (reading.zh if layout.lang == "zh" else name) for name, reading in clause.readings.items()}
    twice = {said for said in labels.values() if list(labels.values()).count(said) > 1}
    return {name: f"{said} {name}" if said in twice else said for name, said in labels.items()}


def keeps_within_limit(reading: Reading) -> bool:
    """Whether the points' formula itself keeps to what is possible, so that nothing needs to be cut off."""
    points = reading.judged(POINTS)
    return points is None or reading.possible is None or _within(points, reading.possible)


def _within(tree: Node, most: Node) -> bool:
    if tree == most or (tree.op == "number" and tree.value == 0):
        return True
    if tree.op == "min":
        return any(_within(arg, most) for arg in tree.args)
    return tree.op in ("max", "when") and all(_within(arg, most) for arg in tree.args[tree.op == "when" :])


def written_formula(reading: Reading, part: str) -> Node | None:
    """A part's formula as written, the rules for zero denominators and for whom it applies to around it."""
    if part == KEPT:
        return reading.applies if reading.applies and reading.inapplicable == SHARE else ALWAYS
    if part in OPEN_ENDS:
        return reading.judged(POINTS)
    return reading.judged(part) if part in (POINTS, MET) else getattr(reading, part)


def inlined_formula(reading: Reading, part: str) -> Node | None:
    """The same with lets put in."""
    if part == KEPT:
        return clauses_rulebook.inline_lets(written_formula(reading, part) or ALWAYS, reading.lets)
    if part in OPEN_ENDS:
        return reading.whole(POINTS)
    return reading.whole(part) if part in (POINTS, MET) else getattr(reading, part)


def _same_let(clause: Clause, reading: Reading, let: str) -> bool:
    """Whether a reading's let is what it is in the default reading, all that it speaks of included."""
    lets = clause.reading().lets
    return let in lets and clauses_rulebook.inline_lets(
        reading.lets[let].tree, reading.lets
    ) == clauses_rulebook.inline_lets(lets[let].tree, lets)
