"""Exercises on faults: a delivery with some planted, codes of which one is sound (差错练习)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analysis import facts, identifiers
from analysis.catalogue import training_phrase as phrase
from analysis.problems import InputError, Problems
from analysis.training.answers import CHOICE, COUNT
from analysis.training.city_exercises import ExampleCity, build_exercise
from analysis.training.exercises import Exercise
from analysis.training.random_draws import RandomDraws
from analysis.views import view_objects, words

HEADS = ("城市", "月份", "指标", "数值", "单位")
CODES, STEM = 4, 17
WITHIN = "within"
Row = tuple[str, str, str, str, str]


def delivery_exercise(place: ExampleCity, seed: int) -> Exercise:
    """A sheet as an office sends it, some rows wrong; how many faults the door finds in it."""
    lang, chance = place.lang, RandomDraws("delivery", seed)
    rows, planted = _rows(place, chance)
    found = _found(rows)
    without = _found([row for at, row in enumerate(rows) if planted.get(at) != WITHIN])
    heads = view_objects.table_columns((phrase("row", lang), "id"), *HEADS[2:], phrase("month", lang))
    shown = tuple((str(at), name, value, unit, when) for at, (_, when, name, value, unit) in enumerate(rows, start=2))
    wrong = {"first only": 1.0, "part above whole": float(len(without))}
    return build_exercise(
        place, "delivery", COUNT, float(len(found)), wrong, tuple(found), phrase("ask delivery", lang),
        phrase("hint delivery", lang), (view_objects.Table(phrase("given", lang), heads, shown, lang),), seed,
        lines=(phrase("delivered", lang),),
    )  # fmt: skip


def _rows(place: ExampleCity, chance: RandomDraws) -> tuple[list[Row], dict[int, str]]:
    """Sound rows, a few of them then spoilt; what was done to which row."""
    sound = [
        ("户籍人口", "126.40", "万人"), ("拥有诚信分户籍人口", "88.48", "万人"), ("应联通单位数", "52", "家"),
        ("已联通并归集单位数", "49", "家"), ("信易贷放款金额", "118.60", "亿元"), ("联合奖惩领域数", "36", "个"),
        ("行政审批事项数", "410", "项"), ("法人和非法人组织数", "8.10", "万家"),
        ("信用门户日均点击量", "9800", "次/日"),
    ]  # fmt: skip
    rows: list[Row] = [("江阴", place.month, *part) for part in sound]
    spoilt = {
        WITHIN: (3, lambda row: (*row[:3], "55", row[4])), "negative": (4, lambda row: (*row[:3], "-118.60", row[4])),
        "unit": (5, lambda row: (*row[:4], "亿元")), "name": (7, lambda row: (*row[:2], "法人与组织", *row[3:])),
        "month": (6, lambda row: (row[0], "2021-13", *row[2:])), "digits": (2, lambda row: (*row[:3], "52.5", row[4])),
    }  # fmt: skip
    others = [key for key in spoilt if key not in (WITHIN, "digits")]
    chosen = [WITHIN, *(others[at] for at in chance.shares(len(others)).argsort()[: 1 + int(chance.below(3, 1)[0])])]
    for key in chosen:
        at, spoil = spoilt[key]
        rows[at] = spoil(rows[at])
    return rows, {spoilt[key][0]: key for key in chosen}


def _found(rows: Sequence[Row]) -> list[str]:
    """The faults that the door for deliveries finds, in its own words."""
    text = "\n".join(",".join(row) for row in (HEADS, *rows)) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "delivery.csv"
        path.write_text(text, "utf-8")
        try:
            facts.load(path, remarks=Problems())
        except InputError as error:
            return [f"{problem.where}：{problem.zh}".replace(f"{path}, ", "") for problem in error.problems]
    return []


def code_exercise(place: ExampleCity, seed: int) -> Exercise:
    """Codes of which one passes every check; what the others fail is told by the package."""
    lang, chance = place.lang, RandomDraws("code", seed)
    sound = _sound(chance)
    right, first = (int(chance.below(most, 1)[0]) for most in (CODES, 3))
    codes = [_spoilt(sound, at, 9 + first + at, chance) if at != right else sound for at in range(CODES)]
    masks = identifiers.fault_masks(pl.Series(codes)).to_list()
    failed = (
        pl.DataFrame({"mask": masks}).select(identifiers.failure_names(pl.col("mask").cast(pl.UInt8)))["mask"].to_list()
    )
    steps = tuple(
        phrase("code of", lang, code=code, said=_said(names, lang)) for code, names in zip(codes, failed, strict=True)
    )
    table = view_objects.Table(
        phrase("given", lang),
        view_objects.table_columns((phrase("code", lang), "id")),
        tuple((code,) for code in codes),
        lang,
    )
    return build_exercise(
        place, "code", CHOICE, float(masks.index(0)), {}, steps, phrase("ask code", lang), phrase("hint code", lang),
        (table,), seed, choices=tuple(codes), lines=(),
    )  # fmt: skip


def _said(names: list[str], lang: str) -> str:
    said = (identifiers.failure_wording(name)[lang == "en"] for name in names)
    return words.say("comma", lang).join(said) if names else phrase("sound", lang)


def _sound(chance: RandomDraws) -> str:
    """A made-up enterprise's code that passes: registering office, kind, Jiangyin, eight digits and both checks."""
    body = "".join(str(digit) for digit in chance.below(10, 8))
    stem = f"91320281{body}{identifiers.inner_check_digit(pl.Series([body]))[0]}"
    return stem + identifiers.check_character(pl.Series([stem]))[0]


def _spoilt(sound: str, at: int, place: int, chance: RandomDraws) -> str:
    """The code with one fault: two characters exchanged, one letter that is not used, or one digit changed."""
    if at % 3 == 0:
        swapped = sound[:place] + sound[place + 1] + sound[place] + sound[place + 2 :]
        return swapped if swapped != sound else sound[:place] + "I" + sound[place + 1 :]
    if at % 3 == 1:
        return sound[:place] + "O" + sound[place + 1 :]
    digit = str((int(sound[place]) + 1 + int(chance.below(8, 1)[0])) % 10)
    return sound[:place] + digit + sound[place + 1 :]
