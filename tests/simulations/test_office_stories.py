"""What offices keep of themselves."""

from __future__ import annotations

import pytest

from analysis.simulations.office_stories import county_story
from analysis.simulations.scenes import month_delivery
from analysis.simulations.simulated_city import build_scene


def test_every_day_has_its_visits(scene, stories):
    rows = stories["visits"].rows
    assert (rows["day"][0], rows["day"][-1], rows.height) == (scene.first, scene.last, 59)


def test_marks_of_items_come_and_stay(stories):
    first, second = (month_delivery(stories["items"], month) for month in ("2021-02", "2021-03"))
    for mark in ("tolerant", "notified", "pledgeable", "pledged"):
        assert first[mark].sum() <= second[mark].sum() and (first[mark] & ~second[mark]).sum() == 0
    assert (second["pledged"] & ~second["pledgeable"]).sum() == 0


@pytest.mark.parametrize(("city", "some"), [("无锡", True), ("江阴", False)])
def test_a_county_level_city_has_no_counties_below_it(city, some):
    rows = county_story(build_scene(city, "2021-03", 1, 300, 1, "none")).rows
    assert (rows.height > 0) == some and "江阴市" not in (rows["county"] if not some else [])


def test_five_sectors_of_utilities_are_listed(stories):
    assert (
        stories["agencies"].rows["sector"].drop_nulls().n_unique() == 5
        and stories["halls"].rows["hall"].is_unique().all()
    )
