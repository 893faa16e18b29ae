"""The rules of the audit: thresholds with unit and source, identities that speak of facts, the cost from its clause."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from analysis.paths import root
from analysis.problems import InputError
from analysis.questions.audit import audit_rules
from analysis.questions.audit.rule_file import read_audit_rules

TEXT = (root() / "params" / "audit.toml").read_text("utf-8")


def changed(tmp_path, before: str, after: str):
    assert before in TEXT
    path = tmp_path / "audit.toml"
    path.write_text(TEXT.replace(before, after, 1), "utf-8")
    return path


def test_the_cost_of_a_fabricated_figure_stands_in_its_clause():
    """(1) 如发现城市报送的材料弄虚作假,直接连续3个月扣分,每次扣20分。"""
    values = rulebooks.load("monitoring-2021").clauses["40.1"].values
    cost = audit_rules().cost
    assert (cost.each, cost.months) == (values["each"].amount, values["months"].amount) == (20, 3)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('holds    = "blacklisted <= listed', 'holds    = "blacklistd <= listed', "Did you mean 'blacklisted'?"),
        ('holds    = "blacklisted <= listed_entities"', 'holds    = "blacklisted"', "must be a truth"),
        ('severity = "high"', 'severity = "hihg"', "Did you mean high?"),
        ('id       = "blacklisted_in_listed"', 'id       = "blacklisted_in_poor"', "stands twice"),
        ('clause   = "40.1"', 'clause   = "41"', "not there"),
        ("jump_times     = { is = 6,", "jump_times     = { is = -6,", "at least 0"),
        ("jump_times     =", "jump_tims      =", "Did you mean 'jump_times'?"),
        ('"registered_population", "arrears"', '"registered_popluation", "arrears"', "registered_population"),
    ],
)
def test_a_fault_of_the_rules_is_told_with_its_place(tmp_path, before, after, said):
    with pytest.raises(InputError) as refused:
        read_audit_rules(changed(tmp_path, before, after))
    assert said.replace("?", "").replace("'", "") in str(refused.value).replace("?", "").replace("'", "")
    assert "audit.toml" in str(refused.value)


def test_a_missing_file_of_rules_is_told(tmp_path):
    with pytest.raises(InputError, match="can't be read"):
        read_audit_rules(tmp_path / "none.toml")
