"""A whole card as a programme: after any moves it comes to what the rulebook scores."""

from __future__ import annotations

import numpy as np
import pytest

import small_plans
from analysis import rulebooks
from analysis.questions import plan
from analysis.questions.starting_points import starting_point
from made_up import row
from small_books import CLAUSE, spoilt, written

CITY, MONTH = "320281", "2021-03"


@pytest.mark.parametrize("seed", range(40))
def test_the_programmes_total_is_the_rulebooks_after_any_moves(seed):
    case = small_plans.small_case(1000 + seed)
    draft = plan.plan_draft(case.facts, case.book, CITY, MONTH, case.goal, case.scenario, case.costs, case.upper)
    assert not draft.outside
    search, card = draft.search, draft.search.card
    random = np.random.default_rng(seed)
    for place in random.permutation(len(case.rows))[:6]:
        figures = dict(zip(case.goal.limits, case.rows[place], strict=True))
        moves = {name: round((figures[name] - lever.now) / lever.step) for name, lever in card.levers.items()}
        useful = {name: move for name, move in moves.items() if _useful(card.levers[name], move)}
        if useful == moves:
            assert search.total_of(moves) == pytest.approx(case.total[place], abs=1e-9)


def _useful(lever, move):
    return lever.natural[0] <= move <= lever.natural[1]


def test_a_clause_that_cannot_be_put_in_is_named(tmp_path):
    text = spoilt(
        CLAUSE, 'points = "min(most, each * joint_domains)"', 'points = "min(most, each * joint_domains * share)"'
    )
    text = text.replace("[value]", '[let]\nshare = { is = "xinyi_domains / each_one", zh = "份" }\n\n[value]')
    text = text.replace(
        "[[example]]", 'each_one = { is = 1, unit = "domain", zh = "一", source = "clause" }\n\n[[example]]'
    )
    text = text.replace("joint_domains = 4", "joint_domains = 4, xinyi_domains = 1")
    book = rulebooks.load(written(tmp_path / "book", **{"1": text}))
    here = starting_point(row(joint_domains=2.0, xinyi_domains=1.0), book, CITY, MONTH)
    found = plan.best(row(joint_domains=2.0, xinyi_domains=1.0), book, CITY, MONTH, plan.PlanDemand(reach=5))
    assert [(clause, en) for clause, _, en in found.outside] == [("1", "two levers are multiplied")]
    assert not found.possible and found.most == here.total["low"] == 2.0
