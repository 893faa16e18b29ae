"""Words and numbers as readers see them, in Chinese (`zh`) or English (`en`) (用语与数字)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from analysis.catalogue import view_phrase
from analysis.facts import Fact, newest, unit_label
from analysis.formulas import number_text
from analysis.rulebooks import INAPPLICABLE

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SCALES = {"zh": (("亿元", 8), ("万元", 4), ("元", 0)), "en": (("billion yuan", 9), ("million yuan", 6), ("yuan", 0))}
_PLURALS = {
    "person": "people", "agency": "agencies", "county": "counties", "activity": "activities", "entity": "entities",
}  # fmt: skip
_WORDS = {"visit": "次", "day": "日", "month": "个月"}
_PARTS = re.compile(r"[a-z]+")
_LONG = re.compile(r"(?<![\d.,])(\d[\d,]*\.\d{7,})(%| 个百分点| percentage points|)")


Row = Mapping[str, Any]
"""A row of a frame by its columns' names, as views read it."""


def say(key: str, lang: str, **parts: object) -> str:
    """The text of a key, with its parts put in."""
    return view_phrase(key, lang, **parts)


def rounded_text(value: float, places: int = 2) -> str:
    """A number at so many decimals, half away from zero, with thousands separators: 2.345 -> 2.35."""
    exact = Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{abs(exact) if exact == 0 else exact:,f}"


def points_text(value: float | None, lang: str) -> str:
    """Points at two decimals; what is missing is said to be missing."""
    return say("missing", lang) if value is None else rounded_text(value)


def maximum_text(value: float | None, lang: str) -> str:
    """What can be earned, as documents print it: 2, 2.4, 56.4; a dash where there is no ceiling."""
    return say("not there", lang) if value is None else number_text(value, lang)


def interval_text(low: float | None, high: float | None, lang: str) -> str:
    """`12.30–18.50`; with a negative end in words; one number where both ends are shown alike."""
    if low is None or high is None:
        return say("missing", lang) if low is None else say("at least", lang, low=rounded_text(low))
    first, last = rounded_text(low), rounded_text(high)
    if first == last:
        return first
    return say("to", lang, low=first, high=last) if first.startswith("-") else f"{first}–{last}"


def earned_text(row: Mapping[str, Any], lang: str) -> str:
    """The points of a clause or group; where they are missing, that, and the interval; that it does not apply."""
    if row.get("bound") == INAPPLICABLE and not row["possible"]:
        return say("inapplicable", lang)
    if row["points"] is not None:
        return points_text(row["points"], lang)
    return say("missing within", lang, interval=interval_text(row["low"], row["high"], lang))


def points_span(row: Mapping[str, Any], lang: str) -> str:
    """The points, or where they are missing the bare interval."""
    return interval_text(row["low"], row["high"], lang) if row["points"] is None else points_text(row["points"], lang)


def floored_total(row: Mapping[str, Any]) -> dict[str, Any]:
    """The points of a total and its two ends as they are shown: not below 0."""
    return {part: None if row[part] is None else max(0.0, row[part]) for part in ("points", "low", "high")}


def floored_points(value: float) -> str:
    """The certain points of a total, or another end of it, as they are shown: not below 0."""
    return rounded_text(max(0.0, value))


def total_span(row: Mapping[str, Any], lang: str) -> str:
    """A total, or where it is missing the bare interval, as it is shown everywhere: not below 0."""
    return points_span(floored_total(row), lang)


def total_interval(low: float | None, high: float | None, lang: str) -> str:
    """Two ends of a total, shown not below 0."""
    ends = floored_total({"points": None, "low": low, "high": high})
    return interval_text(ends["low"], ends["high"], lang)


def floor_notes(lows: Iterable[float | None], lang: str, key: str = "floored changes") -> tuple[str, ...]:
    """The note on totals shown not below 0; none where no total is below it."""
    return (say(key, lang),) if any(low is not None and low < 0 for low in lows) else ()


def amount_text(value: float | None, fact: Fact, lang: str) -> str:
    """A figure with its unit: 亿元 and 万元 for yuan, percent for shares, names for choices, yes or no for flags."""
    if value is None:
        return say("missing", lang)
    if fact.unit == "flag":
        return say("yes" if value else "no", lang)
    if fact.unit == "choice":
        named = fact.choices if lang == "zh" else fact.choices_en
        return named.get(int(value)) or number_text(value, lang)
    return unit_amount(value, fact.unit, lang)


def unit_amount(value: float, unit: str, lang: str) -> str:
    """A number with its unit's word; at most two decimals."""
    if unit == "yuan":
        return _money(value, lang)
    if unit == "share":
        return percent_text(value)
    plain = number_text(float(rounded_text(value).replace(",", "")), lang)
    return f"{plain}{_unit(unit, value, lang)}"


def rule_value_text(value: float | None, unit: str, lang: str) -> str:
    """A rule's value with its unit, exactly: 70%, 0.5 分/家, 4 points."""
    if value is None:
        return say("unset", lang)
    if unit == "share":
        return f"{number_text(round(value * 100, 10), lang)}%"
    plain = unit in ("flag", "choice", "rank", "1")
    return number_text(value, lang) if plain else f"{number_text(value, lang)} {rule_unit_text(unit, value, lang)}"


def rule_unit_text(unit: str, value: float, lang: str) -> str:
    """The unit of a rule's value in words: `point*entity/yuan` is 分·家/元."""
    if lang == "zh":
        return _PARTS.sub(lambda part: _WORDS.get(part[0], unit_label(part[0])), unit).replace("*", "·")
    single = unit == "yuan" or not _PARTS.fullmatch(unit)
    return unit.replace("*", "·") if single else _unit(unit, value, lang).strip()


def percent_text(value: float) -> str:
    """A share in percent at two decimals: 0.7 -> 70.00%."""
    return f"{rounded_text(value * 100)}%"


def shortened_working(text: str) -> str:
    """A line of working with endless decimals cut and marked as near: `≈ 0.710460`, `≈ 86.67%`."""
    near = re.sub(r"= (?=\d[\d,]*\.\d{7,}%?$)", "≈ ", text)
    return _LONG.sub(lambda hit: _cut(hit[1], hit[2]), near)


def _cut(text: str, sign: str) -> str:
    """Six digits of a number, four of a percentage; what is below a whole number is never rounded up to it."""
    exact = Decimal(text.replace(",", ""))
    step = Decimal(1).scaleb(-max(2, (3 if sign.strip() else 5) - exact.adjusted()))
    nearest = exact.quantize(step, ROUND_HALF_UP)
    return f"{exact.quantize(step, ROUND_DOWN) if nearest == nearest.to_integral_value() else nearest:,f}{sign}"


def _money(value: float, lang: str) -> str:
    word, power = next((scale for scale in _SCALES[lang] if abs(value) >= 10 ** scale[1]), _SCALES[lang][-1])
    space = " " if lang == "en" else ""
    return f"{rounded_text(value / 10**power) if power else number_text(value, lang)}{space}{word}"


def _unit(unit: str, value: float, lang: str) -> str:
    if lang == "zh":
        return "" if unit == "rank" else unit_label(unit)
    first, *rest = unit.split("/")
    many = first if value == 1 or unit == "rank" else _PLURALS.get(first, f"{first}s")
    return "" if unit == "rank" else f" {'/'.join([many, *rest])}"


def month_title(text: str, lang: str) -> str:
    """`2021-03` as 2021年3月 or March 2021."""
    year, number_of_month = text.split("-")
    named = int(number_of_month) if lang == "zh" else _MONTHS[int(number_of_month) - 1]
    return say("month", lang, year=year, month=named)


def city_title(code: str, lang: str) -> str:
    """The city's name; in English its name in Latin letters, where the table of cities has it, and the Chinese."""
    row = newest(code)
    return row["name"] if lang == "zh" or not row["english"] else f"{row['english']} ({row['name']})"


def joined_texts(parts: Iterable[str], lang: str, between: str = "comma") -> str:
    """Several texts as one; `none` where there are none."""
    return say(between, lang).join(parts) or say("none", lang)
