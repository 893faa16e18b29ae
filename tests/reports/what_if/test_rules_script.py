"""The page's reckoning is the engine's: random cases of every rulebook, in a real browser, to 1e-9."""

from __future__ import annotations

import random

import polars as pl
import pytest

import browsing
import what_if_pages
from analysis import rulebooks
from analysis.questions.starting_points import numbered_grid, starting_point
from analysis.reports.what_if import rules_script
from made_up import MONTH
from published_kinds import Kind, book_of
from scenarios.test_fields import FIELD, KINDS, VALUES, frame
from small_books import BOOKS

SEED = 20
OWN = (
    "bonus",
    "caps-and-floors",
    "choose-two-of-three",
    "lasting-deduction",
    "readings",
    "vetoes",
    "frame-with-blanks",
)


@pytest.fixture(scope="module")
def browser():
    with browsing.chromium() as started:
        yield started


@pytest.mark.parametrize(("name", "count"), [("hard-2019", 7000), ("monitoring-2021", 3000), ("demo-2025", 500)])
def test_ten_thousand_random_cases_are_the_engines(browser, tmp_path, name, count):
    """Figures, a twelfth of them missing, readings, and rule values beyond their sliders."""
    book = rulebooks.load(name)
    with what_if_pages.opened_page(browser, what_if_pages.city_of(book, SEED), tmp_path) as page:
        found = what_if_pages.compared(book, page, SEED, count)
    assert found == []


@pytest.mark.parametrize("name", OWN)
def test_an_offices_own_rulebook_too(browser, tmp_path, name):
    """Caps, floors, the best two of three, bonus groups, histories over months, tests, clauses still blank."""
    book = rulebooks.load(BOOKS / name)
    with what_if_pages.opened_page(browser, what_if_pages.city_of(book, SEED), tmp_path) as page:
        found = what_if_pages.compared(book, page, SEED, 600, batch=100)
    assert found == []


def test_the_random_cases_have_what_can_go_wrong():
    """Otherwise equal answers would say little: unknown points, turned readings, changed and unset rule values."""
    book, drawn = rulebooks.load("hard-2019"), random.Random(SEED)
    changed = [what_if_pages.random_scenario(book, drawn).changes for _ in range(28)]
    targets = {change.target for changes in changed for change in changes}
    assert sum(name.endswith(".reading") for name in targets) >= 5
    assert sum(not name.endswith(".reading") for name in targets) >= 20


def field(figures):
    """A field whose first unit is a city of the table."""
    rows = frame([(MONTH, figures)])
    return rows.with_columns(pl.col("city").replace("100000", what_if_pages.CITY))


FEW = [2.0, 8.5, 3.0, 0.0, 5.0]


@pytest.mark.parametrize("kind", KINDS)
def test_what_compares_units_stands_still_but_for_the_own_figure(browser, tmp_path, kind):
    """The engine moves one unit among all; the page has the others only as what they come to."""
    book = rulebooks.load(
        book_of(tmp_path / "book", **{"1": Kind("比较。", KINDS[kind][0], values=VALUES, more=FIELD)})
    )
    here = starting_point(field(FEW), book, what_if_pages.CITY, MONTH)
    amounts = [0.0, 0.3, 1.0, 2.0, 3.0, 4.25, 5.0, 8.5, 8.6, 1000.0]
    wanted = here.score(numbered_grid({"loans": amounts}), ("1",))
    with what_if_pages.opened_page(browser, here, tmp_path) as page:
        asked = "amounts => amounts.map(loans => whatIf.score({ loans }, {}).clauses['1'].points)"
        reached = page.evaluate(asked, amounts)
        text = page.inner_text(".tables")
    assert reached == pytest.approx(wanted["points 1"].to_list(), abs=1e-9)
    assert "第1项比较各单位" in text and "不在本页计算" not in text


@pytest.mark.parametrize("others", [[None, 8.5], []], ids=["missing", "nobody"])
def test_an_open_field_leaves_the_clause_open_and_the_page_says_so(browser, tmp_path, others):
    """Where others' figures are missing or there are none the engine's outcome lies within the page's interval."""
    formula = KINDS["share of the best"][0]
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": Kind("比较。", formula, values=VALUES, more=FIELD)}))
    here = starting_point(field([2.0, *others]), book, what_if_pages.CITY, MONTH)
    assert rules_script.compared_clauses(here) == {"1": False}
    with what_if_pages.opened_page(browser, here, tmp_path) as page:
        found = page.evaluate("whatIf.score({}, {}).clauses['1']")
        assert "不在本页计算" in page.inner_text(".tables")
    assert (found["points"], found["low"], found["high"]) == (None, 0.0, 10.0)
    assert found["low"] <= here.here["low 1"] and here.here["high 1"] <= found["high"]
