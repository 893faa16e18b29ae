"""Tables of levers and goals."""

from __future__ import annotations

import pytest

import made_up
from analysis.questions import levers
from analysis.views import lever_tables

from . import asked_of


def test_the_board_stands_by_what_is_open():
    table = lever_tables.lever_board_table(asked_of.board(), asked_of.BOOK)
    assert table.title == "可提升指标：还可得分最多的是 分级分类监管领域数（3.00 分）"
    assert table.rows[1] == ("信易+实施领域数", "11个", "+1个", "0.30", "2.70", "20个", "+4个", "18.1")
    assert "另有" in table.notes[1]


def test_a_narrow_board_leaves_out_what_can_be_left_out():
    table = lever_tables.lever_board_table(asked_of.board(), asked_of.BOOK, narrow=True)
    assert table.rows[1] == ("信易+实施领域数", "11个", "+1个", "0.30", "2.70", "+4个")
    assert (len(table.columns), table.kind) == (6, "small")


def test_a_step_is_worth_so_much_of_the_others():
    table = lever_tables.exchange_rates_table(asked_of.board(), asked_of.BOOK, "xinyi_domains", "en")
    assert table.title == "Xinyi+ domains +1 domain (0.30 points) is worth"
    assert ("Xinyidai lending", "+3.00 billion yuan") in table.rows


def test_failed_tests_stand_in_a_table_of_their_own():
    facts = made_up.long(made_up.row(service_halls=18.0, service_halls_connected=15.0))
    result = levers.board(facts, asked_of.BOOK, "320281", made_up.MONTH)
    assert (
        "第4项“政务服务大厅接入信用平台和网站”",
        "已接入政务服务大厅数",
        "18个",
        "+3个",
    ) in lever_tables.passing_levers(result, asked_of.BOOK).rows


def test_a_city_at_its_best_is_told_so():
    result = levers.board(*asked_of.sample(), names=["campaign_activities"])
    table = lever_tables.lever_board_table(result, asked_of.BOOK)
    assert (table.title, table.rows) == ("没有哪一项单独改动还能加分。", ())


@pytest.mark.parametrize(
    ("target", "wanted", "title"),
    [
        (
            "xinyidai_loans",
            "18.3:cap",
            "第18.3项“‘信易贷’开展情况”得满分 2.00：信易贷放款金额 须达到 200.00亿元（+187.70亿元）",
        ),
        ("site_visits_daily", "14.2:target", "第14.2项“信用门户网站活跃度”达标：信用门户日均点击量 须达到 12,696次/日"),
        ("xinyi_domains", "18.1:target", "已经达到：第18.1项“‘信易+’创新应用领域”达标"),
        ("xinyidai_loans", "60", "无法实现：总分达到 60.00（仅调整 信易贷放款金额）"),
        ("xinyi_domains", "passes", "已经达到：一票否决指标全部达标"),
    ],
)
def test_a_goal_is_answered_in_its_title(target, wanted, title):
    assert lever_tables.goal_table(asked_of.sought(target, wanted), asked_of.BOOK).title == title


def test_what_binds_is_said_with_the_most_it_adds():
    rows = [row[1] for row in lever_tables.goal_table(asked_of.sought("xinyidai_loans", "60"), asked_of.BOOK).rows]
    assert rows[-3:] == [
        "第18.3项“‘信易贷’开展情况”满分为 2.00，已到顶",
        "此项至多使其达到 38.29，在 200.00亿元",
        "此项至多加 1.88 分",
    ]


def test_a_goal_that_does_not_depend_on_it_is_said_to_be_so():
    rows = lever_tables.goal_table(asked_of.sought("xinyidai_loans", "17:target"), asked_of.BOOK, "en").rows
    assert rows[-1] == ("What binds", "17 Residents who hold a personal integrity score does not depend on it")
