"""Histories of made-up cities hold together: the audit finds nothing in them, and still what is planted."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import calendars
from analysis.facts import dictionary
from analysis.questions.audit import audit
from analysis.simulations import Nation, cities_in_month, figure_settings, simulated_figures

MONTHS, CITIES = 36, 300


@pytest.fixture(scope="module")
def drawn():
    there = cities_in_month("2021-03")
    facts = simulated_figures(Nation(there, calendars.months_back("2021-03", MONTHS), 1, figure_settings()))
    return facts.filter(pl.col("city").is_in(there["code"].gather_every(2).head(CITIES).implode()))


@pytest.fixture(scope="module")
def few(drawn):
    return drawn.filter(pl.col("city").is_in(drawn["city"].unique().sort().head(12).implode()))


def test_three_hundred_cities_over_three_years_hold_together(drawn):
    assert drawn["city"].n_unique() == CITIES and drawn["month"].n_unique() == MONTHS
    findings = audit(drawn).findings.filter(pl.col("kind") != "missing")
    assert findings.is_empty(), findings.select("city", "month", "kind", "facts", "values")


def test_another_seed_and_other_months_hold_together():
    there = cities_in_month("2023-12")
    facts = simulated_figures(
        Nation(there.gather_every(4), calendars.months_back("2023-12", MONTHS), 3, figure_settings())
    )
    assert audit(facts).findings.filter(pl.col("kind") != "missing").is_empty()


def test_parts_never_outgrow_their_wholes(drawn):
    """Every part of the dictionary beside its whole, in every city and month; the two known lists within a third."""
    pairs = {name: fact.within for name, fact in dictionary().items() if fact.within and not fact.derived}
    pairs |= {"blacklisted": "poor_credit_entities", "legal_enterprises": "enterprises"}
    wide = drawn.pivot(on="fact", index=["city", "month"], values="value")
    assert len(pairs) > 20
    for part, whole in pairs.items():
        assert wide.filter(pl.col(part) > pl.col(whole)).is_empty(), (part, whole)


def test_cumulative_counts_never_fall_and_windows_follow_their_months(drawn):
    ordered = drawn.drop_nulls("value").sort("city", "fact", "month")
    steps = ordered.with_columns(pl.col("value").diff().over("city", "fact").alias("step"))
    for name in ("credit_records", "codes_converted", "registered_population"):
        own = steps.filter(pl.col("fact") == name)["step"].drop_nulls()
        assert own.min() >= 0
        assert own.max() > 0
    permits = ordered.filter(pl.col("fact") == "permits").with_columns(
        (pl.col("value").log().diff().over("city")).abs().alias("moved")
    )
    assert permits["moved"].drop_nulls().quantile(0.99) < 0.06, "a twelve-month window moves by a month in twelve"


def planted(facts, city, month, fact, value):
    here = (pl.col("city") == city) & (pl.col("month") == month) & (pl.col("fact") == fact)
    assert facts.filter(here, pl.col("value").is_not_null()).height == 1
    return facts.with_columns(pl.when(here).then(value).otherwise(pl.col("value")).alias("value"))


def found(facts, city, month):
    findings = audit(facts, months=[month], city=city).findings.filter(pl.col("kind") != "missing")
    return {(kind, rule, names[0]) for kind, rule, names in findings.select("kind", "rule", "facts").iter_rows()}


@pytest.mark.parametrize(("fact", "value", "kind", "rule"), [
    ("permits", pl.col("value") / 10_000, "slip", "10000"),
    ("credit_records", pl.col("value") * 0.5, "identity", "records_not_fewer"),
    ("converted", pl.col("value") - 9, "identity", "converted_not_fewer"),
    ("market_entities", pl.col("value") * 1.6, "jump", None),
    ("blacklisted_trained", pl.col("value") * 4, "identity", "within"),
    ("serious_exits_12m", pl.lit(0.0), "identity", "serious_exposed_bounds"),
    ("permits", pl.col("value") * 1.4, "jump", None),
    ("disclosure_late", pl.col("value") * 30, "jump", None),
])  # fmt: skip
def test_a_planted_fault_is_found(few, fact, value, kind, rule):
    name = "codes_converted" if fact == "converted" else fact
    here = few.filter(fact=name, month="2020-11").drop_nulls("value")
    city = here["city"][0]
    assert found(few, city, "2020-11").isdisjoint({(kind, rule, name)})
    said = found(planted(few, city, "2020-11", name, value), city, "2020-11")
    assert (kind, rule) in {(each[0], each[1]) for each in said}


def test_a_month_copied_from_the_last_is_found(few):
    city = few["city"][0]
    before = few.filter(city=city, month="2020-10").select("city", "fact", pl.col("value").alias("old"))
    here = (pl.col("city") == city) & (pl.col("month") == "2020-11")
    copied = few.join(before, on=["city", "fact"], how="left").with_columns(
        pl.when(here).then(pl.col("old")).otherwise(pl.col("value")).alias("value")
    )
    assert "copied" in {each[0] for each in found(copied.drop("old"), city, "2020-11")}


def test_counts_rounded_to_tens_are_found(few):
    city = few["city"][0]
    here = (pl.col("city") == city) & (pl.col("month") == "2020-11") & (pl.col("value") >= 100)
    tens = few.with_columns(pl.when(here).then((pl.col("value") / 10).round() * 10).otherwise("value").alias("value"))
    assert "round" in {each[0] for each in found(tens, city, "2020-11")}


def test_a_figure_sent_again_month_by_month_is_found(few):
    """The permits of July stand unchanged to November: five months, each some tens of thousands."""
    city = few.filter(pl.col("fact") == "permits", pl.col("month") == "2020-07").sort("value")["city"][-1]
    july = few.filter(city=city, fact="permits", month="2020-07")["value"].item()
    here = (
        (pl.col("city") == city)
        & (pl.col("fact") == "permits")
        & pl.col("month").is_between(pl.lit("2020-07"), pl.lit("2020-11"))
    )
    sent = few.with_columns(pl.when(here).then(july).otherwise(pl.col("value")).alias("value"))
    assert ("still", None, "permits") in found(sent, city, "2020-11")
