"""A change as a waterfall: each driver begins where the one before it ended (瀑布图)."""

from __future__ import annotations

from itertools import accumulate

from analysis.questions import change
from analysis.rulebooks import Rulebook
from analysis.views import change_views
from analysis.views.chart_contents import EARNED, LOST, REST, Bar, Chart, Layer
from analysis.views.chart_drawing import bar_chart
from analysis.views.view_objects import view_sequence
from analysis.views.words import say

STEPS_SHOWN = 12
"""So many drivers are drawn; the others together."""


def waterfall(result: change.ScoreChange, book: Rulebook, lang: str = "zh") -> Chart:
    """What moved the total, most first, from no change to the whole change; an interval gives a chart for each end."""
    parts = [part for part in change.PARTS if part in result.shares]
    certain = result.sure or result.drivers.is_empty()
    charts = [_chart(result, book, lang, part) for part in (parts[:1] if certain else parts)]
    return charts[0] if certain else view_sequence(charts)


def _chart(result: change.ScoreChange, book: Rulebook, lang: str, part: str) -> Chart:
    title = change_views.change_title(result, book, lang)
    if not result.sure and not result.drivers.is_empty():
        title = say(f"waterfall end {part}", lang) + title
    steps = _steps(result, book, lang, part)
    ends = list(accumulate((step for _, step in steps), initial=0.0))
    bars = [
        Bar(name, change_views.signed_points(step, lang), (max(step, 0.0), min(step, 0.0), 0.0), start)
        for (name, step), start in zip(steps, ends, strict=False)
    ]
    bars.append(Bar(say("waterfall all", lang), change_views.signed_points(ends[-1], lang), (0.0, 0.0, ends[-1])))
    layers = [
        Layer(say("waterfall rises", lang), EARNED),
        Layer(say("waterfall falls", lang), LOST),
        Layer(say("waterfall all", lang), REST),
    ]
    return bar_chart(title, bars, layers, lang)


def _steps(result: change.ScoreChange, book: Rulebook, lang: str, part: str = change.LOW) -> list[tuple[str, float]]:
    printed = change_views.printed_shares(result)
    rows = [row for row in result.drivers.iter_rows(named=True) if printed[row["driver"]].get(part)]
    steps = [(change_views.driver_title(row, book, lang), printed[row["driver"]][part]) for row in rows]
    rest = steps[STEPS_SHOWN:]
    if len(rest) < 2:
        return steps
    others = say("rest of drivers", lang, count=len(rest))
    return [*steps[:STEPS_SHOWN], (others, round(sum(step for _, step in rest), 2))]
