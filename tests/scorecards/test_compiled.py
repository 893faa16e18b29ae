"""A rulebook's expressions: the same meaning as the formulas, built once, good for any cases."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis import scorecards
from analysis.formulas import evaluate
from analysis.formulas.arithmetic import as_truth
from analysis.scenarios import BASELINE, Change, Scenario, build_cases
from analysis.scorecards import compiled
from analysis.scorecards.compiled import compiled_rulebook, needed_stages, run_stages
from made_up import cities, row

from .conftest import BOTH, changing, complete, in_force, loaded, verdict

READINGS = [
    (name, clause.id, reading)
    for name in (*BOTH, "readings")
    for clause in loaded(name).clauses.values()
    for reading in clause.readings
]


@pytest.mark.parametrize(("name", "clause", "reading"), READINGS)
def test_the_compiled_clause_gives_what_the_formula_gives_on_plain_numbers(name, clause, reading):
    """To the last bit, save that a product passing its maximum by a hair is held to it."""
    book = loaded(name)
    changes = [*(complete(name).changes if name in BOTH else [Change("2.full", "set", 7)])]
    changes += [Change(f"{clause}.reading", "set", reading)] if len(book.clauses[clause].readings) > 1 else []
    facts = in_force(cities(book, 80, seed=5, missing=0.1), book).drop("fraud_findings", strict=False)
    scored = scorecards.score(facts, book, Scenario("reading", tuple(changes))).filter(pl.col("clause") == clause)
    values = dict(book.amounts()) | {change.target: change.amount for change in changes}
    for figures, held in zip(facts.iter_rows(named=True), scored.iter_rows(named=True), strict=True):
        assert (held["reading"], held["points"], held["met"]) == worked_out(
            book.clauses[clause], reading, figures, values, held["possible"]
        ), figures


def worked_out(clause, reading, figures, values, possible):
    """The reading, its points and target by the row-wise arithmetic."""
    names = {name: values.get(f"{clause.id}.{name}", figures.get(name)) for name in clause.speaks_of(reading)}
    points, met = (clause.reading(reading).whole(part) for part in ("points", "met"))
    reached = evaluate(points, names) if points else None
    capped = reached is not None and possible is not None and clause.kind == "score" and reached > possible
    return reading, possible if capped else reached, as_truth(evaluate(met, names)) if met else None


def test_the_plan_is_built_once_for_the_rules_as_printed():
    book, facts = loaded("hard-2019"), cities(loaded("hard-2019"), 3, seed=1)
    assert compiled_rulebook(build_cases(facts, book, BASELINE), book) is compiled_rulebook(
        build_cases(facts.head(1), book, Scenario("other")), book
    )


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([("17.target", "set", 0.6)], id="a rule value"),
        pytest.param([("17.reading", "set", "linear")], id="a reading"),
    ],
)
def test_a_changed_rule_or_reading_has_a_plan_of_its_own(changes):
    book, facts = loaded("hard-2019"), cities(loaded("hard-2019"), 3, seed=1)
    printed = compiled_rulebook(build_cases(facts, book, BASELINE), book)
    assert compiled_rulebook(build_cases(facts, book, changing("changed", *changes)), book) is not printed


def test_what_was_scored_before_does_not_show():
    """The rules as printed, then another reading, another target and another book's value; then as printed again."""
    book = loaded("hard-2019")
    facts = row(residents_scored=65, registered_population=100, citizen_score_launched=1)
    first = scorecards.score(facts, book)
    linear = changing("linear", ("17.reading", "set", "linear"))
    lower = changing("lower", ("17.target", "set", 0.65))
    assert verdict(facts, book, "17", linear)["points"] == pytest.approx(2.25)
    assert verdict(facts, book, "17", lower)["met"] is True
    assert verdict(facts, book.with_values("17", first=1), "17")["points"] == 1.5
    assert_frame_equal(scorecards.score(facts, book), first, check_exact=True)
    assert verdict(facts, book, "17", linear)["points"] == pytest.approx(2.25)


def test_rulebooks_of_one_id_with_other_values_do_not_share_a_plan():
    book = loaded("readings")
    for full, points in ((10, 1.5), (5, 3.0), (20, 0.75)):
        assert verdict(row(publicity_events=5), book.with_values("2", full=full), "2")["points"] == points


def test_stages_keep_only_what_is_wanted_or_used_later():
    """c needs b, b needs a; d is left out."""
    a, b, c, d = (
        pl.col("x").alias("a"),
        (pl.col("a") + 1).alias("b"),
        (pl.col("b") * 2).alias("c"),
        pl.lit(1).alias("d"),
    )
    names = [[made.meta.output_name() for made in stage] for stage in needed_stages([[a, d], [b], [c, d]], ["c"])]
    assert names == [["a"], ["b"], ["c"]]


def test_stages_run_in_order_on_all_rows_in_order():
    frame = pl.DataFrame({"x": range(100_000)})
    made = run_stages(frame, [[(pl.col("x") + 1).alias("y")], [(pl.col("y") * 2).alias("z")]], "z")
    assert made.columns == ["z"]
    assert made["z"].equals((frame["x"] + 1) * 2)


def test_no_more_plans_are_kept_than_said():
    assert compiled._kept.cache_info().maxsize == compiled.KEPT


def test_a_total_is_reached_without_what_only_the_verdicts_need():
    """Targets of scored clauses do not count in the total."""
    planned = compiled_rulebook(build_cases(row(), loaded("hard-2019"), BASELINE), loaded("hard-2019"))
    made = {part.meta.output_name() for stage in planned.total for part in stage}
    assert "met 17" not in made and "points 17" in made and "met 10.2" in made
