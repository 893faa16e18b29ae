"""Which scenarios a workbook switches between, and what each does to a figure."""

from __future__ import annotations

import jiangyin
from analysis.reports.workbooks.paper import Paper
from analysis.reports.workbooks.workbook_plan import workbook_layout
from analysis.scenarios import BASELINE, Change, Scenario
from reports.workbooks.worked import ASSUMED, CITY, MONTH, cards

STEPS = Scenario(
    "steps",
    (Change("xinyi_domains", "set", 10.0), Change("xinyi_domains", "add", 2.0), Change("xinyi_domains", "scale", 0.5),
     Change("permits", "add", 5.0, city="320282")),
)  # fmt: skip


def test_scenarios_stand_in_the_order_given_though_some_are_for_one_rulebook():
    for plans in ([BASELINE, ASSUMED], [ASSUMED, BASELINE]):
        layout = workbook_layout(cards(jiangyin.known(), plans), "zh", Paper("zh", "题"))
        assert [plan.name for plan in layout.scenarios] == [plan.name for plan in plans]
        assert all(len(card.scenarios) == 2 for card in layout.cards)


def test_changes_of_one_target_fold_into_one_in_their_order():
    layout = workbook_layout(cards(jiangyin.known(), [BASELINE, STEPS]), "zh", Paper("zh", "题"))
    assert layout.folds("xinyi_domains", CITY, MONTH)[0] is None
    assert layout.folds("xinyi_domains", CITY, MONTH)[1].of(None) == 6.0
    assert layout.folds("permits", CITY, MONTH)[1] is None
