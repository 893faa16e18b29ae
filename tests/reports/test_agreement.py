"""The page of the notebooks and the document agree: the same table, made in another process, has the same cells."""

from __future__ import annotations

import pytest

from analysis import reports
from documents.reading import docx_tables, html_tables, pdf_text, squeezed


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The sample's report on one rulebook, in every format."""
    place = tmp_path_factory.mktemp("agreement") / "2021-03"
    return reports.publish("江阴", "2021-03", ["hard-2019"], ["baseline"], output=place, formats=["html,pdf,docx,xlsx"])


def tables(folder, name):
    """The tables by their title, without its number and the group's name before it."""
    titled = html_tables((folder / name).read_text(encoding="utf-8"))
    return [(title.rpartition("\u3000")[2].rpartition(" · ")[2], rows) for title, rows in titled]


def test_tables_of_the_document_stand_on_the_page_cell_by_cell(folder):
    page, own = tables(folder, "index.html"), tables(folder, "report.html")
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


def test_the_other_formats_hold_the_figures_of_the_page(folder):
    text, words = pdf_text((folder / "report.pdf").read_bytes()), docx_tables((folder / "report.docx").read_bytes())
    for title, rows in tables(folder, "index.html"):
        if title in ("总分与分组得分", "失分排序") and len(rows) > 1:
            shown = rows if title == "总分与分组得分" else rows[:2]
            assert all(squeezed("".join(row)) in text for row in shown[1:])
            assert any(table[: len(shown)] == shown for table in words), title
