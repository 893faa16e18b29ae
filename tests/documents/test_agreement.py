"""One content, every format: each file is read back and every text and number compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jiangyin
from analysis import documents, rulebooks, scenarios, scorecards, views
from analysis.documents import (
    Document,
    DocumentCell,
    DocumentChart,
    DocumentColumn,
    DocumentTable,
    Heading,
    Paragraph,
    Particulars,
)
from analysis.documents.numbering import numbered_document
from analysis.documents.writers import cleaned_document
from analysis.questions import decisions
from analysis.questions.due import DueCounts
from analysis.reports.brief_document import brief_document
from analysis.reports.document import report_document
from analysis.reports.request import Request
from documents.reading import (
    docx_tables,
    docx_text,
    html_tables,
    html_text,
    pdf_text,
    squeezed,
    xlsx_kinds,
    xlsx_rows,
)  # fmt: skip

MADE_FROM = {
    "facts": {"data/facts/320281/2021-03.csv": "a" * 64}, "tables": {}, "rulebooks": {"hard-2019": "c" * 64},
    "scenarios": {}, "notebooks": {"notebooks/overview.ipynb": "e" * 64}, "code": "f" * 64,
}  # fmt: skip
HOSTILE = st.text(st.sampled_from("#*_$`\\<>&\"'=+-@[]{}()/~^|%:;,.1a甲\u3000 “—\x07\n"), min_size=1, max_size=40)


@pytest.fixture(scope="module", params=["papers", "brief", "brief of what falls due"])
def report(request):
    """The working papers, and the brief that rests on them."""
    books = tuple(rulebooks.load(name) for name in ("hard-2019", "monitoring-2021"))
    stood = (scenarios.BASELINE, scenarios.load("assumed-benchmarks"))
    cards = [scorecards.card(jiangyin.known(), book, jiangyin.CITY, jiangyin.MONTH, stood) for book in books]
    asked = (jiangyin.known(), books, jiangyin.CITY, jiangyin.MONTH, stood)
    decision = decisions.month_decision(*asked)
    if request.param == "brief of what falls due":
        decision = decisions.month_decision(asked[0], books[:1], *asked[2:])
        decision = replace(decision, due=DueCounts(date(2021, 3, 31), 10, 3, 14, 15, False, is_told=True))
    brief = views.month_brief(decision)
    if request.param != "papers":
        return brief_document(brief, jiangyin.MONTH)
    whole = Request(jiangyin.CITY, jiangyin.MONTH, books, stood, "zh", None)
    return report_document(whole, cards, MADE_FROM, {}, brief)


@pytest.fixture(scope="module")
def files(report):
    return {name: documents.write(report, name) for name in documents.WRITERS}


@pytest.fixture(scope="module")
def said(report):
    """The document as the writers get it."""
    return numbered_document(cleaned_document(report))


def test_the_report_is_large_enough_to_prove_something(said, request):
    figures = [cell for table in said.tables() for row in table.rows for cell in row if cell.value is not None]
    tables, numbers = (20, 150) if "papers" in request.node.name else (1, 2)
    assert len(list(said.tables())) > tables and len(figures) > numbers


def test_html_holds_every_table_cell_by_cell(said, files):
    wanted = [(table.title, printed(table)) for table in said.tables()]
    assert html_tables(files["html"].decode()) == wanted


def test_docx_holds_every_table_cell_by_cell(said, files):
    wanted = [
        printed(block) if isinstance(block, DocumentTable) else particulars(block)
        for block in said.blocks
        if isinstance(block, DocumentTable | Particulars)
    ]
    assert docx_tables(files["docx"]) == wanted


def test_pdf_holds_every_row_of_every_table_in_order(said, files):
    text, end = pdf_text(files["pdf"]), 0
    for table in said.tables():
        end = text.index(squeezed(table.title), end)
        for row in table.rows:
            line = squeezed("".join(cell.text for cell in row))
            end = text.index(line, end) + len(line)


def test_xlsx_holds_every_row_with_its_numbers(said, files):
    rows = [row for sheet in xlsx_rows(files["xlsx"]).values() for row in sheet]
    for table in said.tables():
        for row in table.rows:
            wanted = [cell.text or None if cell.value is None else pytest.approx(cell.value, abs=1e-12) for cell in row]
            while wanted[-1] is None:
                wanted.pop()
            assert wanted in rows
    assert xlsx_kinds(files["xlsx"]) == {"s", "n"}


def test_every_other_text_stands_in_each(said, files):
    read = {
        "html": squeezed(html_text(files["html"].decode())), "pdf": pdf_text(files["pdf"]),
        "docx": squeezed(docx_text(files["docx"])),
    }  # fmt: skip
    texts = [block.text for block in said.blocks if isinstance(block, Heading | Paragraph)]
    texts += [block.title for block in said.blocks if isinstance(block, DocumentChart)]
    for text in filter(None, (said.title, said.subtitle, said.date, *texts)):
        assert not [name for name, content in read.items() if squeezed(text) not in content], text


def test_a_wrong_number_would_be_noticed(said, files):
    """The comparison can fail: one digit changed in one cell of the tree, and no format holds that row."""
    table = next(table for table in said.tables() if any(cell.value for row in table.rows for cell in row))
    row = next(row for row in table.rows if any(cell.value for cell in row))
    wrong = squeezed("".join(f"{cell.text}9" if cell.value else cell.text for cell in row))
    assert wrong not in pdf_text(files["pdf"]) and wrong not in squeezed(docx_text(files["docx"]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOSTILE, HOSTILE)
def test_hostile_text_comes_back_as_the_same_text(first, second):
    """Markup of any format is text like any other: nothing runs, nothing is lost, nothing becomes a formula."""
    document = Document(
        f"题{first}", (Heading(f"头{first}"), Paragraph(f"段{second}"),
                    DocumentTable(f"表{second}", (DocumentColumn(f"栏{first}"), DocumentColumn("数", "number")),
                    ((DocumentCell(f"格{second}"), DocumentCell(first)),))),
    )  # fmt: skip
    wanted = cleaned_document(document)
    texts = [wanted.title, wanted.blocks[0].text, wanted.blocks[1].text]
    cells = [cell.text for cell in wanted.blocks[2].rows[0]]
    files = {name: documents.write(document, name) for name in documents.WRITERS}
    page, written = html_text(files["html"].decode()), docx_text(files["docx"])
    assert all(text in page and text in written for text in texts)
    assert html_tables(files["html"].decode())[0][1][1] == cells == docx_tables(files["docx"])[0][1]
    assert all(squeezed(text) in pdf_text(files["pdf"]) for text in (*texts, *cells))
    assert xlsx_kinds(files["xlsx"]) == {"s"}


def printed(table: DocumentTable) -> list[list[str]]:
    """A table's rows as text, the heading row first; where there are none, what is said instead."""
    heads = [column.heading for column in table.columns]
    if not table.rows:
        return [heads, [table.empty]]
    return [heads, *([cell.text for cell in row] for row in table.rows)]


def particulars(block: Particulars) -> list[list[str]]:
    return [[head, "\n".join(cell.text for cell in said)] for head, said in block.rows]
