"""Tables of what comes next: every forecast number bears the mark and colour of a forecast, no reported one does."""

from __future__ import annotations

import pytest

import forecast_homes
from analysis import facts
from analysis.questions.forecast import forecast
from analysis.views import brief_sentences, forecast_tables, month_briefs
from analysis.views.brief_sentences import chance_text
from forecast_homes import CITY, MONTH, RISKY


@pytest.fixture(scope="module")
def found():
    history = forecast_homes.city_history(missing=0.0)
    now = dict(history.filter(month=MONTH).select("fact", "value").iter_rows())
    steps = {"permits_reported": now["permits"], "penalties_reported": now["penalties"]}
    return forecast(history, ["hard-2019", "monitoring-2021"], CITY, MONTH, 3, ["baseline", "assumed-benchmarks"],
                    steps=steps)  # fmt: skip


def cells(table):
    return [(place, cell) for row in table.rows for place, cell in enumerate(row)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_forecast_never_looks_like_a_fact(found, lang):
    for table in forecast_tables.forecast_tables(found, lang)[:-1]:
        marked = {place for place, cell in cells(table) if getattr(cell, "tone", "") == "forecast"}
        assert marked and all(("≈" in cell or "%" in cell) for place, cell in cells(table) if place in marked)
        assert not any("≈" in cell for place, cell in cells(table) if place not in marked)
    assert all("≈" not in cell for _, cell in cells(forecast_tables.unforecast_table(found, lang)))


def test_totals_stand_with_and_without_the_plan(found):
    table = forecast_tables.forecast_totals_tables(found)[0]
    titles = [row[0] for row in table.rows]
    assert sum("按计划实施" in title for title in titles) == sum("按计划实施" not in title for title in titles)
    assert [column.title for column in table.columns][1:] == [
        "2021年3月（已报）", "预测 2021年4月", "预测 2021年5月", "预测 2021年6月",
    ]  # fmt: skip
    row = found.totals.filter(rulebook="hard-2019", node="total", plan=False, ahead=1).row(0, named=True)
    assert table.rows[0][2] == f"≈{row['middle_low']:.2f}（{row['low']:.2f}–{row['high']:.2f}）"


def test_the_notes_say_what_it_is_and_how_often_it_held(found):
    notes = "\n".join(forecast_tables.forecast_notes(found))
    trials, covered = found.backtest["trials"].sum(), found.backtest["covered"].sum()
    assert f"有变动的指标作 {trials:,} 次" in notes and f"{covered / trials:.2%}" in notes and "目标 90%" in notes
    still, again = found.backtest["still"].sum(), found.backtest["still_covered"].sum()
    assert f"另计：{still:,} 次中 {again / still:.2%}" in notes
    total = found.totals_held.filter(rulebook="hard-2019", node="total")
    tried, inside = total["trials"].sum(), total["covered"].sum()
    assert f"总分 {tried:,} 次，{inside / tried:.2%} 落在区间内" in notes
    assert "预测不是事实" in notes and f"{found.paths} 条路径" in notes and "按计划实施：2021年4月起" in notes


def test_the_tests_name_what_they_hang_on(found):
    table = forecast_tables.forecast_tests_table(found)
    assert [column.title for column in table.columns] == [
        "指标", "目前", "不采取措施", "按计划实施", "2021年6月（不采取措施）", "主要取决于",
    ]  # fmt: skip
    assert [row[0] for row in table.rows if "名次要求" in row[0]] == ["第10.3项“城市信用状况监测预警排名”（名次要求）"]
    fifth = next(row for row in table.rows if row[0].startswith("第5项"))
    assert fifth[1] == "未通过" and fifth[2].endswith("以上") and fifth[3].startswith("不到")


@pytest.mark.parametrize(("fails", "said"), [(0, "不到 2%"), (1, "98% 以上"), (0.25, "≈25%")])
def test_no_chance_is_said_to_be_nought_or_certain(fails, said):
    assert chance_text(fails, 60, "zh") == said


def test_under_a_year_there_is_one_sentence():
    short = forecast(forecast_homes.city_history(months=11), ["hard-2019"], CITY, MONTH)
    (table,) = forecast_tables.forecast_tables(short)
    assert table.empty == "历史不足 12 个月，暂不预测。" and not table.rows and not table.notes
    assert forecast_tables.nothing_forecast(short, "en").startswith("Too short")


def test_a_figure_that_cannot_be_forecast_stands_with_its_reason(found):
    history = forecast_homes.city_history(missing=0.0)
    gone = history.filter((history["fact"] != "permits") | (history["month"] < MONTH))
    table = forecast_tables.unforecast_table(forecast(gone, ["hard-2019"], CITY, MONTH, 1))
    assert [row[:2] for row in table.rows] == [("行政许可信息数", "当月缺报，不作推断")]
    assert forecast_tables.unforecast_table(found).empty == "各项指标都可预测。"


def test_figures_as_they_are_read():
    dictionary = facts.dictionary()
    row = {"middle": 1.0, "low": 0.0, "high": 1.0}
    assert forecast_tables.figure_span(row, dictionary["township_plan"], "zh") == "≈是，或为否"
    assert forecast_tables.figure_span(row | {"low": 1.0}, dictionary["township_plan"], "zh") == "≈是"
    counts = {"middle": 1200.0, "low": 1100.0, "high": 1300.0}
    assert forecast_tables.figure_span(counts, dictionary["permits"], "zh") == "≈1,200条（1,100条–1,300条）"


def test_the_brief_warns_in_both_languages_and_only_then():
    from analysis.questions import decisions

    history = forecast_homes.city_history(RISKY, missing=0.0)
    decision = decisions.month_decision(history, ["hard-2019"], RISKY, MONTH)
    for lang, said in (("zh", "预警："), ("en", "Warning: ")):
        texts = brief_sentences.warning_texts(decision, lang)
        assert texts and all(text.startswith(said) and ("≈" in text or "%" in text) for text in texts)
        brief = repr(month_briefs.month_brief(decision, lang))
        assert all(text in brief for text in texts)
    short = decisions.month_decision(history.filter(history["month"] > "2020-05"), ["hard-2019"], RISKY, MONTH)
    assert brief_sentences.warning_texts(short, "zh") == []
