"""What a figure is worked on for, where the rulebook has to say it."""

from __future__ import annotations

import pytest

from analysis.problems import InputError
from analysis.questions import aims, goal
from analysis.questions.aims import Aim

from .conftest import BOTH, asked, loaded


def test_without_a_word_lending_is_worked_on_for_full_marks():
    """Worked by hand: at 200,000 entities the 2 points of 18.3 take 20 billion; half as much again is looked at."""
    assert asked(aims.aim_of) == Aim("xinyidai_loans", "18.3:cap", 30_000_000_000.0)


@pytest.mark.parametrize("book", BOTH)
def test_lever_and_aim_are_of_the_rulebook(book):
    aim = asked(aims.aim_of, book=book)
    clause = loaded(book).clauses[aim.reach.removesuffix(":cap")]
    assert aim.lever in clause.facts()
    assert asked(goal.seek, aim.lever, aim.reach, book=book).clause == clause.id


def test_the_clause_that_gives_most_is_aimed_at():
    """Residents scored count in 17 (4 points) alone; what is given stands as it is."""
    assert asked(aims.aim_of, "拥有诚信分户籍人口").reach == "17:cap"
    assert asked(aims.aim_of, "residents_scored", "17:达标", 900_000).high == 900_000
    assert asked(aims.aim_of, "residents_scored", 38).reach == "38"


def test_a_figure_that_only_a_test_judges_is_worked_on_to_pass_it():
    aim = asked(aims.aim_of, "codes_converted")
    clause, _, said = aim.reach.partition(":")
    assert said == "test" and loaded("hard-2019").clauses[clause].kind == "test"


@pytest.mark.parametrize(
    ("rest", "book", "holds"),
    [
        (("xinyidai_loans",), "monitoring-2021", "monitoring-2021"),
        (("", "18.3:cap"), "monitoring-2021", "18.3"),
        ((), "demo-2025", "请换规则集"),
        (("xinyidai_loan",), "hard-2019", "xinyidai_loans"),
    ],
)
def test_what_the_rulebook_has_not_is_said_in_one_sentence(rest, book, holds):
    with pytest.raises(InputError) as error:
        asked(aims.aim_of, *rest, book=book)
    [problem] = error.value.problems
    assert holds in problem.where + problem.zh
