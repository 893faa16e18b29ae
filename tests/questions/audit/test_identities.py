"""What should hold between figures: each identity is broken by hand once, and told once."""

from __future__ import annotations

import pytest

from analysis.facts import dictionary
from analysis.questions.audit import audit_rules
from analysis.questions.audit.figure_history import figures_with_history
from analysis.questions.audit.identities import broken_identities
from honest import months
from made_up import long
from made_up import months as row_months

# identity -> figures of a month, or of two, that break it, and figures that just keep it
CASES = {
    "blacklisted_in_poor": ({"blacklisted": 11, "poor_credit_entities": 10}, {"poor_credit_entities": 11}),
    "blacklisted_in_listed": ({"blacklisted": 11, "listed_entities": 10}, {"listed_entities": 11}),
    "legal_enterprises_in_enterprises": ({"legal_enterprises": 11, "enterprises": 10}, {"enterprises": 11}),
    "legal_enterprises_in_legal_entities": ({"legal_enterprises": 11, "legal_entities": 10}, {"legal_entities": 11}),
    "enterprises_in_market": ({"enterprises": 11, "market_entities": 10}, {"market_entities": 11}),
    "registered_enterprises_near": ({"registered_enterprises": 10, "enterprises": 21}, {"enterprises": 20}),
    "trusted_in_legal": ({"trusted_enterprises": 11, "legal_enterprises": 10}, {"legal_enterprises": 11}),
    "entities_and_people": ({"market_entities": 200, "registered_population": 127}, {"registered_population": 200}),
    "automated_in_joint": ({"joint_domains_automated": 11, "joint_domains": 10}, {"joint_domains": 11}),
    "published_in_recorded": ({"domains_published": 11, "domains_recorded": 10}, {"domains_recorded": 11}),
    "listed_in_recorded": ({"domains_listed": 11, "domains_recorded": 10}, {"domains_recorded": 11}),
    "other_xinyi_in_xinyi": ({"xinyi_domains_other": 11, "xinyi_domains": 10}, {"xinyi_domains": 11}),
    "late_in_reported": ({"disclosure_late": 11, "disclosure_records": 10}, {"disclosure_records": 11}),
    "reported_two_ways": (
        {"disclosure_records": 1_000, "permits_reported": 800, "penalties_reported": 100}, {"penalties_reported": 110},
    ),
    "omitted_and_reported": (
        {"disclosure_omitted": 4, "disclosure_concealed": 0, "permits": 100, "permits_reported": 100, "penalties": 50,
         "penalties_reported": 50},
        {"penalties_reported": 46},
    ),
    "faulty_gone_without_correction": (
        [{"codes_faulty": 12, "codes_faulty_corrected": 9}, {"codes_faulty": 2, "codes_faulty_corrected": 2}],
        {"codes_faulty": 3},
    ),
    "converted_not_fewer": ([{"codes_converted": 100}, {"codes_converted": 99}], {"codes_converted": 100}),
    "serious_exposed_bounds": (
        {"serious_entities": 100, "serious_exits_12m": 20, "serious_exposed_12m": 121}, {"serious_exposed_12m": 120},
    ),
    "serious_fall_and_exits": (
        [{"serious_entities": 100}, {"serious_entities": 70, "serious_exits_12m": 29}], {"serious_exits_12m": 30},
    ),
    "blacklist_fall_and_exits": (
        [{"blacklisted": 100}, {"blacklisted": 70, "blacklist_exits": 29}], {"blacklist_exits": 30},
    ),
    "records_not_fewer": ([{"credit_records": 100}, {"credit_records": 99}], {"credit_records": 100}),
    "lending_two_ways": (
        {"xinyidai_loans": 1e9, "xinyidai_loans_platform": 5e8, "xinyidai_loans_offplatform": 3e8},
        {"xinyidai_loans_offplatform": 4.5e8},
    ),
    "scored_and_launched": ({"residents_scored": 1, "citizen_score_launched": 0}, {"citizen_score_launched": 1}),
    "tolerant_items_and_departments": (
        {"approval_items_tolerant": 1, "approval_departments_tolerant": 0}, {"approval_departments_tolerant": 1},
    ),
    "cases_and_domains": ({"joint_cases": 1, "joint_domains": 0}, {"joint_domains": 1}),
    "feedback_and_cases": ({"joint_cases": 0, "case_feedback": 1}, {"joint_cases": 1}),
    "visits_and_site": ({"site_visits_daily": 1, "credit_site_running": 0}, {"credit_site_running": 1}),
    "objections_and_days": ({"objections_valid": 1, "objection_days": 0}, {"objection_days": 1}),
}  # fmt: skip


def broken_in(*figures_by_month):
    given = [{name: float(value) for name, value in figures.items()} for figures in figures_by_month]
    history = figures_with_history(long(row_months("2021-01", *given)), dictionary())
    return broken_identities(history, audit_rules(), dictionary())


def test_every_identity_has_its_case():
    assert {identity.id for identity in audit_rules().identities} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_where_broken_and_not_where_kept(name):
    odd, mended = CASES[name]
    odd = odd if isinstance(odd, list) else [odd]
    found = broken_in(*odd)
    assert found["rule"].to_list() == [name]
    assert set(found["facts"].item()) >= {fact for fact in odd[-1] if len(odd) == 1}
    assert broken_in(*odd[:-1], {**odd[-1], **mended}).is_empty()


@pytest.mark.parametrize("name", CASES)
def test_a_missing_figure_tells_nothing(name):
    """Each figure of the last month left out in turn: what is not known breaks nothing."""
    odd, _ = CASES[name]
    odd = odd if isinstance(odd, list) else [odd]
    spoken = next(identity.holds.names for identity in audit_rules().identities if identity.id == name)
    for gone in [fact for fact in odd[-1] if fact in spoken]:
        left = {fact: value for fact, value in odd[-1].items() if fact != gone}
        assert name not in broken_in(*odd[:-1], {**left, "counties": 0})["rule"].to_list()


def test_a_part_above_its_whole_is_told_with_both_figures():
    found = broken_in({"permits": 10, "permits_reported": 12}).row(0, named=True)
    assert (found["rule"], found["severity"]) == ("within", "high")
    assert found["facts"] == ["permits_reported", "permits"] and found["values"] == [12.0, 10.0]


def test_the_earlier_month_is_named_where_an_identity_speaks_of_it():
    assert broken_in({"credit_records": 100}, {"credit_records": 99})["since"].to_list() == ["2021-01"]


def test_honest_months_keep_every_identity():
    history = figures_with_history(months(24, seed=4, cities=10), dictionary())
    assert broken_identities(history, audit_rules(), dictionary()).is_empty()
