"""Every combination of some settings as scenarios: this figure so or so, that rule value so or so (设定组合)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from analysis import rulebooks
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios.changes import READING, Scenario, stack_scenarios
from analysis.scenarios.scenario_files import parse_scenarios

MOST_SCENARIOS = 1000
"""How many scenarios a product may have."""


def setting_scenarios(settings: Mapping[str, Iterable[str]], book: RulebookName) -> list[Scenario]:
    """A scenario for each combination, named by its settings; of no settings the baseline.

    `settings`: for each target, as the command line writes it, the texts of its settings: `信易贷放款金额` to
    `100亿`, `+20亿` or `*1.1`, `17.reading` to `linear`, `leading.weight` to `*0.9`.
    Raises `InputError` for what cannot be understood, and for more than a thousand combinations.

    >>> from analysis import scenarios
    >>> made = scenarios.setting_scenarios({"信易贷放款金额": ["100亿", "*1.1"], "17.reading": ["linear"]}, "hard-2019")
    >>> [scenario.name for scenario in made]
    ['信易贷放款金额=100亿，17.reading=linear', '信易贷放款金额=*1.1，17.reading=linear']
    """
    loaded = rulebooks.load(book)
    options = [[(target, text) for text in texts] for target, texts in settings.items()]
    count = math.prod(map(len, options))
    if not 0 < count <= MOST_SCENARIOS:
        zh = f"设定组合应为 1 至 {MOST_SCENARIOS} 个，实为 {count} 个；请减少设定。"
        raise InputError([Problem("settings", zh, f"There should be 1 to {MOST_SCENARIOS} combinations, not {count}.")])
    return [_scenario(chosen, loaded) for chosen in itertools.product(*options)]


def _scenario(chosen: tuple[tuple[str, str], ...], book: Rulebook) -> Scenario:
    texts = [f"{target}={text}" for target, text in chosen]
    scenario = stack_scenarios(parse_scenarios([_kind(target, text) for target, text in chosen], book))
    name = "，".join(texts)
    return replace(scenario, name=name, title=name, title_zh=name) if texts else scenario


def _kind(target: str, text: str) -> tuple[str, str]:
    clause, _, part = target.rpartition(".")
    return ("reading", f"{clause}={text}") if part == READING else ("set", f"{target}={text}")
