"""City, month, rulebook, scenario, figure and language by any of their names, and by wrong ones, at every entry.

The truth is the answer by the plainest names: whatever else a thing is called must lead to the same answer, and a name
that nothing bears to one sentence that says so, never to an `AttributeError` or a bare `ValueError`.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import tempfile
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest

import jiangyin
from analysis import facts, questions, rulebooks, scenarios, scorecards, workplans
from analysis.problems import InputError
from analysis.questions import (
    aims,
    bulletins,
    change,
    compare,
    corrections,
    coverage,
    decisions,
    duties,
    edition_effects,
    editions,
    forecast,
    goal,
    league,
    levers,
    plan,
    plan_alternatives,
    plan_calendar,
    plan_curves,
    plan_requests,
    plan_sensitivity,
    progress,
    readings,
    research,
    robust_plans,
    rolloff,
    shortfalls,
    spreads,
    starting_points,
    sweep,
    tournament,
    uncertainty,
)
from analysis.questions.audit import audit
from analysis.reports import request
from analysis.scenarios import BASELINE, city_states
from analysis.views import panels, result_tables, sections
from panel_homes import built


@dataclass(frozen=True)
class Asked:
    """What a question is asked of, by its plainest names."""

    city: object = "320281"
    month: object = "2021-03"
    book: object = "hard-2019"
    scenario: object = "baseline"
    target: object = "xinyidai_loans"
    lang: object = "zh"
    facts: object = None


class Seen:
    """What of it a question looks at."""

    def __init__(self, asked):
        self._asked, self.looked_at = asked, set()

    def __getattr__(self, name):
        self.looked_at.add(name)
        return getattr(self._asked, name)


def place(seen):
    return seen.facts, seen.book, seen.city, seen.month


def loans(target):
    return [spreads.Spread(target, 10e9, 20e9)]


VERBS = {
    "scorecards.score": lambda it: scorecards.score(it.facts, it.book, it.scenario),
    "scorecards.total": lambda it: scorecards.total(it.facts, it.book, it.scenario),
    "scorecards.score_nodes": lambda it: scorecards.score_nodes(it.facts, it.book, it.scenario),
    "scorecards.card": lambda it: scorecards.card(*place(it), it.scenario).points,
    "scorecards.facts_as_of": lambda it: scorecards.facts_as_of(it.city, it.month),
    "scorecards.card_facts": lambda it: scorecards.card_facts(it.book, it.city, it.month),
    "scorecards.history": lambda it: scorecards.history(it.city),
    "scorecards.latest_card": lambda it: scorecards.latest_card(it.city, it.month, it.book, BASELINE),
    "scorecards.lookback_months": lambda it: scorecards.lookback_months(it.book, it.month),
    "scenarios.build_cases": lambda it: scenarios.build_cases(it.facts, it.book, it.scenario).frame,
    "scenarios.city_state": lambda it: city_states.city_state(*place(it), it.scenario).values,
    "scenarios.scenario_base": lambda it: scenarios.scenario_base(*place(it)),
    "scenarios.scenario_remarks": lambda it: scenarios.scenario_remarks(*place(it), [BASELINE]),
    "scenarios.load": lambda it: scenarios.load(it.scenario),
    "scenarios.parse_target": lambda it: scenarios.parse_target(it.target, rulebooks.load("hard-2019")),
    "rulebooks.load": lambda it: rulebooks.load(it.book).id,
    "facts.up_to": lambda it: facts.up_to(it.city, it.month),
    "facts.code_of": lambda it: facts.code_of(it.city, "2021-03"),
    "facts.name_of": lambda it: facts.name_of(it.city, "2021-03"),
    "facts.all_cities": lambda it: facts.all_cities(it.month).facts,
    "facts.write_template": lambda it: written(it.city, it.month),
    "facts.conflicting_figures": lambda it: facts.conflicting_figures(it.city, it.month),
    "starting_points.starting_point": lambda it: starting_points.starting_point(*place(it), it.scenario).values,
    "aims.aim_of": lambda it: aims.aim_of(*place(it), it.target, scenario=it.scenario),
    "goal.seek": lambda it: goal.seek(*place(it), it.target, "18.3:cap", it.scenario).needed,
    "tournament.play": lambda it: tournament.play(it.facts, it.book, it.month, it.scenario, [it.city]).each,
    "plan.best": lambda it: plan.best(*place(it), plan.PlanDemand(reach=30.0, hold=(it.target,)), it.scenario).steps,
    "plan_curves.curve": lambda it: plan_curves.curve(
        *place(it), plan.PlanDemand(hold=(it.target,), at_most=1), it.scenario, finest=99.0
    ).points,
    "plan_alternatives.alternatives": lambda it: plan_alternatives.alternatives(
        *place(it), plan.PlanDemand(reach=30.0, hold=(it.target,)), it.scenario
    ).ways,
    "plan_sensitivity.price_turns": lambda it: plan_sensitivity.price_turns(
        *place(it), plan.PlanDemand(reach=99.0, hold=(it.target,)), it.scenario
    ).prices,
    "robust_plans.robust": lambda it: robust_plans.robust(
        *place(it), plan.PlanDemand(reach=20.0), it.scenario, spreads=loans(it.target), cases=3, fresh=9
    ).cases,
    "plan_calendar.by_when": lambda it: (
        plan_calendar.by_when(*place(it), "2021-04", plan.PlanDemand(reach=30.0, hold=(it.target,)), it.scenario).steps
    ),
    "plan_requests.plan_request": lambda it: (
        plan_requests.plan_request(it.city, it.month, it.book, 30.0, scenario=it.scenario, hold=[it.target]).plan.steps
    ),
    "research.elasticity": lambda it: research.elasticity(*place(it), it.scenario, [it.target]),
    "research.panel_rows": lambda it: research.panel_rows(it.facts, it.book, it.scenario),
    "research.spread": lambda it: research.spread(it.facts, it.book, it.month, it.scenario),
    "sweep.along": lambda it: sweep.along(*place(it), it.target, it.scenario, points=3).kinks,
    "sweep.across": lambda it: sweep.across(*place(it), (it.target, "xinyi_domains"), it.scenario, side=3).cells,
    "levers.board": lambda it: levers.board(*place(it), it.scenario, [it.target]).levers,
    "readings.every": lambda it: readings.every(*place(it), it.scenario).each,
    "compare.side_by_side": lambda it: compare.side_by_side(*place(it), [BASELINE], it.scenario).totals,
    "uncertainty.propagate": lambda it: uncertainty.propagate(
        *place(it), loans(it.target), it.scenario, draws=9, base=0
    ).totals,
    "spreads.unset_spreads": lambda it: spreads.unset_spreads(it.book),
    "change.between_months": lambda it: change.between_months(
        it.facts, it.book, it.city, "2021-02", it.month, it.scenario
    ).drivers,
    "change.under_scenarios": lambda it: (
        change.under_scenarios(it.facts, it.book, it.city, "2021-02", it.month, [it.scenario])[0].drivers
    ),
    "corrections.since_published": lambda it: corrections.since_published(*place(it), scenario=it.scenario),
    "corrections.since_first": lambda it: corrections.since_first(*place(it), scenario=it.scenario),
    "coverage.by_fact": lambda it: coverage.by_fact(it.facts, [it.book], it.city, it.month),
    "rolloff.certain_leavings": lambda it: rolloff.certain_leavings(it.city, it.month),
    "rolloff.roll_off": lambda it: rolloff.roll_off(it.city, it.month, 12, [it.book], [it.scenario]).totals,
    "decisions.month_decision": lambda it: (
        decisions.month_decision(it.facts, [it.book], it.city, it.month, [it.scenario]).steps
    ),
    "shortfalls.shortfalls": lambda it: shortfalls.shortfalls(*place(it), it.scenario),
    "shortfalls.open_conditions": lambda it: shortfalls.open_conditions(*place(it), it.scenario),
    "shortfalls.margins": lambda it: shortfalls.margins(*place(it), it.scenario),
    "duties.duties": lambda it: duties.duties(it.facts, [it.book], it.city, it.month, [it.scenario]).steps,
    "editions.edition_changes": lambda it: editions.edition_changes(it.book, "hard-2019"),
    "edition_effects.edition_effects": lambda it: (
        edition_effects.edition_effects(it.facts, it.book, "hard-2019").totals
    ),
    "league.standings": lambda it: league.standings(it.facts, it.book, it.month, it.scenario),
    "bulletins.month_bulletin": lambda it: (
        bulletins.month_bulletin(it.facts, it.book, it.month, it.scenario, cities=[it.city]).places
    ),
    "league.peer_scores": lambda it: league.peer_scores(it.facts, it.book, it.month, it.scenario),
    "league.league_months": lambda it: league.league_months(it.book, it.month),
    "league.rank_clauses": lambda it: [clause.id for clause in league.rank_clauses(it.book)],
    "league.rank_test": lambda it: league.rank_test(
        it.facts, it.book, it.month, league.standings(it.facts, "hard-2019", "2021-03")
    ),
    "forecast.forecast": lambda it: forecast.forecast(it.facts, [it.book], it.city, it.month, 1, [it.scenario]).figures,
    "audit.audit": lambda it: audit(it.facts, [it.book], [it.month], it.city).findings,
    "progress.progress": lambda it: progress.progress(
        workplans.load("江阴", "2021"), it.facts, REPORTS, it.month
    ).goals,
    "workplans.load": lambda it: workplans.load(it.city, it.month).id,
    "workplans.has_plan": lambda it: workplans.has_plan(it.city, it.month),
    "sections.cards": lambda it: [card.points for card in sections.cards(it.facts, [it.book], it.city, it.month,
                                                                        [it.scenario])],
    "panels.State": lambda it: panels.State(it.city, it.month, it.book, it.scenario).outcome.total,
    "State.seek": lambda it: panels.State("江阴", "2021-03", "hard-2019").seek(it.target, "18.3:cap").needed,
    "State.sweep": lambda it: panels.State("江阴", "2021-03", "hard-2019").sweep(it.target).kinks,
    "State.set": lambda it: moved(it.target),
    "State.choose": lambda it: chosen(it.city, it.month, it.book),
    "State.start_from": lambda it: panels.State("江阴", "2021-03", "hard-2019").start_from(it.scenario),
    "panels.panel": lambda it: panels.panel(panels.State("江阴", "2021-03", "hard-2019"), it.lang).lang,
    "views.verdict": lambda it: repr(result_tables.verdict(card_of(it.facts), it.lang)),
    "Card.working": lambda it: card_of(it.facts).working("17", it.lang).steps,
    "Rulebook.title_in": lambda it: rulebooks.load("hard-2019").title_in(it.lang),
    "reports.checked_request": lambda it: request.checked_request(
        it.city, it.month, [it.book], [it.scenario], it.lang, None
    ).parameters(),
}  # fmt: skip

REPORTS = pl.DataFrame(schema=dict.fromkeys(("goal", "on", "value", "source"), pl.String))

# Each thing by its other names: the answer is the same.
SAME = {
    "city": ["江阴", "江阴市", "Jiangyin", " ３２０２８１ ", 320281],
    "month": ["2021年3月", "202103", "2021/3"],
    "book": [pytest.param(rulebooks.load, id="loaded"), pytest.param(rulebooks.rulebook_folders.rulebooks_folder,
                                                                      id="folder")],
    "scenario": [BASELINE],
    "target": ["信易贷放款金额", " 信易贷放款金额 "],
}  # fmt: skip

# Names that nothing bears, and what the sentence must hold: the near name, or those there are.
WRONG = {
    "city": [("江阳", "江阴"), ("Jiangyn", "jiangyin"), ("", "六位代码"), (None, "六位代码")],
    "month": [("March", "2021-03"), ("2021-13", "2021-03"), (None, "2021-03")],
    "book": [("hard2019", "hard-2019"), ("硬性", "hard-2019"), (None, "hard-2019"), (7, "hard-2019")],
    "scenario": [("assumed", "assumed-benchmarks"), (7, "assumed-benchmarks"), (None, "assumed-benchmarks"),
                 ("assumed-benchmarks", "monitoring-2021")],
    "target": [("xinyidai_loan", "xinyidai_loans"), ("信易贷放款额", "信易贷放款金额"), (None, "指标"), (3, "指标")],
    "lang": [("fr", "zh 或 en"), (None, "zh 或 en"), ("english", "zh 或 en")],
    "facts": [("江阴", "facts.up_to"), (None, "facts.up_to")],
}  # fmt: skip

# A list of scenarios is narrowed to those of the rulebook; the report's request asks all its rulebooks.
NARROWED = (
    "change.under_scenarios", "decisions.month_decision", "duties.duties", "sections.cards", "forecast.forecast",
    "rolloff.roll_off",
)  # fmt: skip
# Known without a rulebook, or whatever the rulebook.
ANY_BOOK = ("scenarios.load",)


def card_of(rows):
    return scorecards.card(rows, "hard-2019", "江阴", "2021-03")


def moved(target):
    state = panels.State("江阴", "2021-03", "hard-2019")
    state.set(target, 2e9)
    return state.outcome.total


def written(city, month):
    """What the template says in its first row, of the city and month it was asked for."""
    with tempfile.TemporaryDirectory() as folder:
        path = facts.write_template(["permits"], Path(folder) / "form.xlsx", city=city, month=month)
        return [sheet.rows[0][1][:2] for sheet in facts.read_sheets(path)]


def chosen(city, month, book):
    state = panels.State("江阴", "2021-02", "monitoring-2021")
    state.choose(city, month, book)
    return state.outcome.total


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        built_home = built(tmp_path_factory.mktemp("names"))
        patch.setenv("CITY_CREDIT_HOME", str(built_home))
        yield built_home


@pytest.fixture(scope="module")
def plain(home):
    return replace(Asked(), facts=jiangyin.known())


@pytest.fixture(scope="module")
def plainly(plain):
    """A verb's answer by the plainest names and what it looks at for it, each verb asked once."""

    @cache
    def asked(verb):
        seen = Seen(plain)
        return VERBS[verb](seen), frozenset(seen.looked_at)

    return asked


def same(answer, other):
    if isinstance(answer, pl.DataFrame):
        return answer.equals(other)
    if isinstance(answer, list):
        return len(answer) == len(other) and all(map(same, answer, other))
    return answer == other


@pytest.mark.parametrize("verb", VERBS)
def test_whatever_a_thing_is_called_the_answer_is_the_same(plain, plainly, verb):
    answer, looked_at = plainly(verb)
    for field, names in SAME.items():
        if field in looked_at and not (verb in BY_NAME_ONLY and field in ("book", "scenario")):
            for name in names:
                meant = named_book(name) if field == "book" else name
                assert same(answer, VERBS[verb](replace(plain, **{field: meant}))), (field, name)


def named_book(name):
    [verb] = name.values
    return verb("hard-2019") if name.id == "loaded" else verb() / "hard-2019"


@pytest.mark.parametrize("verb", VERBS)
def test_a_name_that_nothing_bears_is_answered_by_one_sentence(plain, plainly, verb):
    _, looked_at = plainly(verb)
    for field, names in WRONG.items():
        if field in looked_at:
            for name, holds in names:
                if (name == "assumed-benchmarks" and verb in (*NARROWED, *ANY_BOOK)) or (
                    field,
                    verb,
                    name,
                ) in SAID_APART:
                    continue
                refused(verb, replace(plain, **{field: name}), holds)


# Where a name is not a fault: nothing was kept that the facts could be held against; none says "all", or "as it was".
SAID_APART = {
    ("target", "aims.aim_of", None),
    ("facts", "corrections.since_published", None), ("facts", "corrections.since_published", "江阴"),
    ("facts", "corrections.since_first", None), ("facts", "corrections.since_first", "江阴"),
    ("city", "audit.audit", None), ("city", "State.choose", None), ("city", "State.choose", ""),
    ("city", "facts.write_template", None), ("city", "facts.write_template", ""),
    ("month", "facts.write_template", None), ("month", "State.choose", None), ("book", "State.choose", None),
    # no name at all is said of the whole list
    ("book", "reports.checked_request", None), ("book", "reports.checked_request", 7),
    ("scenario", "reports.checked_request", None), ("scenario", "reports.checked_request", 7),
}  # fmt: skip
# A report hands names to its notebooks, so that it takes names and nothing else.
BY_NAME_ONLY = ("reports.checked_request",)


def refused(verb, asked, holds):
    with pytest.raises(InputError) as error:
        VERBS[verb](asked)
    [problem] = error.value.problems
    assert holds in problem.zh + problem.where, (verb, problem)
    assert problem.en and len(problem.zh) < 200 and "Error" not in str(error.value), (verb, problem)


@pytest.mark.parametrize("verb", NARROWED)
def test_a_list_takes_the_scenarios_of_its_rulebook(plain, plainly, verb):
    both = replace(plain, scenario="assumed-benchmarks")
    answer, _ = plainly(verb)
    assert same(answer, VERBS[verb](both))


def test_a_scenario_of_another_rulebook_is_left_out_of_every_list_alike(plain):
    listed = ["baseline", "assumed-benchmarks"]
    for verb in (scorecards.score, scorecards.total, scorecards.score_nodes):
        assert verb(plain.facts, "hard-2019", listed)["scenario"].unique().to_list() == ["baseline"]
        assert verb(plain.facts, "monitoring-2021", listed)["scenario"].unique(maintain_order=True).to_list() == listed
    card = scorecards.card(plain.facts, "hard-2019", "江阴", "2021-03", listed)
    assert [scenario.name for scenario in card.scenarios] == ["baseline"]


@pytest.mark.parametrize("wanted", [45, 45.0, "45", " 45 "])
def test_a_goal_is_a_number_or_its_text(plain, wanted):
    assert goal.seek(*place(plain), "xinyidai_loans", wanted).wanted == 45.0


@pytest.mark.parametrize(("zh", "en"), [("18.3:满分", "18.3:cap"), ("17：达标", "17:target"), ("通过", "passes")])
def test_a_goal_is_understood_in_chinese(plain, zh, en):
    chinese, english = (goal.seek(*place(plain), "residents_scored", wanted) for wanted in (zh, en))
    assert (chinese.kind, chinese.clause, chinese.wanted) == (english.kind, english.clause, english.wanted)


def test_a_change_names_figure_city_and_month_as_people_do(plain):
    """Worked by hand: 20 billion for 1.23; a change narrowed to another city leaves the figure as it is."""
    aimed = scenarios.Change("信易贷放款金额", "set", 200, "亿元", city="江阴", month="2021年3月")
    elsewhere = replace(aimed, city="昆山")
    found = [
        scenarios.build_cases(plain.facts, "hard-2019", scenarios.Scenario("s", (each,))).frame
        .filter(month="2021-03")["xinyidai_loans"].to_list()
        for each in (aimed, elsewhere)
    ]  # fmt: skip
    assert found == [[20_000_000_000.0], [1_230_000_000.0]]


@pytest.mark.parametrize("wrong", ['city = "江阳"', 'month = "三月"'])
def test_a_scenario_file_that_names_no_place_is_refused(tmp_path, wrong):
    path = tmp_path / "narrow.toml"
    path.write_text(f'[[change]]\ntarget = "permits"\nhow = "set"\namount = 1\n{wrong}\n', "utf-8")
    with pytest.raises(InputError) as error:
        scenarios.load(path)
    [problem] = error.value.problems
    assert "change 1" in problem.where and ("江阴" in problem.zh or "2021-03" in problem.zh)


@pytest.mark.parametrize("asked", [("working", "99"), ("total", "nix"), ("node", "nix")])
def test_a_card_answers_for_what_it_has_not(plain, asked):
    verb, name = asked
    with pytest.raises(InputError) as error:
        getattr(card_of(plain.facts), verb)(name)
    assert f"没有“{name}”" in error.value.problems[0].zh and "现有" in error.value.problems[0].zh


def test_no_verb_is_missing_here():
    """Whatever is public and takes a city, or a rulebook or scenario by name, stands in the list above."""
    there = {name.rpartition(".")[2] for name in VERBS}
    public = {
        name
        for module in faces()
        for name, verb in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and verb.__module__.startswith(module.__name__.rpartition(".")[0])
        and takes_names(verb)
    }  # fmt: skip
    assert public - there == INNER.keys()


def faces():
    asked = [importlib.import_module(f"analysis.questions.{each.name}") for each in
             pkgutil.iter_modules(questions.__path__)]  # fmt: skip
    return [facts, scorecards, scenarios, workplans, *asked]


def takes_names(verb):
    given = inspect.signature(verb).parameters.values()
    return any(one.name == "city" or "RulebookName" in str(one.annotation) or "ScenarioName" in str(one.annotation)
               for one in given)  # fmt: skip


# Given what was resolved before, each with by whom; or asked of the store's own folders.
INNER = {
    "blank_plan": "workplan --plan-template: the code of the folder",
    "build_worlds": "forecast: the codes of its histories, the scenario itself",
    "league_facts": "a brief and plan --place: the code of their case",
    "league_history": "forecast: the code of its case; names are looked up by facts.up_to",
    "others_as_of": "league_facts: the code of its case",
    "read_filled_plan": "workplan --from: the code of the folder",
    "delivery_due": "audit: the city of its rows",
    "between_days": "as since_published, of a day on which something must have been kept (test_corrections.py)",
    "city_candidates": "the rows of the table that fit a name, none where none does",
    "city_rows": "as city_candidates, of cities alone",
    "for_city": "the code of its case",
    "clause_owners": "duties: the code of its cards",
    "place_line": "plan: the code of its case",
    "plan_changes": "plan: the code of its case",
    "plan_draft": "plan.best, which seeks in it",
    "due": "its registers must have been delivered (test_due.py, by every name of the city)",
    "due_board": "due and national_due_lists: the code of the registers delivered",
    "national_due_lists": "due --city all --lists: the codes of the cities that delivered (test_city_lists.py)",
    "corrected_figures": "corrections: the code of the card kept",
    "published_facts": "corrections: the code of the card kept",
    "due_counts": "decisions: the code of its cards",
    "repair_dates": "its registers must have been delivered (test_repairs.py, by every name of the city)",
    "kept_months": "due: the code of the folder",
    "damaged_months": "reports.publish, diff: the code of the store's folder",
    "earlier_with_places": "audit: the code of the folder",
    "fitting_scenario": "the resolver itself",
    "fitting_scenarios": "the resolver itself",
    "load_all": "scenarios.load of each",
    "month_paths": "measure: the code of the folder",
    "month_remarks": "report and score: the names that were read before",
    "looks_at_others": "card_facts: scenarios by name or themselves",
    "peer_row": "a panel: the code of its case",
    "place_in_frame": "the resolver itself",
    "placed_scenario": "card: the code of its case",
    "scenario_with_peers": "a panel: the code of its case",
    "save": "measure: the code of the folder",
    "best_scenario": "tournament.play: its own scenarios by their names",
    "setting_scenarios": "rulebooks.load, and the settings as the command line writes them (test_setting_products.py)",
    "settings_of": "setting_scenarios, of a notebook's parameters",
    "vary": "a solver's grid, of cases already built",
}


def test_the_plainest_names_are_all_asked_by_some_verb(plainly):
    asked = set().union(*(plainly(verb)[1] for verb in VERBS))
    assert asked == {field.name for field in fields(Asked)}
