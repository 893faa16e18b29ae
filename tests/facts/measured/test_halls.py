"""Service halls, and those connected."""

from __future__ import annotations

from small_registers import delivered, values


def test_halls_connected_by_the_months_end(city):
    delivered(
        city,
        "halls",
        *({"hall": f"大厅{n}", "connected_on": day} for n, day in enumerate(["2021-03-31", "2021-04-01", ""])),
    )
    assert values("service_halls", "service_halls_connected") == [3, 1]
