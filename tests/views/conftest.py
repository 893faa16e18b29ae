"""A small rulebook whose results can be worked out by hand, and cards of it."""

from __future__ import annotations

import polars as pl
import pytest

import small_books
from analysis import facts, rulebooks, scorecards
from analysis.scenarios import BASELINE, Change, Scenario

CITY, MONTH = "320281", "2021-03"

HEAD = small_books.RULEBOOK.partition("[[group]]")[0]
GROUPS = """
[[group]]
id = "base"
title = "Base"
title_zh = "基础"
notebook = "base_items"

[[group]]
id = "main"
title = "Main"
title_zh = "主要"
possible = 9
notebook = "leading_items"

[[group]]
id = "deductions"
title = "Deductions"
title_zh = "扣分"
notebook = "deductions"
"""
TEST = """\
title = "Plan"
title_zh = "有规划"
text = "有规划。"
kind = "test"
group = "base"
provenance = "text"
responsible = ["发改委"]
supplier = []
met = "township_plan"

[[example]]
given = { township_plan = 1 }
met = true
"""
HALF = """\
title = "Domains <script>alert(1)</script>"
title_zh = "领域<script>alert(1)</script>"
text = "达到2个领域，每个领域得1分，最高得4分。"
kind = "score"
group = "main"
provenance = "text"
responsible = ["发改委", "工信局"]
supplier = ["城市归集共享"]
possible = "most"
points = "min(most, each * joint_domains)"
met = "joint_domains >= target"

[value]
most = { is = 4, unit = "point", zh = "最高分", source = "clause" }
each = { is = 1, unit = "point/domain", zh = "每个领域", source = "clause" }
target = { is = 2, unit = "domain", zh = "目标", source = "clause" }

[[note]]
mark = "assumed"
zh = "领域按月末数计。"
en = "Domains are counted at the month's end."

[[example]]
given = { joint_domains = 2 }
points = 2
met = true
at_target = true
"""
BENCHMARK = """\
title = "Share"
title_zh = "占比"
text = "信易贷占比情况"
kind = "score"
group = "main"
provenance = "assumed"
responsible = []
supplier = []
possible = "most"
points = "min(most, most * share / full)"

[let]
share = { is = "codes_converted / codes_legacy", zh = "转换率" }

[value]
most = { is = 5, unit = "point", zh = "分值", source = "table" }
full = { unset = true, unit = "share", zh = "满分基准", source = "none published" }

[[example]]
given = { codes_converted = 1, codes_legacy = 2 }
values = { full = 1 }
points = 2.5
"""
DEDUCTION = """\
title = "Incidents"
title_zh = "事故"
text = "每起扣10分。"
kind = "deduction"
group = "deductions"
provenance = "text"
responsible = []
supplier = []
least = "0 - limit"
points = "max(0 - limit, 0 - each * security_incidents)"

[value]
each = { is = 10, unit = "point/incident", zh = "每起扣分", source = "clause" }
limit = { is = 30, unit = "point", zh = "最多扣分", source = "clause" }

[[example]]
given = { security_incidents = 1 }
points = -10
"""
ASSUMED = Scenario(
    "trial",
    (Change("2.full", "set", 1.0, "share", mark="assumed", note="a round figure", note_zh="取整数"),),
    title="Trial",
    title_zh="试算",
)
GOOD = {
    "township_plan": 1, "joint_domains": 3, "codes_converted": 60, "codes_legacy": 100, "security_incidents": 0,
}  # fmt: skip


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("books") / "small"
    clauses = {"1": TEST, "1.1": HALF, "2": BENCHMARK, "3": DEDUCTION}
    return rulebooks.load(small_books.written(folder, HEAD + GROUPS, **clauses))


@pytest.fixture(scope="session")
def card_of(book):
    """The small rulebook's card for some figures; `None` leaves a figure out."""

    def card(scenarios=(BASELINE, ASSUMED), sources=None, **figures):
        values = {**GOOD, **figures}
        origin = dict.fromkeys(values, ("supplied", "发改委")) | (sources or {})
        rows = [(CITY, MONTH, fact, value, *origin[fact]) for fact, value in values.items()]
        facts = pl.DataFrame(rows, schema=["city", "month", "fact", "value", "status", "source"], orient="row")
        return scorecards.card(facts.with_columns(pl.col("value").cast(pl.Float64)), book, CITY, MONTH, scenarios)

    return card


@pytest.fixture
def sample_card():
    """The sample city's card on the hard indicators."""
    return scorecards.card(facts.up_to(CITY, MONTH), rulebooks.load("hard-2019"), CITY, MONTH)
