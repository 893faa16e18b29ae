"""Each common wording proposes a formula that gives the points worked out by hand; what only looks like it does not."""

from __future__ import annotations

import pytest

from analysis.assessment_tables.items import BONUS, DEDUCTION, ORDINARY, VETO, GroupTitle, Item
from analysis.assessment_tables.proposals import propose
from analysis.assessment_tables.proposed_parts import Proposal, Refusal
from analysis.formulas import evaluate, parse_formula


class Row:
    """A row of a table with a standard and a content."""

    row = 1

    def __init__(self, **texts: str) -> None:
        self.texts = texts

    def text(self, column: str) -> str:
        return self.texts.get(column, "")


def proposed(standard, points, nature=ORDINARY, content="", group=None):
    groups = (GroupTitle("组", group, nature, ""),) if group else ()
    return propose(Item((Row(standard=standard, content=content),), groups, nature, points), "3")


def worth(proposal, *figures):
    """What the formula gives at figures of its facts, in order; None for one that is missing."""
    names = dict(zip(proposal.facts, figures, strict=True))
    return evaluate(parse_formula(proposal.formula), {**{k: v.amount for k, v in proposal.values.items()}, **names})


# The words, the points of the item, and figures with the points worked out by hand.
SCORED = [
    ("每配合一个得0.5分，最高4分", 4, [((0,), 0), ((3,), 1.5), ((8,), 4), ((11,), 4)]),
    ("每有1件加 0.5 分，加分上限3分。", 3, [((5,), 2.5), ((7,), 3)]),
    ("每次得1分", 4, [((3,), 3), ((5,), 4)]),
    ("加0.5分/次，最高2分", 2, [((3,), 1.5), ((9,), 2)]),
    ("满分5分，每开展1次得2分", 5, [((2,), 4), ((3,), 5)]),
    ("每报送2篇信息得1分，最高3分", 3, [((1,), 0), ((5,), 2), ((6,), 3)]),
    ("每融资100万元得0.1分，最高2分", 2, [((2_999_999,), 0.2), ((30_000_000,), 2)]),
    ("建立制度得1分，每开展1次得0.5分，最高3分", 3, [((1, 2), 2), ((0, 2), 1), ((1, 9), 3)]),
    ("每次得0.5分，最高不超过2分；未开展的不得分", 2, [((0,), 0), ((3,), 1.5)]),
    ("抽到1条扣0.5分，扣完为止", 2, [((0,), 2), ((3,), 0.5), ((4,), 0), ((9,), 0)]),
    ("无漏报瞒报的得2分，抽到1条扣0.5分，扣完为止。", 2, [((0,), 2), ((1,), 1.5)]),
    ("每漏报1条扣0.5分，每迟报1条扣0.2分，扣完为止", 2, [((1, 2), 1.1), ((3, 3), 0)]),
    ("未按时报送的，每次扣0.5分，扣完为止", 2, [((1,), 1.5)]),
    ("迟报的扣0.1分/条，扣完为止", 2, [((4,), 1.6)]),
    ("逾期1天扣0.1分，扣完为止", 2, [((5,), 1.5)]),
    ("每条扣0.1分，最多扣1分", 3, [((4,), 2.6), ((10,), 2), ((50,), 2)]),
    ("未建立台账的不得分；每缺1次记录扣0.5分", 2, [((0, 1), 1.5), ((1, 0), 0), ((1, None), 0), ((None, 1), None)]),
    ("未报送总结的扣1分，未参加会议的扣0.5分", 2, [((1, 0), 1), ((1, 1), 0.5), ((0, 0), 2)]),
    ("100%得2分，98%以上得1分，以下不得分", 2, [((1,), 2), ((0.99,), 1), ((0.98,), 1), ((0.9799,), 0)]),
    ("合规率100 %得 2 分，98 %以上得 1 分，低于98%不得分。", 2, [((1,), 2), ((0.98,), 1), ((0.5,), 0)]),
    ("达到95%得5分，90%-95%得3分，低于90%不得分", 5, [((0.95,), 5), ((0.9499,), 3), ((0.9,), 3), ((0.89,), 0)]),
    ("95%（含）以上得5分；80%（含）—95%得3分；80%以下得1分", 5, [((0.95,), 5), ((0.8,), 3), ((0.1,), 1)]),
    ("超过90%的得2分，其余不得分", 2, [((0.9,), 0), ((0.901,), 2)]),
    ("3家以上得1分，5家以上得2分，其余不得分", 2, [((6,), 2), ((4,), 1), ((2,), 0)]),
    ("得分=已归集数量/应归集数量×5分", 5, [((8, 10), 4), ((12, 10), 5), ((0, 10), 0), ((1, 0), None)]),
    ("计分公式为：完成数÷任务数×100%×5", 5, [((3, 4), 3.75)]),
    ("按归集率计分", 5, [((0.5,), 2.5)]),
    ("按完成率×分值计算得分", 6, [((0.25,), 1.5)]),
    ("全部完成得5分，未全部完成的按完成比例得分", 5, [((0.6,), 3), ((1,), 5)]),
    ("达到90%得满分，每低1个百分点扣0.5分，扣完为止", 4, [((0.9,), 4), ((0.895,), 4), ((0.87,), 2.5), ((0.1,), 0)]),
    ("完成10篇得3分，每少1篇扣0.5分，扣完为止", 3, [((10,), 3), ((7,), 1.5), ((2,), 0), ((15,), 3)]),
    ("达到60%得1分，每多10%加0.5分，最高3分，未达到的不得分", 3, [((0.59,), 0), ((0.6,), 1), ((0.85,), 2), ((1,), 3)]),
    ("印发实施方案得2分，否则不得分", 2, [((1,), 2), ((0,), 0), ((None,), None)]),
    ("制定方案的得1分，未制定的不得分；召开推进会得1分，未召开不得分", 2, [((1, 0), 1), ((1, 1), 2)]),
    ("①制定方案得1分；②开展培训得1分。", 2, [((0, 1), 1)]),
    ("制定方案得2分，未公开的不得分", 2, [((1, 0), 2), ((1, 1), 0), ((0, 0), 0)]),
    ("每季度通报1次，每次得0.5分，最高2分", 2, [((3,), 1.5)]),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "points", "cases"), SCORED, ids=[words for words, _, _ in SCORED])
def test_a_common_wording_gives_the_points_worked_out_by_hand(standard, points, cases):
    proposal = proposed(standard, points)
    assert isinstance(proposal, Proposal), proposal.zh
    for figures, expected in cases:
        assert worth(proposal, *figures) == (None if expected is None else pytest.approx(expected, abs=1e-9)), figures
    plain = "".join(standard.split())
    assert proposal.words and all("".join(words.split()) in plain for words in proposal.words)


LIKE = [
    ("按全县排名计分，第一名得5分，每低1个名次扣0.1分", 5, "排名"),
    ("达到平均值得2分，低于的不得分", 2, "平均"),
    ("较上年提高的得2分，否则不得分", 2, "较上年"),
    ("视情得1-2分", 2, "视情"),
    ("由专家打分", 5, "专家"),
    ("每年开展1次得2分", 2, "每年"),
    ("每季度报送1篇得0.5分", 2, "每季度"),
    ("不涉及的得平均分", 2, "没有写怎样计分"),
    ("每次得1分，超过5次的，超过部分每次得2分", 9, "超过部分"),
    ("5次以上得2分，不足5次按比例得分", 2, "不足5次按"),
    ("95%以上得5分，低于90%不得分", 5, "空档"),
    ("100%得2分，98%以上得1分", 2, "其余情形"),
    ("98%得2分，以下不得分", 2, "以上还是恰好"),
    ("90%以上得1分，95%以上得1分，其余不得分", 1, "递减"),
    ("及时率95%以上得2分，合规率90%以上得1分，其余不得分", 2, "不是同一个数"),
    ("完成率在90%-95%的得1分，其余不得分", 1, "超过的没有说"),
    ("不超过10%得5分，其余不得分", 5, "越低越好"),
    ("错误率控制在5%得满分，每低1个百分点扣1分", 5, "越低越好"),
    ("按投诉率计分", 5, "越高越差"),
    ("每配合一个得0.5分，最高5分", 4, "最高 5 分"),
    ("发现1条扣0.5分", 2, "每发现一个"),
    ("每少1次扣0.5分", 2, "目标没有写明"),
    ("未达到100%的，每低1个百分点扣0.1分", 2, "目标没有写明"),
    ("每提高1个百分点加0.5分", 2, "目标没有写明"),
    ("每完成一个得1分，每缺一个扣1分", 3, "又有扣分"),
    ("每名干部每次扣0.5分，扣完为止", 5, "两个计量单位"),
    ("每1000人配备1名得1分", 5, "两个计量单位"),
    ("制定方案得1分", 2, "不等于分值"),
    ("已建立得1分，正在建立得0.5分，未建立不得分", 1, "不等于分值"),
    ("获国家级表彰加5分，省级加3分", 5, "每次都加还是只加一次"),
    ("未公示的扣3分", 2, "多于分值"),
    ("每迟报1次扣0.5分，累计3次以上不得分", 2, "常见"),
    ("存在弄虚作假的，本项不得分；每次得1分", 2, "常见"),
    ("每发现1起未整改扣1分，整改的不扣分", 2, "常见"),
    ("达到95%以上的得5分，每低于1个百分点扣0.5分，低于80%不得分", 5, "常见"),
    ("得分=（1-逾期数/总数）×5", 5, "常见"),
    ("全部完成得3分，未完成的按比例扣分", 3, "常见"),
    ("每10分钟响应一次", 2, "没有写怎样计分"),
    ("", 2, "没有写怎样计分"),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "points", "why"), LIKE, ids=[words for words, _, _ in LIKE])
def test_what_only_looks_like_it_is_left_open_and_says_why(standard, points, why):
    refusal = proposed(standard, points)
    assert isinstance(refusal, Refusal) and why in refusal.zh and refusal.en


def test_honours_count_by_their_level():
    """3 for a national one, 2 for a provincial one, 1 for the city's; 5 at most."""
    for words in (
        "每获得1次国家级表彰加3分、省级加2分、市级加1分，最高5分",
        "获得国家级表彰每次加3分，省级每次加2分，市级每次加1分，同一事项按最高级别计分，最高5分",
    ):
        proposal = proposed(words, 5, BONUS)
        assert [worth(proposal, *figures) for figures in ((1, 0, 1), (0, 2, 0), (1, 1, 1))] == [4, 4, 5]


def test_a_bonus_without_points_goes_up_to_what_its_group_states():
    assert worth(proposed("每次加2分", None, BONUS, group=10.0), 7) == 10


def test_a_deduction_goes_below_nothing_as_far_as_it_is_stated():
    proposal = proposed("每发生1起扣2分，最多扣10分", None, DEDUCTION)
    assert proposal.kind == "deduction" and [worth(proposal, count) for count in (0, 3, 8)] == [0, -6, -10]
    assert worth(proposed("每发生1起扣2分", -4.0, DEDUCTION), 3) == -4
    assert "最多扣" in proposed("每发生1起扣2分", None, DEDUCTION).zh


def test_a_veto_is_a_test_of_what_happened_or_was_left_undone():
    happened = proposed("发生重大信用安全事件的，一票否决", None, VETO)
    undone = proposed("未完成年度任务的，取消评优资格", None, VETO)
    assert (happened.kind, undone.kind) == ("test", "test")
    assert [worth(happened, count) for count in (0, 2)] == [True, False]
    assert [worth(undone, flag) for flag in (0, 1)] == [True, False]
    assert isinstance(proposed("工作成效明显。每次得1分，一票否决", None, VETO), Refusal)


def test_points_within_the_content_keep_the_standard_from_being_proposed():
    assert "考核内容里也有计分" in proposed("每次得1分", 3, content="未开展的扣2分").zh
    assert isinstance(proposed("", 3, content="每次得1分"), Proposal)


def test_numbers_stand_under_names_in_the_units_of_the_words():
    proposal = proposed("每逾期2个工作日扣0.5分，扣完为止", 2)
    values = {name: (value.amount, value.unit) for name, value in proposal.values.items()}
    assert values == {"each": (0.5, "point"), "size": (2.0, "day"), "most": (2.0, "point")}
    share = proposed("98%以上得1分，其余不得分", 1)
    assert (share.values["edge"].amount, share.values["edge"].unit) == (0.98, "share")


def test_the_words_are_those_printed_not_those_made_plain():
    proposal = proposed("每 配合 一个（以台账为准）得 ０.5 分， 最高 4 分。", 4)
    assert proposal.words == ("每 配合 一个（以台账为准）得 ０.5 分", "最高 4 分")
