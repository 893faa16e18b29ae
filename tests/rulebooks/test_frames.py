"""Frames of editions whose items nobody published: what is known stands there, all else is blank and an interval."""

from __future__ import annotations

import pytest

from analysis import rulebooks, scorecards
from made_up import row

FRAMES = {
    # rulebook: basic requirements, scored slots, total, the least and the most of the total, groups that are printed
    "monitoring-2019": (0, 5, 140, (0, 140), {}),
    "demo-2021": (1, 2, 100, (0, 110), {"scored": 100}),
    "demo-2022": (13, 28, None, (0, None), {}),
    "demo-2025": (9, 11, None, (0, 100), {"base": 50, "demonstration": 50}),
}
"""From the accounts of the editions: 140 points; 100 and 10 more; 13 and 28 items; 9, 50 and 50, two of nine."""


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_holds_what_is_published_and_nothing_else(name):
    tests, scored, total, _, printed = FRAMES[name]
    book = rulebooks.load(name)
    assert (len(book.of_kind("test")), len(book.of_kind("score")), book.possible) == (tests, scored, total)
    assert {group.id: group.possible for group in book.groups.values() if group.possible} == printed
    assert all(clause.blank and "待填" in clause.text for clause in book.clauses.values())
    assert "待填" in book.title_zh and "frame" in book.title and book.facts() == ()
    assert "未见正式文件" in book.source["zh"] and not book.example


@pytest.mark.parametrize("name", FRAMES)
def test_its_items_are_open_whatever_is_delivered(name):
    least, most = FRAMES[name][3]
    total = scorecards.total(row(permits=3), name).row(0, named=True)
    assert (total["passes"], total["points"], total["low"], total["high"]) == (None, None, least, most)


def test_the_five_groups_of_2019_are_named_as_published():
    titles = [group.title_zh for group in rulebooks.load("monitoring-2019").groups.values()]
    assert titles == [
        "守信激励和失信治理", "信用制度和基础建设", "诚信文化和诚信建设", "信用服务和信用创新", "信用（营商）环境",
    ]  # fmt: skip


def test_the_additional_items_of_2021_are_a_bonus_of_ten():
    bonus = rulebooks.load("demo-2021").groups["bonus"]
    assert (bonus.bonus, bonus.cap) == (True, 10)
