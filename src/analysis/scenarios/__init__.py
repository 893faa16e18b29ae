"""Scenarios: what is changed before anything is scored (情景)."""

from analysis.scenarios.bases import scenario_base, scenario_conflicts, scenario_remarks
from analysis.scenarios.case_builder import build_cases, build_worlds
from analysis.scenarios.case_frame import KEYS, Cases
from analysis.scenarios.changes import (
    BASELINE,
    Change,
    Scenario,
    ScenarioBase,
    change_targets,
    for_city,
    named_target,
    near_target,
    parse_target,
    stack_scenarios,
)
from analysis.scenarios.field_members import FieldWord
from analysis.scenarios.grids import vary
from analysis.scenarios.other_units import FixedWord
from analysis.scenarios.peer_benchmarks import PeerBenchmark
from analysis.scenarios.peer_figures import peer_figures, peer_row, placed_scenario, scenario_with_peers
from analysis.scenarios.resolution import fitting_scenario, fitting_scenarios, looks_at_others, place_in_frame
from analysis.scenarios.scenario_files import (
    ScenarioName,
    canonical_scenario,
    load,
    load_all,
    parse_amount,
    parse_scenarios,
    save,
    scenario_names,
    scenario_toml,
    scenario_variants,
)
from analysis.scenarios.setting_products import setting_scenarios
from analysis.scenarios.wide_facts import city_month_frame, every_fact_frame

__all__ = [
    "BASELINE",
    "KEYS",
    "Cases",
    "Change",
    "FieldWord",
    "FixedWord",
    "PeerBenchmark",
    "Scenario",
    "ScenarioBase",
    "ScenarioName",
    "build_cases",
    "build_worlds",
    "canonical_scenario",
    "change_targets",
    "city_month_frame",
    "every_fact_frame",
    "fitting_scenario",
    "fitting_scenarios",
    "for_city",
    "load",
    "load_all",
    "looks_at_others",
    "named_target",
    "near_target",
    "parse_amount",
    "parse_scenarios",
    "parse_target",
    "peer_figures",
    "peer_row",
    "place_in_frame",
    "placed_scenario",
    "save",
    "scenario_base",
    "scenario_conflicts",
    "scenario_names",
    "scenario_remarks",
    "scenario_toml",
    "scenario_variants",
    "scenario_with_peers",
    "setting_scenarios",
    "stack_scenarios",
    "vary",
]
