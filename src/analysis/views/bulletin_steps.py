"""The next steps of a month's circular: what is to be mended, lifted and filed, by whom (下一步工作).

A row a matter, those that concern most units first; the matters left out are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from analysis.questions import bulletins, duties
from analysis.rulebooks import clauses
from analysis.views import brief_sentences
from analysis.views.amounts import target_title
from analysis.views.bulletin_sentences import item_text, named_units, unit_title
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import joined_texts, say

MOST = {"zh": (3, 2, 2), "en": (1, 1, 1)}
"""How many tests, clauses and figures three pages have room for."""
OWNERS = NAMED = 3
Matters = Sequence[tuple[str, Sequence[str]]]


def steps_table(result: bulletins.MonthBulletin, lang: str = "zh") -> Table:
    """Each matter with the units it concerns and who answers for it there; what is left out is counted below."""
    parts = zip((_mended, _lifted, _filed), MOST[lang], strict=True)
    rows = tuple(row for part, most in parts for row in part(result, lang, most))
    heads = table_columns((say("next matter", lang), "name"), say("next units", lang), say("next charge", lang))
    rest = ("" if lang == "zh" else " ").join(_rest(result, lang))
    return Table(say("bulletin next", lang), heads, rows, lang, (rest,) if rest else ())


def _rest(result: bulletins.MonthBulletin, lang: str) -> Iterator[str]:
    mended, _, filed = MOST[lang]
    tests, figures = result.failed["clause"].n_unique() - mended, result.owed["fact"].n_unique() - filed
    if tests > 0:
        yield say("next mend more", lang, count=tests)
    if figures > 0:
        yield say("next owed more", lang, count=figures)


def _mended(result: bulletins.MonthBulletin, lang: str, most: int) -> Iterator[tuple[str, ...]]:
    """The tests that most units fail."""
    matters = result.failed.group_by("clause", maintain_order=True).agg("city")
    ordered = matters.sort(pl.col("city").list.len(), descending=True, maintain_order=True)
    for row in ordered.head(most).iter_rows(named=True):
        concerned = [(unit, [row["clause"]]) for unit in row["city"]]
        yield say("next mend", lang, item=item_text(result, row["clause"], lang)), *_charged(result, concerned, lang)


def _lifted(result: bulletins.MonthBulletin, lang: str, most: int) -> Iterator[tuple[str, ...]]:
    """The scored clauses at which units lag most, each once, with those who lag most there."""
    scored = [clause.id for clause in result.book.of_kind(clauses.SCORED)]
    compared = result.behind.filter(~pl.col("alone") & pl.col("clause").is_in(scored))
    ordered = compared.sort("behind_low", descending=True, maintain_order=True)
    matters = ordered.group_by("clause", maintain_order=True).agg("city")
    for row in matters.head(most).iter_rows(named=True):
        concerned = [(unit, [row["clause"]]) for unit in row["city"]]
        yield say("next lift", lang, item=item_text(result, row["clause"], lang)), *_charged(result, concerned, lang)


def _filed(result: bulletins.MonthBulletin, lang: str, most: int) -> Iterator[tuple[str, ...]]:
    """The figures that most units owe, with the clauses that wait for them."""
    ordered = result.owed.group_by("fact", maintain_order=True).agg("city", "clauses")
    ordered = ordered.sort(pl.col("city").list.len(), descending=True, maintain_order=True)
    for row in ordered.head(most).iter_rows(named=True):
        waiting = list(dict.fromkeys(item for items in row["clauses"] for item in items))
        items = joined_texts([say("next clause", lang, id=item) for item in waiting], lang)
        concerned = list(zip(row["city"], row["clauses"], strict=True))
        matter = say("next owed", lang, fact=target_title(row["fact"], result.book, lang), clauses=items)
        yield matter, *_charged(result, concerned, lang)


def _charged(result: bulletins.MonthBulletin, concerned: Matters, lang: str) -> tuple[str, str]:
    """The units, the first few by name; who answers there, once where it is the same everywhere."""
    owners: dict[str, list[str]] = {}
    for unit, items in concerned[:NAMED]:
        owners.setdefault(_owners(result, items, unit, lang), []).append(unit_title(unit, lang))
    units = named_units([unit_title(unit, lang) for unit, _ in concerned], lang, NAMED)
    if len(owners) == 1:
        return units, next(iter(owners))
    said = [f"{joined_texts(names, lang)}{say('colon', lang)}{who}" for who, names in owners.items()]
    return units, joined_texts(said, lang, "semicolon")


def _owners(result: bulletins.MonthBulletin, items: Sequence[str], unit: str, lang: str) -> str:
    """Who answers for some clauses in a unit: the first few, and how many there are."""
    owners = dict.fromkeys(
        owner for item in items for owner in duties.clause_owners(result.book, result.book.clauses[item], unit)
    )
    named = [owner for owner in owners if owner] or list(owners)
    text = brief_sentences.owners_text(named[:OWNERS], unit, lang)
    return text if len(named) <= OWNERS else say("owners and more", lang, names=text, count=len(named))
