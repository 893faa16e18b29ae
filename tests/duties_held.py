"""The duties of the made-up figures, worked out once for all tests of what is shown of them."""

from __future__ import annotations

from functools import cache

from analysis import rulebooks, scenarios
from analysis.questions.duties import Duties, duties
from jiangyin import CITY, MONTH, known


@cache
def march_duties() -> Duties:
    """The duties of March 2021 on both rulebooks, the assumed benchmarks beside."""
    books = [rulebooks.load("hard-2019"), rulebooks.load("monitoring-2021")]
    return duties(known(), books, CITY, MONTH, [scenarios.BASELINE, scenarios.load("assumed-benchmarks")])
