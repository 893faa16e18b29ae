"""The list of units as a table."""

from __future__ import annotations

import pytest

import small_units
from analysis import facts
from analysis.views import unit_views


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_unit_has_a_row_with_kind_group_parent_and_validity(tmp_path, monkeypatch, lang):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    small_units.build(
        tmp_path, "320281107,华士镇,,Huashi,镇,,2,2015,2020-06,,", "320281L00013,市财政局,,,部门,华士镇,,,,,"
    )
    table = unit_views.units_table(facts.listed_units(), lang)
    town, office = ([str(cell) for cell in row] for row in table.rows)
    assert town[0] == "320281107" and town[3:] == ["2", "江阴市", "2015–2020-06"]
    assert office[4:] == ["华士镇", ""] and "2" in table.title
    assert (town[1], town[2]) == (("华士镇", "镇、街道") if lang == "zh" else ("Huashi (华士镇)", "Towns and streets"))


def test_units_are_called_by_their_kind_and_cities_as_ever(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    small_units.build(tmp_path)
    town, office = "320281107", "320281L00013"
    assert [unit_views.unit_heading([code], "zh") for code in ("320281", town, office)] == ["城市", "镇、街道", "部门"]
    assert unit_views.unit_heading([town, office], "zh") == "单位" == unit_views.unit_heading(["320281", town], "zh")
    assert unit_views.unit_heading([town], "en") == "Unit" and unit_views.unit_heading(["320281"], "en") == "City"
    assert unit_views.judged_work(["320281"], "zh") == "城市政府的工作"
    assert unit_views.judged_work([office], "zh") == "部门的工作" and "city" not in unit_views.judged_work([town], "en")
