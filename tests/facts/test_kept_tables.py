"""Figures as they are filled in again: nothing lost on the way. The command's own tests are in cli/test_store.py."""

from __future__ import annotations

import polars as pl
import pytest

import small_units
from analysis import facts


@pytest.mark.parametrize(
    ("fact", "value", "text"),
    [("summoned", 1.0, "是"), ("summoned", 0.0, "否"), ("permits", 12.0, "12"), ("permits", None, ""),
     ("league", 3.0, "县级市"), ("site_visits_daily", 0.1 + 0.2, "0.30000000000000004")],
)  # fmt: skip
def test_a_figure_is_written_as_people_fill_it_in(fact, value, text):
    assert facts.value_text(facts.dictionary()[fact], value) == text


def test_what_is_kept_reads_back_as_it_was(home, sheet):
    small_units.build(home)
    (home / "params" / "facts.toml").write_bytes((small_units.ROOT / "params" / "facts.toml").read_bytes())
    path = sheet("华士,2021-03,行政许可信息数,12,条,来自审批局,备注一,估算", "市财政局,2021-03,行政处罚信息数,,条,,,",
                 "华士,2021-02,被列入约谈范围,是,,,,")  # fmt: skip
    read = facts.load(path)
    kept = facts.keep_tables(read, facts.dictionary())
    assert [file.parent.name for file in kept] == ["320281107", "320281107", "320281L00013"] or len(kept) == 3
    again = pl.concat([facts.load(file) for file in kept]).sort("city", "month", "fact")
    assert again.equals(read.sort("city", "month", "fact"))
