"""The month's decision: what is short and who acts, what pays most, what is open."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

import made_up
from analysis import facts, scorecards
from analysis.problems import InputError
from analysis.questions import decisions

from .conftest import CITY, MONTH, loaded


@cache
def sample():
    """The figures of the sample city as they are kept."""
    return facts.up_to(CITY, MONTH)


def decided(figures=None, *books):
    listed = [loaded(book) for book in books or ("hard-2019",)]
    return decisions.month_decision(sample() if figures is None else figures, listed, CITY, MONTH)


def test_every_failed_test_is_there_and_nothing_else():
    card = scorecards.card(sample(), loaded("hard-2019"), CITY, MONTH)
    failed = [clause.id for clause, row in card.clauses() if clause.kind == "test" and row["met"] is False]
    assert list(dict.fromkeys(decided().lacking["clause"])) == failed


def test_steps_pay_what_the_engine_says_and_the_most_comes_first():
    month, book = decided(), loaded("hard-2019")
    before = scorecards.total(sample().filter(month=MONTH), book)["points"][0]
    for step in month.steps.iter_rows(named=True):
        moved = pl.when(pl.col("fact") == step["lever"]).then(step["next"]).otherwise("value").alias("value")
        after = scorecards.total(sample().filter(month=MONTH).with_columns(moved), book)["points"][0]
        assert after - before == pytest.approx(step["pays"])
    assert month.steps["pays"].is_sorted(descending=True)
    assert 3 <= month.steps.height <= 5


def test_only_what_is_near_is_called_near():
    near = decided().margins.with_columns((pl.col("change") / pl.col("now")).abs().alias("part"))
    assert near["clause"].to_list() == ["8"]
    assert (near["part"] <= 0.05).all()


def test_a_month_alone_has_nothing_to_compare_with():
    assert not decided(sample().filter(month=MONTH)).moved


def test_the_months_behind_are_those_that_can_be_compared():
    """The sample's December and January hold too few figures: no trend; the same month thrice over is one."""
    assert decided().trend.is_empty()
    march = sample().filter(month=MONTH)
    three = [march.with_columns(pl.lit(month).alias("month")) for month in ("2021-01", "2021-02", MONTH)]
    trend = decided(pl.concat(three)).trend
    assert trend["month"].to_list() == ["2021-01", "2021-02", MONTH]
    assert trend["points"].to_list() == pytest.approx([33.157273] * 3)


def test_the_month_before_has_points_of_its_own():
    assert decided().before["hard-2019"][scorecards.TOTAL] == pytest.approx(31.753634)
    assert not decided(sample().filter(month=MONTH)).before


def test_a_city_of_one_figure_is_open_everywhere_else():
    month = decided(made_up.long(made_up.row(xinyi_domains=11.0)))
    book = loaded("hard-2019")
    assert month.lacking.is_empty()
    assert month.undecided.height >= len(book.of_kind("test"))
    assert month.duties.missing.height == len(book.facts()) - 1


def test_a_rulebook_without_tests_lacks_nothing():
    assert decided(None, "monitoring-2021").lacking.is_empty()


def test_values_that_are_no_numbers_are_all_refused_at_once(tmp_path, monkeypatch):
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "brief.toml").write_text('[value]\nnear = { is = -1, unit = "share", zh = "近" }\n', "utf-8")
    monkeypatch.setattr(decisions, "root", lambda: tmp_path)
    with pytest.raises(InputError) as refused:
        decisions.brief_values()
    said = str(refused.value)
    assert "near" in said and "source" in said and "steps" in said and "findings" in said
