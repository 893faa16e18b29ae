"""The month's report as a document: in the order of a brief, complete, each figure with its source."""

from __future__ import annotations

import pytest

import jiangyin
from analysis import rulebooks, scenarios, scorecards, views
from analysis.documents import Annex, DocumentChart, Heading, Highlights, Paragraph, Particulars, view_blocks
from analysis.questions import change, decisions
from analysis.reports.brief_document import brief_document
from analysis.reports.document import notebook_groups, report_document
from analysis.reports.request import Request

MADE_FROM = {
    "facts": {"data/facts/320281/2021-03.csv": "a" * 64},
    "tables": {"params/facts.toml": "b" * 64},
    "rulebooks": {"hard-2019": "c" * 64},
    "scenarios": {"params/scenarios/assumed-benchmarks.toml": "d" * 64},
    "notebooks": {"notebooks/overview.ipynb": "e" * 64},
    "code": "f" * 64,
}


def asked(lang: str = "zh") -> Request:
    books = tuple(rulebooks.load(name) for name in ("hard-2019", "monitoring-2021"))
    stood = (scenarios.BASELINE, scenarios.load("assumed-benchmarks"))
    return Request(jiangyin.CITY, jiangyin.MONTH, books, stood, lang, None)


def brief(lang: str = "zh"):
    books = [book.id for book in asked().books]
    return views.month_brief(
        decisions.month_decision(jiangyin.known(), books, jiangyin.CITY, jiangyin.MONTH, asked().scenarios), lang
    )


@pytest.fixture(scope="module")
def cards():
    return [
        scorecards.card(jiangyin.known(), book, jiangyin.CITY, jiangyin.MONTH, asked().scenarios)
        for book in asked().books
    ]


@pytest.fixture(scope="module")
def document(cards):
    return report_document(asked(), cards, MADE_FROM, {}, brief())


def test_what_matters_is_said_first_and_the_chapters_follow(document):
    assert (document.title, document.subtitle) == ("江阴市社会信用体系建设评分技术底稿", "（2021年3月）")
    assert document.blocks[0] == Highlights("总体情况", brief().parts[0].sentences)
    chapters = [block.text for block in document.parts()[0][1] if isinstance(block, Heading) and block.level == 1]
    assert chapters == ["总体结论", "失分与风险", "各项得分", "缺报数据、假定与估算", "责任单位"]
    assert [annex.title.partition("：")[0] for annex in document.annexes()] == [
        "所用数据与来源", "逐条计算", "逐条计算", "情景与编制依据",
    ]  # fmt: skip


def test_its_date_is_that_of_the_figures_and_never_today(document):
    assert document.date == "（数据截至2021年3月31日）"


def test_the_tables_are_those_of_the_notebooks(cards, document):
    for card in cards:
        for view in (views.totals(card), views.verdict(card), views.missing(card, benchmarks=False)):
            assert view_blocks.table_block(view) in document.blocks


def test_every_clause_stands_once_among_the_points_and_once_with_its_working(cards, document):
    wanted = sorted(clause.id for card in cards for clause, _ in card.clauses())
    points = [
        row[0].text
        for table in document.tables()
        if table.title.endswith(("各项得分", "各项评定结果"))
        for row in table.rows
    ]
    assert sorted(points) == wanted
    workings = [
        block.text.partition(" ")[0] for block in document.blocks if isinstance(block, Heading) and not block.numbered
    ]
    assert sorted(workings) == wanted
    assert sum(isinstance(block, Particulars) for block in document.blocks) == len(wanted)


def test_each_figure_judged_stands_with_its_source(cards, document):
    sources = [table for table in document.tables() if table.title == "所用数据与来源"]
    for card, table in zip(cards, sources, strict=True):
        heads = [column.title for column in table.columns]
        assert heads == ["指标", "数值", "状态", "来源", "备注", "所涉条款"]
        used = {clause.facts(row["reading"]) for clause, row in card.clauses()}
        assert len(table.rows) == len({fact for facts in used for fact in facts})
        assert all(row[3].text for row in table.rows)


def test_every_bar_of_a_chart_has_its_row_in_a_table(document):
    rows = {tuple(cell.text.strip() for cell in row[:2]) for table in document.tables() for row in table.rows}
    inner = str.maketrans("“”", "‘’")
    named = {f"第{first}项“{second.translate(inner)}”" for first, second in rows} | {first for first, _ in rows}
    charts = [block for block in document.blocks if isinstance(block, DocumentChart)]
    assert charts and {bar.label for chart in charts for bar in chart.bars.bars} <= named


def test_the_files_it_was_made_from_are_listed_with_their_hashes(document):
    last = list(document.tables())[-1]
    listed = {row[1].text: row[2].text for row in last.rows}
    assert listed["data/facts/320281/2021-03.csv"] == "a" * 64 and listed["src/analysis"] == "f" * 64
    assert len(listed) == 6


def test_it_speaks_english_too(cards):
    document = report_document(asked("en"), cards, MADE_FROM, {}, brief("en"))
    assert (
        document.title == "Working papers on the social credit system of Jiangyin (江阴市)"
        and document.subtitle == "March 2021"
    )
    assert [block.title for block in document.blocks if isinstance(block, Annex)][-1] == "Scenarios and grounds"


def test_groups_that_share_a_notebook_stand_together(cards):
    for card in cards:
        tops = [group.id for group in card.book.groups.values() if not group.parent]
        assert [clause for part in notebook_groups(card) for clause in part] == tops


def test_what_moved_since_the_month_before_has_a_chapter(cards):
    """The frozen city has a February: the chapter tells the change of each rulebook, and is left out without one."""
    book = cards[0].book
    moved = change.under_scenarios(jiangyin.known(), book, jiangyin.CITY, "2021-02", jiangyin.MONTH, cards[0].scenarios)
    document = report_document(asked(), cards, MADE_FROM, {book.id: moved}, brief())
    chapters = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters[2] == "与上月相比"
    titles = [table.title for table in document.tables()]
    assert views.change_views.drivers_table(moved[0], book).title in titles


def test_what_never_changes_stands_in_it_once(document):
    """Method, sources, hashes: each sentence of the body and each hash once, and none of it in the brief."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    said = [text for text in texts if not text.startswith("状态：")]
    assert len(said) == len(set(said)) == 1 and "不按0分计" in said[0]
    hashes = [row[2].text for row in list(document.tables())[-1].rows]
    assert len(hashes) == len(set(hashes))
    short = repr(brief_document(brief(), jiangyin.MONTH))
    assert not [text for text in (*said, *hashes) if text in short]
