"""What happens in a made-up city: loans, cases, breaches, events, objections, repairs (各类事项记录)."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis import calendars
from analysis.facts.counting import values
from analysis.simulations.bodies import Parties
from analysis.simulations.scenes import FLOW, Scene, Story, WorkingDays, after, chance, picked, some_days, where

FEN_A_YUAN = 100


def loans(scene: Scene, parties: Parties) -> Story:
    """The story of Xinyidai loans: amounts in fen, most whole hundreds of yuan, some with odd fen."""
    draw, held = scene.draw("loans"), scene.settings["loans"]
    counts = draw.poisson(held["monthly"] * scene.entities, len(scene.months)) + 1
    bounds = [(calendars.month_start(month), calendars.month_end(month)) for month in scene.months]
    granted = pl.concat([some_days(draw, int(n), *ends) for n, ends in zip(counts, bounds, strict=True)])
    yuan = draw.lognormal(np.log(held["yuan"]), held["spread"], len(granted))
    odd = draw.random(len(granted)) < held["odd"]
    fen = np.where(odd, np.round(yuan * FEN_A_YUAN), np.ceil(yuan / FEN_A_YUAN) * FEN_A_YUAN**2).astype(np.int64)
    rows = parties.on(granted, draw).with_columns(
        granted.alias("granted_on"),
        pl.Series("amount", fen),
        chance(draw, len(granted), held["platform"]).alias("platform"),
        picked(draw, len(granted), held["lenders"]).alias("lender"),
    )
    return Story("loans", _numbered(rows, "借据"), "granted_on", FLOW)


def cases(scene: Scene, parties: Parties) -> Story:
    """The story of joint rewards and punishments."""
    draw, held = scene.draw("cases"), scene.settings["cases"]
    rows = _dated(scene, parties, draw, held["rate"], "decided_on")
    kinds = {"reward": held["reward"], "punishment": 1 - held["reward"]}
    rows = rows.with_columns(
        picked(draw, rows.height, kinds).alias("kind"),
        picked(draw, rows.height, scene.settings["lists"]["domains"]).alias("domain"),
        chance(draw, rows.height, held["valid"]).alias("valid"),
    )
    return Story("cases", _numbered(rows, "案例"), "decided_on")


def breaches(scene: Scene, parties: Parties) -> Story:
    """The story of breaches of faith, of units and of government bodies."""
    draw, held = scene.draw("breaches"), scene.settings["breaches"]
    rows = _dated(scene, parties, draw, held["rate"], "recorded_on")
    resolved = after(rows["recorded_on"], _waits(draw, held["days"], rows.height), scene.last, draw, held["resolved"])
    rows = rows.with_columns(
        picked(draw, rows.height, {"government": held["government"], "unit": 1 - held["government"]}).alias("kind"),
        chance(draw, rows.height, held["linked"]).alias("linked"),
        resolved.alias("resolved_on"),
    )
    return Story("breaches", _numbered(rows, "失信"), "recorded_on", later={"resolved_on": ()})


def events(scene: Scene, parties: Parties) -> Story:
    """The story of monitored events; they name no party."""
    draw, held = scene.draw("events"), scene.settings["events"]
    rows = _dated(scene, parties, draw, held["rate"], "occurred_on").select("occurred_on")
    handled = after(rows["occurred_on"], _waits(draw, held["days"], rows.height), scene.last, draw, held["handled"])
    rows = rows.with_columns(
        picked(draw, rows.height, held["fields"]).alias("field"),
        picked(draw, rows.height, held["severities"]).alias("severity"),
        handled.alias("handled_on"),
    )
    return Story("events", _numbered(rows, "事件"), "occurred_on", later={"handled_on": ()})


def objections(scene: Scene, parties: Parties) -> Story:
    """The story of objections: accepted, found valid or not, ended."""
    draw, held = scene.draw("objections"), scene.settings["objections"]
    rows = _dated(scene, parties, draw, held["rate"], "accepted_on")
    ended = after(rows["accepted_on"], _waits(draw, held["days"], rows.height), scene.last, draw, held["finished"])
    valid = chance(draw, rows.height, held["valid"])
    rows = rows.with_columns(ended.alias("finished_on"), where(ended.is_not_null(), valid).alias("valid"))
    return Story("objections", _numbered(rows, "异议"), "accepted_on", later={"finished_on": ("valid",)})


def repairs(scene: Scene, parties: Parties) -> Story:
    """The story of credit-repair reviews, with `waited`, the working days each took."""
    draw, held = scene.draw("repairs"), scene.settings["repairs"]
    rows = _dated(scene, parties, draw, held["rate"], "accepted_on")
    count, deadline = rows.height, int(values()["repair_deadline"])
    overdue = draw.random(count) < held["overdue"]
    beyond = deadline + draw.integers(1, held["late_days"] + 1, count)
    waits = np.where(overdue, beyond, draw.integers(0, deadline + 1, count))
    rest = (draw.random(count) < scene.settings["disclosure"]["rest"]) & (waits > 0)
    done = WorkingDays(scene.worked).nth(rows["accepted_on"], waits, rest)
    known = (done <= scene.last).fill_null(False) & ~chance(draw, count, held["never"])
    rows = rows.with_columns(where(known, done).alias("reviewed_on"), pl.Series("waited", waits))
    return Story("repairs", _numbered(rows, "修复"), "accepted_on", later={"reviewed_on": ()})


def _dated(scene: Scene, parties: Parties, draw: np.random.Generator, rate: float, day: str) -> pl.DataFrame:
    """So many parties, each with a day since the registers began; one at the least."""
    days = some_days(draw, max(1, int(draw.poisson(rate * scene.entities))), scene.begin, scene.last)
    return parties.on(days, draw).with_columns(days.alias(day))


def _waits(draw: np.random.Generator, mean: float, count: int) -> np.ndarray:
    return draw.exponential(mean, count).astype(np.int64)


def _numbered(rows: pl.DataFrame, start: str) -> pl.DataFrame:
    number = pl.int_range(1, rows.height + 1).cast(pl.String).str.zfill(8)
    return rows.with_columns((pl.lit(start) + number).alias("record"))
