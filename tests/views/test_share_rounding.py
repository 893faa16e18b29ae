"""Printed shares add up to the difference of the printed totals, each within a hundredth of what it is."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from analysis.views.share_rounding import rounded_shares
from analysis.views.words import rounded_text
from questions.conftest import SOME


def test_three_thirds_of_a_point():
    """0.333… each: two get 0.33, one 0.34."""
    told = rounded_shares({(name,): Fraction(1, 3) for name in "abc"}, 10.0, 11.0)
    assert sorted(told.values()) == [0.33, 0.33, 0.34]


@SOME
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=30), st.integers(-(10**6), 10**6))
def test_what_is_printed_adds_up(thousandths, start):
    """Thousandths of a point, from a total that is itself rounded when printed."""
    shares = {(str(place),): Fraction(held, 7000) for place, held in enumerate(thousandths)}
    before = start / 1000
    after = float(Fraction(before) + sum(shares.values()))
    told = rounded_shares(shares, before, after)
    printed = [round(float(rounded_text(end).replace(",", "")) * 100) for end in (before, after)]
    assert sum(round(held * 100) for held in told.values()) == printed[1] - printed[0]
    assert all(abs(told[name] - float(share)) <= 0.02 for name, share in shares.items())
