"""What a share surely is at least, against the binomial itself; and how much more is asked where it falls short."""

from __future__ import annotations

from math import comb

import pytest

from analysis.questions.planning import Strictness, first_strictness, share_floor


@pytest.mark.parametrize(("counted", "draws"), [(9, 10), (45, 50), (50, 50), (1, 20)])
@pytest.mark.parametrize("tries", [1, 6])
def test_at_the_floor_so_many_or_more_are_as_rare_as_the_doubt(counted, draws, tries):
    """By the definition: were the true share just the floor, so many would be seen with the chance of the doubt."""
    share = share_floor(counted, draws, tries)
    seen = sum(comb(draws, hits) * share**hits * (1 - share) ** (draws - hits) for hits in range(counted, draws + 1))
    assert seen == pytest.approx(0.05 / tries, rel=1e-9)


def test_what_never_happened_is_sure_of_nothing():
    assert share_floor(0, 100) == 0.0


def test_it_is_asked_more_strictly_until_all_cases_hold_then_of_more_cases():
    start = first_strictness(40, 0.9)
    assert start == Strictness(40, 36)
    assert start.stricter(0.9, 0.88) == Strictness(40, 37) and start.stricter(0.9, 0.8) == Strictness(40, 40)
    assert Strictness(40, 40).stricter(0.9, 0.8) == Strictness(80, 80)
    assert Strictness(200, 200).stricter(0.9, 0.8) is None
