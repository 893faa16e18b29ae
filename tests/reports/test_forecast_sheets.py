"""A forecast as a document: a sheet each, all figures in the workbook, the first on paper."""

from __future__ import annotations

import io

import openpyxl
import pytest

import forecast_homes
from analysis import documents
from analysis.questions.forecast import forecast
from analysis.reports import forecast_sheets
from forecast_homes import CITY, MONTH


@pytest.fixture(scope="module")
def found():
    return forecast(forecast_homes.city_history(), ["hard-2019"], CITY, MONTH, 2)


def test_a_workbook_has_every_figure_and_says_it_is_a_forecast(found):
    book = openpyxl.load_workbook(io.BytesIO(documents.write(forecast_sheets.forecast_document(found), "xlsx")))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    able = found.figures.filter(state="forecast", ahead=1).height
    assert any(f"指标预测：{able} 项" in text for text in texts) and any("预测不是事实" in text for text in texts)
    coloured = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("≈")]
    assert len(coloured) > able and {cell.font.color.rgb for cell in coloured} == {"FF9C1F6E"}


def test_a_page_shows_the_first_figures_and_says_so(found):
    page = documents.write(forecast_sheets.forecast_document(found, "zh", "html"), "html").decode()
    assert f"先列 {forecast_sheets.PAPER_ROWS} 项" in page and "https://" not in page


@pytest.mark.parametrize("name", ["html", "xlsx", "docx"])
def test_equal_forecasts_are_equal_bytes(found, name):
    document = forecast_sheets.forecast_document(found, "en", name)
    assert documents.write(document, name) == documents.write(document, name)


def test_a_short_history_is_one_page_that_says_so():
    short = forecast(forecast_homes.city_history(months=5), ["hard-2019"], CITY, MONTH)
    page = documents.write(forecast_sheets.forecast_document(short, "zh", "html"), "html").decode()
    assert "历史不足 12 个月，暂不预测" in page and "≈" not in page
