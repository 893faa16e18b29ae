"""What a filled workbook says is kept as the city's file, and reads back the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import departments
from analysis.departments import city_files, kept_files
from analysis.departments.department_files import department_table

CITY = "320583"


@pytest.fixture
def home(tmp_path, monkeypatch):
    place = lambda city: tmp_path / "departments" / f"{city}.toml"  # noqa: E731
    monkeypatch.setattr(city_files, "city_path", place)
    monkeypatch.setattr(kept_files, "city_path", place)
    return tmp_path


def test_it_reads_back_the_same(home):
    roles = department_table().departments
    bank = city_files.over_role(
        roles["peoples-bank"],
        {"code": "peoples-bank", "zh": '人行"昆山"支行', "en": "PBC Kunshan", "aliases": ("人行\\昆山",), "note": "注"},
    )
    added = departments.Department("own-1", "市数据局", "市数据局")
    offices = city_files.CityDepartments(
        CITY, {**roles, "peoples-bank": bank, "own-1": added},
        {("monitoring-2021", "12"): ("peoples-bank", "own-1"), ("monitoring-2021", "7"): ()}, 15, "文〔2021〕3号", True,
    )  # fmt: skip
    path = kept_files.keep_city_departments(offices)
    again = city_files.read_city_departments(path, roles)
    assert again == offices and kept_files.city_toml(again) == kept_files.city_toml(offices)


def test_the_roles_alone_make_a_file_of_nothing_but_the_city(home):
    offices = replace(departments.city_departments(""), city=CITY, own=True)
    assert kept_files.city_toml(offices).splitlines()[1:] == ["", f'city = "{CITY}"']
