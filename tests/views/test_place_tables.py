"""The table of places: a chance where it can be told, a range or "unknown" where others cannot, never a bare number."""

from __future__ import annotations

import numpy as np
import pytest

import league_homes
from analysis.questions.forecast import forecast
from analysis.views import forecast_tables, place_tables
from analysis.views.place_tables import place_chance_text
from league_homes import FACT, MONTH, TOWNS, facts_of, walks

AT = 2


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    league_homes.build(tmp_path)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))


def found_of(values, place=2, **more):
    return forecast(facts_of(values), ["absolute"], TOWNS[AT], MONTH, 2, place=place, **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_done_stands_beside_the_plan_and_every_forecast_is_marked(lang):
    values = walks(4)
    found = found_of(values, steps={FACT: float(values[AT, -1]) * 1.1})
    table = place_tables.forecast_places_table(found, lang)
    (row,) = table.rows
    assert len(table.columns) == len(row) == 7
    assert [getattr(cell, "tone", "") for cell in row] == ["", "", *["forecast"] * 4, ""]
    assert all("≈" in cell or "%" in cell for cell in row[2:6])
    chances = found.places.filter(ahead=1).sort("plan")["least"].to_list()
    assert [row[3], row[4]] == [place_chance_text({"least": each, "most": each, "paths": 90}, lang) for each in chances]
    assert row[3] != row[4] and table in forecast_tables.forecast_tables(found, lang)


def test_what_it_hangs_on_and_who_is_not_told_is_said():
    values = walks(6)[:7]
    values[0, :-5] = np.nan
    table = place_tables.forecast_places_table(found_of(values, place=3))
    assert "本单位的数据" in table.rows[0][-1] or "其他单位的数据" in table.rows[0][-1]
    notes = "".join(table.notes)
    assert "同组 7 个单位" in notes and "其中 1 个单位历史不足" in notes and "另有 1 个单位没有数据" in notes


@pytest.mark.parametrize(("least", "most", "said"), [
    (0.25, 0.25, "≈25%"), (0.0, 0.0, "不到 2%"), (0.25, 0.5, "≈25%–50%"),
    (0.0, 1.0, "无法判断"), (None, None, "无法判断"),
])  # fmt: skip
def test_a_chance_is_one_a_range_or_unknown(least, most, said):
    assert place_chance_text({"least": least, "most": most, "paths": 60}, "zh") == said


def test_without_a_demanded_place_there_is_no_table():
    found = found_of(walks(1), place=0)
    assert found.places.is_empty()
    assert not any("同组名次" in str(table.title) for table in forecast_tables.forecast_tables(found))
