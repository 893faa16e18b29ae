"""Lists of units: understood as cities are, codes given, one broken list stops nothing else."""

from __future__ import annotations

import pytest

import small_units
from analysis import facts
from analysis.problems import InputError


@pytest.fixture
def listed(home):
    return small_units.build(home)


@pytest.mark.parametrize(
    ("said", "code"),
    [("华士镇", "320281107"), ("华士", "320281107"), ("Huashi", "320281107"), (" ３２０２８１１０７ ", "320281107"),
     ("高新区", "320281400"), ("澄江园区", "320281400"), ("财政部门", "320281L00013"),
     ("市局（含国资办、金融办）", "320281L00013"),
     ("320281l00013", "320281L00013"), ("江阴", "320281"), ("昆山市", "320583")],
)  # fmt: skip
def test_a_unit_is_found_by_code_and_by_every_name(listed, said, code):
    assert facts.code_of(said) == code


def test_a_near_name_is_offered(listed):
    with pytest.raises(InputError, match="是否想写“华士”"):
        facts.code_of("华仕")


def test_an_ambiguous_name_says_who_it_could_be(home):
    small_units.build(home, "320281109,新桥镇,,,镇,,,,,,", "320281008,新桥街道,,,街道,,,,,,")
    with pytest.raises(InputError) as caught:
        facts.code_of("新桥")
    assert "320281109（新桥镇，江阴市）" in str(caught.value) and "320281008（新桥街道，江阴市）" in str(caught.value)


def test_a_short_name_that_only_drops_its_ending_yields_to_a_city(home):
    small_units.build(home, "320281109,昆山镇,,,镇,,,,,,")
    assert facts.code_of("昆山") == "320583" and facts.code_of("昆山镇") == "320281109"


def test_the_month_chooses_between_units_of_different_times(home):
    small_units.build(home, "320281107,华士镇,,,镇,,,,2015,,", "320281108,华士镇,,,镇,,,2016,,,")
    assert facts.code_of("华士镇", "2014-05") == "320281107" and facts.code_of("华士", "2021-03") == "320281108"


def test_kind_parent_and_name_are_there_and_a_city_is_a_city(listed):
    assert [facts.kind_of(code) for code in ("320281107", "320281400", "320281L00013", "320281", "999999")] == [
        "town", "park", "department", "city", "city",
    ]  # fmt: skip
    assert facts.newest("华士")["parent_name"] == "江阴市" and facts.name_of("320281107") == "华士镇"
    assert facts.city_table().height == facts.unit_table().height - len(small_units.UNITS)


def test_a_broken_list_leaves_cities_and_other_lists_and_is_told_where_its_unit_is_asked_for(listed, home):
    small_units.write(home, "320282100,张渚镇,,,镇,,,2015,2012,,", place="320282")
    assert facts.code_of("华士") == "320281107" and facts.code_of("江阴") == "320281"
    with pytest.raises(InputError, match="早于起始"):
        facts.code_of("张渚")
    assert len(facts.unit_list_faults()) == 1


def test_empty_codes_are_given_local_ones_and_stay_the_same_when_taken_in_again(home):
    path = small_units.build(home, ",市税务局,,,部门,,,,,,", ",市审计局,,,部门,市税务局,,,,,")
    taken = facts.read_units(path, "320281", new=True)
    assert [row["code"] for row in taken] == [facts.local_code("320281", 1), facts.local_code("320281", 2)]
    assert taken[1]["parent"] == taken[0]["code"] and taken[1]["parent_name"] == "市税务局"
    facts.keep_units("320281", taken)
    assert facts.code_of("审计") == taken[1]["code"]
    new = small_units.write(home / "new", ",市司法局,,,部门,,,,,,", ",市审计局,,,部门,,,,,,")
    again = facts.read_units(new, "320281", new=True)
    assert [row["code"] for row in again] == [facts.local_code("320281", 3), taken[1]["code"]]


def test_a_kept_list_without_codes_or_without_units_is_refused(home):
    with pytest.raises(InputError, match="缺少代码"):
        facts.read_units(small_units.build(home, ",市税务局,,,部门,,,,,,"), "320281")
    with pytest.raises(InputError, match="没有单位"):
        facts.read_units(small_units.write(home, ",,,,,,,,,,"), "320281")


def test_a_code_of_another_list_is_not_taken_twice(listed, home):
    taken = facts.read_units(small_units.write(home / "new", small_units.UNITS[0]), "320282")
    with pytest.raises(InputError, match="320281 的名单"):
        facts.keep_units("320282", taken)


def test_a_kept_list_keeps_what_was_written(listed):
    facts.keep_units("320281", facts.read_units(listed, "320281"))
    before = facts.listed_units()
    assert facts.read_units(listed, "320281") == before and [row["group"] for row in before] == ["1", "1", "2", "", ""]


def test_units_of_a_kind_are_those_valid_in_the_month(home):
    path = small_units.build(
        home, ",华士镇,,,镇,,,,,,", ",老镇,,,镇,,,,2020-12,,", ",新镇,,,镇,,,2021-04,,,", ",财政局,,,部门,,,,,,"
    )
    taken = facts.read_units(path, "320281", new=True)
    facts.keep_units("320281", taken)
    names = {row["code"]: row["name"] for row in taken}
    assert [names[code] for code in facts.units_of_kind("town", "320281", "2021-03")] == ["华士镇"]
    assert [names[code] for code in facts.units_of_kind("town")] == ["华士镇", "老镇", "新镇"]
    assert facts.units_of_kind("town", "320282") == []
