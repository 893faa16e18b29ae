"""Every fault of a list of units at once, each with file, row and column."""

from __future__ import annotations

import pytest

import small_units
from analysis import facts
from analysis.problems import InputError

BAD = {
    2: ("320281107,华士镇,,,镇,,,2015,2012,,", "止", "早于起始"),
    3: ("320281108,华士镇,,,镇,,,,,,", "名称", "华士镇"),
    4: ("320281109,新桥镇,,,镇级,,,,,,", "类别", "镇级"),
    5: ("320281111,长泾镇,,,镇,华土镇,,,,,", "所属", "华士镇"),
    6: ("320281L00014,市财政局,,,部门,,,,,,", "代码", "没有通过校验"),
    7: ("999999001,北门街道,,,街道,,,,,,", "代码", "没有通过校验"),
    8: ("320281L00021,顾山镇,,,部门,,甲,,,,", "组别", "甲"),
    9: ("320281,江阴县,,,县,,,,,,", "代码", "城市代码表"),
    10: ("320281102,月城镇,,,镇,,,二月,,,", "起", "二月"),
    11: ("320281103,,,,镇,,,,,,", "名称", "缺少"),
    12: ("913202817140000025,青阳镇,,,城市,,,,,,", "类别", "城市"),
    13: ("320281104,徐霞客镇,,,部门,,,,,,", "代码", "统一社会信用代码"),
    14: ("320281102,祝塘镇,,,镇,,,,,,", "代码", "月城镇"),
    15: ("320281110,昆山,,,镇,,,,,,", "名称", "城市的名称"),
}


@pytest.fixture
def faults(home):
    path = small_units.build(home, *(line for line, _, _ in BAD.values()))
    with pytest.raises(InputError) as caught:
        facts.read_units(path, "320281")
    return caught.value.problems


@pytest.mark.parametrize("row", BAD)
def test_each_fault_is_told_with_its_row_and_column(faults, row):
    _, column, said = BAD[row]
    own = [problem for problem in faults if f"第{row}行 " in problem.where and problem.where.endswith(column)]
    assert any(said in problem.zh for problem in own), [problem.where for problem in faults]
    assert all(problem.en and "320281.csv" in problem.where for problem in own)


def test_nothing_is_said_of_rows_without_fault(faults):
    assert len(faults) == len(BAD)


def test_units_that_are_above_each_other_are_a_circle(home):
    path = small_units.build(home, "320281107,华士镇,,,镇,新桥镇,,,,,", "320281109,新桥镇,,,镇,华士镇,,,,,")
    with pytest.raises(InputError, match="圈"):
        facts.read_units(path, "320281")


def test_a_name_may_go_to_another_unit_when_the_first_has_ended(home):
    lines = "320281107,华士镇,,,镇,,,,2015-03,,", "320281108,华士镇,,,镇,,,2015-03,,,"
    path = small_units.build(home, *lines)
    assert len(facts.read_units(path, "320281")) == 2
    with pytest.raises(InputError):
        facts.read_units(small_units.write(home, lines[0], lines[1].replace("2015-03", "2015-02")), "320281")
