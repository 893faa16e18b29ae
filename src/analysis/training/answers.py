"""An answer as people give it: a number with or without its unit, a word for a verdict, or `unknown` (作答)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

from analysis.facts import unit_factor
from analysis.text_normalisation import folded

BLANK, STRANGE, UNKNOWN, KNOWN = "blank", "strange", "unknown", "known"
POINTS, VERDICT, AMOUNT, COUNT, CHOICE = "points", "verdict", "amount", "count", "choice"
NUMBER = re.compile(r"(?:约|≈|=)?([+\-−－]?)(\d[\d,]*\.?\d*|\.\d+)(.*)")
UNKNOWN_WORDS = frozenset((
    "未知", "缺", "缺失", "缺数据", "缺少数据", "未定", "不知道", "算不出", "得不出", "无法计算", "无法判断",
    "unknown", "missing", "null",
))  # fmt: skip
YES = frozenset((
    "通过", "过", "达到", "达标", "已达到", "是", "对", "满足", "pass", "passes", "passed", "yes", "true", "met", "1",
))  # fmt: skip
NO = frozenset((
    "不通过", "未通过", "没通过", "没有通过", "不过", "未达到", "不达标", "未达标", "没达到", "没有达到", "否",
    "不是", "不满足", "fail", "fails", "failed", "no", "false", "notmet", "0",
))  # fmt: skip
POINT = {"point": "分", "points": "分"}
COUNTED = frozenset(("", "个", "处", "项", "条", "家", "件", "起", "次"))
LONGEST = 200


@dataclass(frozen=True)
class Answer:
    """An answer understood: `status` blank, strange, unknown or known; then `value` (a verdict is 1 or 0)."""

    status: str
    value: float | None = None


def read(answer: Any, kind: str, unit: str = "", choices: tuple[str, ...] = ()) -> Answer:
    """An answer of a kind: `points`, `verdict`, `count`, `amount` in a unit, or `choice` (its place in the list)."""
    if answer is None or answer is Ellipsis or (isinstance(answer, str) and not answer.strip()):
        return Answer(BLANK)
    if isinstance(answer, str):
        text = folded(answer).rstrip("。.!！?？")
        return Answer(STRANGE) if len(text) > LONGEST else _worded(text, kind, unit, choices)
    if isinstance(answer, Real | Decimal) or hasattr(answer, "__float__"):
        return _counted(answer, kind)
    return Answer(STRANGE)


def _counted(answer: Any, kind: str) -> Answer:
    try:
        value = float(answer)
    except (TypeError, ValueError, OverflowError):
        return Answer(STRANGE)
    if not math.isfinite(value) or kind == CHOICE or (kind == VERDICT and value not in (0, 1)):
        return Answer(STRANGE)
    return Answer(STRANGE) if isinstance(answer, bool) and kind != VERDICT else Answer(KNOWN, value)


def _worded(text: str, kind: str, unit: str, choices: tuple[str, ...]) -> Answer:
    if text in UNKNOWN_WORDS:
        return Answer(UNKNOWN)
    if kind == VERDICT:
        return Answer(KNOWN, float(text in YES)) if text in YES | NO else Answer(STRANGE)
    if kind == CHOICE:
        folds = [folded(choice) for choice in choices]
        return Answer(KNOWN, float(folds.index(text))) if text in folds else Answer(STRANGE)
    return _measured(text, kind, "point" if kind == POINTS else unit)


def _measured(text: str, kind: str, unit: str) -> Answer:
    """A number with or without its unit: 2.5分, 12亿元, 70%, 3处."""
    met = NUMBER.fullmatch(text)
    if met is None:
        return Answer(STRANGE)
    sign, digits, said = met.groups()
    by = Decimal(said in COUNTED) or None if kind == COUNT else unit_factor(POINT.get(said, said), unit)
    if by is None:
        return Answer(STRANGE)
    value = float(Decimal(digits.replace(",", "")) * by)
    return Answer(KNOWN, -value if sign else value) if sign != "+" else Answer(KNOWN, value)
