"""The months of a figure over twelve months, drawn from its own history where they follow from it (窗口各月)."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.calendars import months_back

LENGTH = 12
NO_ANCHOR = "历史里没有该数为零的月份，各月发生数推不出"
GAP = "该数为零的月份以后有缺月，各月发生数推不出"
FALLS = "推出的 {month} 发生数为负，历史数据有更正，各月发生数不可信"
ABSENT = "没有当月的数"


def monthly_parts(figures: Mapping[str, float | None], month: str, length: int = LENGTH) -> dict[str, float] | str:
    """What each month of a window contributed, where the figures of the window month by month leave no choice.

    `figures`: by month the sum of the `length` months up to it. A month whose figure is zero had nothing in its whole
    window; from there each figure less the one before is what the month added less what the window lost. Gives the
    parts of the window that ends in `month`, or why they do not follow: no guess is made.
    """
    if figures.get(month) is None:
        return ABSENT
    zeros = [each for each, value in figures.items() if value == 0 and each <= month]
    if not zeros:
        return NO_ANCHOR
    anchor = max(zeros)
    return _walked(figures, anchor, month, length)


def _walked(figures: Mapping[str, float | None], anchor: str, month: str, length: int) -> dict[str, float] | str:
    parts = dict.fromkeys(months_back(anchor, length), 0.0)
    before = anchor
    for each in [later for later in months_back(month, _between(anchor, month) + 1) if later > anchor]:
        value, earlier = figures.get(each), figures[before]
        if value is None or earlier is None:
            return GAP
        parts[each] = value - earlier + parts.get(months_back(each, length + 1)[0], 0.0)
        if parts[each] < 0:
            return FALLS.format(month=each)
        before = each
    return {each: parts[each] for each in months_back(month, length)}


def _between(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * LENGTH + int(last[5:]) - int(first[5:])
