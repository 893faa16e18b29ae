"""One pass over cities, months and scenarios: each case as if it were alone; cities worked out by hand."""

import tomllib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal

import made_up
from analysis import rulebooks, scorecards
from analysis.formulas import evaluate
from analysis.formulas.language import as_truth
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario, build_cases, stack_scenarios
from analysis.scorecards import clause_expressions, scoring
from analysis.scorecards.scoring import compiled_rulebook, needed_stages, run_stages
from made_up import cities, long, row

from .conftest import BOTH, SEEDS, SOME, changing, complete, in_force, loaded, verdict

WORKED = Path(__file__).parent / "worked"
VERBS = (scorecards.score, scorecards.total, scorecards.score_nodes)
SWEEPS = [
    ("hard-2019", "joint_domains"),
    ("hard-2019", "17.first"),
    ("monitoring-2021", "fraud_findings"),
    ("monitoring-2021", "22.full"),
]
READINGS = [
    (name, clause.id, reading)
    for name in (*BOTH, "readings")
    for clause in loaded(name).clauses.values()
    for reading in clause.readings
]


def worked(name):
    """The city of a rulebook: what each clause and node must come to, and its figures, each told once or alike."""
    case = tomllib.loads((WORKED / f"{name}.toml").read_text("utf-8"))
    pairs = [pair for clause in case["clause"].values() for pair in clause["given"].items()]
    assert len(dict(pairs)) == len(set(pairs)), "a figure is told twice, unlike"
    return case, row(**dict(pairs))


def unnamed(frame):
    """The frame without the scenario's name."""
    return frame.drop("scenario")


@pytest.mark.parametrize("name", BOTH)
def test_a_city_worked_out_by_hand_has_these_points(name):
    case, facts = worked(name)
    scored = scorecards.score(facts, loaded(name), complete(name))
    points = dict(scored.select("clause", "points").iter_rows())
    assert points == {
        clause: pytest.approx(expected.get("points"), abs=1e-9) for clause, expected in case["clause"].items()
    }
    met = dict(scored.select("clause", "met").iter_rows())
    assert met == {clause: expected.get("met") for clause, expected in case["clause"].items()}


@pytest.mark.parametrize("name", BOTH)
def test_a_city_worked_out_by_hand_has_these_sums(name):
    case, facts = worked(name)
    nodes = dict(scorecards.score_nodes(facts, loaded(name), complete(name)).select("node", "points").iter_rows())
    assert {node: nodes[node] for node in case["node"]} == pytest.approx(case["node"])


def test_a_city_worked_out_by_hand_passes_all_fifteen_tests():
    _, facts = worked("hard-2019")
    assert scorecards.total(facts, loaded("hard-2019")).row(0, named=True) == {
        "scenario": "baseline", "city": "320281", "month": "2021-03",
        "passes": True, "points": pytest.approx(37.4), "low": pytest.approx(37.4), "high": pytest.approx(37.4),
        "possible": 56.4,
    }  # fmt: skip


def test_the_tests_of_an_edition_without_tests_give_no_verdict():
    _, facts = worked("monitoring-2021")
    total = scorecards.total(facts, loaded("monitoring-2021"), complete("monitoring-2021")).row(0, named=True)
    assert (total["passes"], total["points"], total["possible"]) == (None, pytest.approx(36.31), 100.0)


def test_cities_months_and_scenarios_are_scored_in_one_pass_in_their_order():
    """Two cities, two months, two scenarios: item 16 gives 0.1 a domain, and 0.1 more under the second scenario."""
    facts = pl.concat(
        row(city, month, joint_domains_automated=count)
        for city, month, count in [("B", "2021-02", 7), ("A", "2021-02", 5), ("B", "2021-01", 6), ("A", "2021-01", 4)]
    )
    more = changing("one more", ("joint_domains_automated", "add", 1))
    scored = scorecards.score(facts, loaded("hard-2019"), [more, BASELINE])
    item = scored.filter(pl.col("clause") == "16").select("scenario", "city", "month", "points").rows()
    cases = [("A", "2021-01", 4), ("A", "2021-02", 5), ("B", "2021-01", 6), ("B", "2021-02", 7)]
    assert item == [
        (scenario, city, month, pytest.approx((count + added) / 10))
        for scenario, added in (("one more", 1), ("baseline", 0))
        for city, month, count in cases
    ]
    assert scored.height == 8 * 36
    assert scored["clause"][:36].to_list() == list(loaded("hard-2019").clauses)


@SOME
@given(seed=SEEDS)
@pytest.mark.parametrize("name", BOTH)
def test_the_order_of_rows_does_not_matter(name, seed):
    book, facts = loaded(name), cities(loaded(name), 12, seed, missing=0.2)
    shuffled = facts.sample(fraction=1, shuffle=True, seed=seed)
    for verb in VERBS:
        assert_frame_equal(verb(shuffled, book, complete(name)), verb(facts, book, complete(name)), check_exact=True)


@SOME
@given(seed=SEEDS)
@pytest.mark.parametrize("name", BOTH)
def test_a_city_alone_gets_what_it_gets_among_others(name, seed):
    book, facts = loaded(name), cities(loaded(name), 4, seed, missing=0.2)
    for verb in VERBS:
        alone = pl.concat(verb(city, book, complete(name)) for city in facts.iter_slices(1))
        assert_frame_equal(alone, verb(facts, book, complete(name)), check_exact=True)


@SOME
@given(seed=SEEDS)
@pytest.mark.parametrize("name", BOTH)
def test_the_empty_scenario_changes_nothing(name, seed):
    book, facts = loaded(name), cities(loaded(name), 12, seed, missing=0.2)
    for verb in VERBS:
        given_none = verb(facts, book)
        assert_frame_equal(unnamed(verb(facts, book, Scenario("nothing"))), unnamed(given_none), check_exact=True)
        both = verb(facts, book, [Scenario("nothing"), changing("other", (book.facts()[0], "scale", 1))])
        nothing = both.filter(pl.col("scenario") == "nothing")
        assert_frame_equal(unnamed(nothing), unnamed(given_none), check_exact=True)


@SOME
@given(seed=SEEDS)
def test_a_stack_of_two_scenarios_makes_the_changes_of_both_in_order(seed):
    """40% more residents, then 1,000 more; and the other way round."""
    book, facts = loaded("hard-2019"), cities(loaded("hard-2019"), 12, seed, missing=0.2)
    facts = facts.with_columns(pl.col("registered_population") * 4 + 10_000)
    scale, add = (changing(how, ("residents_scored", how, amount)) for how, amount in (("scale", 1.4), ("add", 1000)))
    for first, second in ((scale, add), (add, scale)):
        figure = pl.col("residents_scored")
        by_hand = facts.with_columns(figure * 1.4 + 1000 if first is scale else (figure + 1000) * 1.4)
        stacked = scorecards.score(facts, book, stack_scenarios([first, second]))
        assert_frame_equal(unnamed(stacked), unnamed(scorecards.score(by_hand, book)), rel_tol=1e-12, abs_tol=0)


@SOME
@given(seed=SEEDS)
def test_what_a_change_does_not_speak_of_stays_as_it_is(seed):
    """Joint domains count in item 11 alone."""
    book, facts = loaded("hard-2019"), cities(loaded("hard-2019"), 12, seed, missing=0.2)
    scored = scorecards.score(facts, book, [BASELINE, changing("forty", ("joint_domains", "set", 40))])
    before, after = scored.partition_by("scenario")
    others = pl.col("clause") != "11"
    assert_frame_equal(unnamed(after.filter(others)), unnamed(before.filter(others)), check_exact=True)
    assert after.filter(~others)["points"].to_list() == [1.0] * 12


@pytest.mark.parametrize("name", BOTH)
def test_long_and_wide_polars_and_pandas_give_the_same(name):
    book, facts = loaded(name), cities(loaded(name), 6, seed=7, missing=0.2)
    for verb in VERBS:
        wanted = verb(facts, book, complete(name))
        for given_as in (long(facts), facts.lazy(), facts.to_pandas(), long(facts).to_pandas()):
            assert_frame_equal(verb(given_as, book, complete(name)), wanted, check_exact=True)


def test_scores_go_to_pandas_with_what_is_missing_empty():
    frame = scorecards.score(row(residents_scored=70), loaded("hard-2019")).to_pandas()
    clause = frame.set_index("clause").loc["17"]
    assert (clause["possible"], clause["bound"]) == (4.0, "missing")
    assert clause.isna()["points"] and set(clause["missing"]) == {"registered_population", "citizen_score_launched"}


def test_changes_may_come_as_a_frame():
    book, facts = loaded("hard-2019"), row(joint_domains=10)
    columns = {"scenario": ["half", "half"], "step": [0, 1], "target": ["joint_domains"] * 2}
    changes = pl.DataFrame(columns | {"how": ["set", "scale"], "amount": [40.0, 0.5]})
    wanted = scorecards.score(
        facts, book, changing("half", ("joint_domains", "set", 40), ("joint_domains", "scale", 0.5))
    )
    assert verdict(facts, book, "11", changes)["points"] == 0.5
    for given_as in (changes, changes.reverse(), changes.to_pandas()):
        assert_frame_equal(scorecards.score(facts, book, given_as), wanted, check_exact=True)


@pytest.mark.parametrize(("name", "target"), SWEEPS)
def test_a_thousand_scenarios_of_one_city_give_what_they_give_among_cities(name, target):
    """In a sweep the figures that nothing changes are plain numbers; among cities they are columns."""
    book, facts = loaded(name), cities(loaded(name), 2, seed=3, missing=0.1)
    changes = complete(name).changes
    sweep = [Scenario(f"{step}", (*changes, Change(target, "set", step / 25))) for step in range(1001)]
    for verb in VERBS:
        among = verb(facts, book, sweep).filter(pl.col("city") == "100000")
        alone = verb(facts.head(1), book, sweep)
        assert_frame_equal(alone, among, check_exact=True)
        assert alone.drop("scenario").n_unique() > alone.height // 1001, "the sweep changed nothing"


def test_only_the_columns_asked_for_are_given_and_are_the_same():
    book = rulebooks.load("hard-2019")
    facts = made_up.cities(book, 40, seed=5, missing=0.1)
    whole = scorecards.score(facts, book)
    for columns in (["points"], ["met", "bound"], ["missing"], ["kind", "provenance", "reading", "high"]):
        names = [name for name in whole.columns if name in ("scenario", "city", "month", "clause", *columns)]
        assert scorecards.score(facts, book, columns=columns).equals(whole.select(names))


def test_a_column_that_points_do_not_have_is_refused_with_the_near_name():
    book = rulebooks.load("hard-2019")
    with pytest.raises(InputError, match="points"):
        scorecards.score(made_up.cities(book, 2, seed=5), book, columns=["pionts"])


@pytest.mark.parametrize(("name", "clause", "reading"), READINGS)
def test_the_compiled_clause_gives_what_the_formula_gives_on_plain_numbers(name, clause, reading):
    """To the last bit, save that a product passing its maximum by a hair is held to it."""
    book = loaded(name)
    changes = [*(complete(name).changes if name in BOTH else [Change("2.full", "set", 7)])]
    changes += [Change(f"{clause}.reading", "set", reading)] if len(book.clauses[clause].readings) > 1 else []
    facts = in_force(cities(book, 80, seed=5, missing=0.1), book).drop("fraud_findings", strict=False)
    scored = scorecards.score(facts, book, Scenario("reading", tuple(changes))).filter(pl.col("clause") == clause)
    values = dict(book.amounts()) | {change.target: change.amount for change in changes}
    for figures, outcome in zip(facts.iter_rows(named=True), scored.iter_rows(named=True), strict=True):
        assert (outcome["reading"], outcome["points"], outcome["met"]) == worked_out(
            book.clauses[clause], reading, figures, values, outcome["possible"]
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
    names = [[column.meta.output_name() for column in stage] for stage in needed_stages([[a, d], [b], [c, d]], ["c"])]
    assert names == [["a"], ["b"], ["c"]]


def test_stages_run_in_order_on_all_rows_in_order():
    frame = pl.DataFrame({"x": range(100_000)})
    result = run_stages(frame, [[(pl.col("x") + 1).alias("y")], [(pl.col("y") * 2).alias("z")]], "z")
    assert result.columns == ["z"]
    assert result["z"].equals((frame["x"] + 1) * 2)


def test_no_more_plans_are_kept_than_said():
    assert scoring._cached_rulebook.cache_info().maxsize == scoring.CACHED_COMPILATIONS


def test_a_total_is_reached_without_what_only_the_verdicts_need():
    """Targets of scored clauses do not count in the total."""
    planned = compiled_rulebook(build_cases(row(), loaded("hard-2019"), BASELINE), loaded("hard-2019"))
    columns = {part.meta.output_name() for stage in scoring._total_stages(planned, (), True) for part in stage}
    assert "met 17" not in columns and "points 17" in columns and "met 10.2" in columns


def test_few_cases_and_many_are_scored_to_the_same_digit(monkeypatch):
    book = loaded("hard-2019")
    facts = cities(book, 30, seed=11, missing=0.1)
    few = [verb(facts, book) for verb in VERBS]
    monkeypatch.setattr(scoring, "ROWS_PLAIN", 0)
    monkeypatch.setattr(clause_expressions, "ROWS_PLAIN", 0)
    monkeypatch.setattr(scoring, "ROWS_BY_ARRAY", 1)
    assert all(verb(facts, book).equals(frame) for verb, frame in zip(VERBS, few, strict=True))
