"""The fillable workbook: what it offers, and that it reads back as written."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import facts
from analysis.contracts import FACTS
from analysis.problems import InputError
from analysis.text_normalisation import has_personal_number

NAMES = ("market_entities", "entities_pledged", "summoned", "league", "arrears")
SUPPLIED = [name for name, fact in facts.dictionary().items() if not fact.derived]


def book(path: Path, **more: object) -> openpyxl.Workbook:
    return openpyxl.load_workbook(facts.write_template(NAMES, path, **more))


def test_one_row_a_fact_with_unit_and_prefilled_city_and_month(tmp_path):
    data = book(tmp_path / "t.xlsx", city="320281", month="2021年3月")["数据"]
    assert [cell.value for cell in data[1]] == ["城市", "月份", "指标", "数值", "单位", "来源", "备注", "状态"]
    assert [cell.value for cell in data[2]] == ["江阴市", "2021-03", "在运营市场主体数", None, "家", None, None, None]
    assert data.max_row == 1 + len(NAMES)
    assert data.freeze_panes == "D2"


def test_the_note_gives_definition_clause_and_whole(tmp_path):
    note = book(tmp_path / "t.xlsx")["数据"]["C3"].comment.text
    assert facts.dictionary()["entities_pledged"].meaning_zh in note
    assert "hard-2019:9.1" in note and "不得大于“在运营市场主体数”" in note


def test_choices_flags_cities_and_states_are_offered(tmp_path):
    whole = book(tmp_path / "t.xlsx")
    rules = {str(rule.sqref): rule for rule in whole["数据"].data_validations.dataValidation}
    assert offered(whole, rules["D4"]) == ["是", "否"]
    assert offered(whole, rules["D5"]) == ["省会及副省级以上城市", "地级市", "县级市"]
    assert "江阴市" in offered(whole, rules["A2"])
    assert offered(whole, rules["H2"]) == ["测算", "填报", "估算", "缺失"]
    assert rules["D2"].type == "decimal" and rules["B2"].type == "custom"


def offered(whole: openpyxl.Workbook, rule: object) -> list[str]:
    sheet, cells = rule.formula1.split("!")
    return [row[0].value for row in whole[sheet][cells.replace("$", "")]]


def test_every_city_offered_reads_back_as_one_code(tmp_path):
    whole = book(tmp_path / "t.xlsx", month="2021-03")
    names = [row[0].value for row in whole["清单"].iter_rows(min_row=2, max_col=1) if row[0].value]
    assert len(names) > 600
    assert len({facts.code_of(name, "2021-03") for name in names}) == len(names)


def test_a_city_whose_name_fits_several_codes_is_given_by_code(tmp_path):
    assert book(tmp_path / "t.xlsx", city="340181")["数据"]["A2"].value == "340181"
    assert book(tmp_path / "t.xlsx", city="340181", month="2021-03")["数据"]["A2"].value == "巢湖市"


def test_an_unfilled_template_loads_as_nothing(tmp_path):
    blank = facts.write_template(SUPPLIED, tmp_path / "t.xlsx")
    assert facts.load(blank).height == 0
    named = facts.load(facts.write_template(SUPPLIED, tmp_path / "t.xlsx", city="江阴", month="2021-03"))
    assert named["value"].null_count() == named.height == len(SUPPLIED)
    assert set(named["status"]) == {"missing"}


def test_equal_inputs_give_equal_bytes(tmp_path):
    figures = facts.up_to("江阴", "2021-03")
    first = facts.write_template(SUPPLIED, tmp_path / "a.xlsx", "江阴", "2021-03", figures)
    second = facts.write_template(SUPPLIED, tmp_path / "b.xlsx", "320281", "2021-03", figures)
    assert first.read_bytes() == second.read_bytes()


def test_no_time_of_writing_is_kept(tmp_path):
    path = facts.write_template(NAMES, tmp_path / "t.xlsx")
    assert openpyxl.load_workbook(path).properties.created == datetime(2021, 1, 1)  # noqa: DTZ001
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}


def test_the_sample_reads_back_as_written(tmp_path):
    """But for what a spreadsheet shows of a number: 15 digits."""
    figures = facts.up_to("江阴", "2021-03").filter(month="2021-03")
    path = facts.write_template(SUPPLIED, tmp_path / "t.xlsx", "江阴", "2021-03", figures)
    shown = pl.col("value").map_elements(lambda value: float(f"{value:.15g}"), return_dtype=pl.Float64)
    assert facts.load(path).equals(figures.with_columns(shown))


def test_a_person_fills_it_in(tmp_path):
    path = facts.write_template(NAMES, tmp_path / "t.xlsx", city="江阴", month="2021-03")
    filled = openpyxl.load_workbook(path)
    for cell, value in {"D2": "20万", "D3": 182600, "D4": "否", "D5": "县级市", "D6": "1860万元"}.items():
        filled["数据"][cell] = value
    filled.save(path)
    assert facts.load(path)["value"].to_list() == [200000, 182600, 3, 0, 18600000]


def test_text_that_looks_like_a_formula_or_an_address_stays_text(tmp_path):
    row = {
        "city": "320281",
        "month": "2021-03",
        "fact": "arrears",
        "value": 1.0,
        "source": "=1+1",
        "note": "http://a.b",
    }
    path = facts.write_template(NAMES, tmp_path / "t.xlsx", figures=pl.DataFrame([row]))
    data = openpyxl.load_workbook(path)["数据"]
    assert (data["F6"].data_type, data["F6"].value) == ("s", "=1+1")
    assert data["G6"].hyperlink is None


def test_records_are_kept_where_there_are_any(tmp_path):
    row = {"city": "320281", "month": "2021-03", "fact": "arrears", "value": 1.0, "records": 7, "status": "measured"}
    path = facts.write_template(["arrears"], tmp_path / "t.xlsx", figures=pl.DataFrame([row]))
    assert facts.load(path)["records"].to_list() == [7]


def test_unknown_facts_cities_and_months_are_told(tmp_path):
    with pytest.raises(InputError, match="Did you mean 'arrears'"):
        facts.write_template(["arears"], tmp_path / "t.xlsx")
    with pytest.raises(InputError, match="not in the table of cities"):
        facts.write_template(NAMES, tmp_path / "t.xlsx", city="nowhere")
    with pytest.raises(InputError, match="not a month"):
        facts.write_template(NAMES, tmp_path / "t.xlsx", month="spring")
    assert not (tmp_path / "t.xlsx").exists()


def test_figures_of_several_months_need_the_month_named(tmp_path):
    figures = facts.up_to("江阴", "2021-03")
    with pytest.raises(InputError, match="The figures hold several"):
        facts.write_template(NAMES, tmp_path / "t.xlsx", figures=figures)


TEXTS = st.none() | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=20,
).map(lambda text: text.strip() or None).filter(lambda text: text is None or not has_personal_number(text))


def value_of(fact: facts.Fact) -> st.SearchStrategy[float]:
    if fact.unit in ("flag", "choice"):
        return st.sampled_from([float(number) for number in fact.choices or (0, 1)])
    whole = st.integers(1, 10**12).map(float)
    return whole if fact.unit not in ("yuan", "day", "visit/day") else st.decimals(0, 10**9, places=2).map(float)


@st.composite
def figures(draw: st.DrawFn) -> pl.DataFrame:
    """Any valid FACTS of one city and month; parts of wholes are left out, as they need their whole."""
    whole = [name for name in facts.dictionary() if not facts.dictionary()[name].within]
    names = sorted(draw(st.sets(st.sampled_from(whole), min_size=1, max_size=12)), key=list(facts.dictionary()).index)
    values = [draw(st.none() | value_of(facts.dictionary()[name])) for name in names]
    status = st.sampled_from(["measured", "supplied", "estimated"])
    rows = {
        "fact": names,
        "value": values,
        "status": ["missing" if value is None else draw(status) for value in values],
        "source": [draw(TEXTS) for _ in names],
        "note": [draw(TEXTS) for _ in names],
        "records": [draw(st.none() | st.integers(0, 10**9)) for _ in names],
        "city": draw(st.sampled_from(["320281", "340181", "420600"])),
        "month": "2021-03",
    }
    return FACTS.take(pl.DataFrame(rows, schema_overrides=FACTS.columns))


@settings(max_examples=40, deadline=None)
@given(figures())
def test_whatever_it_writes_reads_back_equal(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("template") / "t.xlsx"
    facts.write_template(written["fact"].to_list(), path, figures=written)
    assert facts.load(path).equals(written)
