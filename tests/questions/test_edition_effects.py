"""What a new edition does to totals: shares add up exactly and are Shapley's, counted over all orders."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.questions import edition_effects
from made_up import MONTH
from published_kinds import GROUPS, Kind, book_of

VALUES = {"most": (6, "point"), "each": (0.7, "point/document"), "more": (2, "point/item")}
FACTS = pl.DataFrame({
    "city": ["320281", "320282", "320205", "320583"], "month": [MONTH] * 4,
    "answered": [1.0, 4, 9, None], "prizes": [1.0, 2, 6, 1], "done": [1.0, 3, 2, 4], "cases": [3.0, 3, 7, 4],
})  # fmt: skip
BEFORE = {
    "1": Kind("每个得分。", "min(most, each * answered)", values=VALUES),
    "2": Kind("每获表彰一次加分。", "more * prizes", group="bonus", values=VALUES | {"most": (99, "point")}),
    "3": Kind("每个领域加分。", "most * done / cases", group="bonus", values=VALUES),
    "4": Kind("按比例。", "most * done / cases", values=VALUES),
}


def after(cap="8"):
    changed = {
        "1": Kind("每个得分。", "min(most, each * answered)", values=VALUES | {"each": (0.3, "point/document")}),
        "2": Kind("每获表彰一次加分。", "more * prizes", group="bonus",
                  values=VALUES | {"most": (99, "point"), "more": (3, "point/item")}),
        "3": Kind("每个领域加分。", "most * done / cases", group="bonus", values=VALUES | {"most": (2, "point")}),
        "5": Kind("新增一项。", "when(prizes > 0, most, 0)", group="bonus", values=VALUES | {"most": (1, "point")}),
    }  # fmt: skip
    return BEFORE | changed, {"bonus": GROUPS["bonus"].replace("is = 10", f"is = {cap}")}


@pytest.fixture
def effects(tmp_path):
    kinds, groups = after()
    first = book_of(tmp_path / "a", **BEFORE)
    second = book_of(tmp_path / "b", groups=groups, **kinds)
    return edition_effects.edition_effects(FACTS, first, second), first, second


def test_shares_add_up_to_the_change_of_each_total_to_the_last_digit(effects):
    found, first, second = effects
    for part in ("low", "high"):
        totals = [scorecards.total(FACTS, book).sort("city")[part].to_list() for book in (first, second)]
        order = found.totals["city"].to_list()
        for place, city in enumerate(order):
            before, later = (dict(zip(sorted(order), ends, strict=True))[city] for ends in totals)
            assert sum(share[place] for share in found.exact[part].values()) == Fraction(later) - Fraction(before)


def test_shares_under_a_cap_are_the_means_over_all_orders(effects):
    """Worked by hand from the rules: 10 at most before, 8 after; prizes 2 or 3 points each, done 6 or 2 × share."""
    found, _, _ = effects
    own = found.shares.filter(city="320205")
    shares = dict(own.select("clause", "low").iter_rows())
    prizes, part = 6, 2 / 7
    old = {"2": 2 * prizes, "3": 6 * part, "5": 0.0}
    new = {"2": 3 * prizes, "3": 2 * part, "5": 1.0}

    def worth(taken):
        added = sum((new if name in taken else old)[name] for name in old)
        return min(added, 8 if "groups" in taken else 10)

    players = ("2", "3", "5", "groups")
    for player in players:
        gains = [
            worth({*order[: order.index(player) + 1]}) - worth({*order[: order.index(player)]})
            for order in permutations(players)
        ]
        assert shares.get(player, 0.0) == pytest.approx(sum(gains) / len(gains))
    assert shares["1"] == pytest.approx(0.3 * 9 - 6)
    assert "4" not in shares


def test_an_unknown_clause_moves_the_ends_of_the_interval(effects):
    found, _, _ = effects
    row = found.totals.filter(city="320583").row(0, named=True)
    assert row["low_before"] != row["high_before"] and row["high"] == pytest.approx(row["low"])


def test_a_clause_that_is_dropped_loses_what_it_gave(tmp_path):
    first = book_of(tmp_path / "a", **{name: BEFORE[name] for name in ("1", "4")})
    second = book_of(tmp_path / "b", **{"4": BEFORE["4"]})
    found = edition_effects.edition_effects(FACTS.head(2), first, second)
    assert found.shares.select("clause", "low").rows() == [("1", pytest.approx(-0.7)), ("1", pytest.approx(-2.8))]


def test_no_city_at_all_gives_empty_tables(tmp_path):
    first = book_of(tmp_path / "a", **BEFORE)
    found = edition_effects.edition_effects(FACTS.clear(), first, rulebooks.load(first))
    assert found.totals.is_empty() and found.shares.is_empty()
