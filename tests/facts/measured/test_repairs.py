"""Reviews of credit repair, and those overdue."""

from __future__ import annotations

import pytest

from small_registers import delivered, figures, values


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


@pytest.mark.parametrize(
    ("applied", "accepted", "reviewed", "overdue"),
    [
        ("2026-03-02", "2026-03-04", "2026-03-16", 0),
        ("2026-03-02", "2026-03-04", "2026-03-17", 1),
        ("2026-03-17", "2026-03-19", "", 1),
        ("2026-03-18", "2026-03-19", "", 0),
    ],
)
def test_from_june_2025_the_days_count_from_the_application(city, applied, accepted, reviewed, overdue):
    """Ten working days after 2 March 2026 end on the 16th; after the 17th on the 31st, the month's last day."""
    row = {"record": "1", "applied_on": applied, "accepted_on": accepted, "reviewed_on": reviewed}
    delivered(city, "repairs", row, month="2026-03")
    assert values("repair_reviews", "repair_reviews_overdue", month="2026-03") == [1, overdue]


def test_in_a_window_over_the_change_each_review_has_its_own_clock(city):
    """Accepted on the eve: eleven days from the application, nine from acceptance; and the same a week later."""
    rows = (
        {"record": accepted, "applied_on": applied, "accepted_on": accepted, "reviewed_on": reviewed}
        for applied, accepted, reviewed in (
            ("2025-06-16", "2025-06-18", "2025-07-01"), ("2025-06-23", "2025-06-25", "2025-07-08"),
        )
    )  # fmt: skip
    delivered(city, "repairs", *rows, month="2025-12")
    assert values("repair_reviews", "repair_reviews_overdue", month="2025-12") == [2, 1]


def test_without_the_day_of_the_application_the_overdue_of_2026_are_unknown(city):
    delivered(city, "repairs", {"record": "1", "accepted_on": "2026-03-02", "reviewed_on": ""}, month="2026-03")
    row = figures("repair_reviews_overdue", month="2026-03")["repair_reviews_overdue"]
    assert (row["value"], row["note"]) == (None, "缺 信用修复 2026-03（缺 applied_on 列）")


def test_one_review_without_it_is_told_of(city):
    rows = (
        {"record": day, "applied_on": day, "accepted_on": "2026-03-02", "reviewed_on": ""} for day in ("", "2026-03-02")
    )
    delivered(city, "repairs", *({**row, "record": str(n)} for n, row in enumerate(rows)), month="2026-03")
    row = figures("repair_reviews_overdue", month="2026-03")["repair_reviews_overdue"]
    assert row["value"] == 1 and row["note"].endswith("另有 1 件没有起算日期，未判断是否超期")
