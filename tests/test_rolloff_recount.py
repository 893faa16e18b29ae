"""What leaves a made-up city's windows is what a plain recount of its story's own days gives, month by month."""

from __future__ import annotations

import pytest

import small_registers
from analysis import simulations
from analysis.questions import rolloff
from analysis.simulations.simulated_city import build_scene, register_stories

CITY, MONTH, AHEAD = "320583", "2021-03", 12
ASKED = (CITY, MONTH, 12, 800, 4, "none")
FEN_A_YUAN = 100


@pytest.fixture(scope="module")
def leavings(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        home = small_registers.build(tmp_path_factory.mktemp("rolled"))
        patched.setenv("CITY_CREDIT_HOME", str(home))
        simulations.simulate(*ASKED)
        yield rolloff.certain_leavings(CITY, MONTH, AHEAD)


@pytest.fixture(scope="module")
def stories():
    return {name: story.rows.to_dicts() for name, story in register_stories(build_scene(*ASKED)).items()}


def left_of(rows, day, later, amount=None):
    """What still lies in the twelve months that end in a later month: by their days alone."""
    first = f"{int(later[:4]) - 1}{later[4:]}"
    kept = [row for row in rows if f"{row[day]:%Y-%m}" > first and f"{row[day]:%Y-%m}" <= MONTH]
    return sum(row[amount] for row in kept) / FEN_A_YUAN if amount else len(kept)


@pytest.mark.parametrize(
    ("fact", "register", "day", "amount"),
    [
        ("permits", "permits", "decided_on", None),
        ("penalties", "penalties", "decided_on", None),
        ("xinyidai_loans", "loans", "granted_on", "amount"),
        ("repair_reviews", "repairs", "accepted_on", None),
    ],
)
def test_what_remains_each_month_is_a_plain_recount(leavings, stories, fact, register, day, amount):
    own = leavings.filter(fact=fact)
    assert own["basis"].unique().to_list() == ["registers"] and own.height == AHEAD
    wanted = [left_of(stories[register], day, later, amount) for later in own["month"]]
    assert own["remains"].to_list() == pytest.approx(wanted, abs=1e-6) and wanted[0] > 0 == wanted[-1]
    before = [left_of(stories[register], day, MONTH, amount), *wanted[:-1]]
    assert own["leaves"].to_list() == pytest.approx(
        [then - now for then, now in zip(before, wanted, strict=True)], abs=1e-6
    )
