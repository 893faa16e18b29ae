"""A small made-up city: told once for all tests, written and measured once."""

from __future__ import annotations

import pytest

from analysis.simulations.bodies import Parties, simulated_bodies
from analysis.simulations.simulated_city import build_scene, register_stories

PLANTED = (
    "usual,check=5,inner=3,length=4,letters=4,division=3,department=3,genuine=3,shared=4,several=4,late=0.08,omitted=0.04,"
    "concealed=0.02,incomplete=0.03,returned=0.4,dates=1,empty=1,strangers=1,backwards=1,units=1,amounts=1,choices=1,"
    "numbers=1,years=1,repeated=1,broken=1,cut=1,crowded=1,natural=0.08,stray=0.05,wide=0.1,blanks=0.1,spellings=0.6"
)


def person_marks(scene):
    """What betrays a made-up person: if one of these stands anywhere in an output, a person was let through."""
    settings = scene.settings["people"]
    return (*settings["names"], settings["region"] + settings["born"], settings["mobile"])


@pytest.fixture(scope="session")
def scene():
    """Wuxi, two months, all faults."""
    return build_scene("无锡", "2021-03", 2, 2_000, 3, PLANTED)


@pytest.fixture(scope="session")
def plain():
    """The same without a fault."""
    return build_scene("无锡", "2021-03", 2, 2_000, 3, "none")


@pytest.fixture(scope="session")
def rows(scene):
    return simulated_bodies(scene)


@pytest.fixture(scope="session")
def parties(rows):
    return Parties(rows)


@pytest.fixture(scope="session")
def stories(scene):
    """The story of every register."""
    return register_stories(scene)
