"""The last sheet to read: how the workbook is used, what it holds to, where it comes from, what is assumed (说明表)."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.reports.workbooks.paper import Leaf
from analysis.reports.workbooks.plan import Plan
from analysis.views.amounts import numbered_title
from analysis.views.gap_tables import clause_remarks
from analysis.views.result_texts import clause_row

WIDTHS = (30, 10, 110)
GUIDE = {"use": 3, "missing": 3, "formulas": 3, "check": 1, "programs": 1, "scope": 1}
"""How many sentences are said of what."""


def write(plan: Plan, leaf: Leaf) -> None:
    """The sheet: the guide, the sources, then every assumption and note."""
    leaf.widths(WIDTHS)
    leaf.write(0, 0, plan.say("guide"), "title")
    row = 2
    for head, said in (*_guide(plan), *_sources(plan)):
        for column, (told, style) in enumerate(((head, "text"), ("", "text"), (said, "text"))):
            leaf.write(row, column, told, style, bold=column == 0)
        row += 1
    for column, key in enumerate(("clause", "provenance", "assumptions")):
        leaf.write(row + 1, column, plan.say(key), "head")
    for number, line in enumerate(_assumptions(plan), row + 2):
        for column, said in enumerate(line):
            leaf.write(number, column, said, "quiet")
        row = number
    leaf.printed(None, len(WIDTHS) - 1, row)


def _guide(plan: Plan) -> Iterator[tuple[str, str]]:
    for head, count in GUIDE.items():
        for number in range(1, count + 1):
            yield plan.say(f"guide {head}"), plan.say(f"guide {head} {number}")


def _sources(plan: Plan) -> Iterator[tuple[str, str]]:
    for card in plan.cards:
        source = card.book.source
        yield card.book.title_in(plan.lang), source["zh" if plan.lang == "zh" else "title"]
        yield (
            plan.say("edition"),
            plan.say("edition of", id=card.book.id, edition=card.book.edition, hash=card.book.sha256[:16]),
        )
        yield plan.say("about book"), card.book.about_zh if plan.lang == "zh" else card.book.about
    for one in plan.scenarios:
        about = one.about_zh if plan.lang == "zh" else one.about
        yield plan.say("scenario"), "：".join(filter(None, [one.title_in(plan.lang), about]))


def _assumptions(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for card in plan.cards:
        for clause in card.book.clauses.values():
            for _, mark, said in clause_remarks(card, clause, clause_row(card, clause), plan.lang):
                yield numbered_title(clause, plan.lang), str(mark), said
