"""Views of the tables for research: the title says the finding, the table beside has the same numbers."""

from __future__ import annotations

import polars as pl
import pytest

import jiangyin
from analysis import rulebooks
from analysis.questions import research
from analysis.views import research_views

BOOK = rulebooks.load("hard-2019")
ROWS = {
    "league": [3] * 4, "clause": ["17", "18.3", "", "11"], "title": [""] * 4, "title_zh": [""] * 4,
    "unit": ["point"] * 4, "mean": [1.0, 1.25, 0.0, None], "deviation": [0.5, 0.25, 0.0, None],
    "least": [0.5, 1.0, 0.0, None], "most": [1.5, 1.5, 0.0, None], "covariance": [0.3, 0.125, 0.0, None],
    "share": [0.9, 0.2, -0.1, None], "cities": [5] * 4, "left_out": [2] * 4,
}  # fmt: skip
SPREAD = pl.DataFrame(ROWS, schema=research.SPREAD)


def test_the_title_names_the_clauses_that_widen_and_their_share():
    title = research_views.spread_title(SPREAD, BOOK, 3)
    assert "（5 个）" in title and "110.00%" in title and "信易贷" in title
    assert "各组上限和下限" not in title, "what evens out is no cause of the differences"


def test_bars_go_right_where_differences_widen_and_left_where_they_narrow():
    bars = research_views.spread_chart(SPREAD, BOOK, 3).bars
    assert [bar.parts for bar in bars.bars] == [(90, 0), (20, 0), (0, -10)] and bars.axis == "占比（%）"
    assert [float(bar.text.rstrip("%")) for bar in bars.bars] == [sum(bar.parts) for bar in bars.bars]


def test_the_table_has_every_clause_and_says_who_is_left_out():
    table = research_views.spread_table(SPREAD, BOOK, 3)
    assert [row[-1] for row in table.rows] == ["90.00%", "20.00%", "-10.00%", "—"]
    assert any("另有 2 个城市" in note for note in table.notes)
    assert "不足 3 个" in research_views.spread_table(SPREAD, BOOK, 2).title


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_elasticities_as_chart_and_table_agree(lang):
    result = research.elasticity(jiangyin.known(), BOOK, "江阴", "2021-03")
    chart, table = (
        view(result, BOOK, lang) for view in (research_views.elasticity_chart, research_views.elasticity_table)
    )
    assert chart.title == table.title and len(table.rows) == result.height
    best = result.filter(pl.col("elasticity_more") == result["elasticity_more"].max()).row(0, named=True)
    assert chart.bars.bars[0].label == best["zh" if lang == "zh" else "en"]
    shown = {row[0]: row[4] for row in table.rows}
    assert all(shown[bar.label] == bar.text for bar in chart.bars.bars)


def test_nothing_that_moves_is_said():
    result = research.elasticity(jiangyin.known(), BOOK, "江阴", "2021-03", names=["summoned"])
    assert research_views.elasticity_title(result, BOOK) == "各指标小幅增加都不改变总分"
