"""Charts of a card: points by clause, points lost, groups; each with a table beside it (图表)."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.rulebooks import Clause, clauses
from analysis.scorecards import TOTAL, Card
from analysis.views import result_texts
from analysis.views.amounts import numbered_title
from analysis.views.chart_contents import EARNED, LOST, REST, Bar, Chart, DiamondMarks, Layer
from analysis.views.chart_drawing import bar_chart
from analysis.views.result_texts import Row
from analysis.views.sections import (
    Part,
    has_only_tests,
    scenario_heading,
    scenarios_beside,
    section_clauses,
)
from analysis.views.words import earned_text, maximum_text, points_span, rounded_text, say


def points_chart(card: Card, lang: str = "zh", group: Part = None) -> Chart:
    """Points by clause of those possible; hatched is what is not known; a diamond marks the scenario beside.

    Deductions reach left of 0. Tests, which have no points, are left out.
    """
    pairs = [pair for pair in section_clauses(card, group) if pair[0].kind != clauses.TESTED]
    bars = [_bar(numbered_title(clause, lang), row, lang) for clause, row in pairs]
    rows = [
        {other.name: result_texts.clause_row(card, clause, other.name) for other in scenarios_beside(card)}
        for clause, _ in pairs
    ]
    marks = [
        DiamondMarks(scenario_heading(other, lang), [row[other.name]["points"] for row in rows])
        for other in scenarios_beside(card)
    ]
    return bar_chart(_finding(card, lang, group), bars, _layers(lang), lang, marks)


def losses_chart(card: Card, lang: str = "zh", group: Part = None, most: int | None = None) -> Chart:
    """Points lost by clause, the largest first; hatched where the loss is not certain."""
    ranked = result_texts.clause_losses(card, group)[:most]
    bars = [
        Bar(numbered_title(clause, lang), _lost_text(row, loss, lang), _parts(loss, row["points"] is not None))
        for clause, row, loss in ranked
    ]
    layers = [Layer(say("bar lost", lang), LOST), Layer(say("bar risk", lang), LOST, hatched=True)]
    return bar_chart(_finding_lost(ranked, lang), bars, layers, lang)


def groups_chart(card: Card, lang: str = "zh") -> Chart:
    """The top groups, earned of those possible; hatched is what is not known. With one such group, its clauses."""
    tops = [
        group_node
        for group_node in card.book.groups.values()
        if not group_node.parent and not has_only_tests(card, group_node.id)
    ]
    if len(tops) == 1:
        return points_chart(card, lang)
    bars = [_bar(top.title_in(lang), card.node(top.id), lang) for top in tops]
    marks = [
        DiamondMarks(scenario_heading(other, lang), [card.node(top.id, other.name)["points"] for top in tops])
        for other in scenarios_beside(card)
    ]
    title = say("chart groups", lang, points=result_texts.total_text(card, lang))
    return bar_chart(title, bars, _layers(lang), lang, marks)


def _layers(lang: str) -> list[Layer]:
    return [
        Layer(say("bar earned", lang), EARNED),
        Layer(say("bar open", lang), EARNED, hatched=True),
        Layer(say("bar rest", lang), REST),
    ]


def _bar(title: str, row: Row, lang: str) -> Bar:
    """What is sure, what may be, and the rest, one after another; a deduction to the left."""
    low, high = row["low"] or 0.0, row["high"] if row["high"] is not None else row["low"] or 0.0
    most = row["possible"] or 0.0
    if row.get("kind") == clauses.DEDUCTED or most == 0:
        return Bar(title, earned_text(row, lang), (high, low - high, 0.0))
    text = f"{earned_text(row, lang)} / {maximum_text(row['possible'], lang)}"
    return Bar(title, text, (low, high - low, max(0.0, most - high)))


def _parts(loss: float, certain: bool) -> tuple[float, float]:
    return (loss, 0.0) if certain else (0.0, loss)


def _lost_text(row: Row, loss: float, lang: str) -> str:
    return rounded_text(-loss) if row["points"] is not None else say("at most lost", lang, points=rounded_text(loss))


def _finding(card: Card, lang: str, group: Part) -> str:
    """The chart's title: what was earned and where most was lost."""
    total = _sum(card, lang, group)
    ranked = [loss for loss in result_texts.clause_losses(card, group) if loss[1]["points"] is not None]
    if not ranked:
        return say("chart points clean", lang, points=total)
    return say("chart points", lang, points=total, worst=numbered_title(ranked[0][0], lang))


def _sum(card: Card, lang: str, group: Part) -> str:
    """The points of the nodes shown, from the card's own frame."""
    names = [TOTAL] if group is None else [group] if isinstance(group, str) else _scored(card, group)
    texts = [_node(card, name, lang) for name in names]
    return say("semicolon", lang).join(texts)


def _scored(card: Card, group: Sequence[str]) -> list[str]:
    return [name for name in group if not has_only_tests(card, name)]


def _node(card: Card, name: str, lang: str) -> str:
    node = card.node(name)
    text = result_texts.total_points_text(node, lang, bare=True) if name == TOTAL else points_span(node, lang)
    most = f" / {maximum_text(node['possible'], lang)}" if node["possible"] else ""
    return say("points", lang, points=f"{text}{most}")


def _finding_lost(ranked: list[tuple[Clause, Row, float]], lang: str) -> str:
    if not ranked:
        return say("chart nothing", lang)
    clause, row, loss = ranked[0]
    key = "chart lost" if row["points"] is not None else "chart risk"
    return say(key, lang, worst=numbered_title(clause, lang), lost=rounded_text(loss))
