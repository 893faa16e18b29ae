"""True values as offices spell them in cells: dates, money, choices, full-width digits, stray blanks (写法)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

DATE_FORMATS = ("%Y-%m-%d", "%Y/%-m/%-d", "%Y年%-m月%-d日", "%Y%m%d", "%Y.%m.%d", "%Y-%m-%d 00:00:00", "%Y/%m/%d")
SERIAL_FROM = 25_569
"""The number a spreadsheet gives to 1970-01-01."""

UNIT_POWERS = {"元": 2, "万元": 6, "亿元": 10}
"""How many digits each unit stands above the fen."""

FLAGS = (("是", "否"), ("有", "无"), ("1", "0"), ("Y", "N"), ("√", "×"))
HALF_WIDTH_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FULL_WIDTH_SIGNS = {sign: chr(ord(sign) + 0xFEE0) for sign in HALF_WIDTH_SIGNS}
BLANKS = (" ", "　", "  ")


def date_texts(days: pl.Series, share: float, draw: np.random.Generator) -> pl.Series:
    """Days as text, a share of them in another way than 2021-03-05: with slashes, in Chinese, as a serial number."""
    way = _spelling_choice(len(days), share, len(DATE_FORMATS) + 1, draw)
    day = pl.col("day")
    texts = [day.dt.strftime(way) for way in DATE_FORMATS] + [(day.cast(pl.Int32) + SERIAL_FROM).cast(pl.String)]
    if not way.any():
        return days.dt.strftime(DATE_FORMATS[0])
    return _by_way(pl.DataFrame({"day": days, "way": way}), texts)


def _spelling_choice(count: int, share: float, ways: int, draw: np.random.Generator) -> np.ndarray:
    """Each cell's way of writing, the first one for all but a share."""
    return np.where(draw.random(count) < share, draw.integers(0, ways, count), 0)


def _by_way(frame: pl.DataFrame, texts: Sequence[pl.Expr]) -> pl.Series:
    chosen = (pl.when(pl.col("way") == place).then(text) for place, text in enumerate(texts))
    return frame.select(pl.coalesce(*chosen)).to_series()


def money_texts(fen: pl.Series, unit: str, share: float, draw: np.random.Generator) -> pl.Series:
    """Amounts in a unit as exact decimals, a share of them with thousands parted."""
    frame = pl.DataFrame({"fen": fen, "way": _spelling_choice(len(fen), share, 2, draw)})
    return _by_way(frame, [_decimal(UNIT_POWERS[unit], parted) for parted in (False, True)])


def money_texts_with_unit(fen: pl.Series, share: float, draw: np.random.Generator) -> pl.Series:
    """Amounts with their unit in the cell: 3000元, a share of them 0.3万元, 3,000元."""
    ways = (("元", False), ("元", True), ("万元", False), ("亿元", False))
    way = _spelling_choice(len(fen), share, len(ways), draw)
    texts = [_decimal(UNIT_POWERS[unit], parted) + unit for unit, parted in ways]
    return _by_way(pl.DataFrame({"fen": fen, "way": way}), texts)


def money_texts_and_units(fen: pl.Series, share: float, draw: np.random.Generator) -> tuple[pl.Series, pl.Series]:
    """Amounts and, for a cell of their own, their units."""
    way, units = _spelling_choice(len(fen), share, len(UNIT_POWERS), draw), list(UNIT_POWERS)
    frame = pl.DataFrame({"fen": fen, "way": way})
    named = pl.Series(units).gather(pl.Series(way, dtype=pl.UInt32))
    return _by_way(frame, [_decimal(UNIT_POWERS[unit], False) for unit in units]), named


def _decimal(digits: int, parted: bool) -> pl.Expr:
    """Whole fen as a decimal number of a unit so many digits above, without zeros at the end."""
    text = pl.col("fen").cast(pl.String).str.zfill(digits + 1)
    whole, rest = text.str.head(-digits), text.str.tail(digits).str.strip_chars_end("0")
    grouped = whole.str.reverse().str.replace_all(r"(\d{3})", "$1,").str.reverse().str.strip_chars_start(",")
    shown = grouped if parted else whole
    return pl.when(rest == "").then(shown).otherwise(shown + "." + rest)


def count_texts(numbers: pl.Series, share: float, draw: np.random.Generator) -> pl.Series:
    """Whole numbers, a share of them with thousands parted."""
    return money_texts(numbers * 10 ** UNIT_POWERS["元"], "元", share, draw)


def flag_texts(truths: pl.Series, mixed: bool, draw: np.random.Generator) -> pl.Series:
    """Truths in one of the pairs of words that offices use; nothing where it is not known."""
    yes, no = FLAGS[int(draw.integers(0, len(FLAGS)))] if mixed else FLAGS[0]
    said = pl.when(pl.col("truth")).then(pl.lit(yes)).when(~pl.col("truth")).then(pl.lit(no))
    return pl.DataFrame({"truth": truths}).select(said).to_series()


def choice_texts(
    chosen: pl.Series, words: Mapping[str, Sequence[str]], mixed: bool, draw: np.random.Generator
) -> pl.Series:
    """Choices in the words that offices use: the first of each, or any."""
    each = [word for named in words.values() for word in named]
    starts = np.cumsum([0, *(len(named) for named in words.values())])
    start = {choice: int(place) for choice, place in zip(words, starts, strict=False)}
    size = {choice: len(named) for choice, named in words.items()}
    frame = pl.DataFrame({"choice": chosen, "luck": draw.random(len(chosen)) * mixed})
    among = pl.col("choice").replace_strict(size, return_dtype=pl.Float64) * pl.col("luck")
    place = pl.col("choice").replace_strict(start, return_dtype=pl.UInt32) + among.floor().cast(pl.UInt32)
    return pl.Series(each, dtype=pl.String).gather(frame.select(place).to_series())


def noisy_texts(texts: pl.Series, wide: float, blanks: float, draw: np.random.Generator) -> pl.Series:
    """Texts of which some have full-width letters and digits, some blanks around them."""
    if not (wide or blanks):
        return texts
    count, frame = len(texts), pl.DataFrame({"text": texts})
    chosen = pl.Series(draw.random(count) < wide)
    blank = pl.Series(draw.integers(0, len(BLANKS), count), dtype=pl.UInt32)
    around = pl.Series(draw.random(count) < blanks)
    wider = frame.select(pl.when(chosen).then("text").str.replace_many(FULL_WIDTH_SIGNS)).to_series()
    widened = texts.zip_with(~chosen, wider)
    return widened.zip_with(~around, widened + pl.Series(BLANKS).gather(blank))
