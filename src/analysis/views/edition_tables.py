"""Two rulebooks compared, as tables and a picture: what differs, who gains and loses, by which clause (换版比较)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.facts import city_candidates
from analysis.questions import clause_impacts, edition_effects, editions
from analysis.rulebooks import TOTAL, Rulebook, Validity
from analysis.views.amounts import points_change
from analysis.views.chart_contents import EARNED, LOST, Bar, Chart, Layer
from analysis.views.validities import validity_text
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import city_title, joined_texts, month_title, say, total_interval

NAMED, LARGEST = 3, 20
"""How many clauses are named of a city, and how many cities are shown."""


def edition_changes_table(changes: pl.DataFrame, before: Rulebook, after: Rulebook, lang: str = "zh") -> Table:
    """Every difference, a row each."""
    rows = [
        (_clause(row, lang), _what(row["what"], lang), row["name"], row["before"], row["after"])
        for row in changes.iter_rows(named=True)
    ]
    heads = table_columns(
        (say("edition clause", lang), "name"), (say("edition what", lang), "mark"), (say("edition name", lang), "name"),
        (say("edition before", lang), ""), (say("edition after", lang), ""),
    )  # fmt: skip
    titled = say("edition title", lang, before=_named(before, lang), after=_named(after, lang), count=len(rows))
    notes = (say("edition marks", lang),) if rows else ()
    return Table(titled, heads, tuple(rows), lang, notes=notes, empty=say("edition same", lang))


def _named(book: Rulebook, lang: str) -> str:
    """A rulebook's name, and from when to when its rules are in force where they have dates."""
    if not book.validity.is_dated:
        return book.id
    return say("bracketed", lang, text=book.id, inner=validity_text(book.validity, lang))


def _clause(row: Mapping[str, Any], lang: str) -> str:
    """The clause, group or total by its numbers in both, with its time where it has one."""
    ends = [_place_in_tree(end, lang) for end in dict.fromkeys(filter(None, (row["clause"], row["later"])))]
    said = ends[0] if len(ends) == 1 else say("arrow", lang, before=ends[0], after=ends[-1])
    time = Validity(row["since"], row["until"])
    return say("bracketed", lang, text=said, inner=validity_text(time, lang)) if time.is_dated else said


def _place_in_tree(name: str, lang: str) -> str:
    return say("total", lang) if name == TOTAL else name


def _what(what: str, lang: str) -> str:
    said = say("edition title changed", lang) if what == editions.TITLE else say(f"edition {what}", lang)
    tones = {editions.ADDED: "good", editions.DROPPED: "bad"}
    return TonedText(said, tones.get(what, ""))


def edition_effects_table(found: edition_effects.EditionEffects, lang: str = "zh") -> Table:
    """The city-months that gain and lose most, with the clauses that did it."""
    rows = [
        (_place(row, lang), total_interval(row["low_before"], row["high_before"], lang),
         total_interval(row["low_after"], row["high_after"], lang), points_change(row["low"], lang),
         _doing(found, row, lang))
        for row in _largest(found).iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("edition city", lang), "name"), (say("edition before", lang), "number"),
        (say("edition after", lang), "number"), (say("edition by", lang), "number"), (say("edition doing", lang), ""),
    )  # fmt: skip
    more = (say("edition more", lang, most=LARGEST),) if found.totals.height > LARGEST else ()
    return Table(_effects_title(found, lang), heads, tuple(rows), lang, notes=(say("edition shares", lang), *more))


def _effects_title(found: edition_effects.EditionEffects, lang: str) -> str:
    changes = found.totals["low"]
    counts = {"up": (changes > 0).sum(), "down": (changes < 0).sum(), "count": len(changes)}
    return say("edition effects", lang, after=found.after, **counts)


def _largest(found: edition_effects.EditionEffects) -> pl.DataFrame:
    """The largest gains and the largest losses, half of each where there are so many; gains first."""
    ordered = found.totals.sort("low", descending=True, nulls_last=True, maintain_order=True)
    if ordered.height <= LARGEST:
        return ordered
    gains, losses = ordered.filter(pl.col("low") > 0), ordered.filter(pl.col("low") < 0)
    down = min(losses.height, max(LARGEST // 2, LARGEST - gains.height))
    return pl.concat([gains.head(LARGEST - down), losses.tail(down)])


def _place(row: dict[str, str], lang: str) -> str:
    name = city_title(row["city"], lang) if city_candidates(row["city"]) else row["city"]
    return f"{name} {month_title(row['month'], lang)}"


def _doing(found: edition_effects.EditionEffects, row: dict[str, str], lang: str) -> str:
    moved = _moving(found, row).select("clause", "low").head(NAMED).iter_rows()
    return joined_texts([f"{mover_title(name, lang)} {points_change(share, lang)}" for name, share in moved], lang)


def _moving(found: edition_effects.EditionEffects, row: dict[str, str]) -> pl.DataFrame:
    """What moved a city-month by so much that it is seen, most first."""
    own = found.shares.filter(pl.col("low").abs() >= clause_impacts.SHOWN, city=row["city"], month=row["month"])
    return own.sort(pl.col("low").abs(), descending=True)


def _first(found: edition_effects.EditionEffects, row: dict[str, Any], lang: str) -> str:
    """What moved a city-month most the way it went."""
    same_way = pl.col("low").sign() == (1.0 if (row["low"] or 0.0) > 0 else -1.0)
    own = _moving(found, row).sort(same_way, descending=True, maintain_order=True)
    return mover_title(own["clause"][0], lang) if own.height else say("none", lang)


def mover_title(name: str, lang: str) -> str:
    """What moved totals: a clause by its number, or the groups' limits."""
    return say("edition groups", lang) if name == edition_effects.STRUCTURE else say("edition by clause", lang, id=name)


def edition_bars(found: edition_effects.EditionEffects, lang: str) -> list[Bar]:
    """A bar for each city-month shown, left of 0 what is lost; beside it the clause that did most."""
    bars = []
    for row in _largest(found).iter_rows(named=True):
        change = row["low"] or 0.0
        text = say("bracketed", lang, text=points_change(row["low"], lang), inner=_first(found, row, lang))
        bars.append(Bar(_place(row, lang), text, (max(change, 0.0), min(change, 0.0))))
    return bars


def edition_effects_chart(found: edition_effects.EditionEffects, lang: str = "zh") -> Chart:
    """The largest changes as bars, a city-month each."""
    layers = [Layer(say("edition up", lang), EARNED), Layer(say("edition down", lang), LOST)]
    from analysis.views.chart_drawing import bar_chart  # plotly is slow to load, and a table needs none

    return bar_chart(_effects_title(found, lang), edition_bars(found, lang), layers, lang)
