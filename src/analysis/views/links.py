"""Cells that lead somewhere on the page: a number to its working, a working to its figures, and back (页内链接)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analysis.rulebooks import Clause
from analysis.scorecards import Card
from analysis.views.view_objects import TonedText
from analysis.views.words import joined_texts, say

LINK = re.compile(r' ?<a (?P<more>class="more" )?href="#(?P<place>[^"]*)">(?P<text>[^<]*)</a>')
BRIEF = "brief"
"""Where the month's brief stands on the page."""

Lead = tuple[str, str]
"""A text, and the anchor it leads to."""


class LinkedText(TonedText):
    """A cell's text whose parts lead to anchors of the page; `anchor` is its own, to which others lead.

    In a sentence or a title, what leads somewhere is linked where it stands, else after it.
    Elsewhere than on a page it is the text alone.
    """

    leads: tuple[Lead, ...]
    between: str
    anchor: str

    def __new__(
        cls, text: str, leads: Sequence[Lead] = (), tone: str = "", between: str = "", anchor: str = ""
    ) -> LinkedText:
        linked = super().__new__(cls, text, tone)
        linked.leads, linked.between, linked.anchor = tuple(leads), between, anchor  # type: ignore[attr-defined]
        return linked  # type: ignore[return-value]

    def pieces(self) -> list[Lead]:
        """The text in order: what leads somewhere with its anchor, what leads nowhere without."""
        found: list[Lead] = []
        rest = str(self)
        for text, anchor in self.leads:
            before, there, after = rest.partition(text)
            found, rest = ([*found, (before, ""), (text, anchor)], after) if there else (found, rest)
        return [*found, (rest, "")]

    def further(self) -> list[Lead]:
        """What leads somewhere and does not stand in the text itself."""
        return [lead for lead in self.leads if lead not in self.pieces()]


def linked_text(text: str, target: str) -> LinkedText:
    """A text that leads to one place, and keeps its tone."""
    return LinkedText(text, ((text, target),), getattr(text, "tone", ""))


def clause_anchor(book: str, clause: str) -> str:
    """Where a clause's working stands on the page."""
    return f"{book}-{clause}"


def fact_anchor(fact: str) -> str:
    """Where a figure stands on the page, with its sources."""
    return f"fact-{fact}"


def totals_anchor(book: str) -> str:
    """Where a rulebook's total and groups stand on the page."""
    return f"totals-{book}"


def points_anchor(book: str, section: str) -> str:
    """Where the points of a section's clauses stand on the page."""
    return f"points-{book}-{section}"


def clause_link(card: Card, clause: Clause, text: str | None = None) -> LinkedText:
    """A text, by default the clause's number, that leads to the clause's working."""
    return linked_text(clause.id if text is None else text, clause_anchor(card.book.id, clause.id))


def clause_links(card: Card, ids: Iterable[str], lang: str) -> LinkedText:
    """The numbers of several clauses, each leading to its working."""
    numbers = list(ids)
    leads = tuple((number, clause_anchor(card.book.id, number)) for number in numbers)
    return LinkedText(joined_texts(numbers, lang), leads, between=say("comma", lang))


def without_dead_links(page: str) -> str:
    """HTML in which what leads to a place that is not there is plain text: not every page shows every working."""
    places = set(re.findall(r'\bid="([^"]*)"', page))
    return LINK.sub(lambda link: link[0] if link["place"] in places else _unlinked(link), page)


def _unlinked(link: re.Match[str]) -> str:
    """The text; nothing of a link that only says where to find more."""
    if link["more"]:
        return ""
    return (" " if link[0].startswith(" ") else "") + link["text"]
