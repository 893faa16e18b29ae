"""What a table says of units that an item does not concern is proposed as it is said, and marked."""

from __future__ import annotations

import csv

import pytest

import office_tables as office
from analysis import rulebooks, scorecards
from analysis.assessment_tables import export_rulebook, new_rulebook, open_work
from analysis.assessment_tables.items import BONUS, DEDUCTION
from analysis.assessment_tables.proposed_parts import Refusal
from assessment_tables.test_proposals import proposed, worth
from made_up import row

COUNTED = "每开展1次得1分，最高4分"
SAID = [
    (f"{COUNTED}；不涉及的不扣分。", ""),
    (f"{COUNTED}，不涉及此项工作的单位不扣分", ""),
    (f"{COUNTED}。不涉及的得满分。", ""),
    (f"{COUNTED}；不涉及的按比例折算。", "share"),
    (f"{COUNTED}；不涉及该项工作的，分值按比例折算到本组其他指标。", "share"),
    (f"{COUNTED}，无此项业务的单位分值按比例分摊。", "share"),
    (f"{COUNTED}；不涉及的取平均分。", "mean"),
    (f"{COUNTED}；不适用的单位，按其他单位平均分计分。", "mean"),
    (f"{COUNTED}（不涉及的取各单位平均分）", "mean"),
]


@pytest.mark.parametrize(("standard", "inapplicable"), SAID, ids=[words for words, _ in SAID])
def test_the_formula_is_that_of_the_rest_and_what_stands_instead_is_as_said(standard, inapplicable):
    proposal = proposed(standard, 4)
    assert not isinstance(proposal, Refusal), proposal.zh
    assert proposal.inapplicable == inapplicable and any("不涉及" in said or "不适用" in said or "无此项" in said
                                                        for said in proposal.words)  # fmt: skip
    assert list(proposal.facts)[-1] == (proposal.applies or "item_3_2")
    assert [worth(proposal, 3, 1), worth(proposal, 9, 1)] == [3, 4]
    assert "不涉及" in proposal.zh and proposal.en
    if not inapplicable:
        assert worth(proposal, None, 0) == 4, "nothing off: full marks"


def test_for_bonuses_and_deductions_only_nothing_off_can_be_said():
    assert isinstance(proposed("每次加1分，最高4分；不涉及的按比例折算", 4, BONUS), Refusal)
    assert isinstance(proposed("每发生1起扣1分，最多扣5分；不涉及的取平均分", -5, DEDUCTION), Refusal)
    deducted = proposed("每发生1起扣1分，最多扣5分；不涉及的不扣分", -5, DEDUCTION)
    assert [worth(deducted, 2, 1), worth(deducted, 2, 0)] == [-2, 0]


def test_over_the_whole_table_and_what_is_said_twice_is_left_open_with_the_reason():
    whole = proposed(f"{COUNTED}；不涉及的按百分制折算到总分", 4)
    assert isinstance(whole, Refusal) and "shared_over" in whole.zh
    assert isinstance(proposed(f"{COUNTED}；不涉及的不扣分；不适用的取平均分", 4), Refusal)
    assert isinstance(proposed(f"{COUNTED}；不涉及的另行研究", 4), Refusal)


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    return folder


def table(home):
    rows = [
        ("序号", "一级指标", "考核内容", "分值", "评分标准"),
        ("1", "工作", "宣传。", "4", f"{COUNTED}；不涉及的按比例折算。"),
        ("2", "工作", "报送。", "6", "每报送1篇得1分，最高6分。"),
        ("3", "监管", "园区。", "5", "每开展1次得1分，最高5分；不涉及的取平均分。"),
    ]
    path = home / "表.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_table_with_such_words_becomes_a_rulebook_that_scores_and_goes_out_and_in(home):
    book, _ = new_rulebook("镇细则", table(home))
    assert book.clauses["1"].reading().inapplicable == "share" and book.clauses["3"].field.of == "league"
    assert {row["work"] for row in open_work(book).rows(named=True)} == {"proposed"}
    points = scorecards.score(row(item_1_1=0, item_1_2=0, item_2_1=3, item_3_1=1, item_3_2=1), book)
    assert points["points"].to_list() == [0.0, 5.0, 1.0]
    export_rulebook("镇细则", home / "镇细则.xlsx")
    again, _ = new_rulebook("镇细则二", home / "镇细则.xlsx")
    for clause, other in zip(book.clauses.values(), again.clauses.values(), strict=True):
        assert (other.reading(), other.field, other.notes) == (clause.reading(), clause.field, clause.notes)


def test_over_what_points_are_shared_out_comes_back_too(home):
    new_rulebook("镇细则", table(home))
    path = home / "params" / "rulebooks" / "镇细则" / "rulebook.toml"
    path.write_text('shared_over = "total"\n' + path.read_text("utf-8"), "utf-8")
    export_rulebook("镇细则", home / "out.xlsx")
    again, _ = new_rulebook("镇细则二", home / "out.xlsx")
    assert again.shared_over == rulebooks.load("镇细则").shared_over == "total"
