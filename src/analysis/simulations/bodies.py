"""The bodies of a made-up city and their unified social credit codes, sound and faulty (主体与代码)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import polars as pl

from analysis import identifiers
from analysis.calendars import EPOCH
from analysis.identifiers import CODE_ALPHABET
from analysis.simulations.fault_rates import random_kinds, random_mask
from analysis.simulations.people import simulated_people
from analysis.simulations.scenes import (
    RegisterStory,
    Scene,
    days_after,
    random_days,
    random_truths,
    random_words,
    values_where,
)

CODE_FAULTS = ("check", "inner", "length", "letters", "division", "department", "genuine")
DOUBLED = ("shared", "several")
NO_DIVISION, NO_PAIR = "999999", "94"
SERIAL_DIGITS = 6
FIRST_UNIFIED = date(2015, 10, 1)
"""From this day new bodies were given unified codes at once (国发〔2015〕33号)."""


def simulated_bodies(scene: Scene) -> pl.DataFrame:
    """One row a code and body, by the day of registration.

    `code`, `name`, `kind`, `registered_on`, `closed_on`, `legacy`, `converted_on`, `corrected_on`, `genuine`;
    `planted`: the kind of fault, or null; `broken`: the code fails its check; `doubled`: shared, or one of several;
    `party`: the body may be named by its code in other registers, as no other body there has the same.
    """
    count, draw = scene.entities, scene.draw("bodies")
    kinds = random_words(draw, count, scene.settings["codes"]["kinds"])
    rows = pl.DataFrame({"kind": kinds, "registered_on": _registered(scene, draw)})
    rows = rows.sort("registered_on", maintain_order=True)
    rows = rows.with_columns(_names(scene, rows["kind"], draw), _closed(scene, rows["registered_on"], draw))
    rows = rows.with_columns(*_legacy(scene, rows["registered_on"], draw))
    return _corrected(scene, _planted(scene, rows, _stems(scene, rows["kind"], 0)), draw)


def _registered(scene: Scene, draw: np.random.Generator) -> pl.Series:
    settings = scene.settings["codes"]
    new = random_truths(draw, scene.entities, min(0.5, settings["growth"] * len(scene.months)))
    old = random_days(draw, scene.entities, date(settings["first_year"], 1, 1), scene.first - timedelta(days=1))
    return random_days(draw, scene.entities, scene.first, scene.last).zip_with(new, old)


def _names(scene: Scene, kinds: pl.Series, draw: np.random.Generator) -> pl.Series:
    """Names that no two bodies share: each holds its number."""
    settings, count = scene.settings["codes"], len(kinds)
    parts = [random_words(draw, count, settings["words"]), random_words(draw, count, settings["trades"])]
    number = pl.int_range(1, count + 1, eager=True).cast(pl.String).str.zfill(7)
    ending = kinds.replace_strict(settings["endings"], return_dtype=pl.String)
    place = scene.name.removesuffix("市") + "虚构"
    return pl.select(pl.format("{}{}{}{}{}", pl.lit(place), *parts, number, ending)).to_series().alias("name")


def _closed(scene: Scene, registered: pl.Series, draw: np.random.Generator) -> pl.Series:
    lives = draw.exponential(scene.settings["codes"]["life_days"], len(registered)).astype(np.int64) + 1
    return days_after(registered, lives, scene.last, draw).alias("closed_on")


def _legacy(scene: Scene, registered: pl.Series, draw: np.random.Generator) -> list[pl.Series]:
    """Old codes, of bodies from before the unified code, some an owner's own number; and when they were converted."""
    settings, count = scene.settings["codes"], len(registered)
    old = random_truths(draw, count, settings["legacy"]) & (registered < FIRST_UNIFIED)
    numbers = settings["marker"] + pl.int_range(0, count, eager=True).cast(pl.String).str.zfill(SERIAL_DIGITS) + "-X"
    stray = random_kinds({"stray": scene.faults["stray"]}, old, scene.draw("stray")).is_not_null()
    numbers = simulated_people(scene, scene.draw("owners"), count)["person_number"].zip_with(stray, numbers)
    eve = scene.first - timedelta(days=1)
    soon = random_days(draw, count, min(FIRST_UNIFIED, eve), eve)
    late = random_days(draw, count, scene.first, scene.last)
    when = late.zip_with(random_truths(draw, count, settings["late_conversion"]), soon)
    done = old & ~random_truths(draw, count, settings["unconverted"])
    return [values_where(old, numbers).alias("legacy"), values_where(done, when).alias("converted_on")]


def _stems(scene: Scene, kinds: pl.Series, round_: int) -> pl.DataFrame:
    """The parts of sound codes, different for every row and round: `pair`, `division`, `body` with its check digit."""
    settings, count = scene.settings["codes"], len(kinds)
    draw = scene.draw("stems")
    every = len(CODE_ALPHABET) ** SERIAL_DIGITS
    step = int(draw.integers(every // 2, every)) | 1
    step += 2 if step % len(CODE_ALPHABET) == 0 else 0
    serials = (np.arange(count, dtype=np.int64) + round_ * scene.entities) * step % every
    body = settings["marker"] + _letters(serials)
    pairs = {kind: words[int(draw.integers(0, len(words)))] for kind, words in settings["pairs"].items()}
    return pl.DataFrame(
        {
            "pair": kinds.replace_strict(pairs, return_dtype=pl.String),
            "division": pl.Series([scene.city]).gather(pl.zeros(count, dtype=pl.UInt32, eager=True)),
            "body": body + identifiers.inner_check_digit(body),
        }
    )


def _letters(numbers: np.ndarray) -> pl.Series:
    signs = np.frombuffer(CODE_ALPHABET.encode(), dtype=np.uint8)
    places = [
        signs[numbers // len(CODE_ALPHABET) ** place % len(CODE_ALPHABET)] for place in reversed(range(SERIAL_DIGITS))
    ]
    joined = np.ascontiguousarray(np.stack(places, axis=1)).view(f"S{SERIAL_DIGITS}").reshape(-1)
    return pl.Series(joined.astype(str))


def _complete_codes(parts: pl.DataFrame) -> pl.Series:
    stems = parts.select(pl.col("pair") + pl.col("division") + pl.col("body")).to_series()
    return stems + identifiers.check_character(stems)


def _planted(scene: Scene, rows: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The rows with their codes, faults planted: each body has one kind at most, doubled ones are old bodies."""
    draw = scene.draw("code faults")
    old = rows["registered_on"] < scene.first
    doubled = {kind: scene.faults[kind] for kind in DOUBLED}
    doubles = random_kinds(doubled | {"copier": scene.faults["shared"]}, old, draw)
    broken = random_kinds({kind: scene.faults[kind] for kind in CODE_FAULTS}, doubles.is_null(), draw)
    planted = rows.with_columns(
        pl.coalesce(doubles, broken).alias("planted"), _broken(parts, broken, draw).alias("code")
    ).with_columns((pl.col("planted") == "genuine").fill_null(False).alias("genuine"))
    return _with_second_codes(scene, _copied(planted))


def _broken(parts: pl.DataFrame, kinds: pl.Series, draw: np.random.Generator) -> pl.Series:
    """The codes, spoilt as their kinds say."""
    spoilt = {
        "inner": parts.with_columns(
            pl.col("body").str.slice(0, 8) + _following_sign(pl.col("body").str.slice(8), "0123456789X")
        ),
        "division": parts.with_columns(pl.lit(NO_DIVISION).alias("division")),
        "department": parts.with_columns(pl.lit(NO_PAIR).alias("pair")),
    }
    sound = _complete_codes(parts)
    last = pl.col("code").str.slice(17)
    short = pl.Series(draw.random(len(kinds)) < 0.5)
    whole = {kind: _complete_codes(codes) for kind, codes in spoilt.items()}
    codes = pl.DataFrame({"code": sound, "kind": kinds, "short": short} | whole)
    start = pl.col("code").str.slice(0, 17)
    ways = {
        "check": start + _following_sign(last, CODE_ALPHABET),
        "genuine": start + _following_sign(last, CODE_ALPHABET),
        "length": pl.when("short").then(start).otherwise(pl.col("code") + "0"),
        "letters": pl.when(pl.col("code").str.contains("0") & pl.col("short")).then(
            pl.col("code").str.replace("0", "O")).otherwise(pl.col("code").str.to_lowercase()),
        **{kind: pl.col(kind) for kind in spoilt},
    }  # fmt: skip
    chosen = (pl.when(pl.col("kind") == kind).then(way) for kind, way in ways.items())
    return codes.select(pl.coalesce(*chosen, "code")).to_series()


def _following_sign(sign: pl.Expr, signs: str) -> pl.Expr:
    """The sign after it in a list of signs, the first after the last."""
    following: Mapping[str, str] = dict(zip(signs, signs[1:] + signs[0], strict=True))
    return sign.replace_strict(following, return_dtype=pl.String)


def _copied(rows: pl.DataFrame) -> pl.DataFrame:
    """Each copier bears the code of one whose code is shared."""
    owners, copiers = (np.flatnonzero((rows["planted"] == kind).fill_null(False)) for kind in ("shared", "copier"))
    pairs = min(len(owners), len(copiers))
    codes, planted = rows["code"].to_numpy().copy(), rows["planted"].to_numpy().copy()
    codes[copiers[:pairs]] = codes[owners[:pairs]]
    planted[np.concatenate([owners[pairs:], copiers[pairs:]])] = None
    return rows.with_columns(pl.Series("code", codes), pl.Series("planted", planted.tolist(), dtype=pl.String))


def _with_second_codes(scene: Scene, rows: pl.DataFrame) -> pl.DataFrame:
    """A second sound code for each body that is to have several."""
    others = rows.with_columns(
        pl.col("planted").is_in(_faulty_kinds()).fill_null(False).alias("broken"),
        pl.col("planted").is_in([*DOUBLED, "copier"]).fill_null(False).alias("doubled"),
        (pl.col("planted") != "copier").fill_null(True).alias("party"),
    )
    again = others.filter(pl.col("planted") == "several").with_columns(pl.lit(False).alias("party"))
    again = again.with_columns(_complete_codes(_stems(scene, again["kind"], 1)).alias("code"))
    return pl.concat([others, again]).sort("registered_on", maintain_order=True)


def _faulty_kinds() -> list[str]:
    """The kinds that are faults: not a code confirmed genuine, nor one of a registry that no table knows."""
    doubted = () if identifiers.unknown_division_is_faulty() else ("division",)
    return [kind for kind in CODE_FAULTS if kind not in ("genuine", *doubted)]


def _corrected(scene: Scene, rows: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """With the day on which a faulty code was corrected: the same for all the codes of a body."""
    faulty = rows.filter(pl.col("broken") | pl.col("doubled"))["name"].unique(maintain_order=True)
    early = max(scene.first - timedelta(days=200), EPOCH)
    days = random_days(draw, len(faulty), early, scene.last)
    done = values_where(random_truths(draw, len(faulty), scene.settings["codes"]["corrected"]), days)
    corrections = rows.join(pl.DataFrame({"name": faulty, "day": done}), on="name", how="left", maintain_order="left")
    later = pl.when(pl.col("day").is_not_null()).then(pl.max_horizontal("day", "registered_on"))
    return corrections.with_columns(later.alias("corrected_on")).drop("day")


def code_story(scene: Scene, rows: pl.DataFrame) -> RegisterStory:
    """The story of the code register."""
    story = rows.with_columns(pl.lit(scene.city).alias("division"))
    later = dict.fromkeys(("converted_on", "corrected_on", "closed_on"), ())
    return RegisterStory("codes", story, "registered_on", later=later, finish=_with_status)


def _with_status(rows: pl.DataFrame, _end: date) -> pl.DataFrame:
    closed = pl.when(pl.col("closed_on").is_not_null()).then(pl.lit("closed")).otherwise(pl.lit("operating"))
    return rows.with_columns(closed.alias("status"))


class Parties:
    """Bodies that records name: of those registered by the record's day, and never one whose code is another's."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.rows = rows.filter("party")
        self._since = self.rows["registered_on"].cast(pl.Int32).to_numpy()

    def on(self, days: pl.Series, draw: np.random.Generator) -> pl.DataFrame:
        """One body a day given: `party_code`, `party_name`, `party_kind`, `sound` (the code passes its check)."""
        place = np.searchsorted(self._since, days.cast(pl.Int32).to_numpy(), side="right")
        return self.at((draw.random(len(days)) * place).astype(np.int64))

    def at(self, places: np.ndarray) -> pl.DataFrame:
        """The bodies at these places of `rows`."""
        household = pl.when(pl.col("kind") == "household").then(pl.lit("household"))
        bodies = self.rows.select(
            pl.col("code").alias("party_code"),
            pl.col("name").alias("party_name"),
            household.otherwise(pl.lit("organisation")).alias("party_kind"),
            (~(pl.col("broken") | pl.col("genuine"))).alias("sound"),
        )
        return bodies[pl.Series(places, dtype=pl.UInt32)]

    def of_kind(self, kind: str) -> pl.Series:
        """The codes of the bodies of a kind, sound ones only."""
        return self.rows.filter(pl.col("kind") == kind, ~pl.col("broken"), ~pl.col("genuine"))["code"]

    def different(self, amount: float, draw: np.random.Generator, kinds: tuple[str, ...] = ()) -> np.ndarray:
        """The places of so many bodies, each once; of some kinds only where these are given."""
        fit = self.rows["kind"].is_in(list(kinds)).to_numpy() if kinds else np.ones(self.rows.height, dtype=bool)
        among = np.flatnonzero(fit)
        return among[np.flatnonzero(random_mask(amount, len(among), draw).to_numpy())]
