"""What each clause of each case waits for, as lists of names (缺什么).

Worked out as flags, a column a name, and put together once: far quicker than making a list for each row.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.scorecards.clause_expressions import MISSING

Flag = tuple[int, str, pl.Expr]
"""The place of a clause among all, a name it may wait for, and whether a case does (Boolean)."""


def missing_names(judged: pl.DataFrame, flags: Sequence[Flag], each: int) -> pl.Series:
    """For each case and, within it, each of the `each` clauses: the names waited for, in the order of the flags.

    Returns List(String), `judged.height` × `each` long; an empty list where nothing is waited for.
    """
    told = _told(judged, flags, each)
    names = pl.Series(MISSING, [name for _, name, _ in flags], dtype=pl.String).gather(told["flag"])
    lists = told.select("at", names).group_by("at", maintain_order=True).agg(MISSING)
    which = pl.int_range(lists.height, dtype=pl.UInt32, eager=True)
    places = pl.repeat(None, judged.height * each, dtype=pl.UInt32, eager=True).scatter(lists["at"], which)
    return lists[MISSING].gather(places).fill_null([])


def _told(judged: pl.DataFrame, flags: Sequence[Flag], each: int) -> pl.DataFrame:
    """Each flag that holds: `at` the place in the lists, `flag` which one; in that order."""
    columns = [flag.fill_null(False).alias(str(number)) for number, (_, _, flag) in enumerate(flags)]
    held = judged.lazy().select(columns).collect(engine="streaming")
    flat = held.select(pl.concat_arr(pl.all()).explode(empty_as_null=True, keep_nulls=True)).to_series()
    hits, count = flat.arg_true().cast(pl.Int64).alias("flag"), len(flags)
    places = pl.Series([place for place, _, _ in flags], dtype=pl.Int64).gather(hits % count)
    return pl.DataFrame([(hits // count * each + places).alias("at"), hits % count]).sort("at", "flag")
