"""The month's working papers as a document: the views of the notebooks, clause by clause (技术底稿).

The brief's first words, then 一、总体结论 二、失分与风险 三、与上月相比 四、各项得分 五、缺报数据、假定与估算
六、责任单位;
the annexes hold each clause's working and sources, the scenarios, and the files the report was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from analysis import views
from analysis.catalogue import report_phrase as phrase
from analysis.documents import (
    Annex,
    Block,
    Document,
    DocumentCell,
    DocumentColumn,
    DocumentTable,
    Heading,
    Highlights,
    Paragraph,
    view_blocks,
)
from analysis.questions import change
from analysis.reports.heads import day_text, page_mark
from analysis.reports.manifest import month_period
from analysis.reports.request import Request
from analysis.rulebooks import clauses
from analysis.scorecards import Card
from analysis.views import words

Inner = Callable[[Card, str], Sequence[Block]]

WORST = 10
_KINDS = {"facts": "facts", "tables": "tables", "rulebooks": "rulebooks", "scenarios": "kept", "notebooks": "notebooks"}


def report_document(
    request: Request,
    cards: Sequence[Card],
    made_from: Mapping[str, Any],
    moved: Mapping[str, Sequence[change.ScoreChange]],
    brief: views.MonthBrief,
) -> Document:
    """The working papers of a month's cards: all that the brief rests on, and all that never changes, once.

    `made_from`: the inputs as `manifest.input_hashes` gives them. `moved`: by rulebook, the changes since the month
    before, one a scenario.
    """
    lang = request.lang
    inner = (
        Highlights(brief.parts[0].title, brief.parts[0].sentences),
        Paragraph(_preface(request)),
        Paragraph(views.brief_sentences.standing_text(request.standing, lang)),
        *_chapter("outcome", cards, lang, _outcome),
        *_chapter("losses", cards, lang, _losses),
        *_moved(cards, lang, moved),
        *_chapter("clauses", cards, lang, _clauses),
        *_chapter("gaps", cards, lang, _gaps),
        *_chapter("units", cards, lang, _units),
        Annex(phrase("figures", lang)),
        *_each(cards, lang, _figures, 1),
        *(block for card in cards for block in _working(card, lang)),
        Annex(phrase("grounds", lang)),
        *_scenarios(cards, lang),
        *_files(made_from, lang),
    )
    last = month_period(request.month)["to"]
    return Document(
        phrase("papers", lang, city=words.city_title(request.city, lang)), inner, lang,
        phrase("subtitle", lang, month=words.month_title(request.month, lang)),
        date=phrase("until", lang, day=day_text(last, lang)), day=last,
        mark=page_mark(request.books, request.scenarios[0], lang),
    )  # fmt: skip


def _preface(request: Request) -> str:
    lang, whole = request.lang, month_period(request.month)
    named = words.joined_texts((phrase("book", lang, title=book.title_in(lang)) for book in request.books), lang)
    return phrase(
        "preface", lang, books=named, city=words.city_title(request.city, lang),
        work=views.unit_views.judged_work([request.city], lang), month=words.month_title(request.month, lang),
        first=day_text(whole["from"], lang), last=day_text(whole["to"], lang),
    )  # fmt: skip


def _chapter(key: str, cards: Sequence[Card], lang: str, inner: Inner) -> Iterator[Block]:
    yield Heading(phrase(key, lang))
    yield from _each(cards, lang, inner, 2)


def _each(cards: Sequence[Card], lang: str, inner: Inner, level: int) -> Iterator[Block]:
    """What each rulebook holds, under a heading of its own where there are several."""
    for card in cards:
        if len(cards) > 1:
            yield Heading(card.book.title_in(lang), level)
        yield from inner(card, lang)


def _outcome(card: Card, lang: str) -> tuple[Block, ...]:
    shown = [views.verdict(card, lang), views.totals(card, lang), views.charts.groups_chart(card, lang)]
    if card.book.of_kind(clauses.TESTED):
        shown.insert(1, views.vetoes(card, lang))
    return tuple(block for view in shown for block in view_blocks.blocks_of(view))


def _losses(card: Card, lang: str) -> tuple[Block, ...]:
    chart, table = views.charts.losses_chart(card, lang, most=WORST), views.lost(card, lang, most=WORST)
    return (*view_blocks.blocks_of(chart), *view_blocks.blocks_of(table))


def _moved(cards: Sequence[Card], lang: str, moved: Mapping[str, Sequence[change.ScoreChange]]) -> Iterator[Block]:
    """Why the totals moved since the month before; no such chapter where no month can be compared."""
    compared = [card for card in cards if card.book.id in moved]
    if compared:
        yield from _chapter("moved", compared, lang, lambda card, lang: _change(moved[card.book.id], card, lang))


def _change(results: Sequence[change.ScoreChange], card: Card, lang: str) -> tuple[Block, ...]:
    """Tests that turn, then what moved the total under each scenario that it moves under."""
    turned = views.change_views.turned_tests(results[0], card.book, lang)
    moving = [result for result in results if not result.drivers.is_empty()]
    shown = [turned] if turned.rows else []
    shown += [views.change_views.drivers_table(result, card.book, lang) for result in moving or results[:1]]
    shown += [views.waterfall(result, card.book, lang) for result in moving]
    return tuple(block for view in shown for block in view_blocks.blocks_of(view))


def _clauses(card: Card, lang: str) -> tuple[Block, ...]:
    """The clauses section by section, as the notebooks have them."""
    blocks: list[Block] = []
    for group in notebook_groups(card):
        title = words.joined_texts((card.book.groups[top].title_in(lang) for top in group), lang)
        blocks += [Heading(title, 3), *view_blocks.blocks_of(views.clauses(card, group, lang).under(title))]
    return tuple(blocks)


def notebook_groups(card: Card) -> list[tuple[str, ...]]:
    """The top groups that stand together in one notebook, in order."""
    names = dict.fromkeys(group.notebook or group.id for group in card.book.groups.values() if not group.parent)
    tops = [group for group in card.book.groups.values() if not group.parent]
    return [tuple(group.id for group in tops if (group.notebook or group.id) == name) for name in names]


def _gaps(card: Card, lang: str) -> tuple[Block, ...]:
    shown = (views.missing(card, lang, benchmarks=False), views.doubts(card, lang))
    return tuple(block for view in shown for block in view_blocks.blocks_of(view))


def _units(card: Card, lang: str) -> tuple[Block, ...]:
    return view_blocks.blocks_of(views.responsible(card, lang))


def _working(card: Card, lang: str) -> tuple[Block, ...]:
    title = Annex(phrase("working", lang, book=card.book.title_in(lang)))
    return (
        title,
        *(
            block
            for block in view_blocks.blocks_of(views.working(card, None, lang), 2)
            if not isinstance(block, DocumentTable)
        ),
    )


def _figures(card: Card, lang: str) -> tuple[Block, ...]:
    return view_blocks.blocks_of(views.figures(card, None, lang))


def _scenarios(cards: Sequence[Card], lang: str) -> Iterator[Block]:
    yield Heading(phrase("scenarios", lang))
    for card in cards:
        yield from view_blocks.blocks_of(views.each(views.scenarios, [card], lang))
        if any(scenario.changes for scenario in card.scenarios):
            yield from view_blocks.blocks_of(views.changes(card, lang))


def _files(made_from: Mapping[str, Any], lang: str) -> tuple[Block, ...]:
    rows = [
        (DocumentCell(phrase(key, lang)), DocumentCell(name), DocumentCell(sha))
        for kind, key in _KINDS.items()
        for name, sha in made_from[kind].items()
    ]
    rows += [(DocumentCell(phrase("code", lang)), DocumentCell("src/analysis"), DocumentCell(made_from["code"]))]
    heads = (
        DocumentColumn(phrase("kind", lang), "mark"),
        DocumentColumn(phrase("file", lang), "name"),
        DocumentColumn(phrase("hash", lang)),
    )
    return Heading(phrase("files", lang)), DocumentTable(phrase("files title", lang), heads, tuple(rows))
