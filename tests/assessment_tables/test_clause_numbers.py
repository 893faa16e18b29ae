"""What the table calls its items becomes the clauses' numbers."""

from __future__ import annotations

import pytest

from analysis.assessment_tables.clause_numbers import clause_numbers
from analysis.assessment_tables.items import read_items
from analysis.assessment_tables.text_grids import GridCell, TextGrid
from analysis.problems import Problems

HEADS = ("序号", "考核内容", "分值", "评分标准")


def grid(numbers, name="甲", merged=()):
    rows = [(number, f"内容{place}", "1", "每次得1分") for place, number in enumerate(numbers)]
    cells = [
        tuple(GridCell(text, merged=column == 0 and place - 1 in merged) for column, text in enumerate(row))
        for place, row in enumerate([HEADS, *rows])
    ]
    return TextGrid("表.xlsx", name, tuple(enumerate(cells, 1)))


def numbered(*grids):
    problems = Problems()
    found = clause_numbers(read_items(list(grids), problems).items, problems)
    return found, [problem.zh for problem in problems.found]


@pytest.mark.parametrize(
    ("stated", "numbers"),
    [
        (("1", "2.1", "A-3"), ["1", "2.1", "A-3"]),
        (("（一）", "二、", "3."), ["1", "2", "3"]),
        (("第1项", " ２ ", "3"), ["1", "2", "3"]),
        (("", "", ""), ["1", "2", "3"]),
        (("1", "", "", "2"), ["1", "1.1", "1.2", "2"]),
    ],
)
def test_numbers_are_understood_as_offices_write_them(stated, numbers):
    assert numbered(grid(stated)) == (numbers, [])


def test_a_number_merged_over_items_is_parted_among_them():
    assert numbered(grid(("1", "1", "1", "2"), merged={1, 2}))[0] == ["1.1", "1.2", "1.3", "2"]


def test_numbers_that_stand_twice_are_told_with_the_other_row():
    assert numbered(grid(("1", "2", "1")))[1] == ["序号“1”与第 2 行相同；请改成不同的序号，或合并序号。"]


def test_a_later_table_that_begins_anew_gets_a_letter_and_goes_on_without():
    assert numbered(grid(("1", "2")), grid(("1", "2"), "乙"))[0] == ["1", "2", "B1", "B2"]
    assert numbered(grid(("1", "2")), grid(("3", "4"), "乙"))[0] == ["1", "2", "3", "4"]
