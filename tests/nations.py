"""A made-up nation of a few cities in a project folder of its own, for tests of what compares cities."""

from __future__ import annotations

import shutil
from pathlib import Path

from analysis import simulations

ROOT = Path(__file__).resolve().parents[1]


def empty_project(home: Path) -> Path:
    """A project with its parameters and tables, without figures."""
    shutil.copytree(ROOT / "params", home / "params", dirs_exist_ok=True)
    (home / "data").mkdir(parents=True, exist_ok=True)
    for table in ("cities.csv", "divisions.csv"):
        shutil.copy(ROOT / "data" / table, home / "data" / table)
    return home


def simulated(cities: int | str | list[str], month: str = "2021-03", months: int = 3) -> None:
    """Figures of made-up cities in the project that is set."""
    simulations.simulate_nation(cities, month, months, 1)
