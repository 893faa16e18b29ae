"""What leaves a window and when: the truth is the dates of the records themselves, counted by hand."""

from __future__ import annotations

import polars as pl
import pytest

import small_registers
from analysis.questions import rolloff
from small_registers import CITY, code, through

BASE = "2021-03"
LOANS = ("record", "lender", "party_kind", "party_code", "amount", "amount_unit", "platform", "granted_on")
DAYS = ("2020-04-02", "2020-04-30", "2020-06-15", "2021-03-31")
AMOUNTS = (100.0, 20.0, 3.0, 4000.0)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


def lent(home):
    rows = [
        dict(zip(LOANS, [f"L{place}", "某银行", "法人", code(place), amount, "元", "是", day], strict=True))
        for place, (day, amount) in enumerate(zip(DAYS, AMOUNTS, strict=True), 1)
    ]  # fmt: skip
    through(home, "loans", *rows, dated="granted_on", heads=LOANS)


def of(frame, fact):
    return frame.filter(fact=fact)


def test_loans_leave_in_the_month_twelve_after_they_were_granted(home):
    lent(home)
    own = of(rolloff.certain_leavings("江阴", BASE), "xinyidai_loans")
    left = dict(own.filter(pl.col("leaves") > 0).select("month", "leaves").iter_rows())
    assert left == {"2021-04": 120, "2021-06": 3, "2022-03": 4000}
    assert own["basis"].unique().to_list() == ["registers"] and own["remains"][-1] == 0


def kept(**history):
    rows = [
        {"city": CITY, "month": month, "fact": fact, "value": value}
        for fact, months in history.items()
        for month, value in months.items()
    ]
    return pl.DataFrame(rows)


def test_without_registers_a_figures_own_history_tells_where_it_can(home):
    figures = kept(permits={"2021-01": 0.0, "2021-02": 5.0, "2021-03": 7.0})
    own = of(rolloff.certain_leavings("江阴", BASE, facts=figures), "permits")
    assert dict(own.filter(pl.col("leaves") > 0).select("month", "leaves").iter_rows()) == {"2022-02": 5, "2022-03": 2}
    assert own["basis"].unique().to_list() == ["history"]


@pytest.mark.parametrize(
    ("fact", "months", "why"),
    [
        ("permits", {"2021-02": 5.0, "2021-03": 7.0}, "为零"),
        ("permits", {"2020-12": 0.0, "2021-03": 7.0}, "缺月"),
        ("permits_reported", {"2021-02": 0.0, "2021-03": 7.0}, "办理情况"),
        ("blacklist_exits", {"2021-02": 0.0, "2021-03": 7.0}, "只计一次"),
    ],
)
def test_what_does_not_follow_is_unknown_and_says_why(home, fact, months, why):
    own = of(rolloff.certain_leavings("江阴", BASE, facts=kept(**{fact: months})), fact)
    assert own["basis"].unique().to_list() == ["unknown"] and own["leaves"].null_count() == 12
    assert why in own["why"][0]


def test_a_figure_other_than_the_registers_give_is_not_explained_by_them(home):
    lent(home)
    own = of(rolloff.certain_leavings("江阴", BASE, facts=kept(xinyidai_loans={BASE: 1.0})), "xinyidai_loans")
    assert own["basis"][0] == "unknown" and "台账数出" in own["why"][0]


def test_nothing_leaves_a_figure_of_zero(home):
    own = of(rolloff.certain_leavings("江阴", BASE, facts=kept(blacklist_exits={BASE: 0.0})), "blacklist_exits")
    assert own["leaves"].to_list() == [0.0] * 12
