"""A change as a waterfall: each driver begins where the one before it ended (瀑布图)."""

from __future__ import annotations

from itertools import accumulate

from analysis.questions.change import LOW, PARTS, Change
from analysis.rulebooks import Rulebook
from analysis.views import changed
from analysis.views.drawing import EARNED, LOST, REST, Bar, Chart, Layer, drawn
from analysis.views.sheets import several
from analysis.views.words import say

SHOWN = 12
"""So many drivers are drawn; the others together."""


def waterfall(result: Change, book: Rulebook, lang: str = "zh") -> Chart:
    """What moved the total, most first, from no change to the whole change; an interval gives a chart for each end."""
    parts = [part for part in PARTS if part in result.shares]
    one = result.sure or result.drivers.is_empty()
    charts = [_chart(result, book, lang, part) for part in (parts[:1] if one else parts)]
    return charts[0] if one else several(charts)


def _chart(result: Change, book: Rulebook, lang: str, part: str) -> Chart:
    title = changed.titled(result, book, lang)
    if not result.sure and not result.drivers.is_empty():
        title = say(f"waterfall end {part}", lang) + title
    steps = _steps(result, book, lang, part)
    ends = list(accumulate((step for _, step in steps), initial=0.0))
    bars = [
        Bar(name, changed.signed(step, lang), (max(step, 0.0), min(step, 0.0), 0.0), start)
        for (name, step), start in zip(steps, ends, strict=False)
    ]
    bars.append(Bar(say("waterfall all", lang), changed.signed(ends[-1], lang), (0.0, 0.0, ends[-1])))
    layers = [
        Layer(say("waterfall rises", lang), EARNED),
        Layer(say("waterfall falls", lang), LOST),
        Layer(say("waterfall all", lang), REST),
    ]
    return drawn(title, bars, layers, lang)


def _steps(result: Change, book: Rulebook, lang: str, part: str = LOW) -> list[tuple[str, float]]:
    told = changed.printed(result)
    rows = [row for row in result.drivers.iter_rows(named=True) if told[row["driver"]].get(part)]
    steps = [(changed.driver(row, book, lang), told[row["driver"]][part]) for row in rows]
    rest = steps[SHOWN:]
    if len(rest) < 2:
        return steps
    others = say("rest of drivers", lang, count=len(rest))
    return [*steps[:SHOWN], (others, round(sum(step for _, step in rest), 2))]
