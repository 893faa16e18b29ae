"""The table of how likely a place in the league is, nothing done and with the plan (名次可能性表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis import rulebooks
from analysis.questions import forecast as question
from analysis.views import words
from analysis.views.brief_sentences import chance_text, whole_percent
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import joined_texts, say

TONE = "forecast"


def forecast_places_table(found: question.Forecast, lang: str = "zh") -> Table:
    """A row a rulebook: the place now and as expected, the chance next month and at the end."""
    rows = tuple(_place(row, found, lang) for row in found.places.filter(ahead=1, plan=False).iter_rows(named=True))
    first, last = (words.month_title(month, lang) for month in (found.months[0], found.months[-1]))
    chances = [say("forecast fails", lang), *([say("forecast fails plan", lang)] if found.steps else [])]
    chances += [say("forecast fails last", lang, month=last)] if len(found.months) > 1 else []
    now = say("forecast place from", lang, month=words.month_title(found.month, lang))
    heads = table_columns(
        (say("forecast test", lang), "name"), (now, "number"),
        (say("forecast place middle", lang, month=first), "number"), *((head, "number") for head in chances),
        say("forecast drivers", lang),
    )  # fmt: skip
    notes = tuple(_place_notes(found, lang))
    return Table(say("forecast places", lang, month=first), heads, rows, lang, notes=notes)


def _place(row: Mapping[str, Any], found: question.Forecast, lang: str) -> tuple[str, ...]:
    same = found.places.filter(rulebook=row["rulebook"])
    shown = [row, *(same.filter(ahead=1, plan=True).iter_rows(named=True) if found.steps else ())]
    shown += list(same.filter(ahead=len(found.months), plan=False).iter_rows(named=True)) if found.months[1:] else []
    book = rulebooks.load(row["rulebook"]).title_in(lang)
    expected = say("forecast exact", lang, middle=_span(row["best"], row["worst"], lang))
    return (
        say("forecast place goal", lang, book=book, place=row["place"]),
        _span(row["now_best"], row["now_worst"], lang), TonedText(expected, TONE),
        *(_toned(place_chance_text(each, lang), lang) for each in shown), _movers(row, found, lang),
    )  # fmt: skip


def _toned(chance: str, lang: str) -> TonedText:
    """A chance as a forecast; one that cannot be told is none."""
    return TonedText(chance, "missing" if chance == say("forecast unknown", lang) else TONE)


def _span(best: int, worst: int, lang: str) -> str:
    return f"{best}" if best == worst else say("forecast place span", lang, best=best, worst=worst)


def place_chance_text(row: Mapping[str, Any], lang: str) -> str:
    """The chance of a place: a range where some of the others cannot be told, unknown where that is no help."""
    least, most = row["least"], row["most"]
    if least is None or (least == 0 and most == 1):
        return say("forecast unknown", lang)
    if least == most:
        return chance_text(least, row["paths"], lang)
    return say("chance between", lang, low=whole_percent(least), high=whole_percent(most))


def _movers(row: Mapping[str, Any], found: question.Forecast, lang: str) -> str:
    own = found.place_drivers.filter(rulebook=row["rulebook"]).iter_rows(named=True)
    named = [say(f"forecast mover {each['mover']}", lang, share=whole_percent(each["turns"])) for each in own]
    return joined_texts(named, lang) or say("not there", lang)


def _place_notes(found: question.Forecast, lang: str) -> Iterator[str]:
    row = found.places.row(0, named=True)
    yield say("forecast places note", lang, count=row["units"])
    if row["short"]:
        yield say("forecast places short", lang, count=row["short"])
    if row["absent"]:
        yield say("forecast places absent", lang, count=row["absent"])
