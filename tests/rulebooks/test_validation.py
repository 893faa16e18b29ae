"""A clause is checked at load: its names are known, its units give points, its worked examples hold."""

import pytest

from analysis import rulebooks
from analysis.rulebooks import matches_example
from small_books import BOOKS, CLAUSE, faults, spoilt, written

POINTS = 'points = "min(most, each * joint_domains)"'


def said(tmp_path, text):
    return " | ".join(problem.en for problem in faults(written(tmp_path, **{"1": text})))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (POINTS, 'points = "min(most, each * joint_domians)"', "Did you mean 'joint_domains'"),
        (POINTS, 'points = "min(mots, each * joint_domains)"', "Did you mean 'most'"),
        ('met = "joint_domains >= target"', 'met = "joint_domains >= tagret"', "Did you mean 'target'"),
        # a limit speaks of values only: it is known before any figure is
        ('possible = "most"', 'possible = "mots"', "Did you mean 'most'"),
        (
            'possible = "most"',
            'possible = "each * joint_domains"',
            "'joint_domains' is no fact, value or word that may",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_near_one(tmp_path, old, new, words):
    assert words in said(tmp_path, spoilt(CLAUSE, old, new))


@pytest.mark.parametrize(
    ("lets", "words"),
    [
        ('a = { is = "a + 1", zh = "甲" }', "a → a"),
        ('a = { is = "b", zh = "甲" }\nb = { is = "a", zh = "乙" }', "a → b → a"),
        ('a = { is = "b", zh = "甲" }\nb = { is = "joint_domains", zh = "乙" }', "'b' stands below 'a'"),
        ('most = { is = "joint_domains", zh = "甲" }', "'most' already means something else"),
        ('joint_domains = { is = "xinyi_domains", zh = "甲" }', "'joint_domains' already means something else"),
        ('min = { is = "xinyi_domains", zh = "甲" }', "'min' already means something else"),
    ],
)
def test_lets_speak_only_of_those_above_and_never_in_a_circle(tmp_path, lets, words):
    assert words in said(tmp_path, spoilt(CLAUSE, "[value]", f"[let]\n{lets}\n\n[value]"))


@pytest.mark.parametrize("name", ["min", "when", "steps", "reading", "joint_domains"])
def test_a_value_may_not_take_a_name_that_means_something(tmp_path, name):
    text = spoilt(CLAUSE, "[value]", f'[value]\n{name} = {{ is = 1, unit = "point", zh = "甲", source = "x" }}')
    assert f"'{name}' already means something else" in said(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('unit = "point/domain"', 'unit = "point"', "The units differ"),
        (POINTS, 'points = "joint_domains"', "The units work out to domain, not to point"),
        (POINTS, 'points = "joint_domains > 0"', "The units work out to truth, not to point"),
        ('met = "joint_domains >= target"', 'met = "joint_domains"', "The units work out to domain, not to truth"),
        ('met = "joint_domains >= target"', 'met = "joint_domains >= most"', "The units differ"),
        ('possible = "most"', 'possible = "target"', "The units work out to domain, not to point"),
        ('unit = "point/domain"', 'unit = "point per domain"', "is not a unit"),
    ],
)
def test_units_that_do_not_give_points_or_a_truth_are_refused(tmp_path, old, new, words):
    assert words in said(tmp_path, spoilt(CLAUSE, old, new))


def test_what_is_possible_may_be_a_plain_number(tmp_path):
    book = rulebooks.load(written(tmp_path, **{"1": spoilt(CLAUSE, 'possible = "most"', "possible = 5")}))
    assert rulebooks.clause_limit(book.clauses["1"], "possible") == 5.0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points = 4", "points = 3", "points should be 3, the formula gives 4"),
        ("met = true", "met = false", "met should be no, the formula gives yes"),
        ("points = 4", 'points = "missing"', "points should be missing, the formula gives 4"),
        ("given = { joint_domains = 4 }", "given = {}", "points should be 4, the formula gives missing"),
        ("given = { joint_domains = 4 }", "given = { joint_domain = 4 }", "Did you mean 'joint_domains'"),
        ("met = true", "met = true\nvalues = { ech = 2 }", "Did you mean 'each'"),
        ("met = true", 'met = true\nreading = "defalt"', "Did you mean 'default'"),
    ],
)
def test_an_example_that_does_not_hold_is_refused(tmp_path, old, new, words):
    assert words in said(tmp_path, spoilt(CLAUSE, old, new))


def test_an_example_may_set_values(tmp_path):
    text = spoilt(CLAUSE, "met = true", "met = true\nvalues = { each = 0.5 }").replace("points = 4", "points = 2")
    rulebooks.load(written(tmp_path, **{"1": text}))


HISTORY = """
[history]
recent = { of = "joint_domains", how = "max", months = "months", zh = "近月最多" }
"""
MONTHS = '[value]\nmonths = { is = 3, unit = "month", zh = "月数", source = "x" }'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('of = "joint_domains"', 'of = "joint_domians"', "'joint_domians' is not a fact. Did you mean 'joint_domains'"),
        ('how = "max"', 'how = "mean"', "must be one of any, max, min, sum"),
        ('months = "months"', 'months = "each"', "must name a whole value whose unit is month"),
        ('months = "months"', 'months = "year"', "must name a whole value whose unit is month"),
    ],
)
def test_a_history_looks_back_a_whole_number_of_months_on_a_known_fact(tmp_path, old, new, words):
    text = spoilt(CLAUSE, "[value]", MONTHS) + spoilt(HISTORY, old, new)
    assert words in said(tmp_path, text)


def test_half_a_month_is_no_window(tmp_path):
    text = spoilt(CLAUSE, "[value]", MONTHS.replace("is = 3", "is = 1.5")) + HISTORY
    assert "must name a whole value" in said(tmp_path, text)


def test_examples_of_a_faulty_formula_are_not_run(tmp_path):
    """One fault, one message: what follows from it is not told too."""
    text = spoilt(CLAUSE, POINTS, 'points = "min(most, each * joint_domians)"')
    assert len(faults(written(tmp_path, **{"1": text}))) == 1


@pytest.mark.parametrize(
    ("reached", "wanted", "outcome"),
    [
        (2.5, 2.5, True),
        (2.5 + 1e-12, 2.5, True),
        (2.5001, 2.5, False),
        (1.3333333333333333, 1.3333333333, True),
        (None, "missing", True),
        (0.0, "missing", False),
        (None, 0.0, False),
        (True, True, True),
        (False, True, False),
    ],
)
def test_an_outcome_is_compared_within_the_tolerance_and_missing_is_no_number(reached, wanted, outcome):
    assert matches_example(reached, wanted) is outcome


def test_the_names_of_an_example_are_facts_and_values_and_missing_where_not_given():
    clause = rulebooks.load(BOOKS / "readings").clauses["2"]
    assert rulebooks.example_inputs(clause, clause.examples[0]) == {"most": 3.0, "publicity_events": 5.0, "full": None}
    assert rulebooks.example_inputs(clause, clause.examples[1])["full"] == 10.0
