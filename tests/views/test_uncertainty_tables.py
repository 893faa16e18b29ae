"""Tables of readings and uncertain figures."""

from __future__ import annotations

from analysis.views import uncertainty_tables

from . import asked_of


def test_readings_say_what_they_do_and_which_matter():
    table = uncertainty_tables.readings_table(asked_of.read(), asked_of.BOOK, "en")
    assert table.title == "15,552 combinations of readings: the total lies in 35.42–38.51"
    linear = next(row for row in table.rows if row[1] == "linear")
    assert linear[2:6] == ("2.10", "not reached", "36.51", "+0.10")
    assert table.notes[0].startswith("The reading of 20.1") and "7 Exits" in table.notes[1]


def test_the_reading_in_force_is_marked():
    rows = uncertainty_tables.readings_table(asked_of.read(), asked_of.BOOK).rows
    assert next(row for row in rows if row[0].startswith("第17项"))[1].endswith("（现用）")


def test_the_combinations_add_up():
    rows = uncertainty_tables.combinations_table(asked_of.read()).rows
    assert sum(int(row[2].replace(",", "")) for row in rows) == 15_552


def test_chances_of_the_verdict_stand_apart_from_points():
    totals, passing = (
        uncertainty_tables.uncertainty_table(asked_of.uncertain()),
        uncertainty_tables.passing_chances(asked_of.uncertain(), asked_of.BOOK),
    )
    assert "500 次抽样" in totals.title and len(totals.rows) == 7
    assert [row[0] for row in passing.rows] == ["通过", "不通过", "暂不能评定", "第7项“经整改退出黑名单比例”"]


def test_indices_and_convergence_are_tables():
    table = uncertainty_tables.indices_table(asked_of.uncertain(), asked_of.BOOK, "en")
    assert {row[0] for row in table.rows} == {"the total", "passing"}
    assert uncertainty_tables.convergence_table(asked_of.uncertain()).rows[-1][0] == "500"
