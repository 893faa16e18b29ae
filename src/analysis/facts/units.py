"""Units and their Chinese measure words; the scale words 万 and 亿 (单位、量词)."""

from __future__ import annotations

from decimal import Decimal

from analysis.text_normalisation import folded

CONTINUOUS = frozenset({"yuan", "share", "day", "visit/day", "point"})

MEASURES: dict[str, tuple[str, ...]] = {
    "code": ("个", "条"),
    "event": ("起", "件", "次", "个"),
    "hall": ("个",),
    "record": ("条", "件", "个"),
    "entity": ("家", "户", "个"),
    "item": ("项", "个"),
    "county": ("个",),
    "domain": ("个", "类", "项"),
    "agency": ("家", "个"),
    "visit/day": ("次/日", "次/天", "人次/日", "人次/天"),
    "person": ("人", "名"),
    "case": ("件", "个", "例"),
    "department": ("个", "家"),
    "document": ("件", "个", "份"),
    "list": ("项", "个", "份"),
    "sector": ("个", "类"),
    "yuan": ("元", "人民币元"),
    "enterprise": ("家", "户", "个"),
    "activity": ("类", "项", "个"),
    "review": ("件", "次", "条", "个"),
    "day": ("天", "日"),
    "finding": ("个", "件", "条", "起"),
    "incident": ("起", "件", "次", "个"),
    "flag": ("是/否", "有/无", "1/0"),
    "choice": ("类", "选项"),
    "rank": ("名", "位"),
    "point": ("分",),
    "share": ("比例", "占比"),
}
SCALES = {
    "": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
SHARES = {"%": Decimal("0.01"), "百分比": Decimal("0.01"), "‰": Decimal("0.001")}
SCALE_SIGNS = "十百千万亿"


def unit_label(unit: str) -> str:
    """The measure word shown beside a figure: 人 for person; the unit itself where it has none."""
    return MEASURES.get(unit, (unit,))[0]


def is_whole_unit(unit: str) -> bool:
    """Whether figures of this unit can only be whole numbers."""
    return unit not in CONTINUOUS and "/" not in unit


def unit_factor(text: str, unit: str) -> Decimal | None:
    """By what a figure so marked is multiplied to be in `unit`; None where the mark does not belong to it.

    万人 for person -> 10000; an empty mark -> 1; % for share -> 0.01, for any other unit None.

    >>> from analysis import facts
    >>> facts.unit_factor("万人", "person"), facts.unit_factor("%", "share"), facts.unit_factor("元", "person")
    (Decimal('10000'), Decimal('0.01'), None)
    """
    said = folded(text)
    if unit == "share" and said in SHARES:
        return SHARES[said]
    measure = said.lstrip(SCALE_SIGNS)
    scale = said.removesuffix(measure)
    scaled = scale in SCALES and (not scale or unit not in ("flag", "choice", "rank", "share"))
    return Decimal(SCALES[scale]) if scaled and measure in _words(unit) else None


def _words(unit: str) -> set[str]:
    return {"", unit, f"{unit}s", *(folded(word) for word in MEASURES.get(unit, ()))}
