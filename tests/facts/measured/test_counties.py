"""Counties of the city, and those under monitoring."""

from __future__ import annotations

from small_registers import delivered, values

HEADS = ["county", "monitored_on"]


def test_counties_monitored_by_the_months_end(city):
    delivered(
        city,
        "counties",
        *({"county": f"县{n}", "monitored_on": day} for n, day in enumerate(["2021-03-31", "2021-04-01", ""])),
    )
    assert values("counties", "counties_monitored") == [3, 1]


def test_a_register_that_says_so_has_no_counties_one_of_headings_alone_says_nothing(city):
    delivered(city, "counties", heads=HEADS)
    assert values("counties", "counties_monitored") == [0, 0]
    delivered(city, "counties", heads=HEADS, stated=False)
    assert values("counties", "counties_monitored") == [None, None]
