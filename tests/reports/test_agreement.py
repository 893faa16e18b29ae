"""Page, brief and working papers agree: the same tables, the same points, those of scorecard.csv, in every format."""

from __future__ import annotations

import csv
import io
import re

import pytest

from analysis import reports
from documents.reading import docx_tables, docx_text, html_tables, html_text, pdf_text, squeezed, xlsx_rows

TITLE = "《社会信用体系建设示范城市评审硬指标》总分"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The sample's report on one rulebook, in every format, with its annex."""
    place = tmp_path_factory.mktemp("agreement") / "2021-03"
    asked = {"output": place, "formats": ["html,pdf,docx,xlsx"], "annex": True}
    return reports.publish("江阴", "2021-03", ["hard-2019"], ["baseline"], **asked)


@pytest.fixture(scope="module")
def read(folder):
    """Each file's text as its reader's program gives it, without blanks."""
    texts = {
        f"{name}.{ending}": squeezed(_text(folder / f"{name}.{ending}"))
        for name in ("report", "papers")
        for ending in ("html", "pdf", "docx")
    }
    return {**texts, "report.xlsx": squeezed(_sheet(folder)), "index.html": squeezed(_text(folder / "index.html"))}


def _text(path):
    if path.suffix == ".html":
        return html_text(path.read_text(encoding="utf-8"))
    return pdf_text(path.read_bytes()) if path.suffix == ".pdf" else docx_text(path.read_bytes())


def _sheet(folder):
    rows = next(iter(xlsx_rows((folder / "report.xlsx").read_bytes()).values()))
    return "".join(str(cell) for row in rows for cell in row if cell is not None)


def rows_of(folder):
    """The rows of scorecard.csv of the rulebook, nothing changed."""
    text = (folder / "scorecard.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def tables(folder, name):
    """The tables by their title, without its number and the group's name before it."""
    titled = html_tables((folder / name).read_text(encoding="utf-8"))
    return [(title.rpartition("\u3000")[2].rpartition(" · ")[2], rows) for title, rows in titled]


def test_the_total_is_the_sum_of_the_csv_in_every_format(folder, read):
    """The points of its rows add up to what each brief, each paper and the page print."""
    total = sum(float(row[7]) for row in rows_of(folder) if row[5] != "test")
    printed = f"得分{total:.2f}分"
    assert not [name for name, text in read.items() if printed not in text]


def test_the_vetoes_that_fail_are_those_of_the_csv_in_every_format(folder, read):
    failed = [row[4] for row in rows_of(folder) if row[5] == "test" and row[11] == "false"]
    assert len(failed) == 4
    for name, text in read.items():
        assert f"未通过（{len(failed)}项一票否决指标未达标）" in text, name
    for name in ("report.html", "report.pdf", "report.docx", "report.xlsx", "index.html"):
        named = re.findall(r"第([\d.]+)项", read[name].partition("责任单位")[2].partition("下一步工作")[0])
        assert list(dict.fromkeys(named))[: len(failed)] == failed, name


def test_the_chart_s_figures_stand_in_the_workbook_and_are_the_csv_s(folder):
    total = sum(float(row[7]) for row in rows_of(folder) if row[5] != "test")
    rows = next(iter(xlsx_rows((folder / "report.xlsx").read_bytes()).values()))
    (row,) = [row for row in rows if row and row[0] == TITLE]
    assert row[1] == pytest.approx(total, abs=0.005)


def test_the_brief_is_short_and_the_papers_hold_every_clause(folder, read):
    clauses = {row[4] for row in rows_of(folder)}
    page = html_tables((folder / "papers.html").read_text(encoding="utf-8"))
    assert clauses <= {row[0] for _, rows in page for row in rows}
    assert len(read["papers.pdf"]) > 10 * len(read["report.pdf"])


def test_tables_of_the_papers_stand_on_the_page_cell_by_cell(folder):
    page, own = tables(folder, "index.html"), tables(folder, "papers.html")
    shared = [table for table in own if table[0] in {title for title, _ in page}]
    wanted = {
        "总分与分组得分",
        "失分排序",
        "各项得分",
        "各项评定结果",
        "未达标与暂不能评定的一票否决指标",
        "假定与说明：各类条数",
    }
    assert wanted <= {title for title, _ in shared}
    # Where the notebooks split a table by section, the document has it whole.
    whole = {"责任单位与所涉条款", "情景的各项改动"}
    assert not [title for title, rows in shared if (title, rows) not in page and title not in whole]


def test_tables_of_the_brief_stand_on_the_page_cell_by_cell(folder):
    page, own = tables(folder, "index.html"), tables(folder, "report.html")
    assert [title for title, _ in own] == ["未达标的一票否决指标（4 项）", "本月最见成效的 5 项工作"]
    assert not [title for title, rows in own if (title, rows) not in page]


def test_the_other_formats_hold_the_figures_of_the_page(folder):
    text, words = pdf_text((folder / "papers.pdf").read_bytes()), docx_tables((folder / "papers.docx").read_bytes())
    for title, rows in tables(folder, "index.html"):
        if title in ("总分与分组得分", "失分排序") and len(rows) > 1:
            shown = rows if title == "总分与分组得分" else rows[:2]
            assert all(squeezed("".join(row)) in text for row in shown[1:])
            assert any(table[: len(shown)] == shown for table in words), title
