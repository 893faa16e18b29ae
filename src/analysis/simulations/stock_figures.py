"""What stands at a month's end in made-up cities: levels, shares of a whole, yes and no, ranks (存量指标)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.simulations.courses import YEAR, Floats, Nation, over_window

Figures = Mapping[str, Floats]
Given = Mapping[str, Any]
GAPS = (2, 3)
"""How many months before and after a figure what it must cover may have fallen: some months are not delivered."""

NEARING = 3
"""From so many times what is left at the end on, what is left shrinks faster, to nothing."""


def level(nation: Nation, name: str, given: Given, figures: Figures, *, flow: bool = False) -> Floats:
    """How much there is of something, not yet rounded: what a middling city has, moved by the city's own course.

    `flow`: what arises within twelve months; its season and breaks come with each month's own.
    """
    course = logarithmic_course(nation, name, given) + (0.0 if flow else _swings(nation, name, given))
    return _middling_figure(nation, name, given, figures) * np.exp(course) + _included_figure(given, figures)


def logarithmic_course(nation: Nation, name: str, given: Given) -> Floats:
    """How far quality, trend and the city's own way move the logarithm of a level."""
    age = nation.delayed_age(name) if given.get("adds") else nation.age
    own = given.get("spread", 0) * nation.lasting(name) + given.get("trend", 0) * age
    return own + given.get("pull", 0) * _quality(nation, name, given)


def _quality(nation: Nation, name: str, given: Given) -> Floats:
    """The city's quality; for what only adds up without that part of it which passes."""
    if not given.get("adds"):
        return nation.quality
    return nation.lasting("quality") + nation.general["progress"] * nation.delayed_age(name)


def _swings(nation: Nation, name: str, given: Given) -> Floats:
    """Chance, season and breaks of a stock, which takes a year to follow a break; none of what only adds up.

    What is everywhere of one size does not wander of itself.
    """
    if given.get("adds") or given.get("frozen"):
        return np.zeros((1, 1))
    usual = 0.0 if "fixed" in given else nation.general["wander"]
    wander = given.get("wander", usual) * nation.passing(f"{name}, wander")
    broken = np.broadcast_to(nation.breaks(name, given.get("breaks", 0)), nation.shape)
    return wander + nation.season(given.get("season", 0)) + over_window(broken) / len(nation.general["season"])


def _middling_figure(nation: Nation, name: str, given: Given, figures: Figures) -> Floats:
    """What a city of middling quality has; people grow by the month, and with them all that depends on them."""
    if "of" in given:
        return given["rate"] * figures[given["of"]]
    if "people" in given:
        people = np.array([given["people"][str(league)] for league in nation.cities["league"]])
        return people[:, None] * np.exp(nation.general["growth"] * nation.delayed_age(name))
    return np.full(nation.shape, float(given["fixed"]))


def _included_figure(given: Given, figures: Figures) -> Any:
    """Another figure that this one includes."""
    return figures[given["plus"]] if "plus" in given else 0.0


def share_course(nation: Nation, name: str, given: Given, strength: float) -> Floats:
    """A share between 0 and 1; `strength` of the breaks that it has where its parameters name none.

    Whoever comes far does the rest too, by and by: otherwise no large city would ever reach a demand of all, and what
    is left over would be nothing in one month and hundreds in the next.
    """
    standing = nation.lasting(name) if given.get("adds") else nation.standing(name)
    moved = given.get("spread", 0.6) * standing + given.get("pull", 0) * _quality(nation, name, given)
    broken = nation.breaks(name, given.get("breaks", strength))
    share = 1 / (1 + np.exp(-_logit(given["share"]) - moved - broken))
    beyond = share - (1 - NEARING * (1 - nation.general["finishing"]))
    return np.minimum(share + np.maximum(beyond, 0.0) / (NEARING - 1), 1.0)


def stock_share(nation: Nation, name: str, given: Given, whole: Floats) -> Floats:
    """So much of a whole as its share comes to, rounded; at least what the whole is about to lose, where so said."""
    part = np.round(share_course(nation, name, given, 0) * whole)
    return np.minimum(whole, np.maximum(part, np.round(_lasting(_range(whole))))) if given.get("covers") else part


def _range(whole: Floats) -> Floats:
    """By how much a whole differs around each month."""
    back, ahead = GAPS
    padded = np.pad(whole, ((0, 0), (back, ahead)), mode="edge")
    near = np.stack([padded[:, at : at + whole.shape[1]] for at in range(back + ahead + 1)])
    return near.max(axis=0) - near.min(axis=0)


def _lasting(covered: Floats) -> Floats:
    """What must be covered, going down to nothing over a year and not from one month to the next."""
    padded = np.concatenate([np.zeros((len(covered), YEAR - 1)), covered], axis=1)
    count = covered.shape[1]
    return np.maximum.reduce(
        [padded[:, YEAR - 1 - back :][:, :count] * (1 - back / YEAR) for back in range(YEAR)]
    )  # fmt: skip


def flags(nation: Nation, name: str, given: Given) -> Floats:
    """Yes or no, by a chance that quality moves; what is settled stays as it is in every month."""
    quality = nation.lasting("quality") if given.get("settled") else nation.quality
    yes = _logit(nation.lots.even(name)) < _logit(given["chance"]) + given.get("pull", 0) * quality
    return np.broadcast_to(yes, nation.shape).astype(float)


def league_ranks(nation: Nation) -> Floats:
    """Each city's rank by quality in its league, of all cities there are."""
    leagues = nation.cities["league"].to_numpy()
    ranks = np.zeros_like(nation.quality)
    for league in np.unique(leagues):
        own = leagues == league
        order = np.argsort(-nation.quality[own], axis=0, kind="stable")
        ranks[own] = np.argsort(order, axis=0, kind="stable") + 1
    return ranks


def _logit(share: Any) -> Any:
    return np.log(share / (1 - share))
