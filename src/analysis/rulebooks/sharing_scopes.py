"""Among which clauses the points of those that do not apply to a unit are shared out (分摊范围)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.rulebooks.applicability import TOTAL
from analysis.rulebooks.clauses import SCORED, Clause
from analysis.rulebooks.rulebook_types import Rulebook

CACHED_RULEBOOKS = 64


@dataclass(frozen=True)
class SharingScopes:
    """Clauses by the group within which points are shared out, the whole rulebook being the group `total`.

    `outer`: where nothing of a group may be left, every group with its clauses: its points then go to the others.
    """

    inner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def inner_of(self, clause: str) -> str | None:
        """The group within which a clause takes its part of what others leave; None where it takes none."""
        return next((node for node, clauses in self.inner.items() if clause in clauses), None)

    def outer_of(self, clause: str) -> str | None:
        """The group whose points may all go to others, or that may take from others, a clause belongs to."""
        return next((node for node, clauses in self.outer.items() if clause in clauses), None)

    def takes_part(self, clause: str) -> bool:
        """Whether a clause's points depend on which others apply."""
        return self.inner_of(clause) is not None or self.outer_of(clause) is not None


@lru_cache(maxsize=CACHED_RULEBOOKS)
def sharing_scopes(book: Rulebook) -> SharingScopes:
    """The scopes of a rulebook; empty ones where no clause shares its points out."""
    if not any(clause.is_shared_out for clause in book.clauses.values()):
        return SharingScopes()
    every = [clause for clause in book.clauses.values() if can_take_points(book, clause)]
    if book.shared_over == TOTAL:
        return SharingScopes({TOTAL: tuple(clause.id for clause in every)})
    groups: dict[str, list[Clause]] = {}
    for clause in every:
        groups.setdefault(clause.group, []).append(clause)
    named = {node: tuple(clause.id for clause in clauses) for node, clauses in groups.items()}
    shares = {node for node, clauses in groups.items() if any(clause.is_shared_out for clause in clauses)}
    falls = any(all(clause.is_shared_out for clause in groups[node]) for node in shares)
    return SharingScopes({node: named[node] for node in named if node in shares}, named if falls else {})


def can_take_points(book: Rulebook, clause: Clause) -> bool:
    """Whether a clause is one of those that points are shared out over.

    Not so where it has no ceiling, and not in groups that are capped, count only their best, or are a bonus: their
    sums are not those of their clauses.
    """
    bounded = all(reading.possible is not None for reading in clause.readings.values())
    groups = [book.groups[name] for name in book.path(clause.group)]
    plain = not any(group.bonus or group.choose is not None or group.cap is not None for group in groups)
    return clause.kind == SCORED and bounded and plain
