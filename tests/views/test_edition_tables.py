"""Two rulebooks compared, as tables and a picture, in both languages."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks
from analysis.questions import edition_effects, editions
from analysis.views import edition_tables
from made_up import MONTH
from published_kinds import Kind, book_of

VALUES = {"most": (4, "point"), "each": (0.5, "point/document")}
CITIES = ("320281", "320282", "320205")


@pytest.fixture
def books(tmp_path):
    before = {"1": Kind("每个得分，最高4分。", "min(most, each * answered)", values=VALUES)}
    after = before | {
        "1": Kind("每个得分，最高5分。", "min(most, each * answered)", values=VALUES | {"most": (5, "point")})
    }
    after |= {"2": Kind("新增：按件扣。", "-each * answered", kind="deduction", group="minus", values=VALUES)}
    return rulebooks.load(book_of(tmp_path / "a", **before)), rulebooks.load(book_of(tmp_path / "b", **after))


@pytest.fixture
def found(books):
    facts = pl.DataFrame({"city": CITIES, "month": [MONTH] * 3, "answered": [2.0, 10, None]})
    return edition_effects.edition_effects(facts, *books)


def test_each_change_is_a_row_with_what_it_is_called(books):
    table = edition_tables.edition_changes_table(editions.edition_changes(*books), *books)
    told = {row[1] for row in table.rows}
    assert {"条文", "分值", "规则值", "新增条款", "分组"} == told and "[-4-]{+5+}" in table.rows[1][4]
    english = edition_tables.edition_changes_table(editions.edition_changes(*books), *books, "en")
    assert "clause added" in {row[1] for row in english.rows} and "[-…-]" in english.notes[0]


def test_the_same_rulebook_twice_says_so(books):
    table = edition_tables.edition_changes_table(editions.edition_changes(books[0], books[0]), books[0], books[0])
    assert not table.rows and table.empty == "两个规则集完全一样。"


def test_who_loses_is_named_with_the_clause_that_did_it(found):
    table = edition_tables.edition_effects_table(found)
    rows = {row[0]: row for row in table.rows}
    assert rows["江阴市 2021年3月"][3:] == ("-1.00", "第2条 -1.00")
    assert rows["宜兴市 2021年3月"][3:] == ("-4.00", "第2条 -5.00、第1条 +1.00")
    assert "0 个升，2 个降" in table.title


def test_the_picture_has_a_bar_for_each_city(found):
    for lang in ("zh", "en"):
        chart = edition_tables.edition_effects_chart(found, lang)
        assert len(chart.bars.bars) == 3 and chart.bars.bars[-1].parts == (0.0, -4.0)
        assert chart.bars.bars[-1].text == ("-4.00（第2条）" if lang == "zh" else "-4.00 (clause 2)")
