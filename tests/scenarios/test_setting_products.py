"""Every combination of settings is a scenario of its own."""

from __future__ import annotations

import pytest

from analysis import scenarios
from analysis.problems import InputError

SETTINGS = {
    "xinyi_domains": ["+0", "+1", "+3"],
    "信易贷放款金额": ["100亿", "*1.1"],
    "17.reading": ["linear", "default"],
}


def test_there_is_one_for_each_combination_in_order():
    made = scenarios.setting_scenarios(SETTINGS, "hard-2019")
    assert len(made) == len({each.name for each in made}) == 12
    assert made[0].name == "xinyi_domains=+0，信易贷放款金额=100亿，17.reading=linear"
    last = [(change.target, change.how, change.amount) for change in made[-1].changes]
    assert last == [("xinyi_domains", "add", 3.0), ("xinyidai_loans", "scale", 1.1), ("17.reading", "set", "default")]


@pytest.mark.parametrize(("settings", "told"), [
    ({"xinyi_domain": ["1"]}, "xinyi_domains"), ({"xinyi_domains": []}, "not 0"),
    ({"17.reading": ["linaer"]}, "linear"),
    ({"xinyi_domains": [f"{place}" for place in range(1001)]}, "not 1001"),
])  # fmt: skip
def test_what_cannot_be_is_told(settings, told):
    with pytest.raises(InputError, match=told):
        scenarios.setting_scenarios(settings, "hard-2019")
