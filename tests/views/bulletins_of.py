"""A month's circular for its views: a few counties of a small rulebook, whose totals are plain to see."""

from __future__ import annotations

from analysis.questions import bulletins
from views import league_of

MONTH, BEFORE = league_of.MONTH, league_of.BEFORE


def bulletin(now, earlier=None, **more):
    """The circular of cities (code to points, None where the figure is missing) and of the month before."""
    figures = [*_long(league_of.facts(MONTH, now)), *(_long(league_of.facts(BEFORE, earlier)) if earlier else ())]
    return bulletins.month_bulletin(_joined(figures), league_of.book(), MONTH, **more)


def _long(wide):
    return [wide.unpivot(index=["city", "month"], variable_name="fact")]


def _joined(frames):
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.vstack(frame)
    return whole
