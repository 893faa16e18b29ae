"""Column contracts of the frames, checked at the borders (数据框约定)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.text_normalisation import quoted_value


@dataclass(frozen=True)
class Contract:
    """The columns a frame must have, with their types, which may be left out, and the key."""

    name: str
    columns: dict[str, pl.DataType]
    key: tuple[str, ...]
    optional: frozenset[str] = frozenset()

    def take(self, frame: Any) -> pl.DataFrame:
        """The frame as polars with exactly the contract's columns, types and order.

        Takes polars (eager or lazy) or pandas. Columns left out that are optional come as null.
        Raises `InputError` for a column that is missing, a value that does not fit its type,
        NaN or infinity, or a key that stands twice; all of them at once.
        """
        problems = Problems()
        typed = self._typed(polars_frame(frame), problems)
        problems.raise_any()
        self._refuse(typed, problems)
        problems.raise_any()
        return typed

    def _typed(self, frame: pl.DataFrame, problems: Problems) -> pl.DataFrame:
        return pl.DataFrame({name: self._column(frame, name, kind, problems) for name, kind in self.columns.items()})

    def _column(self, frame: pl.DataFrame, name: str, kind: pl.DataType, problems: Problems) -> pl.Series:
        if name in frame.columns:
            return self._cast(frame[name], kind, problems)
        if name not in self.optional:
            zh, en = did_you_mean(name, frame.columns)
            problems.report(f"{self.name}, {name}", f"缺少此列。{zh}", f"This column is missing. {en}".rstrip())
        return pl.Series(name, [None], dtype=kind).new_from_index(0, frame.height)

    def _cast(self, column: pl.Series, kind: pl.DataType, problems: Problems) -> pl.Series:
        if column.dtype == kind:
            return column
        cast = column.cast(kind, strict=False)
        lost = int((cast.is_null() & column.is_not_null()).sum())
        if lost:
            zh, en = f"{lost} 个值不符合类型 {kind}。", f"{lost} values do not fit the type {kind}."
            problems.report(f"{self.name}, {column.name}", zh, en)
        return cast

    def _refuse(self, frame: pl.DataFrame, problems: Problems) -> None:
        for name in [name for name, kind in self.columns.items() if kind == pl.Float64]:
            strange = int((~frame[name].is_finite()).sum())
            if strange:
                zh = f"{strange} 个值是 NaN 或无穷大；缺失请留空。"
                en = f"{strange} values are NaN or infinite; leave a missing value empty."
                problems.report(f"{self.name}, {name}", zh, en)
        for name in [name for name in self.key if frame[name].null_count()]:
            zh = f"{frame[name].null_count()} 行缺少主键；每行都须写明。"
            en = f"{frame[name].null_count()} rows lack this key; every row must have it."
            problems.report(f"{self.name}, {name}", zh, en)
        twice = repeated_keys(frame, self.key)
        if twice:
            zh, en = f"主键重复 {twice} 行。", f"{twice} rows repeat a key that may stand once."
            problems.report(f"{self.name}, {' × '.join(self.key)}", zh, en)


def repeated_keys(frame: pl.DataFrame, key: Sequence[str]) -> int:
    """How many rows repeat a key that stands above; rows in the order of their keys are told at a glance."""
    if is_ascending(frame, key):
        return 0
    # keys whose hashes all differ differ too; only where two hashes agree are the texts themselves compared
    hashes = frame.select(key).hash_rows()
    return 0 if hashes.n_unique() == frame.height else frame.height - frame.n_unique(list(key))


def is_ascending(frame: pl.DataFrame, key: Sequence[str]) -> bool:
    """Whether every row's key is above that of the row before it: in order, and none twice."""
    return frame.height < 2 or bool(frame.select(ascending_expression(key)).item())


def ascending_expression(key: Sequence[str]) -> pl.Expr:
    """The same as one truth of a frame, true where it has a single row or none."""
    *first, last = key
    above = pl.col(last) > pl.col(last).shift(1)
    for name in reversed(first):
        here, before = pl.col(name), pl.col(name).shift(1)
        above = (here > before) | ((here == before) & above)
    return above.fill_null(False).slice(1).all()


def non_finite_columns(frame: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """The number columns that hold NaN or infinity."""
    sums = frame.select(pl.col(names).sum()).row(0) if names else ()
    return non_finite_among(frame, dict(zip(names, sums, strict=True)))


def non_finite_among(frame: pl.DataFrame, sums: Mapping[str, float]) -> list[str]:
    """The same where the columns are added up already."""
    # a column's sum is finite where all of it is; only where it is not, each figure is looked at
    return [name for name, total in sums.items() if not math.isfinite(total) and not frame[name].is_finite().all()]


def polars_frame(frame: Any) -> pl.DataFrame:
    """A polars frame from polars (eager or lazy) or pandas; numbers stay missing where pandas has NaN.

    Raises `InputError` for what is no frame.
    """
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame
    if not hasattr(frame, "columns"):
        said = quoted_value(frame)
        zh = f"“{said}”不是数据表；数据用 facts.up_to(城市, 月份) 或 facts.load(文件) 读入。"
        en = f"'{said}' is no frame; read figures with facts.up_to(city, month) or facts.load(file)."
        raise InputError([Problem("data 数据", zh, en)])
    return pl.from_pandas(frame, nan_to_null=True)


FACTS = Contract(
    name="FACTS",
    columns={
        "city": pl.String(),
        "month": pl.String(),
        "fact": pl.String(),
        "value": pl.Float64(),
        "records": pl.Int64(),
        "status": pl.String(),
        "source": pl.String(),
        "note": pl.String(),
    },
    key=("city", "month", "fact"),
    optional=frozenset({"records", "status", "source", "note"}),
)

CHANGES = Contract(
    name="CHANGES",
    columns={
        "scenario": pl.String(),
        "step": pl.Int64(),
        "target": pl.String(),
        "how": pl.String(),
        "amount": pl.Float64(),
        "choice": pl.String(),
        "city": pl.String(),
        "month": pl.String(),
        "note": pl.String(),
        "unit": pl.String(),
    },
    key=("scenario", "step"),
    optional=frozenset({"choice", "city", "month", "note", "unit"}),
)
