"""Which clauses of a new edition lift and lower totals over all cities: a table, charts, a finding (各条影响)."""

from __future__ import annotations

from typing import Any

from analysis.questions import clause_impacts, edition_effects
from analysis.rulebooks import Rulebook
from analysis.views import edition_tables
from analysis.views.amounts import points_change
from analysis.views.chart_contents import EARNED, LOST, Bar, Bars, Layer
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import say

Editions = tuple[Rulebook, Rulebook]
MOST = 10
"""How many clauses the picture shows."""


def clause_impacts_table(found: edition_effects.EditionEffects, books: Editions, lang: str = "zh") -> Table:
    """A row a clause: how many city-months it lifts and lowers, by how much on the mean and at the most."""
    rows = [
        (_clause(row["clause"], books, lang), str(row["up"]), str(row["down"]),
         points_change(row["gained"] + row["lost"], lang), points_change(row["most"], lang),
         points_change(row["least"], lang))
        for row in clause_impacts.clause_impacts(found).iter_rows(named=True)
    ]  # fmt: skip
    keys = ("impact up", "impact down", "impact mean", "impact most", "impact least")
    heads = table_columns((say("edition clause", lang), "name"), *((say(key, lang), "number") for key in keys))
    return Table(impact_finding(found, books, lang), heads, tuple(rows), lang, notes=(say("impact note", lang),),
                 empty=say("impact none", lang))  # fmt: skip


def impact_finding(found: edition_effects.EditionEffects, books: Editions, lang: str) -> str:
    """How many city-months gain and lose, the mean, and the clause that does most."""
    changes, impacts = found.totals["low"].drop_nulls(), clause_impacts.clause_impacts(found)
    if changes.is_empty() or impacts.is_empty():
        return say("impact none", lang)
    counts = {"up": (changes > 0).sum(), "down": (changes < 0).sum(), "same": (changes == 0).sum()}
    first = impacts.row(0, named=True)
    said = {"mean": points_change(float(changes.mean()), lang), "clause": _clause(first["clause"], books, lang)}  # type: ignore[arg-type]
    chief = points_change(first["gained"] + first["lost"], lang)
    return say("impact finding", lang, after=found.after, count=found.totals.height, **counts, **said, chief=chief)


def impact_charts(
    found: edition_effects.EditionEffects, books: Editions, lang: str = "zh"
) -> tuple[tuple[str, Bars], ...]:
    """Bars of the clauses, and bars of the city-months that gain and lose most, each with what it shows."""
    rows = clause_impacts.clause_impacts(found).head(MOST).iter_rows(named=True)
    clauses = [_bar(row, books, lang) for row in rows]
    cities = edition_tables.edition_bars(found, lang)
    return (say("impact clauses", lang), _bars(clauses, lang)), (say("impact cities", lang), _bars(cities, lang))


def _bar(row: dict[str, Any], books: Editions, lang: str) -> Bar:
    counts = say("impact counts", lang, up=row["up"], down=row["down"])
    text = say("bracketed", lang, text=points_change(row["gained"] + row["lost"], lang), inner=counts)
    return Bar(_clause(row["clause"], books, lang), text, (row["gained"], row["lost"]))


def _bars(bars: list[Bar], lang: str) -> Bars:
    layers = (Layer(say("edition up", lang), EARNED), Layer(say("edition down", lang), LOST))
    return Bars(tuple(bars), layers, (), say("axis points", lang), lang)


def _clause(name: str, books: Editions, lang: str) -> str:
    """A clause by its number and title, a dropped one by those it had; several together by their numbers."""
    plain = name.removesuffix(edition_effects.DROPPED)
    order = books if plain != name else books[::-1]
    titles = [book.clauses[plain].title_in(lang) for book in order if plain in book.clauses]
    said = edition_tables.mover_title(name, lang)
    return say("bracketed", lang, text=said, inner=titles[0]) if titles else said
