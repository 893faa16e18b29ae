"""The sentences of a month's circular: overall, movers, gaps, who must do what (通报用语)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from analysis.questions import bulletins
from analysis.rulebooks import clauses
from analysis.views import brief_sentences, words
from analysis.views.amounts import points_change
from analysis.views.league_tables import league_title
from analysis.views.words import (
    Row,
    interval_text,
    joined_texts,
    rounded_text,
    rule_value_text,
    say,
    total_interval,
    total_span,
)

NAMED = 4
"""How many units a sentence names; the others are counted."""
MOVERS = {"zh": 2, "en": 1}


def unit_title(code: str, lang: str) -> str:
    """A unit's name; its code where the table of cities does not have it."""
    try:
        return words.city_title(code, lang)
    except ValueError:
        return code


def named_units(texts: Sequence[str], lang: str, most: int = NAMED) -> str:
    """The first few units, and how many there are in all."""
    names = joined_texts(texts[:most], lang)
    return names if len(texts) <= most else say("units and more", lang, names=names, count=len(texts))


def placed_leagues(result: bulletins.MonthBulletin) -> list[int]:
    """The leagues in which there is something to rank: more units than 1."""
    return [league for league in result.leagues() if league is not None and result.of_league(league).height > 1]


def overall_texts(result: bulletins.MonthBulletin, lang: str, excluded: Sequence[str] = ()) -> list[str]:
    """How many are judged, league by league; verdicts; what is open; who is left out."""
    between = "" if lang == "zh" else " "
    leagues = joined_texts([_league(result, name, lang) for name in result.leagues()], lang, "semicolon")
    said = [_judged(result, lang) + between + say("sentence", lang, text=leagues)]
    said.append(between.join([*_verdicts(result, lang), *_open(result, lang)]))
    for key, codes in (("bulletin absent", result.absent), ("bulletin excluded", excluded)):
        said += [say(key, lang, units=named_units([unit_title(code, lang) for code in codes], lang))] if codes else []
    return [text for text in said if text]


def _judged(result: bulletins.MonthBulletin, lang: str) -> str:
    fields = {"book": result.book.title_in(lang), "count": result.places.height}
    fields["month"] = words.month_title(result.month, lang)
    if not result.scenario.changes:
        return say("bulletin judged", lang, **fields)
    return say("bulletin judged under", lang, title=result.scenario.title_in(lang), **fields)


def _league(result: bulletins.MonthBulletin, league: int | None, lang: str) -> str:
    own, name = result.of_league(league), league_title(league, lang)
    if league is None:
        return say("bulletin unplaced", lang, units=named_units(own["city"].to_list(), lang))
    if own.height == 1:
        row = own.row(0, named=True)
        return say(
            "bulletin alone", lang, league=name, unit=unit_title(row["city"], lang), points=total_span(row, lang)
        )
    span = total_interval(own["low"].min(), own["high"].max(), lang)  # type: ignore[arg-type]
    return say("bulletin league", lang, league=name, count=own.height, span=span)


def _verdicts(result: bulletins.MonthBulletin, lang: str) -> Iterator[str]:
    if result.book.of_kind(clauses.TESTED):
        passes = result.places["passes"].to_list()
        counts = {"passed": passes.count(True), "failed": passes.count(False), "undecided": passes.count(None)}
        yield say("bulletin tests", lang, **counts)


def _open(result: bulletins.MonthBulletin, lang: str) -> Iterator[str]:
    undecided = result.places.filter(pl.col("points").is_null())
    compared = undecided.filter(pl.col("owed") == 0).height if result.book.is_relative and not result.unset else 0
    waiting = undecided.height - compared
    if compared:
        yield say("bulletin open compared", lang, count=compared)
    if waiting:
        count = result.places.height
        key = "alone" if count == 1 else "all" if waiting == count else "some"
        yield say(f"bulletin open {key}", lang, count=waiting)
    if result.unset:
        yield say("bulletin unset", lang, count=result.unset)


def mover_texts(result: bulletins.MonthBulletin, lang: str) -> list[str]:
    """Who gained and lost most in points and in places; what cannot be compared, and why."""
    month, places = words.month_title(result.before, lang), result.places
    compared = places.filter(pl.col("low_before").is_not_null())
    if compared.is_empty():
        return [say("bulletin no before", lang, month=month)]
    if places.height == 1:
        return [_alone(places.row(0, named=True), month, lang)]
    said = [*_points_moved(compared, month, lang), *_places_moved(result, compared, lang)]
    new = places.filter(pl.col("low_before").is_null())["city"].to_list()
    if new:
        units = named_units([unit_title(code, lang) for code in new], lang)
        said.append(say("bulletin newcomers", lang, units=units, month=month))
    return [("" if lang == "zh" else " ").join(said)]


def _alone(row: Row, month: str, lang: str) -> str:
    fields = {"unit": unit_title(row["city"], lang), "month": month}
    if row["change"] is None and max(row["change_low"] or 0.0, -(row["change_high"] or 0.0)) >= bulletins.PRINTED:
        return say("bulletin alone surely", lang, moved=points_gained(row, lang), **fields)
    if row["change"] is None:
        return say("bulletin alone open", lang, **fields)
    return say("bulletin alone moved", lang, points=points_change(printed_change(row), lang), **fields)


def _points_moved(compared: pl.DataFrame, month: str, lang: str) -> Iterator[str]:
    changed = compared.filter(pl.col("change").abs() >= bulletins.PRINTED).sort(-pl.col("change"), "city")
    ends = {
        "bulletin risers": changed.filter(pl.col("change") > 0).head(MOVERS[lang]),
        "bulletin fallers": changed.filter(pl.col("change") < 0).reverse().head(MOVERS[lang]),
    }
    for key, rows in ends.items():
        units = [
            say(
                "bulletin points",
                lang,
                unit=unit_title(row["city"], lang),
                points=points_change(printed_change(row), lang),
            )
            for row in rows.iter_rows(named=True)
        ]
        if units:
            yield say(key, lang, month=month, units=joined_texts(units, lang))
    # where totals that are settled have moved, three pages have no room for those that are open
    surely = list(_surely_moved(compared, month, lang)) if changed.is_empty() else []
    yield from surely
    if compared["change"].is_null().all() and not surely:
        yield say("bulletin none compared", lang, month=month)
    elif changed.is_empty() and not surely:
        yield say("bulletin none moved", lang, month=month)


def _surely_moved(compared: pl.DataFrame, month: str, lang: str) -> Iterator[str]:
    """Whose open total has surely risen or fallen, whatever the missing figures are."""
    unsettled = compared.filter(pl.col("change").is_null())
    risen = unsettled.filter(pl.col("change_low") >= bulletins.PRINTED).sort(-pl.col("change_low"), "city")
    fallen = unsettled.filter(pl.col("change_high") <= -bulletins.PRINTED).sort("change_high", "city")
    for key, rows in (("bulletin surely risen", risen), ("bulletin surely fallen", fallen)):
        units = [say("bracketed", lang, text=unit_title(row["city"], lang), inner=points_gained(row, lang))
                 for row in rows.head(MOVERS[lang]).iter_rows(named=True)]  # fmt: skip
        if units:
            yield say(key, lang, month=month, count=rows.height, units=joined_texts(units, lang))


def _places_moved(result: bulletins.MonthBulletin, compared: pl.DataFrame, lang: str) -> Iterator[str]:
    ranked = compared.filter(pl.col("league").is_in(placed_leagues(result)))
    ups = ranked.filter(pl.col("up_low") > 0).sort(-pl.col("up_low"), "city").head(MOVERS[lang])
    downs = ranked.filter(pl.col("up_high") < 0).sort("up_high", "city").head(MOVERS[lang])
    for key, rows in (("bulletin climbers", ups), ("bulletin sinkers", downs)):
        units = [
            say("bracketed", lang, text=unit_title(row["city"], lang), inner=place_change(row, lang))
            for row in rows.iter_rows(named=True)
        ]
        if units:
            yield say(key, lang, units=joined_texts(units, lang))
    for league in placed_leagues(result):
        own = result.of_league(league)
        earlier = own["cities_before"].drop_nulls()
        if earlier.len() and earlier[0] != own.height:
            yield say("bulletin uneven", lang, league=league_title(league, lang), before=earlier[0])


def printed_change(row: Row) -> float | None:
    """By how much a total moved, as the difference of what is printed, so that the page adds up; null where open."""
    if row["change"] is None:
        return None
    return float(Decimal(rounded_text(row["points"])) - Decimal(rounded_text(row["points_before"])))


def place_change(row: Row, lang: str) -> str:
    """Places gained or lost, at least and at most; open where neither is sure."""
    low, high = row["up_low"], row["up_high"]
    if low is None:
        return say("not there", lang)
    if low == high == 0:
        return say("bulletin level", lang)
    if low > 0 or high < 0:
        ends = sorted((abs(low), abs(high)))
        places = f"{ends[0]}" if low == high else f"{ends[0]}–{ends[1]}"
        return say("bulletin up" if low > 0 else "bulletin down", lang, places=places)
    return say("bulletin undecided", lang)


def points_gained(row: Row, lang: str) -> str:
    """Points gained since the month before; where totals are open, the range that is sure, or that it is open."""
    low, high = row["change_low"], row["change_high"]
    if low is None or high is None or row["change"] is not None:
        return points_change(printed_change(row), lang)
    if low >= bulletins.PRINTED:
        return say("bulletin gained", lang, points=interval_text(low, high, lang))
    if high <= -bulletins.PRINTED:
        return say("bulletin lost", lang, points=interval_text(-high, -low, lang))
    return say("bulletin undecided", lang)


def gap_texts(result: bulletins.MonthBulletin, unit: str, lang: str, most: int) -> list[str]:
    """What the failed tests of a unit lack, the first few; how many fail."""
    lacking = result.lacking.filter(pl.col("city") == unit)
    tests = result.failed.filter(pl.col("city") == unit)["clause"].to_list()
    return [
        say("problem gap", lang, item=item_text(result, clause, lang),
            gap=joined_texts([_gap(row, result, lang) for row in lacking.filter(pl.col("clause") == clause).to_dicts()],
                             lang, "semicolon"))
        for clause in tests[:most]
    ] + ([say("problem more", lang, count=len(tests))] if len(tests) > most else [])  # fmt: skip


def item_text(result: bulletins.MonthBulletin, clause: str, lang: str) -> str:
    """第3项 政府失信事件整改到位率."""
    return brief_sentences.item_title(result.book, clause, lang)


def _gap(row: Row, result: bulletins.MonthBulletin, lang: str) -> str:
    if row["lever"] is not None:
        return brief_sentences.gap_text(row, result.book, lang)
    if row["part"] is None:
        return say("problem several", lang)
    lets = {
        name: let
        for reading in result.book.clauses[row["clause"]].readings.values()
        for name, let in reading.lets.items()
    }
    part = lets[row["part"]].zh if lang == "zh" else row["part"].replace("_", " ")
    target = rule_value_text(row["target"], "share", lang)
    return say(
        "problem share", lang, part=part, share=rule_value_text(_short(row["share"]), "share", lang), target=target
    )


def _short(share: float) -> float:
    """A share at as many decimals as tell it apart from its target."""
    return float(f"{share:.4g}")


def behind_texts(result: bulletins.MonthBulletin, unit: str, lang: str, most: int) -> list[str]:
    """The clauses at which a unit lags most, or alone loses most."""
    rows = result.behind.filter(pl.col("city") == unit).head(most).iter_rows(named=True)
    return [
        say("problem cost" if row["alone"] else "problem less", lang, item=item_text(result, row["clause"], lang),
            points=interval_text(row["behind_low"], row["behind_high"], lang))
        for row in rows
    ]  # fmt: skip
