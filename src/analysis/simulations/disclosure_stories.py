"""Permits and penalties of a made-up city, reported in time, late, or not at all (双公示)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from analysis import calendars
from analysis.facts.measured import measuring_values
from analysis.registers import FEN_A_YUAN
from analysis.simulations.bodies import Parties
from analysis.simulations.fault_rates import random_kinds, random_mask
from analysis.simulations.scenes import (
    FLOW,
    RegisterStory,
    Scene,
    WorkingDays,
    random_days,
    random_truths,
    random_words,
    values_where,
)

DISCLOSED = ("permits", "penalties")
STATED = ("party_name", "subject", "category", "authority")
LATENESS = ("late", "omitted", "concealed")


def disclosure_story(scene: Scene, parties: Parties, register: str) -> RegisterStory:
    """The story of permits or of penalties.

    Beside the register's columns: `waited`, the working days to the report; `lateness`: in time (null), late, omitted,
    concealed; `compliant`: whole, and under a sound code.
    """
    draw, settings = scene.draw(register), scene.settings[register]
    decided = _decided(scene, draw, settings["monthly"])
    records = _records(scene, register, decided, parties.of_kind("public"), draw)
    rows = pl.concat([records, parties.on(decided, draw)], how="horizontal")
    rows = _reported(scene, rows, draw, settings["concealed"])
    rows = _incomplete(scene, rows, draw)
    if register == "penalties":
        rows = rows.with_columns(*_amounts(settings, rows.height, draw))
    return RegisterStory(register, rows, "decided_on", FLOW)


def _decided(scene: Scene, draw: np.random.Generator, monthly: float) -> pl.Series:
    parts = [pl.Series([], dtype=pl.Date)]
    for month in scene.months:
        count = int(draw.poisson(monthly * scene.entities))
        parts.append(random_days(draw, count, calendars.month_start(month), calendars.month_end(month)))
    return pl.concat(parts).alias("decided_on")


def _records(
    scene: Scene, register: str, decided: pl.Series, codes: pl.Series, draw: np.random.Generator
) -> pl.DataFrame:
    """The decisions with what they are about and who took them; `codes`: of public bodies, the offices' own."""
    settings, count, offices = scene.settings[register], len(decided), scene.settings["disclosure"]["offices"]
    frame = pl.DataFrame(
        {
            "decided_on": decided,
            "office": random_words(draw, count, offices),
            "subject": random_words(draw, count, settings["subjects"]),
            "category": random_words(draw, count, settings["categories"]),
            "number": pl.int_range(1, count + 1, eager=True),
        }
    )
    short = pl.col("office").str.slice(0, 2)
    letters, place = pl.lit(settings["letters"]), pl.lit(scene.name.removesuffix("市"))
    record = pl.format("（虚构）{}{}{}〔{}〕{}号", place, short, letters, pl.col("decided_on").dt.year(), "number")
    own = dict(zip(offices, codes, strict=False))
    return frame.with_columns(
        record.alias("record"),
        (pl.lit(scene.name) + pl.col("office")).alias("authority"),
        pl.col("office").replace_strict(own, default=None, return_dtype=pl.String).alias("authority_code"),
    ).drop("office", "number")


def _reported(scene: Scene, rows: pl.DataFrame, draw: np.random.Generator, admitted: float) -> pl.DataFrame:
    """When each was reported: within the deadline, late, or never; some that were concealed are reported after all."""
    count, deadline = rows.height, measuring_values()["disclosure_deadline"].on(scene.last).number
    kinds = {kind: scene.faults[kind] for kind in LATENESS}
    lateness = random_kinds(kinds, pl.Series(np.ones(count, dtype=bool)), draw)
    beyond = draw.integers(1, scene.settings["disclosure"]["late_days"] + 1, count)
    in_time = lateness.is_null().to_numpy()
    waits = np.where(in_time, draw.integers(0, deadline + 1, count), deadline + beyond)
    rest = (draw.random(count) < scene.settings["disclosure"]["rest"]) & (waits > 0)
    days = WorkingDays(scene.worked).nth(rows["decided_on"], waits, rest)
    ever = (
        lateness.is_null() | (lateness == "late") | ((lateness == "concealed") & random_truths(draw, count, admitted))
    )
    reported = ever.fill_null(False) & (days <= scene.export).fill_null(False)
    blank = random_truths(draw, count, scene.settings["disclosure"]["unmarked"])
    hidden = (lateness == "concealed").fill_null(False)
    return rows.with_columns(
        values_where(reported, days).alias("reported_on"),
        values_where(reported, pl.Series(waits)).alias("waited"),
        lateness.alias("lateness"),
        values_where(hidden | ~blank, hidden).alias("concealed"),
    )


def _incomplete(scene: Scene, rows: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Some records lack one of what must be stated."""
    lacking = random_mask(scene.faults["incomplete"], rows.height, draw)
    which = values_where(lacking, random_words(draw, rows.height, STATED))
    emptied = rows.with_columns(
        values_where((which != name).fill_null(True), rows[name]).alias(name) for name in STATED
    )
    return emptied.with_columns((~lacking & rows["sound"]).alias("compliant"))


def _amounts(settings: Mapping[str, Any], count: int, draw: np.random.Generator) -> list[pl.Series]:
    """Fines and confiscations in fen, whole hundreds of yuan, as they are set."""
    amounts = []
    for name, share in (("fine", settings["fined"]), ("confiscated", settings["confiscating"])):
        yuan = (
            np.ceil(draw.lognormal(np.log(settings["fine_yuan"]), settings["fine_spread"], count) / FEN_A_YUAN)
            * FEN_A_YUAN
        )
        amounts.append(
            values_where(random_truths(draw, count, share), pl.Series(yuan.astype(np.int64) * FEN_A_YUAN)).alias(name)
        )
    return amounts
