"""A formula proposed for the wording of an item, or why none is (提议公式)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from analysis.assessment_tables import counted_wordings, inapplicable_wordings, measured_wordings, scoring_words
from analysis.assessment_tables.items import BONUS, DEDUCTION, VETO, Item, stated_limit
from analysis.assessment_tables.proposed_parts import Proposal, ProposedParts, Refusal
from analysis.assessment_tables.scoring_words import PlainText, plain_wording

Reader = Callable[[Sequence[PlainText], ProposedParts], Proposal | None]
SCORED: tuple[Reader, ...] = (
    measured_wordings.proportion,
    counted_wordings.honours,
    measured_wordings.steps_down,
    measured_wordings.steps_up,
    measured_wordings.bands,
    counted_wordings.counted,
)
NOT_COMMON = Refusal("不是常见的几种写法", "it is none of the common wordings")
NO_SCORING = Refusal("没有写怎样计分", "it does not say how points are given")
ALSO_IN_CONTENT = Refusal("考核内容里也有计分的话", "the content speaks of points too")


def propose(item: Item, name: str) -> Proposal | Refusal:
    """The formula that an item's words propose, its clause called `name`; or what keeps one from being proposed."""
    standard, content = item.text("standard"), item.text("content")
    text = plain_wording(standard or content, asides=True)
    try:
        if standard and scoring_words.SCORING.search(plain_wording(content).text):
            raise ALSO_IN_CONTENT
        rest, absent = inapplicable_wordings.split_absent(text)
        proposal = _proposed(rest.without(scoring_words.ASIDE), item, name)
        return inapplicable_wordings.with_absent(proposal, absent, name, item.nature) if absent else proposal
    except Refusal as refusal:
        return refusal


def is_veto(item: Item) -> bool:
    """Whether an item gives no points but can veto all."""
    said = plain_wording(item.text("standard") + item.text("content") + item.text("points")).text
    return item.nature == VETO or (item.points is None and "否决" in said)


def _proposed(text: PlainText, item: Item, name: str) -> Proposal:
    if is_veto(item):
        return _checked(counted_wordings.vetoed(text, ProposedParts(name, None)))
    if said := scoring_words.OPEN.search(text.text):
        raise Refusal(f"写有“{said[0]}”，要看别的单位、由人评定或另有约定", f"it says '{said[0]}'")
    fragments = [part for part in text.without(scoring_words.ONCE).fragments() if _speaks_of_points(part.text)]
    if not fragments:
        raise NO_SCORING
    readers = (counted_wordings.deducted,) if item.nature == DEDUCTION else SCORED
    return _checked(_first(readers, fragments, item, name))


def _speaks_of_points(text: str) -> bool:
    scoring = scoring_words.SCORING.search(text) or scoring_words.QUOTIENT.match(text)
    return bool(scoring) and not scoring_words.ANNOUNCED.match(text)


def _first(readers: Sequence[Reader], fragments: Sequence[PlainText], item: Item, name: str) -> Proposal | None:
    """What the first reader that understands all fragments makes of them."""
    for read in readers:
        if proposal := read(fragments, ProposedParts(name, item_limit(item))):
            return proposal
    return None


def _checked(proposal: Proposal | None) -> Proposal:
    if proposal is None:
        raise NOT_COMMON
    return proposal


def item_limit(item: Item) -> Fraction | None:
    """The most that an item can give or take: its own points, for bonuses and deductions else its group's."""
    group = stated_limit(item.groups) if item.nature in (BONUS, DEDUCTION) else None
    points = item.points if item.points is not None else group
    return None if points is None else Fraction(str(abs(points)))
