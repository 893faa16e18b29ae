"""English beside the printed Chinese: every clause, supplier and note of the program has it, and the Chinese stays."""

from __future__ import annotations

import io
import re

import openpyxl
import polars as pl
import pytest

from analysis import rulebooks, scorecards, views
from analysis.facts.measuring import city_facts
from analysis.reports import workbooks
from analysis.views import department_names, glosses, source_tables, words
from duties_held import march_duties
from jiangyin import CITY, MONTH, known

BOOKS = [rulebooks.load(name) for name in ("hard-2019", "monitoring-2021")]
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_every_line_of_every_clause_has_its_english_and_stays(book):
    for clause in book.clauses.values():
        printed = clause.text.splitlines()
        lines = glosses.glossed_lines(clause.text, "en")
        assert list(lines[::2]) == printed and len(lines) == 2 * len(printed), clause.id
        assert not any(HAN.search(line.replace("文明委", "")) for line in lines[1::2]), clause.id
        assert glosses.glossed_lines(clause.text, "zh") == tuple(printed)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_the_numbers_of_a_clause_are_those_of_its_english(book):
    """So many numbers, in the same order: 2 points stay 2 points."""
    for clause in book.clauses.values():
        for line in clause.text.splitlines():
            assert glosses.DECIMAL.findall(glosses.gloss_of(line)) == glosses.DECIMAL.findall(line), clause.id


def test_every_supplier_has_its_english():
    suppliers = {name for book in BOOKS for clause in book.clauses.values() for name in clause.supplier}
    assert suppliers and all(glosses.gloss_of(name) for name in suppliers)


@pytest.mark.parametrize(
    ("printed", "english"),
    [
        (city_facts.ASIDE.format(12), "the registers behind it have 12 more rows set aside, not counted"),
        (city_facts.INCOMPLETE.format(31, 30), "records incomplete: 31 are due in the period, 30 are there"),
        (
            f"{city_facts.SYNTHETIC}；{city_facts.ASIDE.format(5)}",
            "counted from made-up registers, not real data; the registers behind it have 5 more rows set aside, not "
            "counted",
        ),
        (
            "data/registers/许可.csv；data/registers/处罚.csv 等 72 个文件",
            "data/registers/许可.csv; data/registers/处罚.csv and others, 72 files in all",
        ),
    ],
)
def test_notes_and_sources_of_the_program_have_their_english_with_its_numbers(printed, english):
    assert glosses.glossed_text(printed, "en") == f"{english} ({printed})"
    assert glosses.glossed_text(printed, "zh") == printed


@pytest.mark.parametrize("text", ["财政局函〔2021〕7号", "某处自写的说明；由合成台账计量，不是真实数据", "", None])
def test_what_has_no_english_stays_as_it_is(text):
    assert glosses.glossed_text(text, "en") == (text or "")


def test_cities_and_departments_bear_both_names_in_english():
    assert words.city_title("320583", "en") == "Kunshan (昆山市)"
    assert department_names.department_title("tax", CITY, "en") == "Tax Bureau (税务局)"
    assert department_names.department_title("tax", "320583", "en") == "Tax Authority (税务部门)"


def test_the_english_working_shows_text_and_supplier_in_both():
    card = next(card for card in march_duties().cards if card.book.id == "monitoring-2021")
    (working,) = views.working(card, clause="3", lang="en").blocks
    assert working.text == ("“双公示”信息质量", "Quality of double-disclosure records")
    said = [text for _, texts in working.lines for text in texts]
    assert "National Public Credit Information Centre (国家公共信用信息中心)" in said


def test_the_english_workbook_has_clauses_sources_and_notes_in_both():
    given = known().with_columns(source=pl.lit("合成数据 synthetic"), note=pl.lit("演示用合成数据"))
    cards = [scorecards.card(given, book, CITY, MONTH) for book in BOOKS]
    book = openpyxl.load_workbook(io.BytesIO(workbooks.workbook_bytes(cards, "en")))
    text = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "Quality of double-disclosure records" in text and "“双公示”信息质量" in text
    assert "synthetic data (合成数据 synthetic)" in text and "made up for demonstration (演示用合成数据)" in text


def test_the_english_table_of_figures_has_sources_and_notes_in_both(monkeypatch):
    card = march_duties().cards[0]
    row = {"value": 1.0, "status": "estimated", "source": "合成数据 synthetic", "note": "演示用合成数据"}
    monkeypatch.setattr(type(card), "figure", lambda self, name: row)
    cells = source_tables.figures(card, None, "en").rows[0]
    assert cells[3] == "synthetic data (合成数据 synthetic)"
    assert cells[4].endswith("made up for demonstration (演示用合成数据)")
