"""Kept cards as a table, and their totals month by month as a chart with the interval (存档与走势)."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from analysis import rulebooks, scenarios
from analysis.calendars import months_back
from analysis.scorecards import ArchivedCard, card_versions
from analysis.views.change_views import known_day
from analysis.views.chart_contents import EARNED, Chart
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.line_charts import BAND, line_chart
from analysis.views.validities import kept_period_text
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import city_title, floor_notes, floored_total, maximum_text, say, total_span

MONTHS_SHOWN = 12
MOST_MONTHS = 1200


def history_table(cards: Sequence[ArchivedCard], code: str, lang: str = "zh") -> Table:
    """The kept cards of a city, month by month, as they were known: total, verdict and what they were made from."""
    newest = {(card.month, card.rulebook, card.scenario): card for card in cards}
    rows = [
        (card.month, _rulebook(card, lang), card.scenario, known_day(card_versions.version_name(card), lang),
         TonedText(say("newest kept", lang), "good") if newest[card.month, card.rulebook,
         card.scenario] is card else "",
         toned_outcome(card.total["passes"], lang, CHANGED_VERDICTS) if _judges(card) else say("not there", lang),
         total_span(card.total, lang), maximum_text(card.total["possible"], lang),
         card.sha256["facts"][:MONTHS_SHOWN], card.sha256["rulebook"][:MONTHS_SHOWN])
        for card in cards
    ]  # fmt: skip
    heads = table_columns(
        (say("one month", lang), "id"), (say("rulebook", lang), "name"), (say("scenario", lang), "name"),
        (say("known on", lang), "id"), (say("newest kept", lang), "mark"), (say("verdict", lang), "mark"),
        (say("total", lang), "number"), (say("possible", lang), "number"), (say("hash facts", lang), "id"),
        (say("hash rules", lang), "id"),
    )  # fmt: skip
    titled = say("history title", lang, city=city_title(code, lang), count=len(cards))
    notes = floor_notes((card.total["low"] for card in cards), lang)
    return Table(titled, heads, tuple(rows), lang, notes, say("history none", lang))


def _rulebook(card: ArchivedCard, lang: str) -> str:
    """The rulebook, and the time of its rules by which the card was judged."""
    period = kept_period_text(card, lang)
    return say("bracketed", lang, text=card.rulebook, inner=period) if period else card.rulebook


def _judges(card: ArchivedCard) -> bool:
    return "test" in set(card.points["kind"])


def refuse_unnamed(cards: Sequence[ArchivedCard], rulebook: str | None, scenario: str | None) -> None:
    """Raise `InputError` for a rulebook or scenario that neither a card nor the project has."""
    if rulebook is not None and rulebook not in {card.rulebook for card in cards}:
        rulebooks.load(rulebook)
    if scenario is not None and scenario not in {card.scenario for card in cards}:
        scenarios.load(scenario)


def newest_cards(cards: Sequence[ArchivedCard], rulebook: str, scenario: str = "baseline") -> list[ArchivedCard]:
    """The newest kept card of each month, of one rulebook and scenario; months in order.

    Raises `InputError` for a rulebook or scenario that neither a card nor the project has.
    """
    refuse_unnamed(cards, rulebook, scenario)
    fitting = [card for card in cards if (card.rulebook, card.scenario) == (rulebook, scenario)]
    return [card for _, card in sorted({card.month: card for card in fitting}.items())]


def trend_chart(cards: Sequence[ArchivedCard], rulebook: str, scenario: str = "baseline", lang: str = "zh") -> Chart:
    """The total month by month by the newest kept cards; a bar where data are missing, a gap where no card is kept."""
    cards_shown = newest_cards(cards, rulebook, scenario)
    if not cards_shown:
        return line_chart(say("trend none", lang), [], xaxis_title="", yaxis_title=say("axis points", lang))
    totals = {card.month: floored_total(card.total) for card in cards_shown}
    months = _every_month(cards_shown[0].month, cards_shown[-1].month)
    drawn = [_bars(totals, lang), _sure(totals, months, lang)]
    shown = [trace for trace in drawn if any(amount is not None for amount in trace.y)]
    title = _titled(cards_shown, len(months) - len(cards_shown), rulebook, lang)
    return line_chart(title, shown, xaxis_title=say("one month", lang), yaxis_title=say("axis points", lang),
                   xaxis_type="category", xaxis_categoryorder="array", xaxis_categoryarray=months)  # fmt: skip


def _bars(totals: Mapping[str, Mapping[str, Any]], lang: str) -> go.Bar:
    """From the least to the most, where the total is not one number."""
    open_ = {month: node for month, node in totals.items() if node["points"] is None and node["high"] is not None}
    return go.Bar(
        name=say("trend open", lang), x=list(open_), base=[node["low"] for node in open_.values()],
        y=[node["high"] - node["low"] for node in open_.values()],
        marker={"color": BAND, "line": {"color": EARNED, "width": 1}},
        hovertext=[_said(month, node, lang) for month, node in open_.items()],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _sure(totals: Mapping[str, Mapping[str, Any]], months: Sequence[str], lang: str) -> go.Scatter:
    """The totals that are one number, joined where one month follows the other."""
    sure = {month: totals[month] for month in months if month in totals}
    return go.Scatter(
        name=say("trend known", lang), x=list(months), mode="lines+markers", connectgaps=False,
        y=[sure[month]["points"] if month in sure else None for month in months], line={"color": EARNED, "width": 2},
        hovertext=[_said(month, sure[month], lang) if month in sure else "" for month in months],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _said(month: str, total: Mapping[str, Any], lang: str) -> str:
    return html.escape(f"{month}{say('colon', lang)}{total_span(total, lang)}")


def _titled(cards: Sequence[ArchivedCard], gaps: int, rulebook: str, lang: str) -> str:
    ends = {"before": total_span(cards[0].total, lang), "after": total_span(cards[-1].total, lang)}
    installed = rulebook in rulebooks.rulebook_ids()
    book = rulebooks.load(rulebook).title_in(lang) if installed else rulebook
    fields = {"city": city_title(cards[0].city, lang), "book": book, "first": cards[0].month, "last": cards[-1].month}
    text = say("trend title" if len(cards) > 1 else "trend one", lang, **fields, **ends)
    return text + (say("trend gaps", lang, count=gaps) if gaps else "")


def _every_month(first: str, last: str) -> list[str]:
    back = months_back(last, MOST_MONTHS)
    return [month for month in back if month >= first]
