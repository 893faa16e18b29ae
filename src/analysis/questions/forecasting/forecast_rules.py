"""How forecasts are made: history, gaps, back-test, width and smoothing, from `params/forecast.toml` (预测参数)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

from analysis.paths import root
from analysis.problems import InputError, Problems
from analysis.toml_tables import TomlTable, read_toml_table

WHOLE = ("least", "longest", "gaps", "season", "ahead", "first", "trials")
SHARES = ("covered", "fade")
COEFFICIENTS = ("level", "trend", "damp")


@dataclass(frozen=True)
class ForecastRules:
    """All that a forecast goes by. `coefficients`: the settings of smoothing tried, `(level, trend, damp)` each."""

    least: int
    longest: int
    gaps: int
    season: int
    ahead: int
    first: int
    trials: int
    covered: float
    fade: float
    coefficients: tuple[tuple[float, float, float], ...]


def forecast_rules() -> ForecastRules:
    """The rules of `params/forecast.toml`; read again when it changes. Raises `InputError` with every fault at once."""
    path = root() / "params" / "forecast.toml"
    return _cached(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=4)
def _cached(path: Path, _changed: int) -> ForecastRules:
    problems = Problems()
    table = read_toml_table(path, problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"value", "smoothing"})
    values = _values(table.part("value", table.values.get("value", {})))
    settings = _settings(table.part("smoothing", table.values.get("smoothing", {})))
    problems.raise_any()
    whole = {name: int(values[name]) for name in WHOLE}
    return ForecastRules(**whole, covered=values["covered"], fade=values["fade"], coefficients=_tried(settings))


def _values(given: TomlTable) -> Mapping[str, float]:
    given.only({*WHOLE, *SHARES})
    values = {name: _value(given.part(name, given.values.get(name, {}))) for name in (*WHOLE, *SHARES)}
    for name in SHARES:
        if not 0 < values[name] < 1:
            given.fault(f"{name} 应在 0 与 1 之间。", f"{name} must lie between 0 and 1.")
    return values


def _value(part: TomlTable) -> float:
    part.only({"is", "unit", "zh", "source"})
    for key in ("unit", "zh", "source"):
        part.text(key)
    amount = part.number("is")
    if amount is None or amount <= 0:
        part.fault("is 应为大于0的数。", "`is` must be a number above 0.")
    return amount or 1.0


def _settings(given: TomlTable) -> Mapping[str, list[float]]:
    given.only(set(COEFFICIENTS))
    return {name: _coefficients(given.part(name, given.values.get(name, {}))) for name in COEFFICIENTS}


def _coefficients(part: TomlTable) -> list[float]:
    part.only({"is", "unit", "zh", "source"})
    for key in ("unit", "zh", "source"):
        part.text(key)
    listed = part.values.get("is")
    numbers = listed if isinstance(listed, list) else []
    if not numbers or not all(isinstance(number, int | float) and 0 < number <= 1 for number in numbers):
        part.fault("is 应为一组大于0、不大于1的数。", "`is` must be a list of numbers above 0 and at most 1.")
        return [1.0]
    return [float(number) for number in numbers]


def _tried(settings: Mapping[str, list[float]]) -> tuple[tuple[float, float, float], ...]:
    """Every setting: without a trend first, so that of equal ones the simplest is taken."""
    flat = [(level, 0.0, 1.0) for level in settings["level"]]
    return (*flat, *product(settings["level"], settings["trend"], settings["damp"]))
