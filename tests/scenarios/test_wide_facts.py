"""Facts made wide at the door: held by test_cases.py too, where cases are made of them."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import rulebooks, scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario, city_month_frame, wide_facts
from small_books import BOOKS

BOOK, LASTING = rulebooks.load("hard-2019"), rulebooks.load(BOOKS / "lasting-deduction")
MONTHS = [f"2021-{month:02d}" for month in range(1, 13)] + ["2022-01"]
CITIES = 7
LEVER = Scenario("more", (Change("joint_domains", "add", 3, city="100002"), Change("joint_domains", "scale", 2)))


def test_long_and_wide_facts_come_to_the_same():
    facts = made_up.cities(BOOK, 3, seed=2)
    assert (
        city_month_frame(made_up.long(facts), BOOK)
        .select(sorted(facts.columns))
        .equals(city_month_frame(facts, BOOK).select(sorted(facts.columns)))
    )


def test_facts_of_other_rulebooks_are_left_out():
    assert city_month_frame(made_up.row(joint_domains=1.0, fraud_findings=1.0), BOOK).columns == [
        "city",
        "month",
        "joint_domains",
    ]


@pytest.mark.parametrize("month", ["2021-3", "2021-13", "March"])
def test_a_month_is_written_as_year_and_month(month):
    with pytest.raises(InputError, match="write it as 2021-03"):
        city_month_frame(pl.DataFrame({"city": ["320281"], "month": [month], "joint_domains": [1.0]}), BOOK)


@pytest.fixture
def facts(monkeypatch):
    """Seven cities over thirteen months, in order; blocks of twenty rows cut in the middle of a city."""
    monkeypatch.setattr(wide_facts, "BLOCK_ROWS", 20)
    return drawn(BOOK)


def drawn(book):
    place = pl.int_range(CITIES * len(MONTHS), eager=True)
    cities, months = (100000 + place // len(MONTHS)).cast(pl.String), pl.Series(MONTHS).gather(place % len(MONTHS))
    frame = made_up.cities(book, len(place), seed=7, missing=0.05)
    return frame.with_columns(cities.alias("city"), months.alias("month"))


def test_each_block_holds_whole_cities_and_together_they_are_all_rows(facts):
    read = list(wide_facts.whole_city_blocks(facts.lazy()))
    assert len(read) > 2
    assert sum(block["city"].n_unique() for block in read) == CITIES
    assert pl.concat(read).equals(facts)


@pytest.mark.parametrize("scenario", [BASELINE, LEVER], ids=lambda scenario: scenario.name)
def test_totals_are_the_same_as_of_all_at_once(facts, scenario):
    assert wide_facts.is_block_readable(facts.lazy())
    assert scorecards.total(facts.lazy(), BOOK, scenario).equals(scorecards.total(facts, BOOK, scenario))


def test_a_history_of_several_months_does_not_notice_the_blocks(facts):
    """The first months of a city are not known for want of the months before them; those in a later block are."""
    months = drawn(LASTING)
    totals = scorecards.total(months.lazy(), LASTING)
    assert totals.equals(scorecards.total(months, LASTING))
    assert 0 < totals["points"].null_count() < totals.height / 2


def test_rows_out_of_order_and_long_facts_are_taken_all_at_once(facts):
    turned, long = facts.reverse().lazy(), made_up.long(facts).lazy()
    assert (
        not wide_facts.is_block_readable(turned)
        and not wide_facts.is_block_readable(long)
        and not wide_facts.is_block_readable(facts)
    )
    assert scorecards.total(turned, BOOK).equals(scorecards.total(facts, BOOK))


def test_what_fits_one_block_is_taken_all_at_once(facts):
    assert not wide_facts.is_block_readable(facts.head(wide_facts.BLOCK_ROWS).lazy())


def test_a_city_and_month_that_stands_twice_is_refused(facts):
    with pytest.raises(InputError, match="2 rows repeat"):
        scorecards.total(pl.concat([facts, facts[[0, -1]]]).lazy(), BOOK)


def test_faults_of_all_blocks_are_told_together(facts):
    spoiled = facts.with_columns(
        pl.when(pl.int_range(pl.len()) == 2).then(float("nan")).otherwise("joint_domains").alias("joint_domains"),
        pl.when(pl.int_range(pl.len()) == 80).then(float("inf")).otherwise("league").alias("league"),
    )
    with pytest.raises(InputError) as refused:
        scorecards.total(spoiled.lazy(), BOOK)
    assert {problem.where for problem in refused.value.problems} == {"FACTS, joint_domains", "FACTS, league"}


@pytest.mark.parametrize("months", [1, 40])
def test_long_facts_in_any_order_are_spread_as_a_pivot_would(months):
    """Each city delivers one month of its own where `months` is large: few of all city-months are there."""
    facts = made_up.cities(BOOK, 40, seed=4, missing=0.2)
    own = pl.Series([f"{2000 + place % months}-03" for place in range(facts.height)])
    long = made_up.long(facts.with_columns(month=own)).sample(fraction=1, shuffle=True, seed=1)
    pivoted = long.pivot(on="fact", index=["city", "month"], values="value").sort("city", "month")
    spread = city_month_frame(long, BOOK)
    assert spread.equals(pivoted.select(spread.columns)) and {*spread.columns} == {*pivoted.columns}


def test_a_missing_figure_keeps_its_row_and_stays_missing():
    long = pl.DataFrame({"city": ["B", "A"], "month": "2021-03", "fact": "joint_domains", "value": [None, 3.0]})
    assert city_month_frame(long, BOOK).rows() == [("A", "2021-03", 3.0), ("B", "2021-03", None)]


def test_a_key_that_stands_twice_among_long_facts_is_refused():
    long = made_up.long(made_up.cities(BOOK, 3, seed=4))
    with pytest.raises(InputError) as error:
        city_month_frame(pl.concat([long, long.head(2)]), BOOK)
    assert [problem.en for problem in error.value.problems] == ["2 rows repeat a key that may stand once."]
