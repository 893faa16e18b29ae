"""What the offices of a made-up city keep of themselves: visits, items, agencies, halls, counties (机关台账)."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from analysis import identifiers
from analysis.simulations.scenes import FLOW, RegisterStory, Scene, random_days, random_truths, values_where

MARKS = ("tolerant", "notified", "pledgeable", "pledged")
SECTORS = {"water": "自来水", "power": "供电", "gas": "燃气", "post": "邮政", "telecommunications": "通信"}
NUMERALS = "一二三四五六七八九十"


def visit_story(scene: Scene) -> RegisterStory:
    """The story of visits to the credit site: every day of every month."""
    draw, settings = scene.draw("visits"), scene.settings["visits"]
    days = pl.date_range(scene.first, scene.last, eager=True)
    each = draw.lognormal(np.log(max(1.0, settings["daily"] * scene.entities)), settings["spread"], len(days))
    return RegisterStory("visits", pl.DataFrame({"day": days, "visits": each.astype(np.int64)}), "day", FLOW)


def item_story(scene: Scene) -> RegisterStory:
    """The story of approval and service items, whose marks come one after the other."""
    draw, settings = scene.draw("items"), scene.settings["items"]
    count = settings["number"]
    departments = pl.Series([f"{scene.name}第{place + 1}办事单位" for place in range(settings["departments"])])
    rows = pl.DataFrame(
        {
            "item": [f"（虚构）事项第{number + 1:04d}号" for number in range(count)],
            "department": departments.gather(pl.Series(draw.integers(0, len(departments), count), dtype=pl.UInt32)),
            "approval": random_truths(draw, count, settings["approval"]),
        }
    )
    since = {mark: _since(scene, draw, count, settings["marks"][mark], settings["early"]) for mark in MARKS}
    listed = pl.int_range(count, eager=True) < settings["reform"]
    since["notified"] = values_where(listed, since["notified"])
    rows = rows.with_columns(days.alias(f"{mark} since") for mark, days in since.items())
    return RegisterStory("items", rows, finish=_marked)


def _marked(rows: pl.DataFrame, end: date) -> pl.DataFrame:
    """Which marks hold on a day: those that have come; only an item that may be done on a pledge is pledged."""
    marks = {mark: (pl.col(f"{mark} since") <= end).fill_null(False) for mark in MARKS}
    return rows.with_columns(
        *(truth.alias(mark) for mark, truth in marks.items() if mark != "pledged"),
        (marks["pledged"] & marks["pledgeable"]).alias("pledged"),
    )


def _since(scene: Scene, draw: np.random.Generator, count: int, share: float, early: float) -> pl.Series:
    """Since when each of so many holds: before the first month, within the months, or never."""
    before = random_days(draw, count, scene.begin, scene.first)
    within = random_days(draw, count, scene.first, scene.last)
    return values_where(random_truths(draw, count, share), before.zip_with(random_truths(draw, count, early), within))


def agency_story(scene: Scene) -> RegisterStory:
    """The story of the bodies that must be connected; utilities bear their sector."""
    draw, settings = scene.draw("agencies"), scene.settings["agencies"]
    plain = [(f"{scene.name}第{place + 1}应联通单位", None) for place in range(settings["number"])]
    named = [
        (f"{scene.name}{SECTORS[sector]}{NUMERALS[place]}公司", sector)
        for sector, number in settings["sectors"].items()
        for place in range(number)
    ]
    rows = pl.DataFrame([*plain, *named], schema={"agency": pl.String, "sector": pl.String}, orient="row")
    rows = rows.with_columns(
        _since(scene, draw, rows.height, settings["connected"], settings["early"]).alias(day)
        for day in ("connected_on", "collected_on")
    )
    return RegisterStory("agencies", rows, later={"connected_on": (), "collected_on": ()})


def hall_story(scene: Scene) -> RegisterStory:
    """The story of the government service halls."""
    draw, settings = scene.draw("halls"), scene.settings["halls"]
    names = [f"{scene.name}第{place + 1}政务服务大厅" for place in range(settings["number"])]
    connected = _since(scene, draw, len(names), settings["connected"], settings["early"])
    return RegisterStory("halls", pl.DataFrame({"hall": names, "connected_on": connected}), later={"connected_on": ()})


def county_story(scene: Scene) -> RegisterStory:
    """The story of the counties and districts under the city; a county-level city has none."""
    draw, settings = scene.draw("counties"), scene.settings["counties"]
    names = _below(scene.city)
    monitored = _since(scene, draw, len(names), settings["monitored"], settings["early"])
    return RegisterStory(
        "counties", pl.DataFrame({"county": names, "monitored_on": monitored}), later={"monitored_on": ()}
    )


def _below(city: str) -> pl.Series:
    """The names of the counties whose codes begin as the city's does."""
    whole = city.endswith("00")
    start = city[:2] if city.endswith("0000") else city[:4]
    below = pl.col("code").str.starts_with(start) & (pl.col("level") == "county") & pl.lit(whole)
    divisions = identifiers.division_codes().filter(below, pl.col("valid_to").is_null())
    return divisions["name"].unique(maintain_order=True)


STORIES = (visit_story, item_story, agency_story, hall_story, county_story)
"""Told of offices, of no body; one a register."""
