"""The next steps: what to mend, lift and file, for whom, and who is in charge there."""

from __future__ import annotations

import polars as pl

from analysis import facts
from analysis.questions import bulletins
from analysis.views import bulletin_steps
from views.bulletins_of import bulletin


def test_failed_tests_with_the_citys_own_departments():
    rows = bulletin_steps.steps_table(
        bulletins.month_bulletin(facts.up_to("江阴", "2021-03"), "hard-2019", "2021-03")
    ).rows
    assert rows[0] == ("整改第3项“政府失信事件整改到位率”", "江阴市", "市发改委（信用办）")


def test_the_matter_that_concerns_most_comes_first_and_the_rest_is_counted():
    result = bulletins.month_bulletin(facts.up_to("江阴", "2021-03"), "hard-2019", "2021-03")
    others = pl.DataFrame({"city": ["320282", "320583"], "league": [3, 3], "clause": ["9.4", "9.4"]})
    wider = bulletins.MonthBulletin(**{**vars(result), "failed": pl.concat([result.failed, others])})
    table = bulletin_steps.steps_table(wider)
    assert table.rows[0][0].startswith("整改第9.4项") and table.rows[0][1] == "江阴市、宜兴市、昆山市"
    assert table.rows[0][2] == "江阴市：市发改委（信用办）；宜兴市、昆山市：发展改革部门（信用牵头单位）"
    assert table.notes == ("另有 1 项一票否决指标有单位未达标，见 bulletin.csv。",)


def test_who_lags_most_is_named_first():
    [row] = bulletin_steps.steps_table(bulletin({"320281": 5, "320282": 1, "320583": 0})).rows
    assert row == ("提升第1项“联合奖惩领域”（低于同类平均）", "昆山市、宜兴市", "文件未明确责任单位")


def test_a_missing_figure_is_owed_for_its_clauses():
    rows = bulletin_steps.steps_table(bulletin({"320281": 5, "320282": None})).rows
    assert rows[-1][0].startswith("补报“") and rows[-1][0].endswith("（第1项）") and rows[-1][1] == "宜兴市"


def test_nothing_to_do_has_no_rows():
    assert bulletin_steps.steps_table(bulletin({"320281": 5, "320282": 5})).rows == ()
