"""Reviews of credit repair, and those overdue."""

from __future__ import annotations

import pytest

from small_registers import delivered, values


@pytest.mark.parametrize(
    ("accepted", "reviewed", "reviews", "overdue"),
    [
        ("2021-03-05", "2021-03-19", 1, 0),
        ("2021-03-05", "2021-03-22", 1, 1),
        ("2021-03-17", "", 1, 1),
        ("2021-03-18", "", 1, 0),
        ("2021-03-17", "2021-04-01", 1, 1),
        ("2020-04-01", "2020-04-02", 1, 0),
        ("2020-03-31", "", 0, 0),
    ],
)
def test_a_review_is_overdue_after_ten_working_days(city, accepted, reviewed, reviews, overdue):
    """Ten working days after 17 March end on 31 March, the month's last day; after 18 March they still run."""
    delivered(city, "repairs", {"record": "1", "accepted_on": accepted, "reviewed_on": reviewed})
    assert values("repair_reviews", "repair_reviews_overdue") == [reviews, overdue]


def test_without_dates_of_review_the_overdue_are_missing(city):
    delivered(city, "repairs", {"record": "1", "accepted_on": "2021-03-01"})
    assert values("repair_reviews", "repair_reviews_overdue") == [1, None]
