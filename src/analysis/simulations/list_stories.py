"""Who stands on the lists of a made-up city, and what such bodies did: reports, training, pledges (名单及相关)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from analysis.simulations.bodies import Parties
from analysis.simulations.fault_rates import random_mask
from analysis.simulations.scenes import (
    RegisterStory,
    Scene,
    days_after,
    numbered_records,
    random_days,
    random_truths,
    random_words,
    values_where,
)

LIST_KINDS = ("black", "red", "serious", "poor", "taxpayer", "customs")
PARTY = ("party_code", "party_name", "party_kind", "sound")
OF_ENTERPRISES = {"taxpayer": ("company", "enterprise"), "customs": ("company", "enterprise")}


def list_story(scene: Scene, parties: Parties) -> RegisterStory:
    """The story of the lists: entries, exits with their reasons, entries of bodies that had left before."""
    rows = pl.concat([_entries(scene, parties, kind) for kind in LIST_KINDS])
    number = pl.format("名单{}", pl.int_range(1, rows.height + 1).cast(pl.String).str.zfill(6))
    later = {"exited_on": ("exit_reason",)}
    return RegisterStory("lists", rows.with_columns(number.alias("record")), "entered_on", later=later)


def _entries(scene: Scene, parties: Parties, kind: str) -> pl.DataFrame:
    draw, settings = scene.draw("lists", kind), scene.settings["lists"]
    places = parties.different(_atleast_one(settings[kind], scene.entities), draw, OF_ENTERPRISES.get(kind, ()))
    domains = values_where(
        ~random_truths(draw, len(places), settings["undomained"]), random_words(draw, len(places), settings["domains"])
    )
    entered = _since(parties, places, random_days(draw, len(places), scene.begin, scene.last))
    rows = parties.at(places).with_columns(domains.alias("domain"), entered.alias("entered_on"))
    rows = _with_exits(scene, rows, kind, draw)
    again = rows.filter(random_mask(scene.faults["returned"], rows.height, draw)).drop_nulls("exited_on")
    waits = draw.integers(1, settings["gap_days"] + 1, again.height)
    back = days_after(again["exited_on"], waits, scene.last, draw)
    again = again.with_columns(back.alias("entered_on")).drop_nulls("entered_on")
    return pl.concat([rows, _with_exits(scene, again, kind, draw)]).with_columns(pl.lit(kind).alias("kind"))


def _with_exits(scene: Scene, rows: pl.DataFrame, kind: str, draw: np.random.Generator) -> pl.DataFrame:
    settings, count = scene.settings["lists"], rows.height
    stays = draw.exponential(settings["days"][kind], count).astype(np.int64)
    left = days_after(rows["entered_on"], stays, scene.last, draw)
    expired = random_mask(scene.faults["expired"], count, draw)
    other = random_truths(draw, count, settings["other_reason"])
    marks = pl.DataFrame({"expired": expired, "other": other})
    reason = pl.when("expired").then(pl.lit("expired")).when("other").then(pl.lit("other"))
    reasons = marks.select(reason.otherwise(pl.lit("rectified"))).to_series()
    return rows.with_columns(left.alias("exited_on"), values_where(left.is_not_null(), reasons).alias("exit_reason"))


def _since(parties: Parties, places: np.ndarray, days: pl.Series) -> pl.Series:
    """The days, none before the body was registered."""
    registered = parties.rows["registered_on"][pl.Series(places, dtype=pl.UInt32)]
    return registered.zip_with(registered > days, days)


def _atleast_one(rate: float, entities: int) -> float:
    """A rate that gives one of so many at the least."""
    return max(rate, 1 / max(entities, 1)) if rate * entities < 1 else rate


def _named(listed: RegisterStory, kinds: Sequence[str]) -> pl.DataFrame:
    """The bodies on some lists, each once, from its first entry."""
    among = listed.rows.filter(pl.col("kind").is_in(list(kinds))).sort("entered_on", maintain_order=True)
    return among.unique("party_code", keep="first", maintain_order=True)


def _sampled_bodies(
    scene: Scene, parties: Parties, bodies: pl.DataFrame, shares: tuple[float, float], draw: np.random.Generator
) -> tuple[pl.DataFrame, pl.Series]:
    """A share of the bodies listed and a share of all, each with a day after entry or registration."""
    share, others = shares
    listed = bodies.filter(random_truths(draw, bodies.height, share))
    rest = parties.different(_atleast_one(others, scene.entities), draw)
    waits = draw.integers(1, 400, listed.height)
    days = days_after(listed["entered_on"], waits, scene.last, draw)
    free = _since(parties, rest, random_days(draw, len(rest), scene.begin, scene.last))
    frame = pl.concat([listed.select(PARTY), parties.at(rest).select(PARTY)])
    return frame, pl.concat([days, free])


def report_story(scene: Scene, parties: Parties, listed: RegisterStory) -> RegisterStory:
    """The story of credit reports: of most bodies listed as dishonest, and of others who bid or apply."""
    draw, settings = scene.draw("reports"), scene.settings["reports"]
    frame, days = _sampled_bodies(
        scene, parties, _named(listed, ("black", "poor")), (settings["poor"], settings["others"]), draw
    )
    rows = frame.with_columns(
        days.alias("submitted_on"), random_words(draw, frame.height, settings["domains"]).alias("domain")
    )
    return RegisterStory("reports", numbered_records(rows.drop_nulls("submitted_on"), "报告"), "submitted_on")


def training_story(scene: Scene, parties: Parties, listed: RegisterStory) -> RegisterStory:
    """The story of training in credit repair; some bodies came twice."""
    draw, settings = scene.draw("training"), scene.settings["training"]
    frame, days = _sampled_bodies(
        scene, parties, _named(listed, ("black",)), (settings["black"], settings["others"]), draw
    )
    once = frame.with_columns(
        days.alias("trained_on"), random_words(draw, frame.height, settings["courses"]).alias("course")
    )
    once = once.drop_nulls("trained_on")
    twice = once.filter(random_truths(draw, once.height, settings["again"]))
    later = days_after(twice["trained_on"], draw.integers(1, 100, twice.height), scene.last, draw)
    rows = pl.concat([once, twice.with_columns(later.alias("trained_on")).drop_nulls("trained_on")])
    return RegisterStory(
        "training", rows.unique(("party_code", "trained_on", "course"), maintain_order=True), "trained_on"
    )


def pledge_story(scene: Scene, parties: Parties, listed: RegisterStory) -> RegisterStory:
    """The story of credit pledges: every kind, with repair pledges of bodies on the blacklist."""
    draw, settings = scene.draw("pledges"), scene.settings["pledges"]
    parts = [_pledged(scene, parties, kind, rate, draw) for kind, rate in settings["kinds"].items()]
    bodies = _named(listed, ("black",))
    bodies = bodies.filter(random_truths(draw, bodies.height, settings["black"]))
    pledged_on = days_after(bodies["entered_on"], draw.integers(1, 300, bodies.height), scene.last, draw)
    repair = bodies.select(PARTY).with_columns(pl.lit("repair").alias("kind"), pledged_on.alias("made_on"))
    rows = numbered_records(pl.concat([*parts, repair.drop_nulls("made_on")]), "承诺")
    waits = draw.integers(0, settings["report_days"] + 1, rows.height)
    reported = days_after(rows["made_on"], waits, scene.last, draw, settings["reported"])
    return RegisterStory(
        "pledges", rows.with_columns(reported.alias("reported_on")), "made_on", later={"reported_on": ()}
    )


def _pledged(scene: Scene, parties: Parties, kind: str, rate: float, draw: np.random.Generator) -> pl.DataFrame:
    places = parties.different(_atleast_one(rate, scene.entities), draw)
    pledges = _since(parties, places, random_days(draw, len(places), _half(scene), scene.last))
    return parties.at(places).select(PARTY).with_columns(pl.lit(kind).alias("kind"), pledges.alias("made_on"))


def _half(scene: Scene) -> date:
    """The middle of the time before the first month: pledges are a newer thing."""
    return scene.begin + timedelta(days=(scene.first - scene.begin).days // 2)


STORIES = (report_story, training_story, pledge_story)
"""Told of bodies that are listed, one a register."""
