"""How groups and the total add up, as formulas: sums, the best so many, caps, floors, what is possible (汇总公式)."""

from __future__ import annotations

from analysis.reports.workbooks import rules
from analysis.reports.workbooks.cells import node_cells
from analysis.reports.workbooks.paper import text_literal
from analysis.reports.workbooks.shared_cells import SharedCells
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import Clause, Group, clause_limit
from analysis.scorecards import TOTAL, Card


class SumFormulas:
    """The formulas of a rulebook's nodes, over the cells of what lies under them; as the engine adds them up."""

    def __init__(self, layout: WorkbookLayout, card: Card) -> None:
        self.layout, self.card, self.none = layout, card, text_literal(layout.say("open bound"))
        self.shared = SharedCells(layout, card)

    def of(self, node: str, part: str) -> str:
        """A node's `points`, `low`, `high` or `possible`; `added` what a group adds at the most."""
        if part == "points":
            return self._points(node)
        if part == "high" and self.shared.moves(node):
            return self.shared.high(node)
        part = "high" if part == "added" else part
        return self._possible(node) if part == "possible" else self._bound(node, part)

    def _cells(self, node: str, part: str) -> list[str]:
        return [
            self._group_cell(group, part) if group else self._clause_cell(node, clause, part)
            for group, clause in node_cells(self.card, node)
            if not (part == "possible" and group and group.bonus)
        ]

    def _group_cell(self, group: Group, part: str) -> str:
        added = part == "high" and self.shared.moves(group.id)
        return self.layout.node(self.card.book, group.id, "shared_added" if added else part)

    def _clause_cell(self, node: str, clause: Clause, part: str) -> str:
        """The clause as it is shown; of what it may take from others, what adds up."""
        if self.shared.takes_part(clause) and part == "high":
            return self.layout.part(self.card.book, clause, "added")
        if self.shared.takes_part(clause) and part == "possible" and not self.shared.moves(node):
            return self.layout.part(self.card.book, clause, "possible")
        return self.layout.part(self.card.book, clause, f"{part}_shown")

    def _points(self, node: str) -> str:
        """Known where all that lies under it is known: the interval is then one number."""
        cells, unknown = self._cells(node, "points"), text_literal(self.layout.say("open"))
        if not cells:
            return unknown
        return f"IF(COUNT({','.join(cells)})={len(cells)},{self.layout.node(self.card.book, node, 'low')},{unknown})"

    def _bound(self, node: str, part: str) -> str:
        """Low or high: the sum, within what is possible, the cap and the floor; a ceiling where the high is open."""
        cells, ceiling = self._cells(node, part), self._ceiling(node)
        instead = ceiling if part == "high" and ceiling else self.none
        if not cells:
            return "0" if part == "low" else instead
        whole = self._whole(node, part, cells)
        bounded = f"IF(COUNT({','.join(cells)})={len(cells)},{self._within(node, whole)},{instead})"
        return (
            bounded
            if instead == self.none
            else f"IF(COUNT({','.join(cells)})={len(cells)},{self._within(node, whole)},{self._within(node, instead)})"
        )

    def _whole(self, node: str, part: str, cells: list[str]) -> str:
        group = self.card.book.groups.get(node)
        if group is None or group.choose is None:
            return "+".join(cells)
        listed = self.layout.node(self.card.book, node, f"{part}_listed")
        return "+".join(f"LARGE({listed},{place})" for place in range(1, min(group.choose, len(cells)) + 1))

    def _within(self, node: str, whole: str) -> str:
        """MIN passes over a possible that is words: there is no ceiling then."""
        layout, book = self.layout, self.card.book
        group = book.groups.get(node)
        open_end = self._bonus(node) or self.shared.moves(node)
        caps = [] if open_end else [layout.node(book, node, "possible")]
        caps += [layout.node(book, node, "cap")] if group and group.cap is not None else []
        capped = f"MIN({','.join([whole, *caps])})" if caps else whole
        return f"MAX({capped},{layout.node(book, node, 'least')})" if group and group.least is not None else capped

    def _possible(self, node: str) -> str:
        """The cap, else what is printed, else the sum; the sum too where a rule under it was changed."""
        book = self.card.book
        group, cells, ceiling = book.groups.get(node), self._cells(node, "possible"), self._ceiling(node)
        if self.shared.moves(node):
            return "+".join(cells)
        if ceiling and (not cells or (group and group.cap is not None)):
            return ceiling
        if not cells:
            return "0"
        whole = f"IF(COUNT({','.join(cells)})={len(cells)},{self._whole(node, 'possible', cells)},{self.none})"
        return f"IF({self._as_printed(node)},{ceiling},{whole})" if ceiling else whole

    def _as_printed(self, node: str) -> str:
        """Whether every clause under a node can give what it gives by the rules as printed."""
        book = self.card.book
        under = book.under(node) if node in book.groups else tuple(book.clauses.values())
        return f"AND({','.join(self._unchanged(clause) for clause in under if clause.kind != 'test')})"

    def _unchanged(self, clause: Clause) -> str:
        raw = self.shared.takes_part(clause)
        cell = self.layout.part(self.card.book, clause, "possible" if raw else "possible_shown")
        printed = clause_limit(clause, "possible")
        return f"NOT(ISNUMBER({cell}))" if printed is None else f"IFERROR(ABS({cell}-{printed!r})<1E-9,FALSE)"

    def _ceiling(self, node: str) -> str:
        """The cell of the cap or the printed points of a node; empty where there is neither."""
        layout, book = self.layout, self.card.book
        if node == TOTAL:
            return layout.node(book, TOTAL, "printed") if book.possible is not None else ""
        limits = rules.group_limits(book.groups[node])
        return next((layout.node(book, node, part) for part in ("cap", "printed") if part in limits), "")

    def _bonus(self, node: str) -> bool:
        book = self.card.book
        bonuses: list[Group] = [group for group in book.groups.values() if group.bonus]
        return any(node == TOTAL or node in book.path(group.id) for group in bonuses)
