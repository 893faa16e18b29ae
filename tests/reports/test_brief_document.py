"""The brief on paper: the page's sentences, in their order, on no more than three pages, alike in every format."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

import forecast_homes
import jiangyin
import made_up
from analysis import documents, facts, rulebooks, scenarios, scorecards, views
from analysis.documents import DocumentChart, DocumentTable, Heading
from analysis.documents.numbering import numbered_document
from analysis.questions import decisions
from analysis.reports import workbooks
from analysis.reports.brief_document import brief_document
from documents.reading import docx_tables, docx_text, html_tables, html_text, pdf_pages, pdf_text, squeezed, xlsx_rows

BOOKS = ("hard-2019", "monitoring-2021")
MONTH = jiangyin.MONTH
HARD = "hard-2019"


def decided(figures, city, books=BOOKS, lang="zh"):
    stood = scenarios.load_all(["baseline", "assumed-benchmarks"])
    return views.month_brief(decisions.month_decision(figures, list(books), city, MONTH, stood), lang)


def sample():
    return facts.up_to("江阴", MONTH)


def worst():
    """Of forty made-up cities, as 昆山, the figures under which most vetoes fail."""
    book = rulebooks.load(HARD)
    drawn = made_up.long(made_up.cities(book, 40, 7))
    failed = scorecards.score(drawn, book).filter(pl.col("kind") == "test", pl.col("met").not_())
    most = failed.group_by("city").len().sort("len", "city", descending=[True, False])["city"][0]
    return drawn.filter(city=most).with_columns(pl.lit("320583").alias("city"))


CASES = {
    "the sample": (sample, "320281", BOOKS),
    "a month alone": (lambda: sample().filter(month=MONTH), "320281", BOOKS),
    "most vetoes fail, no departments": (worst, "320583", BOOKS),
    "one figure": (lambda: made_up.long(made_up.row("320583", xinyi_domains=11.0)), "320583", BOOKS),
    "no vetoes": (sample, "320281", BOOKS[1:]),
    "figures of one rulebook only": (
        lambda: sample().filter(pl.col("fact").is_in(rulebooks.load(HARD).facts())), "320281", BOOKS,
    ),
}  # fmt: skip


@cache
def brief_of(case):
    figures, city, books = CASES[case]
    return decided(figures(), city, books)


@cache
def files_of(case):
    document = brief_document(brief_of(case), MONTH)
    return document, {name: documents.write(document, name) for name in ("html", "pdf", "docx")}


@pytest.mark.parametrize("case", CASES)
def test_it_has_no_more_than_three_pages(case):
    _, files = files_of(case)
    assert len(pdf_pages(files["pdf"])) <= 3


def test_the_sample_s_has_two():
    assert len(pdf_pages(files_of("the sample")[1]["pdf"])) == 2


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_and_row_of_the_page_stands_in_each_format(case):
    _, files = files_of(case)
    read = {
        "html": squeezed(html_text(files["html"].decode())), "pdf": pdf_text(files["pdf"]),
        "docx": squeezed(docx_text(files["docx"])),
    }  # fmt: skip
    for part in brief_of(case).parts:
        rows = [] if part.table is None else ["".join(row) for row in part.table.rows]
        for text in (part.title, *part.sentences, *rows, *part.after):
            assert not [name for name, content in read.items() if squeezed(text) not in content], text


@pytest.mark.parametrize("case", CASES)
def test_no_table_is_empty_and_no_heading_bare(case):
    document, _ = files_of(case)
    blocks = document.blocks
    assert all(block.rows for block in document.tables())
    bare = [first.text for first, then in zip(blocks, [*blocks[1:], None], strict=True)
            if isinstance(first, Heading) and (then is None or isinstance(then, Heading | DocumentChart))]  # fmt: skip
    assert not bare


def test_the_order_is_that_of_a_decision():
    document, _ = files_of("the sample")
    kinds = [block.text if isinstance(block, Heading) else type(block).__name__ for block in document.blocks]
    named = [kind for kind in kinds if kind not in ("Paragraph", "DocumentTable")]
    assert named == ["总体情况", "存在问题", "下一步工作", "暂不能评定的事项", "重点核查", "DocumentChart"]


def test_tables_are_read_back_cell_by_cell():
    document, files = files_of("the sample")
    wanted = [(table.title, printed(table)) for table in numbered_document(document).tables()]
    assert len(wanted) == 2
    assert html_tables(files["html"].decode()) == wanted
    assert docx_tables(files["docx"]) == [rows for _, rows in wanted]


def printed(table):
    return [[column.heading for column in table.columns], *([cell.text for cell in row] for row in table.rows)]


def test_a_trend_follows_the_chart():
    march = sample().filter(month=MONTH)
    three = pl.concat(march.with_columns(pl.lit(month).alias("month")) for month in ("2021-01", "2021-02", MONTH))
    blocks = brief_document(decided(three, "320281"), MONTH).blocks
    charts = [place for place, block in enumerate(blocks) if isinstance(block, DocumentChart)]
    titled = {block.text: place for place, block in enumerate(blocks) if isinstance(block, Heading)}
    assert charts == [titled["总分走势"] - 1]


def test_the_workbook_s_first_sheet_is_the_brief_and_no_text_is_a_formula():
    brief, (document, _) = brief_of("the sample"), files_of("the sample")
    stood = scenarios.load_all(["baseline", "assumed-benchmarks"])
    cards = [scorecards.card(sample(), book, "320281", MONTH, stood) for book in BOOKS]
    sheets = xlsx_rows(workbooks.workbook_bytes(cards, "zh", document))
    first = next(iter(sheets))
    assert first == "简报" and list(sheets)[1] == "总览"
    cells = [cell for row in sheets[first] for cell in row if cell is not None]
    texts = [text for part in brief.parts for text in (*part.sentences, *part.after)]
    assert set(texts) <= {cell for cell in cells if isinstance(cell, str)}
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("=")]
    for table in document.tables():
        for row in table.rows:
            wanted = [cell.text if cell.value is None else pytest.approx(cell.value) for cell in row]
            assert wanted in [line[: len(wanted)] for line in sheets[first]]


def test_it_speaks_english_too():
    document = brief_document(decided(sample(), "320281", lang="en"), MONTH)
    assert isinstance(next(document.tables()), DocumentTable)
    (chart,) = [block for block in document.blocks if isinstance(block, DocumentChart)]
    assert chart.title == "33.16 points, 31.75 the month before (figures up to 31 March 2021)"


def test_an_early_warning_stands_in_every_format():
    """A test met now that may well fail next month, by a history of three years: the same sentence everywhere."""
    figures = forecast_homes.city_history(forecast_homes.RISKY, missing=0.0)
    brief = decided(figures, forecast_homes.RISKY, (HARD,))
    [warning] = [text for text in brief.parts[1].after if text.startswith("预警：")]
    document = numbered_document(brief_document(brief, MONTH))
    sheets = xlsx_rows(documents.write(document, "xlsx")).values()
    cells = "".join(str(cell) for rows in sheets for row in rows for cell in row)
    texts = [
        html_text(documents.write(document, "html").decode()), docx_text(documents.write(document, "docx")),
        pdf_text(documents.write(document, "pdf")), cells,
    ]  # fmt: skip
    assert all(squeezed(warning) in squeezed(text) for text in texts)
