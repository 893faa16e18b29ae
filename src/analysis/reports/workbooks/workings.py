"""The sheet of workings: clause by clause, each reading's formulas and their parts as cells (计算过程表)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.formulas import Node, end_formulas, evaluate, formula_text, language, spreadsheet_formulas
from analysis.reports.workbooks.cells import (
    KEPT,
    LEAST,
    MET,
    OPEN_ENDS,
    POINTS,
    POSSIBLE,
    ClauseCells,
    clause_parts,
    inlined_formula,
    is_left_open,
    keeps_within_limit,
    reading_titles,
    written_formula,
)
from analysis.reports.workbooks.paper import HEAD_ROW, SheetWriter, place_of
from analysis.reports.workbooks.shared_cells import Line, SharedCells
from analysis.reports.workbooks.sums import SumFormulas
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import DEFAULT, Clause, Reading, clauses
from analysis.scorecards import Card, applicability_workings, working_steps
from analysis.views import result_texts


def write(layout: WorkbookLayout, leaf: SheetWriter, card: Card) -> None:
    """The sheet of one rulebook."""
    leaf.write(0, 0, layout.say("workings title", book=card.book.title_in(layout.lang)), "title")
    leaf.write(1, 0, layout.say("workings note"), "subtitle")
    leaf.heads(HEAD_ROW, [layout.say(key) for key in ("clause", "reading", "part", "written", "value", "name")],
               [10, 26, 26, 80, 22, 34])  # fmt: skip
    sheet = _Workings(layout, card, leaf)
    for clause in card.book.clauses.values():
        sheet.clause(clause)
    sheet.shared_sums()
    sheet.bests()
    leaf.sheet.freeze_panes(HEAD_ROW + 1, 1)
    leaf.printed(HEAD_ROW, 4, sheet.row - 1)
    leaf.tinted(HEAD_ROW + 1, 4, sheet.row - 1, 4)


class _Workings(ClauseCells):
    """The rows being written, one below the other."""

    def __init__(self, layout: WorkbookLayout, card: Card, leaf: SheetWriter) -> None:
        super().__init__(layout, card)
        self.leaf, self.row, self.shared = leaf, HEAD_ROW + 1, SharedCells(layout, card)

    def clause(self, clause: Clause) -> None:
        """A clause's block: the reading chosen, parts of formulas, each reading's results, what is taken."""
        for column in range(6):
            said = {0: clause.id, 1: clause.title_in(self.layout.lang)}.get(column)
            self.leaf.write(self.row, column, said, "group", text_wrap=False)
        self.row += 1
        if len(clause.readings) > 1:
            self._reading(clause)
        for reading, name, let in self.lets(clause):
            self._line(
                clause, reading, let.zh if self.layout.lang == "zh" else let.name.replace("_", " "), let.tree, name
            )
        for part in (*clause_parts(clause), *(OPEN_ENDS if is_left_open(self.card, clause) else ())):
            self._part(clause, part)
        if self.shared.takes_part(clause):
            self._shared(self.shared.lines(clause))
        self._waiting(clause)

    def shared_sums(self) -> None:
        """What the groups can give, and of that what is left where clauses do not apply."""
        self._shared(self.shared.scope_lines())
        sums = SumFormulas(self.layout, self.card)
        for node in self.card.book.groups:
            if self.shared.moves(node):
                self._shared(self.shared.group_lines(node, sums.of(node, "added")))

    def _shared(self, lines: Iterable[Line]) -> None:
        for said, formula, now, name in lines:
            self._put("", said, self.layout.say("shared"), formula, now, name)

    def _reading(self, clause: Clause) -> None:
        layout, book = self.layout, self.card.book
        places = {name: place for place, name in enumerate(clause.readings, 1)}
        chosen = place_of(layout.part(book, clause, "reading_chosen"), list(reading_titles(layout, clause).values()))
        for number, name in enumerate(layout.readings(book, clause, self.card.city, self.card.month), 1):
            if name:
                chosen = f"IF({layout.scenario}={number},{places[name]},{chosen})"
        said, name = layout.say("reading chosen"), layout.part(book, clause, "reading")
        self._put(
            "",
            said,
            layout.say("reading number"),
            chosen,
            places[result_texts.clause_row(self.card, clause)["reading"]],
            name,
        )

    def _part(self, clause: Clause, part: str) -> None:
        """One part under each reading, where they differ; and the one taken."""
        book, layout = self.card.book, self.layout
        trees = {name: written_formula(reading, part) for name, reading in clause.readings.items()}
        name = layout.part(book, clause, part)
        cut = (
            part == POINTS
            and clause.kind == clauses.SCORED
            and not all(map(keeps_within_limit, clause.readings.values()))
        )
        if len(set(map(inlined_formula, clause.readings.values(), [part] * len(trees)))) == 1 and not cut:
            self._line(clause, clause.reading(), layout.say(_called(part)), trees[DEFAULT], name, part, strong=True)
            return
        cells = {}
        for reading, tree in trees.items():
            cells[reading] = layout.part(book, clause, f"{part}_reckoned", reading)
            self._line(clause, clause.reading(reading), layout.say(f"{part} reckoned"), tree, cells[reading], part)
        taken = next(iter(cells.values()))
        if len(cells) > 1:
            taken = f"CHOOSE({layout.part(book, clause, 'reading')},{','.join(cells.values())})"
        if cut:
            possible = layout.part(book, clause, POSSIBLE)
            taken = f"IFERROR(MIN({taken},{possible}),{taken})"
        self._put("", layout.say("taken"), layout.say(_called(part)), taken, self._now(clause, part), name, strong=True,
                  truth=part in (MET, KEPT))  # fmt: skip

    def _now(self, clause: Clause, part: str) -> language.FormulaValue:
        row = result_texts.clause_row(self.card, clause)
        if part == KEPT:
            tree = inlined_formula(clause.reading(row["reading"]), KEPT)
            return _number(evaluate(tree, self.current_values(clause))) if tree else None
        if part in OPEN_ENDS:
            tree = inlined_formula(clause.reading(row["reading"]), part)
            return _number(evaluate(self._put_in(clause, tree, part), self.current_values(clause))) if tree else None
        if part != LEAST:
            return self._raw(clause, part, row)
        tree = clause.reading(row["reading"]).least
        return evaluate(tree, self.current_values(clause))

    def _raw(self, clause: Clause, part: str, row: dict[str, Any]) -> float | None:
        """A part as the clause itself gives it, before what others leave it."""
        if part == MET or not self.shared.takes_part(clause):
            return _number(row[part])
        reading = clause.reading(row["reading"])
        values = self.current_values(clause)
        most = evaluate(reading.possible, values) if reading.possible else None
        if part == POSSIBLE:
            return _number(most)
        tree = inlined_formula(reading, part)
        points = _number(evaluate(self._put_in(clause, tree), values)) if tree else None
        return points if points is None or most is None else min(points, most)

    def _put_in(self, clause: Clause, tree: Node, part: str = POINTS) -> Node:
        """A formula with what it compares put in, or an end of it; missing where others leave the outcome open."""
        if not tree.field_nodes:
            return tree
        ends = self.card.compared_alone(clause, tree)
        if part in OPEN_ENDS:
            return ends[OPEN_ENDS.index(part)]
        return end_formulas.settled_formula(ends, end_formulas.is_truth(tree))

    def _line(
        self, clause: Clause, reading: Reading, said: str, tree: Node | None, name: str, part: str = POINTS,
        **more: bool,
    ) -> None:  # fmt: skip
        """One formula of a reading. Truths are 1 and 0: LibreOffice 7.4 can't print tinted cells that hold TRUE."""
        called = reading_titles(self.layout, clause)[reading.name] if len(clause.readings) > 1 else ""
        formula, now, written = spreadsheet_formulas.SPREADSHEET_MISSING, None, tree
        if tree is not None and tree.field_nodes:
            tree = self._put_in(clause, clauses.inline_lets(tree, reading.lets), part)
        truth = tree is not None and end_formulas.is_truth(tree)
        if tree is not None:
            formula = spreadsheet_formulas.spreadsheet_formula(tree, self.names(clause, reading))
            now = evaluate(clauses.inline_lets(tree, reading.lets), self.current_values(clause))
            if truth:
                formula, now = f"IF({formula},1,0)", _number(now)
            if any(node.op in ("div", "steps") for node in tree.walk()):
                formula = f"IFERROR({formula},{spreadsheet_formulas.SPREADSHEET_MISSING})"
        self._put(called, self._written(clause, reading, written), said, formula, now, name, truth=truth, **more)

    def _written(self, clause: Clause, reading: Reading, tree: Node | None) -> str:
        """A formula in words; what is said of a zero denominator stands before it, as a text."""
        lang, empty = self.layout.lang, reading.empty
        if tree is None:
            return self.layout.say("blank")
        if reading.applies and tree in (reading.judged(POINTS), reading.judged(MET)):
            labels = working_steps.formula_labels(clause, self.card.book, reading, lang)
            own = reading.around(POINTS if tree == reading.judged(POINTS) else MET) or tree
            return self._written(clause, reading, own) + applicability_workings.rule_text(reading, labels, lang)
        guarded = empty is not None and tree.op == "when" and tree.args[0] == empty.when
        said = formula_text(
            tree.args[2] if guarded else tree, working_steps.formula_labels(clause, self.card.book, reading, lang), lang
        )
        return f"{said}\n{empty.zh if lang == 'zh' else empty.en}" if guarded and empty else said

    def _put(
        self, reading: str, written: str, said: str, formula: str, now: Any, name: str, *, strong: bool = False,
        truth: bool = False,
    ) -> None:  # fmt: skip
        for column, cell_text in enumerate(("", reading, said, written)):
            style = "quiet" if column in (1, 3) else "text"
            self.leaf.write(self.row, column, cell_text, style, bold=strong and column == 2)
        cell_text = self.layout.say("truths") if truth else "General"
        self.leaf.formula(self.row, 4, formula, now, "formula", bold=strong, num_format=cell_text)
        self.leaf.write(self.row, 5, name, "name")
        self.leaf.named(name, self.row, 4)
        self.row += 1

    def _waiting(self, clause: Clause) -> None:
        """Which figures and rule values that the reading taken speaks of are missing, as words."""
        waiting = {name: self.waits(clause, name) for name in clause.readings}
        formulas = [formula for formula, _ in waiting.values()]
        taken = formulas[0]
        if len(set(formulas)) > 1:
            taken = f"CHOOSE({self.layout.part(self.card.book, clause, 'reading')},{','.join(formulas)})"
        name = self.layout.part(self.card.book, clause, "waits")
        now = waiting[result_texts.clause_row(self.card, clause)["reading"]][1]
        self._put("", self.layout.say("waits note"), self.layout.say("waits"), taken, now, name)

    def bests(self) -> None:
        """For a group that counts only its best, what lies under it as one column, so that it can be ranked."""
        for group in self.card.book.groups.values():
            if group.choose is not None:
                self._best(group)

    def _best(self, group: Any) -> None:
        for part in ("low", "high", POSSIBLE):
            cells = list(self.below(group.id, part))
            first = self.row
            for cell, now in cells:
                said = self.layout.say("best", title=group.title_in(self.layout.lang), count=group.choose)
                for column, cell_text in enumerate(("", "", self.layout.say(_called(part)), said)):
                    self.leaf.write(self.row, column, cell_text, "quiet")
                self.leaf.formula(self.row, 4, cell, self.layout.say("open bound") if now is None else now)
                self.row += 1
            if cells:
                self.leaf.named(self.layout.node(self.card.book, group.id, f"{part}_listed"), first, 4, self.row - 1)


def _called(part: str) -> str:
    """The phrase that names a part; `kept` alone heads a column elsewhere."""
    return "kept part" if part == KEPT else part


def _number(value: language.FormulaValue) -> float | None:
    return None if value is None else float(value)
