"""Tables of results: verdict, totals, points by clause, points lost (结果表)."""

from __future__ import annotations

from typing import Any

from analysis.rulebooks import Clause
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scorecards import TOTAL, Card
from analysis.views import result_texts
from analysis.views.amounts import numbered_title
from analysis.views.links import (
    BRIEF,
    LinkedText,
    clause_anchor,
    clause_link,
    linked_text,
    points_anchor,
    totals_anchor,
)
from analysis.views.result_texts import Row
from analysis.views.sections import (
    Part,
    group_depth,
    group_notebook,
    has_only_tests,
    ordered_groups,
    scenario_heading,
    scenarios_beside,
    section_clauses,
)
from analysis.views.validities import judged_by_text
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import earned_text, maximum_text, rounded_text, say


def verdict(card: Card, lang: str = "zh") -> Table:
    """The outcome first: verdict, what vetoes it, the total with its interval; scenarios beside, marked."""
    said = result_texts.verdict_text(card, lang)
    rows = [
        (say("verdict", lang), said),
        *_tests(card, lang),
        (say("total", lang), linked_text(result_texts.total_text(card, lang), totals_anchor(card.book.id))),
    ]
    rows += [
        (scenario_heading(other, lang), TonedText(result_texts.total_text(card, lang, other.name), "assumed"))
        for other in scenarios_beside(card)
    ]
    titled = say("verdict title", lang, verdict=said)
    heads = table_columns(say("item", lang), say("result", lang))
    return Table(titled, heads, tuple(rows), lang, notes=_total_notes(card, lang), kind="facing")


def _tests(card: Card, lang: str) -> list[tuple[str, str]]:
    tested = [pair for pair in card.clauses() if pair[0].kind == clauses_rulebook.TESTED]
    failed = [clause for clause, row in tested if row["met"] is False]
    unknown = [clause for clause, row in tested if row["met"] is None]
    rows = [(say("tests", lang), result_texts.tests_tally(card, lang))] if tested else []
    rows += [(say("vetoes", lang), _titled_links(card, failed, "bad", lang))] if failed else []
    rows += [(say("undecided tests", lang), _titled_links(card, unknown, "missing", lang))] if unknown else []
    return rows


def _titled_links(card: Card, listed: list[Clause], tone: str, lang: str) -> LinkedText:
    leads = [(numbered_title(clause, lang), clause_anchor(card.book.id, clause.id)) for clause in listed]
    between = say("semicolon", lang)
    return LinkedText(between.join(title for title, _ in leads), leads, tone, between)


def vetoes(card: Card, lang: str = "zh") -> Table:
    """The tests that failed or can't be decided, with the numbers put in."""
    rows = [
        (
            clause_link(card, clause),
            clause.title_in(lang),
            result_texts.test_outcome(row, lang),
            result_texts.working_line(card, clause, lang),
        )
        for clause, row in card.clauses()
        if clause.kind == clauses_rulebook.TESTED and not row["met"]
    ]
    heads = table_columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("outcome", lang), "mark"),
        say("numbers", lang),
    )  # fmt: skip
    nothing = say("no vetoes" if card.book.of_kind(clauses_rulebook.TESTED) else "no tests", lang)
    return Table(say("vetoes title", lang), heads, tuple(rows), lang, empty=nothing)


def totals(card: Card, lang: str = "zh") -> Table:
    """The total and the groups, with their intervals and what is possible; other scenarios beside.

    >>> from analysis import facts, rulebooks, scorecards, views
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> card = scorecards.card(figures, book, "320281", "2021-03")
    >>> views.totals(card)
    总分与分组得分
    分组 | 得分 | 满分
    总分 | 33.16 | 56.4
    ...
    """
    rows = [
        (TonedText(say("total", lang), "strong"), *_total_cells(card, lang), TonedText(_most(card, lang), "strong"))
    ]
    rows += [_group(card, group, lang) for group in ordered_groups(card.book)]
    others = [(scenario_heading(other, lang), "number") for other in scenarios_beside(card)]
    heads = table_columns(
        (say("group", lang), "name"), (say("earned", lang), "number"), *others, (say("possible", lang), "number")
    )
    notes, anchor = _total_notes(card, lang), totals_anchor(card.book.id)
    titled = LinkedText(say("totals title", lang), ((say("month brief short", lang), BRIEF),))
    return Table(titled, heads, tuple(rows), lang, notes=notes, anchor=anchor)


def _total_cells(card: Card, lang: str) -> list[str]:
    own = TonedText(result_texts.total_points_text(card.node(TOTAL), lang), "strong")
    return [
        own,
        *(
            TonedText(result_texts.total_points_text(card.node(TOTAL, other.name), lang), "assumed")
            for other in scenarios_beside(card)
        ),
    ]


def _most(card: Card, lang: str) -> str:
    return maximum_text(card.node(TOTAL)["possible"], lang)


def _group(card: Card, group: Any, lang: str) -> tuple[str, ...]:
    indent = "\u3000" * (group_depth(card, group) - 1)
    title = linked_text(f"{indent}{group.title_in(lang)}", _section_of(card, group))
    at = points_anchor(card.book.id, group_notebook(card, group.id))
    if has_only_tests(card, group.id):
        tally, dash = linked_text(result_texts.tests_tally(card, lang, group.id), at), say("not there", lang)
        return (title, tally, *(dash for _ in scenarios_beside(card)), dash)
    own = card.node(group.id)
    others = [
        TonedText(earned_text(card.node(group.id, other.name), lang), "assumed") for other in scenarios_beside(card)
    ]
    points = [linked_text(text, at) for text in (result_texts.points_cell(own, lang), *others)]
    return (title, *points, maximum_text(own["possible"] or None, lang))


def _section_of(card: Card, group: Any) -> str:
    """The page's section that shows a group: that of the notebook of its top group."""
    return f"{card.book.id}.{group_notebook(card, group.id)}"


def _places(card: Card, title: str, pairs: list[tuple[Clause, Row]], lang: str) -> tuple[LinkedText, str]:
    """The title of a table of clauses, which leads back to the totals, and its anchor where it is of one section."""
    sections = {group_notebook(card, clause.group) for clause, _ in pairs}
    back = (say("totals title", lang), totals_anchor(card.book.id))
    anchor = points_anchor(card.book.id, sections.pop()) if len(sections) == 1 else ""
    return LinkedText(say(title, lang), (back,)), anchor


def lost(card: Card, lang: str = "zh", group: Part = None, most: int | None = None) -> Table:
    """Points lost, ranked: known losses first, then what may be lost where something is missing.

    >>> from analysis import facts, rulebooks, scorecards, views
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> card = scorecards.card(figures, book, "320281", "2021-03")
    >>> views.lost(card, most=1)
    失分排序
    条款 | 名称 | 失分 | 得分 | 满分
    13 | 部门和公用企事业单位联通共享 | 4.00 | 0.00 | 4
    ...
    """
    ranked = result_texts.clause_losses(card, group)[:most]
    rows = [
        (clause_link(card, clause), clause.title_in(lang), clause_link(card, clause, _loss(row, loss, lang)),
         clause_link(card, clause, result_texts.points_cell(row, lang)),
         *_others(card, clause, lang), maximum_text(row["possible"] or None, lang))
        for clause, row, loss in ranked
    ]  # fmt: skip
    others = [(scenario_heading(other, lang), "number") for other in scenarios_beside(card)]
    heads = table_columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("lost", lang), "number"),
        (say("earned", lang), "number"), *others, (say("possible", lang), "number"),
    )  # fmt: skip
    notes = (say("lost note", lang), *_notes(card, lang, False))
    return Table(say("lost title", lang), heads, tuple(rows), lang, notes=notes, empty=say("nothing lost", lang))


def _loss(row: Row, loss: float, lang: str) -> str:
    if row["points"] is not None:
        return rounded_text(loss)
    return TonedText(say("at most lost", lang, points=rounded_text(loss)), "missing")


def clauses(card: Card, group: Part = None, lang: str = "zh") -> Table:
    """Each clause's points of those possible and its target, or its test; what it waits for; scenarios beside.

    >>> from analysis import facts, rulebooks, scorecards, views
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> card = scorecards.card(figures, book, "320281", "2021-03")
    >>> views.clauses(card, "18", "en")
    Points by clause
    Clause | Title | Points | Of | Target | Note
    18.1 | Domains with Xinyi+ applications | 3.30 | 6 | reached ◐ |
    ...
    """
    pairs = section_clauses(card, group)
    if pairs and all(clause.kind == clauses_rulebook.TESTED for clause, _ in pairs):
        return _tested(card, pairs, lang)
    rows = [
        (clause_link(card, clause), clause.title_in(lang), clause_link(card, clause, _result(row, lang)),
         *_others(card, clause, lang), maximum_text(row["possible"] or None, lang),
         result_texts.target_text(card, clause, row, lang),
         result_texts.waiting_text(card, row, lang))
        for clause, row in pairs
    ]  # fmt: skip
    others = [(scenario_heading(other, lang), "number") for other in scenarios_beside(card)]
    heads = table_columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("earned", lang), "number"), *others,
        (say("possible", lang), "number"), (say("target", lang), "mark"), say("remark", lang),
    )  # fmt: skip
    unknown = any(row["points"] is None for clause, row in pairs if clause.kind != clauses_rulebook.TESTED)
    notes = (*_notes(card, lang, unknown), *_part_note(card, pairs, lang))
    title, anchor = _places(card, "clauses title", pairs, lang)
    return Table(title, heads, tuple(rows), lang, notes=notes, anchor=anchor)


def _result(row: Row, lang: str) -> str:
    return (
        result_texts.test_outcome(row, lang)
        if row["kind"] == clauses_rulebook.TESTED
        else result_texts.points_cell(row, lang)
    )


def _tested(card: Card, pairs: list[tuple[Clause, Row]], lang: str) -> Table:
    rows = [
        (clause_link(card, clause), clause.title_in(lang), result_texts.test_outcome(row, lang),
         result_texts.working_line(card, clause, lang),
         result_texts.waiting_text(card, row, lang))
        for clause, row in pairs
    ]  # fmt: skip
    heads = table_columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("outcome", lang), "mark"),
        say("numbers", lang), say("remark", lang),
    )  # fmt: skip
    title, anchor = _places(card, "tests title", pairs, lang)
    return Table(title, heads, tuple(rows), lang, anchor=anchor)


def _others(card: Card, clause: Clause, lang: str) -> list[str]:
    rows = [result_texts.clause_row(card, clause, other.name) for other in scenarios_beside(card)]
    return [TonedText(_result(row, lang), "assumed") for row in rows]


def _part_note(card: Card, pairs: list[tuple[Clause, Row]], lang: str) -> list[str]:
    return [say("targets apart", lang)] if any(result_texts.pays_part_only(card, *pair) for pair in pairs) else []


def _notes(card: Card, lang: str, unknown: bool) -> tuple[str, ...]:
    notes = [say("interval note", lang)] if unknown else []
    return (
        *notes,
        *(say("beside note", lang, title=scenario_heading(other, lang)) for other in scenarios_beside(card)),
    )


def _total_notes(card: Card, lang: str) -> tuple[str, ...]:
    dated = judged_by_text(card.book, lang)
    return (*dated, *_notes(card, lang, card.total()["points"] is None), *result_texts.unfloored_totals(card, lang))
