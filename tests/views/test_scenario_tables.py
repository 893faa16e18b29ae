"""Which scenarios a card stands on."""

from __future__ import annotations

from analysis import views


def test_the_scenarios_say_which_the_points_stand_on(card_of):
    rows = views.scenarios(card_of()).rows
    assert [row[:3] for row in rows] == [("基准：不作任何改动", "本卡得分", "0"), ("试算", "并列显示", "1")]


def test_every_change_is_listed_with_its_mark(card_of):
    row = views.changes(card_of(), "zh", "main").rows[-1]
    assert row == ("试算（并列显示）", "第2项 满分基准", "设为 100%", "假定", "取整数")
