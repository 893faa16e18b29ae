"""Matters with something left to do: which records are open on a day, and what doing them fills in."""

from __future__ import annotations

from analysis.facts.measured.matters import MATTERS
from analysis.facts.measured.rule_values import measuring_values
from analysis.registers import REGISTERS


def test_every_matter_speaks_of_columns_that_its_register_keeps():
    for matter in MATTERS:
        schema = REGISTERS[matter.register].schema()
        named = {matter.starts, matter.judged, matter.owner, matter.body, *matter.needs, *matter.waited} - {""}
        assert named <= set(schema), matter.name


def test_every_period_is_a_rule_value_with_a_source():
    limits = {matter.limit for matter in MATTERS if matter.limit}
    assert limits == {"disclosure_deadline", "repair_deadline"}
    assert all(period.source for name in limits for period in measuring_values()[name].periods)


def test_each_matter_has_a_name_of_its_own():
    assert len({matter.name for matter in MATTERS}) == len(MATTERS) == 8
