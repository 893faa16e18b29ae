"""Frames that people hand in, wide or long: headings and facts may stand under their Chinese names (数据表名称)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analysis.contracts import FACTS, polars_frame
from analysis.facts.dictionary import Fact
from analysis.facts.dictionary import dictionary as general
from analysis.facts.headings import heading_column
from analysis.problems import InputError, Problem
from analysis.text_normalisation import folded, quoted_value

PLACE_KEYS = ("city", "month")


def long_facts(frame: Any, dictionary: Mapping[str, Fact] | None = None) -> pl.DataFrame:
    """FACTS of a frame, polars or pandas, long or wide, under the names of the dictionary.

    Raises `InputError` as the contract does, and where two columns mean the same.
    """
    meanings = general() if dictionary is None else dictionary
    given = named_facts(named_columns(polars_frame(frame), meanings), meanings)
    is_wide = "fact" not in given.columns and set(PLACE_KEYS) <= {*given.columns}
    return FACTS.take(_lengthened(given) if is_wide else given)


def named_columns(frame: pl.DataFrame, dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """The frame with its columns under their English names, where they are headings or facts by another name."""
    meant = {name: target for name in frame.columns if (target := _column(name, frame, dictionary)) != name}
    _refuse_twice([meant.get(name, name) for name in frame.columns], frame.columns)
    return frame.rename(meant) if meant else frame


def named_facts(frame: pl.DataFrame, dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """A long frame with its facts under the dictionary's names; what nobody knows is left as it is."""
    if "fact" not in frame.columns or frame.schema["fact"] not in (pl.String, pl.Categorical, pl.Enum):
        return frame
    names = _names(dictionary)
    given = [name for name in frame["fact"].unique().to_list() if name is not None and name not in dictionary]
    meant = {name: target for name in given if (target := names.get(folded(name)))}
    return frame.with_columns(pl.col("fact").cast(pl.String).replace(meant)) if meant else frame


def _names(dictionary: Mapping[str, Fact]) -> dict[str, str]:
    """The facts by what they may be called, folded."""
    return {folded(name): fact.name for fact in dictionary.values() for name in (fact.name, fact.zh)}


def _column(name: str, frame: pl.DataFrame, dictionary: Mapping[str, Fact]) -> str:
    """What a column means: itself, a heading of a long table, a city or month, or a fact."""
    if name in FACTS.columns or name in dictionary:
        return name
    heading = heading_column(name)
    is_long = any(heading_column(other) == "fact" for other in frame.columns)
    if heading and (is_long or heading in PLACE_KEYS):
        return heading
    return _names(dictionary).get(folded(name), name)


def _refuse_twice(meant: Sequence[str], given: Sequence[str]) -> None:
    """Raise where two columns mean the same: nobody could say which of them counts."""
    twice = [name for name, target in zip(given, meant, strict=True) if meant.count(target) > 1 and name != target]
    if twice:
        zh, en = "与另一列是同一项；请只留一列。", "This column means the same as another; keep one of them."
        raise InputError([Problem(f"FACTS, {quoted_value(name)}", zh, en) for name in twice])


def _lengthened(wide: pl.DataFrame) -> pl.DataFrame:
    """Wide facts as long ones; what is no number stays text, for the contract to tell of."""
    names = [name for name in wide.columns if name not in PLACE_KEYS]
    numbers = [name for name in names if wide.schema[name] != pl.String]
    texts = wide.with_columns(pl.col(numbers).cast(pl.Float64)).with_columns(pl.col(names).cast(pl.String))
    return texts.unpivot(index=PLACE_KEYS, variable_name="fact").drop_nulls("value")
