"""The cards of a published report, kept for good (报告存档)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from analysis import scorecards
from analysis.calendars import parse_day
from analysis.problems import InputError, Problem
from analysis.reports.failures import Unkept, unwritable
from analysis.reports.request import Request, as_refused, own_place
from analysis.scorecards import Card, archive, card_store


def known_since(request: Request, known_on: str | None, keep: bool | None) -> str | None:
    """The day since when the facts of a report are known, where its cards are to be kept; None where they are not.

    Today unless a day is named. Raises `Refused` for what is no day, a day before the month, and where cards made
    from what was known then would be kept: they would tell the past otherwise than it was.
    """
    if keep if keep is not None else request.output == own_place(request.city, request.month):
        try:
            day = parse_day(known_on or datetime.now().astimezone().date().isoformat(), "known-on 知悉日期")
            archive.refuse_before_month(request.month, day)
        except InputError as error:
            raise as_refused(error) from None
        return _refuse_past(request, day)
    return None


def _refuse_past(request: Request, day: str) -> str:
    if request.as_of:
        zh = "按当时所知重算的评分卡不存档：存档只记当时发布的。请去掉 --keep 或 --as-of。"
        en = "Cards made again from what was known then are not kept; drop --keep or --as-of."
        raise as_refused(InputError([Problem("keep, as-of", zh, en)]))
    return day


def keep_cards(cards: Sequence[Card], facts: pl.DataFrame, day: str | None) -> None:
    """Keep the cards of a report just published, and the facts behind them; nothing where there is no day.

    Raises `Unkept` where they cannot be: the report itself is published then.
    """
    if day is None:
        return
    try:
        own = facts.filter(pl.col("city") == cards[0].city) if cards else facts
        scorecards.archive_cards(cards, own, day)
    except InputError as error:
        raise Unkept(error.problems) from None
    except OSError as error:
        raise Unkept(unwritable(error, card_store.scorecards_folder()).problems) from None
