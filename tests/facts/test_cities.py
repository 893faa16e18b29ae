"""Cities by code and by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis import facts
from analysis.problems import InputError

TABLE = """code,name,short,english,level,league,parent,parent_name,province,valid_from,valid_to
320281,江阴市,江阴,Jiangyin,county,3,320200,无锡市,江苏省,1995,
341400,巢湖市,巢湖,Chaohu,prefecture,2,340000,安徽省,安徽省,1999,2011-07
340181,巢湖市,巢湖,Chaohu,county,3,340100,合肥市,安徽省,2011-07,
420600,襄樊市,襄樊,Xiangfan,prefecture,2,420000,湖北省,湖北省,,2010-11
420600,襄阳市,襄阳,Xiangyang,prefecture,2,420000,湖北省,湖北省,2010-11,
"""


@pytest.fixture(autouse=True)
def table(home: Path) -> Path:
    path = home / "data" / "cities.csv"
    path.parent.mkdir()
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize("city", ["江阴", "江阴市", "320281", "Jiangyin", " jiangyin ", "３２０２８１"])
def test_a_city_is_found_by_code_and_by_every_name(city):
    assert facts.code_of(city) == "320281"


@pytest.mark.parametrize(("city", "near"), [("江阴县", "江阴"), ("0320281", "320281"), ("Jiangyn", "jiangyin")])
def test_an_unknown_city_offers_the_near_name(city, near):
    with pytest.raises(InputError) as caught:
        facts.code_of(city)
    assert f"Did you mean '{near}" in str(caught.value) and city in str(caught.value)


def test_a_name_of_two_codes_names_both():
    with pytest.raises(InputError) as caught:
        facts.code_of("巢湖")
    assert "340181" in str(caught.value) and "341400" in str(caught.value)


@pytest.mark.parametrize(("month", "code"), [("2010-12", "341400"), ("2021-03", "340181")])
def test_the_month_chooses_between_codes_of_different_times(month, code):
    assert facts.code_of("巢湖市", month) == code


def test_the_month_of_the_change_belongs_to_both():
    with pytest.raises(InputError):
        facts.code_of("巢湖市", "2011-07")


def test_a_name_is_found_also_before_its_code_was_given():
    assert facts.code_of("江阴", "1990-01") == "320281"


def test_one_code_with_two_names_over_time():
    assert facts.code_of("襄樊") == facts.code_of("襄阳") == "420600"
    assert facts.name_of("420600") == "襄阳市"
    assert facts.name_of("420600", "2009-01") == "襄樊市"
    assert facts.newest("420600")["name"] == "襄阳市"


def test_the_table_keeps_codes_as_text_and_blanks_as_missing():
    table = facts.city_table()
    assert table["code"].to_list()[0] == "320281"
    assert table["league"].to_list() == [3, 2, 3, 2, 2]
    assert table["valid_to"].null_count() == 3


def test_the_english_column_may_be_left_out(table):
    table.write_text(TABLE.replace("english", "pinyin"), encoding="utf-8")
    assert facts.code_of("江阴") == "320281"


def test_a_missing_or_cut_table_says_so(table):
    table.write_text("code,name\n320281,江阴市\n", encoding="utf-8")
    with pytest.raises(InputError, match="short"):
        facts.city_table()
    table.unlink()
    with pytest.raises(InputError, match=r"data/cities\.csv"):
        facts.city_table()
