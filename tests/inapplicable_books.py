"""Small rulebooks with clauses that do not apply to every unit, and figures drawn for many units."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl

from analysis import rulebooks
from analysis.rulebooks import Rulebook
from small_books import RULEBOOK, written

FACT = """
[{name}]
zh = "{name}"
en = "{name}"
unit = "{unit}"
nature = "{nature}"
meaning = "for tests"
meaning_zh = "供测试"
low = 0
high = 100
clauses = []
"""
GROUP_TEXT = """
[[group]]
id = "{name}"
title = "{name}"
title_zh = "{name}"
possible = {points}
"""
CLAUSE = """\
title = "{name}"
title_zh = "{name}"
text = "每个得1分。"
kind = "score"
group = "{group}"
provenance = "text"
responsible = []
supplier = []
possible = "most"
points = "min(most, each * x_{name})"
{more}

[value]
most = {{ is = {points}, unit = "point", zh = "满分", source = "clause" }}
each = {{ is = 1, unit = "point/event", zh = "每个", source = "clause" }}
"""
DEDUCTION = """\
title = "Cases"
title_zh = "失信事件"
text = "每起扣1分。"
kind = "deduction"
group = "A"
provenance = "text"
responsible = []
supplier = []
points = "-each * x_d"
least = "-most"

[value]
most = { is = 2, unit = "point", zh = "最多扣", source = "clause" }
each = { is = 1, unit = "point/event", zh = "每起", source = "clause" }
"""
POINTS = {"a1": ("A", 4), "a2": ("A", 6), "b1": ("B", 5), "b2": ("B", 3), "c1": ("C", 7)}
OPEN = ("a1", "b1", "b2")
"""The clauses that do not apply to every unit."""


def book(folder: Path, over: str = "group", instead: str = "share", clauses: tuple[str, ...] = OPEN) -> Rulebook:
    """Three groups of 10, 8 and 7 points, the clauses named not applying to every unit, and one that deducts."""
    groups = {"A": 10, "B": 8, "C": 7}
    shared = f'shared_over = "{over}"\n' if over else ""
    head = RULEBOOK.split("[[group]]")[0] + shared
    text = head + "".join(GROUP_TEXT.format(name=name, points=points) for name, points in groups.items())
    field = 'field = { of = "all" }' if instead == "mean" else ""
    files = {
        name: CLAUSE.format(
            name=name, group=group, points=points,
            more=f'applies = "has_{name}"\ninapplicable = "{instead}"\n{field}' if name in clauses else "",
        )
        for name, (group, points) in POINTS.items()
    }  # fmt: skip
    facts = {f"x_{name}": "event" for name in (*POINTS, "d")} | {f"has_{name}": "flag" for name in OPEN}
    folder = written(folder, text, **files, d1=DEDUCTION)
    (folder / "facts.toml").write_text("".join(_fact(name, unit) for name, unit in facts.items()), "utf-8")
    return rulebooks.load(folder)


def _fact(name: str, unit: str) -> str:
    return FACT.format(name=name, unit=unit, nature="state" if unit == "flag" else "stock")


def drawn_units(count: int, seed: int, missing: float = 0.15) -> pl.DataFrame:
    """The figures of so many units of one month; a part of them, and of what applies, missing."""
    drawn = random.Random(seed)

    def amount(high: int) -> float | None:
        return None if drawn.random() < missing else float(drawn.randint(0, high))

    names = {f"x_{name}": points + 1 for name, (_, points) in POINTS.items()}
    names |= {"x_d": 2} | {f"has_{name}": 1 for name in OPEN}
    columns = {name: [amount(high) for _ in range(count)] for name, high in names.items()}
    cities = [f"{number:06d}" for number in range(100_000, 100_000 + count)]
    return pl.DataFrame({"city": cities, "month": ["2021-03"] * count, **columns}).with_columns(
        pl.col(list(columns)).cast(pl.Float64)
    )
