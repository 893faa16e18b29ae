"""What holds for all tests: none is judged by the clock; the longest come first, so that nobody waits at the end."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

import small_registers
import warm_notebooks

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONGEST = (
    "simulations/test_sample.py",
    "test_what_if_browser.py",
    "bench/test_subjects.py",
    "cli/test_few_figures.py",
    "test_names_at_every_door.py",
    "cli/test_run.py",
    "questions/test_plan_calendar.py",
    "questions/test_robust_plans.py",
    "reports/test_browser.py",
    "facts/measuring/test_national_counts.py",
    "registers/test_delivery.py",
    "reports/workbooks/test_content.py",
    "reports/workbooks/test_shared_cells.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others in their own order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0].removeprefix("tests/"), len(LONGEST)))


@pytest.fixture(scope="session", autouse=True)
def _small_deliveries_are_read_once() -> Iterator[None]:
    with small_registers.read_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def _notebooks_are_run_by_one_warm_process() -> Iterator[None]:
    with warm_notebooks.shared():
        yield
