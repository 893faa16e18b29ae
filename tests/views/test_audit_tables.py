"""What an audit tells its readers: places, reasons, what to check, what it would cost; in both languages."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis import rulebooks
from analysis.departments import CityDepartments
from analysis.questions.audit import audit, overdue
from analysis.views import audit_tables
from honest import figure, months, named, planted
from made_up import long
from made_up import months as row_months

BOOKS = [rulebooks.load("hard-2019"), rulebooks.load("monitoring-2021")]
LAST = named(24)[-1]


def findings(facts, lang="zh", month=LAST):
    return audit_tables.findings_table(audit(facts, BOOKS, [month]), BOOKS, lang)


def reason(table) -> str:
    assert len(table.rows) == 1, table
    return table.rows[0][2]


def test_a_slip_says_by_how_much_and_what_was_meant():
    facts = months(24, seed=3)
    meant = figure(facts, "permits", LAST)
    slipped = planted(facts, "permits", LAST, meant * 10_000)
    said = " ".join(row[2] for row in findings(slipped).rows)
    assert f"10,000 倍：可能相差一个“万”；更正后应为 {meant:,.0f}条" in said
    assert "permits" not in said


def test_a_jump_says_what_was_usual():
    facts = months(24, seed=3)
    said = reason(findings(planted(facts, "permits", LAST, figure(facts, "permits", LAST) * 4), "en"))
    assert "By its usual change it would be about" in said and named(23)[-1] in said


def test_an_identity_is_written_in_words_with_its_excuse_and_its_price():
    facts = long(row_months("2021-03", {"enterprises": 11.0, "market_entities": 10.0}))
    table = findings(facts, month="2021-03")
    weight, figures, why, check, clauses, price = table.rows[0]
    assert weight == "重点" and weight.tone == "bad"
    assert "城市企业总量 11家" in figures and "在运营市场主体数 10家" in figures
    assert "城市企业总量 ≤ 在运营市场主体数" in why
    assert "也可能：企业总量含已注销" in check
    assert clauses == "hard-2019 9.1、18.3；monitoring-2021 20" and price == "最多扣 60 分"


def test_the_place_of_a_figure_is_told_where_it_is_known():
    facts = long(row_months("2021-03", {"enterprises": 11.0, "market_entities": 10.0}))
    placed = facts.with_columns(place=pl.lit("甲.xlsx, 数据, 第3行 row 3"))
    assert "城市企业总量 11家（甲.xlsx, 数据, 第3行 row 3）" in findings(placed, month="2021-03").rows[0][1]


def test_round_figures_copies_and_standstills_say_their_numbers():
    facts, last = months(24, seed=1), named(25)[-1]
    copy = facts.filter(pl.col("month") == LAST).with_columns(month=pl.lit(last))
    said = " ".join(row[2] for row in findings(pl.concat([facts, copy]), month=last).rows)
    assert f"100.00% 的数与 {LAST} 完全相同" in said
    hundreds = {name: 1_000.0 * (9 - place) for place, name in enumerate(
        ["legal_entities", "enterprises", "poor_credit_entities", "listed_entities", "permits", "penalties",
         "joint_cases", "repair_reviews"])}  # fmt: skip
    said = " ".join(row[2] for row in findings(long(row_months("2021-03", hundreds)), month="2021-03").rows)
    assert "8 个数中 8 个以“00”结尾，按随机分布约 0.1 个，偶然出现的概率小于 0.01%" in said
    still = long(row_months("2021-01", *({"permits": 48_211.0} for _ in range(3))))
    assert "连续 3 个月都是这个数（自 2021-01）" in reason(findings(still, month="2021-03"))


def test_nothing_found_is_said_and_history_too_short_is_said():
    table = findings(long(row_months("2021-03", {"permits": 48_211.0})), month="2021-03")
    assert "没有需要重点核查的数据" in repr(table) and "突变和多月不变无法核查" in repr(table)
    assert "如被认定弄虚作假，最多扣 60 分：自发现当月起连续 3 个月，每月扣 20 分" in repr(table)


@pytest.mark.parametrize(
    ("on", "said"),
    [(date(2021, 4, 22), "过期 2 天"), (date(2021, 4, 20), "还没到期"), (None, "应于 2021-04-20 前报送。")],
)
def test_lateness_is_told_by_the_day_that_is_named(on, said, monkeypatch):
    monkeypatch.setattr(overdue, "city_departments", lambda city: CityDepartments(city, {}, due_day=20))
    result = audit(long(row_months("2021-03", {"permits": 1.0})), BOOKS, ["2021-03"])
    table = audit_tables.undelivered_figures(result, BOOKS, "zh", on)
    assert said in repr(table) and "税务局" in repr(table)
    assert ("过期" in repr(table)) == (on == date(2021, 4, 22))


def test_a_city_without_a_day_of_its_own_is_told_so_and_never_called_late():
    result = audit(long(row_months("2021-03", {"permits": 1.0})), BOOKS, ["2021-03"])
    said = repr(audit_tables.undelivered_figures(result, BOOKS, "zh", date(2021, 6, 1)))
    assert "没有设定部门报数的截止日" in said and "过期" not in said and "04-20" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_accuses_nobody(lang):
    facts = planted(months(24, seed=3), "permits", LAST, 1.0)
    said = repr(findings(facts, lang)).casefold()
    assert ("不作结论" if lang == "zh" else "accuses nobody") in said
    assert all(word not in said for word in ("造假了", "涉嫌", "guilty", "falsified"))


def test_the_brief_counts_and_says_how_to_see_more():
    result = audit(long(row_months("2021-03", {"enterprises": 11.0, "market_entities": 10.0})), BOOKS, ["2021-03"])
    assert (
        audit_tables.audit_summary(result, "甲.xlsx")
        == "自查：1 处重点核查事项（重点 1 处）。逐条见 scorecard audit 甲.xlsx"
    )
