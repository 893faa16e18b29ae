"""`scorecard scenario`: what one changes, and writing one."""

from __future__ import annotations

import json

from analysis import scenarios
from jiangyin import FILE as SAMPLE


def test_what_is_saved_scores_as_the_options_did(scorecard, tmp_path):
    path = tmp_path / "plan.toml"
    options = ("--set", "xinyidai_loans=+30亿", "--reading", "17=linear")
    assert scorecard("scenario", "save", path, "--rulebook", "hard-2019", *options, "--title", "方案").code == 0
    score = ("score", SAMPLE, "--rulebook", "hard-2019", "--format", "json")
    by_file, by_options = (
        json.loads(scorecard(*score, *given).out)["cards"] for given in (("--scenario", path), options)
    )
    assert [card["clauses"] for card in by_file] == [card["clauses"] for card in by_options]


def test_the_facts_it_was_made_on_are_kept_and_others_are_noticed(scorecard, tmp_path, facts_file):
    path = tmp_path / "plan.toml"
    saved = scorecard(
        "scenario", "save", path, "--rulebook", "hard-2019", "--set", "xinyi_domains=+1", "--facts", SAMPLE
    )
    assert saved.code == 0, saved.err
    assert scenarios.load(path).base.city == "320281"
    question = (
        "goal",
        "--rulebook",
        "hard-2019",
        "--lever",
        "xinyi_domains",
        "--reach",
        "18.1:cap",
        "--scenario",
        path,
    )
    assert scorecard(*question, SAMPLE).err == ""
    assert "与现用数据不同" in scorecard(*question, facts_file(xinyi_domains=3)).err


def test_a_scenario_is_shown_in_its_canonical_form(scorecard):
    ran = scorecard("scenario", "show", "assumed-benchmarks")
    assert ran.code == 0 and ran.out.startswith('title = "Assumed benchmarks"')


def test_a_wrong_unit_is_refused(scorecard, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text('[[change]]\ntarget = "xinyidai_loans"\nhow = "set"\namount = 3\nunit = "万人"\n', encoding="utf-8")
    ran = scorecard("scenario", "show", path)
    assert ran.code == 1 and "does not fit; expected yuan" in ran.err
