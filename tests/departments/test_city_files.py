"""What is a city's own: its names over the roles, its division of work, its day of delivery; faults told at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import departments, rulebooks
from analysis.departments import city_files
from analysis.departments.department_files import department_table
from analysis.problems import InputError

BOOK = rulebooks.load("monitoring-2021")
KUNSHAN = "320583"
FILE = """
city = "320583"
due_day = 15
due_source = "昆信用办〔2021〕3号"

[[department]]
code = "peoples-bank"
zh = "人民银行昆山支行"
aliases = ["人行昆山"]

[[department]]
code = "data-bureau"
zh = "市数据局"
en = "Data Bureau"

[[duty]]
rulebook = "monitoring-2021"
clause = "12"
responsible = ["市数据局", "人行昆山"]

[[duty]]
rulebook = "monitoring-2021"
clause = "17"
responsible = []
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Kunshan's file as a test writes it; other cities have none."""
    (tmp_path / "departments").mkdir()
    monkeypatch.setattr(city_files, "city_path", lambda city: tmp_path / "departments" / f"{city}.toml")

    def written(text):
        path = tmp_path / "departments" / f"{KUNSHAN}.toml"
        path.write_text(text, "utf-8")
        return path

    return written


def names(city, clause):
    return [unit.zh for unit in departments.responsible_departments(BOOK, BOOK.clauses[clause], city)]


def test_the_sample_citys_names_are_as_its_list_prints_them():
    assert names("320281", "12")[7] == "人民银行江阴支行" and names("320281", "7")[0] == "江南水务"


@pytest.mark.parametrize("city", [KUNSHAN, "330782", "320200", ""])
def test_no_other_city_gets_the_sample_citys_names_or_day(city):
    """Every unit named by any clause, in both languages, and every spelling that is shown."""
    offices = departments.city_departments(city)
    shown = [unit.name(lang) for unit in offices.departments.values() for lang in ("zh", "en")]
    assert not [name for name in shown if any(word in name for word in ("江阴", "江南水务", "天力", "Jiang", "Tianli"))]
    assert names(city, "12")[7] == "人民银行分支机构" and offices.due_day is None


def test_a_citys_own_names_stand_over_the_roles_and_are_found_by_every_spelling(own):
    own(FILE)
    for spelling in ("人民银行分支机构", "人民银行昆山支行", "人行昆山", "人民银行", "peoples-bank"):
        assert departments.find_department(spelling, KUNSHAN).zh == "人民银行昆山支行"
    assert departments.find_department("人民银行").zh == "人民银行分支机构"


def test_a_citys_own_division_of_work_stands_over_the_printed_one(own):
    own(FILE)
    assert names(KUNSHAN, "12") == ["市数据局", "人民银行昆山支行"] and names(KUNSHAN, "17") == []
    assert names(KUNSHAN, "13")[7] == "人民银行昆山支行"
    offices = departments.city_departments(KUNSHAN)
    assert (offices.due_day, offices.due_source) == (15, "昆信用办〔2021〕3号")


def test_a_changed_file_is_read_again(own):
    assert not departments.city_departments(KUNSHAN).own
    own(FILE)
    assert departments.city_departments(KUNSHAN).own


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('city = "320583"', 'city = "320281"', "as the file is called"),
        ("due_day = 15", "due_day = 31", "from 1 to 28"),
        ('due_source = "昆信用办〔2021〕3号"', "", "due_source"),
        ('zh = "市数据局"', 'zh = "税务局"', "is both"),
        ('"市数据局", "人行昆山"', '"市数居局"', "市数据局"),
        ('zh = "市数据局"', 'name = "市数据局"', "is not known here"),
    ],
)
def test_a_fault_of_the_file_is_told(own, before, after, said):
    path = own(FILE.replace(before, after, 1))
    with pytest.raises(InputError, match=said):
        city_files.read_city_departments(path, department_table().departments)


CITY = "320583"


@pytest.fixture
def home(tmp_path, monkeypatch):
    place = lambda city: tmp_path / "departments" / f"{city}.toml"  # noqa: E731
    monkeypatch.setattr(city_files, "city_path", place)
    monkeypatch.setattr(city_files, "city_path", place)
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
    path = city_files.keep_city_departments(offices)
    again = city_files.read_city_departments(path, roles)
    assert again == offices and city_files.city_toml(again) == city_files.city_toml(offices)


def test_the_roles_alone_make_a_file_of_nothing_but_the_city(home):
    offices = replace(departments.city_departments(""), city=CITY, own=True)
    assert city_files.city_toml(offices).splitlines()[1:] == ["", f'city = "{CITY}"']
