"""Who is responsible, and where figures come from."""

from __future__ import annotations

from analysis import views


def test_shared_clauses_stand_whole_under_each_unit_and_unprinted_ones_are_said(card_of):
    rows = views.responsible(card_of()).rows
    assert [row[0] for row in rows] == ["市发改委（信用办）", "工信局", "文件未明确责任单位"]
    assert rows[0][1].startswith("第1项“有规划”；第1.1项“领域")
    assert rows[1][1].startswith("第1.1项“领域")
    assert rows[2][1] == "第2项“占比”；第3项“事故”"


def test_estimated_figures_name_their_source(card_of):
    card = card_of(sources={"joint_domains": ("estimated", "统计公报推算")})
    table = views.estimated(card)
    assert table.title == "估算数：1 项"
    assert table.rows[0][:4] == ("联合奖惩领域数", "3个", "估算", "统计公报推算")


def test_a_figure_not_delivered_is_missing(card_of):
    rows = {row[0]: row for row in views.figures(card_of(joint_domains=None)).rows}
    assert rows["联合奖惩领域数"][1:3] == ("缺报", "缺报")
