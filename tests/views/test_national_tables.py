"""City by city, counts alone: the city with most overdue first, no body's code."""

from __future__ import annotations

from analysis.questions import national
from analysis.views import national_tables
from facts.measuring.test_national_counts import ON, nation  # noqa: F401  (a fixture)


def test_those_with_most_overdue_stand_first(nation):  # noqa: F811
    table = national_tables.national_due_table(national.national_due(["all"], ON, 10))
    assert [row[0] for row in table.rows] == ["宜兴市", "江阴市"] and int(table.rows[0][1]) > int(table.rows[1][1])
    assert "91320281" not in repr(table)
    assert table.columns[-1].title == "台账截至" and {row[-1] for row in table.rows} == {"2021-02、2021-03"}


def test_repairs_have_a_row_a_city_and_kind_in_both_languages(nation):  # noqa: F811
    board = national.national_repairs(["all"], ON)
    for lang in ("zh", "en"):
        table = national_tables.national_repairs_table(board, lang)
        assert len(table.rows) == board.rows.height == 6
