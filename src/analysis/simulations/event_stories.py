"""What happens in a made-up city: loans, cases, breaches, events, objections, repairs (各类事项记录)."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis import calendars
from analysis.facts.measured import measuring_values
from analysis.registers import FEN_A_YUAN
from analysis.simulations.bodies import Parties
from analysis.simulations.scenes import (
    FLOW,
    RegisterStory,
    Scene,
    WorkingDays,
    days_after,
    numbered_records,
    random_days,
    random_truths,
    random_words,
    values_where,
)


def loan_story(scene: Scene, parties: Parties) -> RegisterStory:
    """The story of Xinyidai loans: amounts in fen, most whole hundreds of yuan, some with odd fen."""
    draw, settings = scene.draw("loans"), scene.settings["loans"]
    counts = draw.poisson(settings["monthly"] * scene.entities, len(scene.months)) + 1
    bounds = [(calendars.month_start(month), calendars.month_end(month)) for month in scene.months]
    granted = pl.concat([random_days(draw, int(n), *ends) for n, ends in zip(counts, bounds, strict=True)])
    yuan = draw.lognormal(np.log(settings["yuan"]), settings["spread"], len(granted))
    odd = draw.random(len(granted)) < settings["odd"]
    fen = np.where(odd, np.round(yuan * FEN_A_YUAN), np.ceil(yuan / FEN_A_YUAN) * FEN_A_YUAN**2).astype(np.int64)
    rows = parties.on(granted, draw).with_columns(
        granted.alias("granted_on"),
        pl.Series("amount", fen),
        random_truths(draw, len(granted), settings["platform"]).alias("platform"),
        random_words(draw, len(granted), settings["lenders"]).alias("lender"),
    )
    return RegisterStory("loans", numbered_records(rows, "借据"), "granted_on", FLOW)


def case_story(scene: Scene, parties: Parties) -> RegisterStory:
    """The story of joint rewards and punishments."""
    draw, settings = scene.draw("cases"), scene.settings["cases"]
    rows = _dated(scene, parties, draw, settings["rate"], "decided_on")
    kinds = {"reward": settings["reward"], "punishment": 1 - settings["reward"]}
    rows = rows.with_columns(
        random_words(draw, rows.height, kinds).alias("kind"),
        random_words(draw, rows.height, scene.settings["lists"]["domains"]).alias("domain"),
        random_truths(draw, rows.height, settings["valid"]).alias("valid"),
    )
    return RegisterStory("cases", numbered_records(rows, "案例"), "decided_on")


def breach_story(scene: Scene, parties: Parties) -> RegisterStory:
    """The story of breaches of faith, of units and of government bodies."""
    draw, settings = scene.draw("breaches"), scene.settings["breaches"]
    rows = _dated(scene, parties, draw, settings["rate"], "recorded_on")
    resolved = days_after(
        rows["recorded_on"], _waits(draw, settings["days"], rows.height), scene.last, draw, settings["resolved"]
    )
    rows = rows.with_columns(
        random_words(
            draw, rows.height, {"government": settings["government"], "unit": 1 - settings["government"]}
        ).alias("kind"),
        random_truths(draw, rows.height, settings["linked"]).alias("linked"),
        resolved.alias("resolved_on"),
    )
    return RegisterStory("breaches", numbered_records(rows, "失信"), "recorded_on", later={"resolved_on": ()})


def event_story(scene: Scene, parties: Parties) -> RegisterStory:
    """The story of monitored events; they name no party."""
    draw, settings = scene.draw("events"), scene.settings["events"]
    rows = _dated(scene, parties, draw, settings["rate"], "occurred_on").select("occurred_on")
    handled = days_after(
        rows["occurred_on"], _waits(draw, settings["days"], rows.height), scene.last, draw, settings["handled"]
    )
    rows = rows.with_columns(
        random_words(draw, rows.height, settings["fields"]).alias("field"),
        random_words(draw, rows.height, settings["severities"]).alias("severity"),
        handled.alias("handled_on"),
    )
    return RegisterStory("events", numbered_records(rows, "事件"), "occurred_on", later={"handled_on": ()})


def objection_story(scene: Scene, parties: Parties) -> RegisterStory:
    """The story of objections: accepted, found valid or not, ended."""
    draw, settings = scene.draw("objections"), scene.settings["objections"]
    rows = _dated(scene, parties, draw, settings["rate"], "accepted_on")
    ended = days_after(
        rows["accepted_on"], _waits(draw, settings["days"], rows.height), scene.last, draw, settings["finished"]
    )
    valid = random_truths(draw, rows.height, settings["valid"])
    rows = rows.with_columns(ended.alias("finished_on"), values_where(ended.is_not_null(), valid).alias("valid"))
    return RegisterStory("objections", numbered_records(rows, "异议"), "accepted_on", later={"finished_on": ("valid",)})


def repair_story(scene: Scene, parties: Parties) -> RegisterStory:
    """The story of credit-repair reviews, applied for some days ahead, with `waited`, the working days each took."""
    draw, settings = scene.draw("repairs"), scene.settings["repairs"]
    rows = _dated(scene, parties, draw, settings["rate"], "accepted_on")
    count, deadline = rows.height, measuring_values()["repair_deadline"].on(scene.last).number
    overdue = draw.random(count) < settings["overdue"]
    beyond = deadline + draw.integers(1, settings["late_days"] + 1, count)
    waits = np.where(overdue, beyond, draw.integers(0, deadline + 1, count))
    rest = (draw.random(count) < scene.settings["disclosure"]["rest"]) & (waits > 0)
    done = WorkingDays(scene.worked).nth(rows["accepted_on"], waits, rest)
    repaired = (done <= scene.last).fill_null(False) & ~random_truths(draw, count, settings["never"])
    ahead = scene.draw("applications").integers(0, settings["ahead_days"] + 1, count)
    rows = rows.with_columns(
        values_where(repaired, done).alias("reviewed_on"),
        pl.Series("waited", waits),
        (pl.col("accepted_on").cast(pl.Int32) - pl.Series(ahead.astype("int32"))).cast(pl.Date).alias("applied_on"),
    )
    return RegisterStory("repairs", numbered_records(rows, "修复"), "accepted_on", later={"reviewed_on": ()})


def _dated(scene: Scene, parties: Parties, draw: np.random.Generator, rate: float, day: str) -> pl.DataFrame:
    """So many parties, each with a day since the registers began; one at the least."""
    days = random_days(draw, max(1, int(draw.poisson(rate * scene.entities))), scene.begin, scene.last)
    return parties.on(days, draw).with_columns(days.alias(day))


def _waits(draw: np.random.Generator, mean: float, count: int) -> np.ndarray:
    return draw.exponential(mean, count).astype(np.int64)


STORIES = (loan_story, case_story, breach_story, event_story, objection_story, repair_story)
"""Told of the bodies alone, one a register."""
