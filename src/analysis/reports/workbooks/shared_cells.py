"""Cells of points that clauses which do not apply leave to the others, as formulas (分摊公式)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from analysis.reports.workbooks.cells import KEPT, end_cells
from analysis.reports.workbooks.paper import text_literal
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import TOTAL, Clause, sharing_scopes
from analysis.scenarios import KEYS
from analysis.scorecards import Card, applicability_workings, clause_expressions, shared_points

Line = tuple[str, str, Any, str]
"""What a cell is called in words, its formula, its value now, its name."""


class SharedCells:
    """The formulas of a card's shared points, over the cells of its clauses; as the engine works them out."""

    def __init__(self, layout: WorkbookLayout, card: Card) -> None:
        self.layout, self.card, self.book = layout, card, card.book
        self.scopes, self.shared = sharing_scopes(card.book), shared_points.SharedPoints(card.book, card.cases)

    def takes_part(self, clause: Clause) -> bool:
        """Whether a clause's points depend on which others apply."""
        return self.scopes.takes_part(clause.id)

    def lines(self, clause: Clause) -> Iterator[Line]:
        """By how much a clause's points grow, at the least and the most; what it adds to its group at the most."""
        gone, factors = self._gone(clause), self._factors(clause)
        for part, factor in zip(shared_points.FACTORS, factors, strict=True):
            formula = f"IF({gone},0,IFERROR({factor},0))" if gone else factor
            yield self._line(part, formula, clause_expressions.part_column(part, clause.id), self._part(clause, part))
        most = f"IFERROR({self._part(clause, 'points')},{end_cells(self.layout, self.card, clause)[1]})"
        added = f"{most}*{self._part(clause, shared_points.FACTORS[0])}"
        formula = f"IF({gone},0,{added})" if gone else added
        yield self._line(
            shared_points.ADDED,
            formula,
            clause_expressions.part_column(shared_points.ADDED, clause.id),
            self._part(clause, shared_points.ADDED),
        )

    def scope_lines(self) -> Iterator[Line]:
        """For each scope what it can give, what is left of that, and what certainly is."""
        for node, clauses in {**self.scopes.outer, **self.scopes.inner}.items():
            cells = [(self._possible(name), self._kept(name)) for name in clauses]
            yield from self._sums(node, cells)
            if node in self._falling:
                left, sure = self._node(node, shared_points.LEFT), self._node(node, shared_points.SURE)
                formula = f"IF({left}<=0,0,IF({sure}>0,1,NA()))"
                yield self._line(
                    KEPT, formula, clause_expressions.part_column(KEPT, node), self._node(node, KEPT), node
                )
        if self.scopes.outer:
            groups = [(self._node(node, shared_points.WHOLE), self._group_kept(node)) for node in self.scopes.outer]
            yield from self._sums(TOTAL, groups)

    def group_lines(self, node: str, whole: str) -> Iterator[Line]:
        """What a group adds to the total at the most, given the sum of what lies under it."""
        yield self._line(
            shared_points.ADDED,
            whole,
            clause_expressions.part_column(shared_points.ADDED, node),
            self._node(node, shared_points.ADDED),
            node,
        )

    def moves(self, node: str) -> bool:
        """Whether what a group can give depends on which clauses of others apply."""
        return self.shared.moves(node)

    def points(self, clause: Clause) -> dict[str, str]:
        """The clause's points, low, high and possible with its part of what others leave."""
        points, most = (self._part(clause, part) for part in ("points", "possible"))
        bottom, top = (f"IFERROR({points},{end})" for end in end_cells(self.layout, self.card, clause))
        low, high = (self._part(clause, part) for part in shared_points.FACTORS)
        none, unknown = text_literal(self.layout.say("open bound")), text_literal(self.layout.say("open"))
        gone, kept = self._gone(clause), self._kept(clause.id)
        settled = f"IF(OR(ABS({low}-{high})<1E-12,{points}=0),{points}*{low},NA())"
        lowest = f"IFERROR(MIN({bottom}*{low},{bottom}*{high}),{none})"
        return {
            "points": f"IFERROR({_either(gone, '0', settled)},{unknown})",
            "low": f"IF(IFERROR({kept},0)=1,{lowest},0)" if kept else lowest,
            "high": _either(gone, "0", f"IFERROR({top}*{high},{none})"),
            "possible": _either(gone, "0", f"IFERROR({most}*{low},{none})"),
        }

    def high(self, node: str) -> str:
        """The most a group can give by itself, where the other groups may fall away."""
        takers = [clause for clause in self.book.under(node) if self.takes_part(clause)]
        added = self._node(node, shared_points.ADDED)
        inside = "+".join(["0", *self._open(clause.id for clause in takers)])
        more = f"({self._node(TOTAL, shared_points.LEFT)}/({self._node(TOTAL, shared_points.SURE)}+{inside})-1)"
        shared = "+".join(self._part(clause, shared_points.ADDED) for clause in takers)
        return f"{added}+IFERROR(MAX(0,{more}),0)*({shared})"

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every column of the card's row, worked out under its own scenario."""
        place = {"scenario": self.card.scenario.name, "city": self.card.city, "month": self.card.month}
        return applicability_workings.judged_row(self.card.cases, self.book, tuple(place[key] for key in KEYS))

    @cached_property
    def _falling(self) -> list[str]:
        named = self.scopes.outer.items()
        return [node for node, ids in named if all(self.book.clauses[name].is_shared_out for name in ids)]

    def _line(self, said: str, formula: str, column: str, name: str, node: str = "") -> Line:
        group = self.book.groups.get(node)
        title = group.title_in(self.layout.lang) if group else self.layout.say("total") if node else ""
        value = self.values[column]
        return self.layout.say(f"shared {said}", title=title), formula, None if value is None else float(value), name

    def _sums(self, node: str, cells: list[tuple[str, str]]) -> Iterator[Line]:
        formulas = {
            shared_points.WHOLE: "+".join(amount for amount, _ in cells),
            shared_points.LEFT: "+".join(
                f"IF(IFERROR({kept},1)=0,0,{amount})" if kept else amount for amount, kept in cells
            ),
            shared_points.SURE: "+".join(
                f"IF(IFERROR({kept},0)=1,{amount},0)" if kept else amount for amount, kept in cells
            ),
        }
        for part, formula in formulas.items():
            yield self._line(part, formula, clause_expressions.part_column(part, node), self._node(node, part), node)

    def _factors(self, clause: Clause) -> tuple[str, str]:
        scopes = list(filter(None, [self.scopes.inner_of(clause.id), TOTAL if self.scopes.outer else None]))
        low = "*".join(
            f"{self._node(node, shared_points.WHOLE)}/{self._node(node, shared_points.LEFT)}" for node in scopes
        )
        return low, "*".join(self._grown(clause, node) for node in scopes)

    def _grown(self, clause: Clause, node: str) -> str:
        outer = node == TOTAL and bool(self.scopes.outer)
        kept = self._kept(clause.id)
        own = self._open([clause.id]) if outer else [_if_open(kept, self._possible(clause.id))] if kept else []
        return f"{self._node(node, shared_points.WHOLE)}/({'+'.join([self._node(node, shared_points.SURE), *own])})"

    def _open(self, clauses: Iterable[str]) -> list[str]:
        """What is open of the clauses, or of the groups they stand for, as terms of a sum."""
        if not self.scopes.outer:
            cells = {self._possible(name): self._kept(name) for name in clauses}
        else:
            groups = dict.fromkeys(filter(None, map(self.scopes.outer_of, clauses)))
            cells = {self._node(node, shared_points.WHOLE): self._group_kept(node) for node in groups}
        return [_if_open(kept, amount) for amount, kept in cells.items() if kept]

    def _gone(self, clause: Clause) -> str:
        kept = self._kept(clause.id)
        return f"IFERROR({kept},1)=0" if kept else ""

    def _kept(self, clause: str) -> str:
        shared = self.book.clauses[clause].is_shared_out
        return self._part(self.book.clauses[clause], KEPT) if shared else ""

    def _group_kept(self, node: str) -> str:
        return self._node(node, KEPT) if node in self._falling else ""

    def _possible(self, clause: str) -> str:
        return self._part(self.book.clauses[clause], "possible")

    def _part(self, clause: Clause, part: str) -> str:
        return self.layout.part(self.book, clause, part)

    def _node(self, node: str, part: str) -> str:
        return self.layout.node(self.book, node, f"shared_{part}")


def _either(condition: str, then: str, other: str) -> str:
    return f"IF({condition},{then},{other})" if condition else other


def _if_open(kept: str, amount: str) -> str:
    return f"IF(ISERROR({kept}),{amount},0)"
