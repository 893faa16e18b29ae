"""The parameters of a made-up city: `params/simulation.toml`, `params/figures.toml` (虚构城市参数)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.toml_tables import parsed_toml, unreadable_toml

Settings = Mapping[str, Mapping[str, Any]]


def city_settings() -> Settings:
    """Each parameter's value by section and name; read again when the file changes. Raises `InputError`."""
    return _read(*_place("simulation.toml"))


def figure_settings() -> Settings:
    """The parameters of the monthly figures of many cities: `params/figures.toml`. Raises `InputError`."""
    return _read(*_place("figures.toml"))


def usual_fault_rates() -> Mapping[str, float]:
    """The kinds of planted faults, each with its usual rate or number."""
    return city_settings()["faults"]


def register_words() -> Mapping[str, Any]:
    """How offices write registers, headings and choices: `params/registers.toml` as it stands."""
    return _toml(*_place("registers.toml"))


def _place(name: str) -> tuple[Path, int]:
    path = root() / "params" / name
    return path, path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> Settings:
    settings = _toml(path, changed)
    every = [(section, name, entry) for section, inside in settings.items() for name, entry in inside.items()]
    bare = [f"{section}.{name}" for section, name, entry in every if not _whole(entry)]
    if bare:
        zh, en = f"每个参数须有 is 和 note：{bare}。", f"Each parameter needs `is` and `note`: {bare}."
        raise InputError([Problem(display_path(path), zh, en)])
    return {section: {name: entry["is"] for name, entry in inside.items()} for section, inside in settings.items()}


def _whole(entry: Any) -> bool:
    return isinstance(entry, dict) and "is" in entry and bool(entry.get("note"))


@lru_cache(maxsize=8)
def _toml(path: Path, _changed: int) -> Mapping[str, Any]:
    try:
        return parsed_toml(path)
    except (OSError, ValueError) as error:
        why_zh, why = unreadable_toml(error)
        zh, en = f"参数表缺失或无法读取：{why_zh}。", f"The table of parameters is missing or cannot be read: {why}."
        raise InputError([Problem(display_path(path), zh, en)]) from None
