"""Kept cards as a table, and their totals month by month."""

from __future__ import annotations

from dataclasses import replace

import nbformat
import pytest

import dated_books
import made_up
from analysis import scorecards
from analysis.scorecards import card_store
from analysis.views import card_history
from scorecards.test_rule_periods import table
from small_projects import ROOT
from views.asked_of import BOOK

CITY = "320281"


@pytest.fixture
def cards(tmp_path, monkeypatch):
    """January, corrected once, and March; nothing of February."""
    monkeypatch.setattr(card_store, "root", lambda: tmp_path)
    for month, lists, day in (("2021-01", 0, "2021-02-20"), ("2021-01", 1, "2021-03-01"), ("2021-03", 1, "2021-04-25")):
        figures = made_up.long(made_up.row(month=month, judicial_lists=lists))
        scorecards.archive_cards([scorecards.card(figures, BOOK, CITY, month)], figures, day)
    return scorecards.history(CITY)


def test_every_card_has_its_row_and_the_newest_of_a_month_is_marked(cards):
    rows = card_history.history_table(cards, CITY).rows
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("2021-01", "2021-02-20", ""), ("2021-01", "2021-03-01", "最新"), ("2021-03", "2021-04-25", "最新"),
    ]  # fmt: skip
    assert rows[0][6] == "0.00–54.40" and rows[1][6] == "2.00–56.40"


def test_the_trend_takes_the_newest_and_leaves_a_gap_where_no_card_is(cards):
    chart = card_history.trend_chart(cards, "hard-2019")
    (bars,) = chart.figure.data
    assert (list(bars.x), list(bars.base)) == (["2021-01", "2021-03"], [2, 2])
    assert list(bars.y) == pytest.approx([54.4, 54.4])
    assert list(chart.figure.layout.xaxis.categoryarray) == ["2021-01", "2021-02", "2021-03"]
    assert "缺 1 个月" in chart.title


def test_totals_that_are_one_number_are_a_line_that_breaks_where_a_month_lacks(cards):
    sure = [replace(card, total={**card.total, "points": card.total["low"]}) for card in cards]
    (line,) = card_history.trend_chart(sure, "hard-2019").figure.data
    assert list(line.y) == [2, None, 2] and line.connectgaps is False


def test_without_cards_it_says_so():
    assert card_history.history_table((), CITY).empty.startswith("还没有存档")
    assert card_history.trend_chart((), "hard-2019").title == "没有可画的存档评分卡"


@pytest.mark.parametrize(("lists", "shown"), [(1, "更正了 1 个数"), (0, "没有影响总分或一票否决指标的更正")])
def test_the_notebook_of_the_history_runs_and_tells_what_was_corrected(cards, monkeypatch, lists, shown):
    """Its cells one after another, of January: first published without lists, known now as given."""
    figures = made_up.long(made_up.row(month="2021-01", judicial_lists=lists))
    monkeypatch.setattr("analysis.facts.up_to", lambda *_: figures)
    book = nbformat.read(ROOT / "notebooks" / "history.ipynb", 4)
    names: dict[str, object] = {}
    for cell in [cell for cell in book.cells if cell.cell_type == "code"]:
        exec(cell.source, names)  # noqa: S102  the project's own notebook
        if cell.id == "parameters":
            names |= {"month": "2021-01"}
    assert shown in repr(eval(cell.source, names))  # noqa: S307  likewise


def test_the_versions_of_one_day_are_told_apart(cards):
    figures = made_up.long(made_up.row(month="2021-03", judicial_lists=0))
    scorecards.archive_cards([scorecards.card(figures, BOOK, CITY, "2021-03")], figures, "2021-04-25")
    rows = card_history.history_table(scorecards.history(CITY), CITY).rows
    assert [row[3] for row in rows[-2:]] == ["2021-04-25第1版", "2021-04-25第2版"]


def test_the_time_of_the_rules_stands_beside_the_rulebook(tmp_path, monkeypatch):
    monkeypatch.setattr(card_store, "root", lambda: tmp_path)
    book = dated_books.loaded(tmp_path / "dated")
    for month in ("2020-12", "2021-01"):
        figures = table([month], [CITY]).unpivot(index=["city", "month"], variable_name="fact", value_name="value")
        scorecards.archive_cards([scorecards.card(figures, book, CITY, month)], figures, f"{month}-28")
    rows = card_history.history_table(scorecards.history(CITY), CITY).rows
    assert [row[1] for row in rows] == [
        "dated（2020-01-01 至 2020-12-31）", "dated（2021-01-01 至 2022-12-31）",
    ]  # fmt: skip


def test_a_card_of_a_rulebook_without_dates_is_kept_as_ever(cards):
    file = card_store.stored_files(CITY, "2021-03", card_store.CARD)[-1]
    assert "period" not in file.content and cards[-1].period == ()
