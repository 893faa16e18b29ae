"""Views become blocks with every text, number and tone they had."""

from __future__ import annotations

import pytest

import jiangyin
from analysis import documents, rulebooks, scenarios, scorecards, views
from analysis.documents import (
    DocumentCell,
    DocumentChart,
    DocumentTable,
    Heading,
    Highlights,
    Particulars,
    Quotation,
    view_blocks,
)
from analysis.views.chart_contents import Chart as Drawn
from analysis.views.view_objects import Passage, table_columns, view_sequence


@pytest.fixture(scope="module")
def card():
    return scorecards.card(
        jiangyin.known(), rulebooks.load("hard-2019"), jiangyin.CITY, jiangyin.MONTH, [scenarios.BASELINE]
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("28.05", 28.05),
        ("1,234.50", 1234.5),
        ("70.00%", 0.7),
        ("-3", -3.0),
        ("+0.50", 0.5),
        ("0.10–0.20", None),
        ("缺", None),
        ("", None),
    ],
)
def test_a_printed_number_is_known_as_one(text, number):
    assert view_blocks.printed_number(text) == number


def test_only_a_column_of_numbers_holds_numbers():
    table = views.Table("题", table_columns(("条款", "id"), ("得分", "number")), (("18.3", "0.75"),), "zh")
    assert view_blocks.table_block(table).rows == ((DocumentCell("18.3"), DocumentCell("0.75", 0.75)),)


def test_a_table_keeps_its_texts_tones_and_notes(card):
    view = views.totals(card)
    (block,) = view_blocks.blocks_of(view)
    assert isinstance(block, DocumentTable)
    assert [[cell.text for cell in row] for row in block.rows] == [[str(cell) for cell in row] for row in view.rows]
    assert block.notes == view.notes and block.rows[0][0].tone == "strong"


def test_a_clause_laid_open_becomes_text_particulars_and_figures(card):
    heading, text, said, figures = view_blocks.blocks_of(views.working(card, clause="17"), level=2)
    assert heading.level == 2 and not heading.numbered and heading.text.startswith("17 ")
    assert isinstance(text, Quotation) and isinstance(said, Particulars) and figures.small
    assert "公式" in dict(said.rows) and figures.columns[3].title == "来源"


def test_several_views_follow_one_another(card):
    told = Passage("要点", ("一。", "二。"), "zh")
    blocks = view_blocks.blocks_of(view_sequence([told, views.charts.losses_chart(card)]))
    assert [type(block) for block in blocks] == [Highlights, DocumentChart]
    assert blocks[1].bars.bars[0].label.startswith(f"第{views.lost(card).rows[0][0]}项")


def test_a_chart_of_no_bars_gives_way_to_its_table(card):
    assert view_blocks.blocks_of(Drawn("曲线", views.charts.losses_chart(card).figure)) == ()


def test_headings_of_the_package_are_its_own():
    assert documents.Heading is Heading
