"""A change told to readers: tests that turn first, shares that add up as printed, a sentence for each."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made_up
from analysis import scenarios
from analysis.questions import change
from analysis.views import change_views
from analysis.views.change_views import rounded_shares
from analysis.views.words import rounded_text
from questions.conftest import SOME
from views.asked_of import BOOK

CITY = "320281"
GIVEN = {"registered_population": 100, "citizen_score_launched": 1, "township_plan": 1, "judicial_lists": 1}


def change_of(*figures, book=BOOK, scenario=scenarios.BASELINE):
    ends = [{**GIVEN, **values} for values in figures]
    return change.between_months(made_up.months("2021-02", *ends), book, CITY, "2021-02", "2021-03", scenario)


@pytest.fixture
def moved():
    return change_of({"residents_scored": 60, "xinyi_domains": 11}, {"residents_scored": 70, "xinyi_domains": 10})


def test_the_title_says_what_is_found(moved):
    """Item 17 gains 0.5, 18.1 loses 0.3; all else is alike in both months."""
    assert "2021年2月 → 2021年3月" in change_views.change_finding(moved, BOOK)
    assert "chiefly" in change_views.change_finding(moved, BOOK, "en") and "+0.50" in change_views.change_finding(
        moved, BOOK, "en"
    )


def test_the_rows_add_up_to_the_last_row(moved):
    table = change_views.drivers_table(moved, BOOK)
    low = [float(row[3]) for row in table.rows]
    assert low == [0.5, -0.3, 0.2] and table.rows[-1][0] == "合计"
    assert any("区间" in note for note in table.notes)


def test_a_sentence_for_each_driver(moved):
    said = change_views.driver_sentences(moved, BOOK).paragraphs
    assert len(said) == 2
    assert "由 60人 增至 70人" in said[0] and "+0.50" in said[0] and said[0].endswith("（第17项）。")
    assert "由 11个 减至 10个" in said[1] and "-0.30" in said[1]
    assert "fell from 11 domains to 10 domains" in change_views.driver_sentences(moved, BOOK, "en").paragraphs[1]


@pytest.mark.parametrize(
    ("ends", "zh", "en"),
    [
        (({"judicial_lists": 1}, {"judicial_lists": 0}), "由“是”变为“否”", "turned from yes to no"),
        (({}, {"joint_domains": 5}), "原缺，现为 5个", "was missing and is 5 domains"),
        (({"joint_domains": 5}, {}), "原为 5个，现缺", "was 5 domains and is missing"),
    ],
)
def test_what_is_new_lost_or_turned_is_said_so(ends, zh, en):
    result = change_of(*ends)
    assert zh in change_views.driver_sentences(result, BOOK).paragraphs[0]
    assert en in change_views.driver_sentences(result, BOOK, "en").paragraphs[0]


def test_readings_and_rule_values_by_their_names():
    plan = scenarios.stack_scenarios(
        scenarios.parse_scenarios([("reading", "17=linear"), ("set", "18.1.each=0.5")], BOOK)
    )
    base = made_up.row(**GIVEN, residents_scored=75, xinyi_domains=4)
    result = change.between_months(base, BOOK, CITY, "2021-03", "2021-03", plan)
    said = " ".join(change_views.driver_sentences(result, BOOK).paragraphs)
    assert "第17项的读法由 条文读法 改为" in said and "规则值“第18.1项 " in said
    assert "17=linear" in change_views.change_finding(result, BOOK)


def test_tests_that_turn_stand_first_with_the_verdict():
    result = change_of({"township_plan": 1}, {"township_plan": 0})
    rows = change_views.turned_tests(result, BOOK).rows
    assert [row[:3] for row in rows] == [("结论", "暂不能评定", "未通过"), (rows[1][0], "通过", "未通过")]
    assert rows[1][0].startswith("第10.2项") and change_views.drivers_table(result, BOOK).rows == ()


def test_clauses_before_and_after(moved):
    assert [row[1:] for row in change_views.moved_clauses(moved, BOOK).rows] == [("2.00", "2.50"), ("3.30", "3.00")]


def test_three_thirds_of_a_point():
    """0.333… each: two get 0.33, one 0.34."""
    rounded = rounded_shares({(name,): Fraction(1, 3) for name in "abc"}, 10.0, 11.0)
    assert sorted(rounded.values()) == [0.33, 0.33, 0.34]


@SOME
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=30), st.integers(-(10**6), 10**6))
def test_what_is_printed_adds_up(thousandths, start):
    """Thousandths of a point, from a total that is itself rounded when printed."""
    shares = {(str(place),): Fraction(share, 7000) for place, share in enumerate(thousandths)}
    before = start / 1000
    after = float(Fraction(before) + sum(shares.values()))
    rounded = rounded_shares(shares, before, after)
    printed = [round(float(rounded_text(end).replace(",", "")) * 100) for end in (before, after)]
    assert sum(round(share * 100) for share in rounded.values()) == printed[1] - printed[0]
    assert all(abs(rounded[name] - float(share)) <= 0.02 for name, share in shares.items())
