"""The month's brief: verdict, what fails and who acts, what pays most, what is owed, what to check (月度简报)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.catalogue import TAGS
from analysis.questions import decisions
from analysis.rulebooks import clauses
from analysis.scenarios import BASELINE
from analysis.scorecards import TOTAL, Card
from analysis.signatures import Standing
from analysis.views import brief_plans, brief_sentences
from analysis.views.amounts import points_gain, target_amount, target_change, target_title
from analysis.views.chart_contents import EARNED, REST, Bar, Chart, DiamondMarks, Layer
from analysis.views.chart_drawing import bar_chart
from analysis.views.links import LinkedText, clause_anchor, fact_anchor, linked_text, totals_anchor
from analysis.views.result_texts import total_points_text
from analysis.views.sections import has_only_tests
from analysis.views.view_objects import Table, TonedText, table_columns, view_html
from analysis.views.words import (
    city_title,
    earned_text,
    joined_texts,
    month_title,
    rounded_text,
    say,
    total_span,
)

TREND = "trend"


@dataclass(frozen=True)
class BriefPart:
    """A part of the brief: its heading, sentences, a table where there is one, and sentences after it.

    The part `TREND` comes after the chart.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    table: Table | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class MonthBrief:
    """The brief: title, parts in order, and one chart."""

    title: str
    parts: tuple[BriefPart, ...]
    chart: Chart
    lang: str

    @property
    def language(self) -> str:
        return TAGS[self.lang]

    def _repr_html_(self) -> str:
        return view_html("brief.html", brief=self)

    def __repr__(self) -> str:
        return "\n\n".join([self.title, *("\n".join(_lines(part)) for part in self.parts)])


def _lines(part: BriefPart) -> Iterator[str]:
    yield part.title
    yield from part.sentences
    if part.table is not None:
        yield repr(part.table)
    yield from part.after


def month_brief(decision: decisions.MonthDecision, lang: str = "zh", standing: Standing | None = None) -> MonthBrief:
    """The brief of a month's decision, in Chinese or English. `standing`: a published report's state, said at the end
    of its first part; where there is none, nothing is said of it.

    >>> from analysis import facts, rulebooks, views
    >>> from analysis.questions import decisions
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> brief = views.month_brief(decisions.month_decision(figures, [book], "320281", "2021-03"), "en")
    >>> brief.parts[1].table.rows[0][1]
    'share 86.67%, not 100%: 2 events missing'
    """
    first = decision.cards[0]
    title = say("month brief", lang, city=city_title(first.city, lang), month=month_title(first.month, lang))
    parts = (
        BriefPart("outcome", say("part outcome", lang), (*_outcome(decision, lang), *_standing(standing, lang))),
        _vetoes(decision, lang),
        _steps(decision, lang),
        _open(decision, lang),
        *_due(decision, lang),
        BriefPart("audit", say("part audit", lang), tuple(brief_sentences.check_texts(decision, lang))),
        *_trend(decision, lang),
    )
    return MonthBrief(title, parts, brief_chart(decision, lang), lang)


def _outcome(decision: decisions.MonthDecision, lang: str) -> tuple[str, ...]:
    return tuple(
        _with_totals(brief_sentences.outcome_sentences(card, decision.moved.get(card.book.id), lang), card, lang)
        for card in decision.cards
    )


def _with_totals(sentences: str, card: Card, lang: str) -> str:
    """The total leads to the table of totals; so does a word after the sentences."""
    at, points = totals_anchor(card.book.id), total_points_text(card.node(TOTAL), lang, bare=True)
    total = ((points, at),) if points in sentences else ()
    return LinkedText(sentences, (*total, (say("see working", lang), at)))


def _standing(standing: Standing | None, lang: str) -> tuple[str, ...]:
    return () if standing is None else (brief_sentences.standing_text(standing, lang),)


def _vetoes(decision: decisions.MonthDecision, lang: str) -> BriefPart:
    found = decision.lacking.partition_by("rulebook", "clause", maintain_order=True)
    rows = tuple(_veto(rows, decision, lang) for rows in found)
    heads = table_columns((say("veto item", lang), "name"), say("veto gap", lang), say("veto owner", lang))
    table = Table(say("veto table", lang, count=len(rows)), heads, rows, lang) if rows else None
    near = (*brief_sentences.near_texts(decision, lang), *brief_sentences.warning_texts(decision, lang))
    return BriefPart("vetoes", say("part vetoes", lang), () if rows else _no_failure(decision, lang), table, near)


def _veto(rows: pl.DataFrame, decision: decisions.MonthDecision, lang: str) -> tuple[str, ...]:
    """A failed test: which, what each of its conditions lacks, who acts."""
    book, clause = decision.duties.books()[rows["rulebook"][0]], rows["clause"][0]
    gaps = [brief_sentences.gap_text(row, book, lang) for row in rows.iter_rows(named=True)]
    anchor = clause_anchor(book.id, clause)
    gaps += brief_sentences.unsettled_texts(decision, book, clause, lang)
    return (
        linked_text(brief_sentences.item_title(book, clause, lang), anchor),
        linked_text(joined_texts(gaps, lang, "semicolon"), anchor),
        brief_sentences.owners_text(rows["units"][0], decision.duties.city, lang),
    )


def _no_failure(decision: decisions.MonthDecision, lang: str) -> tuple[str, ...]:
    verdicts = [card.total()["passes"] for card in decision.cards if card.book.of_kind("test")]
    key = "vetoes none" if not verdicts else "vetoes met" if all(verdicts) else "vetoes no failure"
    return (say(key, lang),)


def _trend(decision: decisions.MonthDecision, lang: str) -> Iterator[BriefPart]:
    """The totals month by month; no such part where there are too few to compare."""
    if texts := tuple(brief_sentences.trend_texts(decision, lang)):
        yield BriefPart(TREND, say("part trend", lang), texts)


def _steps(decision: decisions.MonthDecision, lang: str) -> BriefPart:
    """The steps of the plan that comes to the goal; where there is none, those that pay most."""
    if decision.plans:
        parts = brief_plans.plan_parts(decision, lang)
        return BriefPart("steps", say("part steps", lang), parts.sentences, parts.table, parts.notes)
    rows = tuple(_step(row, decision, lang) for row in decision.steps.iter_rows(named=True))
    heads = table_columns((say("step work", lang), "name"), (say("step pays", lang), "number"), say("veto owner", lang))
    table = Table(say("step table", lang, count=len(rows)), heads, rows, lang) if rows else None
    none = say("no steps" if decision.duties.missing.is_empty() else "no steps yet", lang)
    return BriefPart("steps", say("part steps", lang), () if rows else (none,), table)


def _step(row: dict[str, Any], decision: decisions.MonthDecision, lang: str) -> tuple[str, ...]:
    book, lever = decision.duties.books()[row["rulebook"]], row["lever"]
    amount = target_amount(row["next"], lever, book, lang)
    change = amount if row["step"] is None else target_change(row["step"], lever, book, lang)
    pays = points_gain(row["pays"], lang)
    assumed = row["scenario"] != BASELINE.name
    working = clause_anchor(book.id, _paying_clause(row, decision))
    said = say("step said", lang, lever=target_title(lever, book, lang), change=change)
    return (
        linked_text(said, fact_anchor(lever)),
        linked_text(TonedText(say("step assumed", lang, points=pays), "assumed") if assumed else pays, working),
        brief_sentences.owners_text(row["units"], decision.duties.city, lang),
    )


def _paying_clause(row: dict[str, Any], decision: decisions.MonthDecision) -> str:
    """The first scored clause in which a step pays."""
    same = [pl.col(name) == row[name] for name in ("rulebook", "scenario", "lever")]
    found = decision.duties.steps.filter(*same, pl.col("pays") == row["pays"])
    book = decision.duties.books()[row["rulebook"]]
    return next(clause for clause in found["clauses"][0] if book.clauses[clause].kind != clauses.TESTED)


def _open(decision: decisions.MonthDecision, lang: str) -> BriefPart:
    """What cannot be judged: who owes how many figures, then what else is open."""
    title, texts = say("part open", lang), tuple(brief_sentences.open_texts(decision, lang))
    rows = tuple(brief_sentences.owed_rows(decision, lang))
    heads = table_columns(
        (say("veto owner", lang), "name"), (say("owed count", lang), "number"), say("owed names", lang)
    )
    if not rows:
        return BriefPart("open", title, texts)
    return BriefPart("open", title, (), Table(say("owed table", lang), heads, rows, lang), texts)


def _due(decision: decisions.MonthDecision, lang: str) -> Iterator[BriefPart]:
    """How many matters fall due, counts alone; no such part without registers of the month."""
    if decision.due is not None:
        yield BriefPart("due", say("part due", lang), brief_sentences.due_texts(decision.due, lang))


def brief_chart(decision: decisions.MonthDecision, lang: str = "zh") -> Chart:
    """The total of each rulebook, and the groups of those that score several; diamonds mark the month before."""
    nodes = [(card, node) for card in decision.cards for node in (TOTAL, *_scored_groups(card))]
    bars = [_bar(card, node, lang) for card, node in nodes]
    before = [_before(decision, card, node) for card, node in nodes]
    layers = [
        Layer(say("bar earned", lang), EARNED), Layer(say("bar open", lang), EARNED, hatched=True),
        Layer(say("bar rest", lang), REST),
    ]  # fmt: skip
    marks = [DiamondMarks(say("month before", lang), before)] if any(point is not None for point in before) else []
    return bar_chart(_finding(decision, lang), bars, layers, lang, marks)


def _before(decision: decisions.MonthDecision, card: Card, node: str = TOTAL) -> float | None:
    """The points of the month before, not below 0 as bars are drawn; none where they are not certain."""
    points = decision.before.get(card.book.id, {}).get(node)
    return None if points is None else max(0.0, points)


def _scored_groups(card: Card) -> list[str]:
    """The top groups that score; none where there is but one, which the total shows already."""
    tops = [group.id for group in card.book.groups.values() if not group.parent]
    scored = [name for name in tops if not has_only_tests(card, name) and _has_points(card.node(name))]
    return scored if len(scored) > 1 else []


def _has_points(node: Mapping[str, Any]) -> bool:
    """Whether there is anything to draw: points, given or taken, or room for them."""
    return any(node[part] for part in ("low", "high", "possible"))


def _bar(card: Card, node: str, lang: str) -> Bar:
    row = card.node(node)
    low, high = max(0.0, row["low"] or 0.0), row["high"] if row["high"] is not None else row["low"] or 0.0
    total = say("bar total", lang, book=card.book.title_in(lang))
    title = total if node == TOTAL else card.book.groups[node].title_in(lang)
    rest = max(0.0, (row["possible"] or 0.0) - high)
    earned = total_points_text(row, lang) if node == TOTAL else earned_text(row, lang)
    return Bar(title, earned, (low, max(0.0, high - low), rest))


def _finding(decision: decisions.MonthDecision, lang: str) -> str:
    card = decision.cards[0]
    points, before = total_span(card.total(), lang), _before(decision, card)
    if before is None:
        return say("chart now", lang, points=points)
    return say("chart now and before", lang, points=points, before=rounded_text(before))
