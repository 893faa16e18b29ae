"""Dated examples of repair periods, worked by hand: the documents count only while they all come out (修复日期算例)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from analysis.facts.measured.repair_periods import repair_days
from analysis.facts.measured.repair_rules import RepairRules, load_repair_rules, repair_rules_folder
from analysis.paths import display_path
from analysis.problems import InputError, Problem

NO = "no"
EXAMPLES = pl.Schema(
    {
        "rule": pl.String(), "subject": pl.String(), "dated": pl.Date(), "on": pl.Date(), "class": pl.String(),
        "stands": pl.String(), "first_repair": pl.Date(), "last_display": pl.Date(), "point": pl.String(),
    }
)  # fmt: skip
"""`stands`: `decision`, `later`, or `no` where the document does not bear on the record; `point`: what it shows."""
ANSWER = ("stands", "first_repair", "last_display")


def checked_repair_rules() -> RepairRules:
    """The documents, after each example of `params/repair/examples.csv` came out by them.

    Raises `InputError` for the faults of the documents, and for every example that comes out otherwise.

    >>> from analysis.facts.measured.repair_examples import checked_repair_rules
    >>> checked_repair_rules().rules[-1].number
    '国家发展改革委令第36号'
    """
    rules, path = load_repair_rules(), repair_rules_folder() / "examples.csv"
    return _checked(rules, path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=8)
def _checked(rules: RepairRules, path: Path, _changed: int) -> RepairRules:
    worked = worked_examples(_examples(path), rules)
    agree = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_worked")) for name in ANSWER)
    wrong = worked.filter(~agree)
    if wrong.height:
        raise InputError([_difference(path, row) for row in wrong.iter_rows(named=True)])
    return rules


def _examples(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, schema=EXAMPLES)
    except (OSError, pl.exceptions.PolarsError) as error:
        columns = ", ".join(EXAMPLES)
        zh = f"算例无法读取；须为 CSV，列为 {columns}，日期写作 2026-04-01（{error}）。"
        en = f"The examples can't be read; a CSV with {columns} is needed, days as 2026-04-01 ({error})."
        raise InputError([Problem(display_path(path), zh, en)]) from None


def worked_examples(examples: pl.DataFrame, rules: RepairRules) -> pl.DataFrame:
    """The examples with what the documents give, as `stands_worked` and so on."""
    amounts = sorted({column for rule in rules.rules for column in rule.at_least})
    numbered = examples.with_row_index("line", offset=2)
    asked = numbered.select("line", "subject", "dated", "on", *(pl.lit(None, pl.Int64).alias(name) for name in amounts))
    parts = [_of_day(part, day[0], rules) for day, part in asked.partition_by("on", as_dict=True).items()]
    found = pl.concat(parts).select("line", "rule", "class", *(pl.col(name).alias(f"{name}_worked") for name in ANSWER))
    joined = numbered.join(found, on=["line", "rule", "class"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("stands_worked").fill_null(NO))


def _of_day(part: pl.DataFrame, day: object, rules: RepairRules) -> pl.DataFrame:
    return repair_days(part, day if isinstance(day, date) else date.min, rules)


def _difference(path: Path, row: dict[str, object]) -> Problem:
    said = [f"{row[name] or '—'}" for name in ANSWER]
    worked = [f"{row[f'{name}_worked'] or '—'}" for name in ANSWER]
    what = f"{row['rule']} {row['class']} {row['dated']}"
    zh = f"算例“{what}”写的是 {'、'.join(said)}，按文件算得 {'、'.join(worked)}；请核对文件的期限或这一行。"
    en = f"Example '{what}' says {', '.join(said)}, the document gives {', '.join(worked)}; check either."
    return Problem(f"{display_path(path)}:{row['line']}", zh, en)
