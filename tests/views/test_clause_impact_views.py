"""Whom a new edition lifts and lowers and by which clause: the finding, the table and the bars, in both languages."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks
from analysis.questions import edition_effects
from analysis.views import clause_impact_views, edition_tables
from made_up import MONTH
from published_kinds import Kind, book_of

VALUES = {"most": (9, "point"), "each": (1, "point/document")}
COUNT = 60


@pytest.fixture
def books(tmp_path):
    """Clause 1 gives half as much for each, clause 2 a point more for a prize; clause 3 is gone."""
    one, two = "min(most, each * answered)", "min(most, each * prizes)"
    prizes = {"most": (30, "point"), "each": (1, "point/item")}
    before = {
        "1": Kind("每个得分。", one, values=VALUES, title="答复"),
        "2": Kind("每项得分。", two, values=prizes, title="表彰"),
    }
    after = {
        "1": Kind("每个得分。", one, values=VALUES | {"each": (0.5, "point/document")}, title="答复"),
        "2": Kind("每项得分。", two, values=prizes | {"each": (2, "point/item")}, title="表彰"),
    }
    gone = {"3": Kind("合格得分。", "when(sound, most, 0)", values={"most": (1, "point")}, title="制度")}
    return tuple(rulebooks.load(book_of(tmp_path / name, **kinds))
                 for name, kinds in (("a", before | gone), ("b", after)))  # fmt: skip


@pytest.fixture
def found(books):
    """50 cities lose half a point to a few points by clause 1, 10 gain by clause 2."""
    facts = pl.DataFrame({
        "city": [f"{number:06d}" for number in range(100_000, 100_000 + COUNT)], "month": [MONTH] * COUNT,
        "answered": [float(1 + number % 8) if number < 50 else 0.0 for number in range(COUNT)],
        "prizes": [0.0 if number < 50 else float(number - 49) for number in range(COUNT)],
        "sound": [0.0] * (COUNT - 1) + [1.0],
    })  # fmt: skip
    return edition_effects.edition_effects(facts, *books)


def test_the_finding_says_who_gains_who_loses_and_which_clause(found, books):
    said = clause_impact_views.impact_finding(found, books, "zh")
    assert "60 个单位月份中 10 个升、50 个降、0 个不变" in said and "影响最大的是第1条（答复）" in said
    assert "10 gain, 50 lose, 0 stay" in clause_impact_views.impact_finding(found, books, "en")


def test_the_table_counts_whom_each_clause_lifts_and_lowers(found, books):
    rows = {row[0]: row[1:] for row in clause_impact_views.clause_impacts_table(found, books).rows}
    assert rows["第1条（答复）"][:2] == ("0", "50") and rows["第2条（表彰）"][:2] == ("10", "0")
    assert rows["第3条（制度）"][:2] == ("0", "1")


def test_losers_are_shown_beside_gainers_each_with_the_clause_that_moved_it_that_way(found, books):
    (_, clauses), (heading, cities) = clause_impact_views.impact_charts(found, books)
    assert len(cities.bars) == 20 and sum(bar.parts[0] > 0 for bar in cities.bars) == 10
    assert all("第2条" in bar.text for bar in cities.bars[:10]) and all("第1条" in bar.text for bar in cities.bars[10:])
    assert "分" in heading and "升 0、降 50" in clauses.bars[0].text


def test_no_hair_of_float_sums_is_shown(found):
    said = "\n".join(row[4] for row in edition_tables.edition_effects_table(found).rows)
    assert "0.0000" not in said and "第1条" in said


def test_where_nothing_changes_it_says_so(found, books):
    same = edition_effects.edition_effects(found.totals.select("city", "month").head(0), books[0], books[0])
    table = clause_impact_views.clause_impacts_table(same, (books[0], books[0]))
    assert not table.rows and table.empty == "换版以后各单位的总分都不变。"
