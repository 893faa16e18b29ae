"""The plan of Jiangyin as its annex prints it, and what the loader refuses."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from analysis import rulebooks, workplans
from analysis.paths import root
from analysis.problems import InputError
from analysis.text_normalisation import folded

PLAN = workplans.load("江阴", "2021-03")
TEXT = (root() / "params" / "workplans" / "320281-2021.toml").read_text("utf-8")


def test_it_has_eight_areas_and_twenty_two_tasks():
    """Annex 1: 3+2+3+1+3+5+2+3 rows; area 六 is broken over a page and joined again."""
    counted = Counter(task.area for task in PLAN.tasks.values())
    assert [counted[area] for area in PLAN.areas] == [3, 2, 3, 1, 3, 5, 2, 3]


@pytest.mark.parametrize(
    ("goal", "target", "task", "quote"),
    [
        ("standard_firms", 150, "8.1", "新增信用管理贯标企业150家"),
        ("model_firms", 10, "8.1", "省市级信用管理示范企业10家"),
        ("entities_filed", 200_000, "3.1", "20 万市场主体"),
        ("professions_filed", 29, "7.2", "29 类重点个人职业信用档案"),
        ("fields_rectified", 19, "4.1", "十九个失信行为"),
    ],
)
def test_the_goals_in_numbers_are_those_of_the_text(goal, target, task, quote):
    owner, found = PLAN.goals()[goal]
    assert (owner.id, found.target) == (task, target) and folded(quote) in folded(owner.text)


def test_every_task_can_be_measured_and_has_owners_by_the_years_end():
    for task in PLAN.tasks.values():
        assert task.goals and task.owners and (task.due, task.due_basis) == (date(2021, 12, 31), "assumed")
    assert PLAN.goals()["1.1.done"][1].target == 1


@pytest.mark.parametrize(
    ("task", "annex", "body"),
    [
        ("2.2", "城市管理、违章拆建、交通出行", "城市管理、交通出行"),
        ("3.2", "与金融机构合作", "与地方金融机构合作"),
        ("4.1", "家政、物业)等N个行业", "信用+第三方服务公司等 N 个行业"),
        ("5.1", "业务领域主动使用", "业务领域对优质企业主动使用"),
        ("6.3", "依法实施社会主体", "依法实施市场主体"),
        ("8.3", "文明城市创建常态化", "文明城市创建长效化"),
    ],
)
def test_where_body_and_annex_differ_both_are_kept(task, annex, body):
    planned = PLAN.tasks[task]
    assert folded(annex) in folded(planned.text) and folded(body) in folded(planned.body)


def test_elsewhere_there_is_one_text():
    assert [task.id for task in PLAN.tasks.values() if task.body] == ["2.2", "3.2", "4.1", "5.1", "6.3", "8.3"]


@pytest.mark.parametrize(
    ("task", "codes"),
    [
        ("1.1", ["development-reform"]),
        ("6.4", ["development-reform", "court", "procuratorate"]),
        ("5.3", ["development-reform", "members", "towns"]),
        ("8.3", ["development-reform", "publicity", "peoples-bank", "education", "market-regulation", "culture-tourism",
                 "members-concerned", "towns"]),
    ],
)  # fmt: skip
def test_owners_are_the_departments_printed(task, codes):
    assert [owner.code for owner in PLAN.tasks[task].owners] == codes


def test_two_bodies_printed_without_a_sign_between_are_two():
    """7.1 prints 融媒体中心法院."""
    assert "融媒体中心法院" in PLAN.tasks["7.1"].responsible_printed
    assert {"media-centre", "court"} <= {owner.code for owner in PLAN.tasks["7.1"].owners}


def test_a_link_is_said_by_the_text_or_says_why_it_is_assumed():
    for task in PLAN.tasks.values():
        assert task.links
        for link in task.links:
            assert link.clause in rulebooks.load(link.rulebook).clauses
            said = folded(link.quote) in folded(task.text) if link.basis == "text" else link.zh and link.en
            assert said, (task.id, link)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"行政审批局", "财政局"', '"行政审批菊", "财政局"', "行政审批局"),
        ("due       = 2021-12-31", "due       = 2022-12-31", "a day of the plan's year"),
        ('id       = "1.2"', 'id       = "1.1"', "stands twice"),
        ('area     = "1"', 'area     = "9"', "no such area"),
        ('clause = "monitoring-2021:1"', 'clause = "monitoring-2021:41"', "has no clause 41"),
        ('fact     = "rectified_domains"', 'fact     = "rectified_domain"', "Did you mean 'rectified_domains'"),
        ("target   = 150", "target   = -150", "above 0"),
        ('quote  = "“信易贷”产品"', 'quote  = "“信易货”产品"', "does not stand in the task's text"),
        ('basis  = "text"', 'basis  = "guess"', "must be one of text, assumed"),
        ("year     = 2021", "year     = 2022", "must be called 320281-2022.toml"),
        ("\n[[task.goal]]", "\n[[task.gaol]]", "'gaol' is not known here"),
    ],
)
def test_a_fault_of_the_file_is_told(tmp_path, before, after, said):
    assert before in TEXT
    path = tmp_path / "320281-2021.toml"
    path.write_text(TEXT.replace(before, after, 1), "utf-8")
    with pytest.raises(InputError) as refused:
        workplans.read_plan(path)
    assert said in str(refused.value)


def test_a_body_that_repeats_the_annex_is_refused(tmp_path):
    path = tmp_path / "320281-2021.toml"
    first = '推进政务诚信自建,提升全市信用共建合力。"""'
    path.write_text(TEXT.replace(first, f'{first}\nbody = """优化诚信建设考核方案,{first}', 1), "utf-8")
    with pytest.raises(InputError, match="keep one"):
        workplans.read_plan(path)


def test_a_year_without_a_plan_is_told_with_those_there_are():
    with pytest.raises(InputError, match="320281-2021"):
        workplans.load("江阴", "2022-03")
    assert workplans.has_plan("320281", "2021-03") and not workplans.has_plan("320281", "2022-03")
