"""What a figure covers: the window whose records count, and what is counted once (口径)."""

from __future__ import annotations

MONTH_END, MONTH, TWELVE_MONTHS = "month_end", "month", "twelve_months"
WINDOWS: dict[str, tuple[str, str]] = {
    MONTH_END: ("月末数：截至月末的全部", "at the month's end: all up to then"),
    MONTH: ("当月数", "of the month alone"),
    TWELVE_MONTHS: ("期间数：近{months}个月", "over a period: the last {months} months"),
}
"""Each window in words."""

FITTING: dict[str, tuple[str, ...]] = {
    "stock": (MONTH_END,),
    "flow": (MONTH, TWELVE_MONTHS),
    "state": (MONTH_END,),
}
"""The windows that go with a nature: what stands at the month's end has no period, what flows has one."""

RECORD, BODY, PARTY, CODE, NAMED, AMOUNT, AVERAGE = "record", "body", "party", "code", "name", "amount", "mean"
COUNTED: dict[str, tuple[str, str]] = {
    RECORD: ("每条记录计一次", "each record once"),
    BODY: ("同一主体只计一次", "each body once"),
    PARTY: ("同一主体（以代码识别）只计一次", "each body, told by its code, once"),
    CODE: ("同一代码只计一次", "each code once"),
    NAMED: ("同名的只计一次", "each name once"),
    AMOUNT: ("金额相加", "amounts added"),
    AVERAGE: ("取平均数", "a mean"),
}
"""What is counted once, or added up, or averaged, in words."""


def scope_wording(nature: str, window: str, counted: str, months: int) -> tuple[str, str]:
    """A figure's window and counting unit in Chinese and in English; a state is only called one.

    `months`: how long the rolling window is.
    """
    if nature == "state":
        return "状态：月末的情况", "a state, as it is at the month's end"
    said = (WINDOWS[window], COUNTED.get(counted, ("", "")))
    zh, en = ([words[place].format(months=months) for words in said if words[place]] for place in (0, 1))
    return "；".join(zh), ", ".join(en)
