"""TOML files read table by table, with every fault reported (TOML 读取)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.paths import display_path
from analysis.problems import Problems, did_you_mean

LONGEST_FILE = 200_000


@dataclass
class TomlTable:
    """One TOML table under reading: where it stands, what it holds, and where its faults go."""

    where: str
    held: Mapping[str, Any]
    problems: Problems

    def part(self, name: str, held: Any) -> TomlTable:
        if not isinstance(held, Mapping):
            self.fault(f"{name} 应为表。", f"{name} must be a table.")
            held = {}
        return TomlTable(f"{self.where}, {name}", held, self.problems)

    def fault(self, zh: str, en: str) -> None:
        self.problems.report(self.where, zh, en)

    def only(self, known: set[str]) -> None:
        for key in sorted(self.held.keys() - known):
            zh, en = did_you_mean(key, sorted(known))
            self.fault(f"不认识的键“{key}”。{zh}", f"'{key}' is not known here. {en}".rstrip())

    def text(self, key: str, *, needed: bool = True) -> str:
        held = self.held.get(key, "")
        if not isinstance(held, str) or (needed and not held.strip()):
            self.fault(f"缺少文字“{key}”。", f"The text '{key}' is missing.")
            return ""
        return held.strip()

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        held = self.text(key)
        if held and held not in known:
            zh, en = did_you_mean(held, known)
            either = ", ".join(known)
            self.fault(
                f"{key} “{held}”应为 {either} 之一。{zh}", f"{key} '{held}' must be one of {either}. {en}".rstrip()
            )
        return held

    def number(self, key: str) -> float | None:
        held = self.held.get(key)
        if held is None or (type(held) in (int, float) and math.isfinite(held)):
            return None if held is None else float(held)
        self.fault(f"{key} 应为有限数值，实为 {held!r}。", f"{key} must be a finite number, not {held!r}.")
        return None

    def flag(self, key: str) -> bool:
        held = self.held.get(key, False)
        if not isinstance(held, bool):
            self.fault(f"{key} 应为 true 或 false，实为 {held!r}。", f"{key} must be true or false, not {held!r}.")
        return held is True

    def units(self, key: str) -> tuple[str, ...]:
        held = self.held.get(key)
        if not isinstance(held, list) or not all(isinstance(name, str) for name in held):
            self.fault(f"{key} 应为名称列表（可为空）。", f"{key} must be a list of names (it may be empty).")
            return ()
        return tuple(held)


def read_toml_table(path: Path, problems: Problems) -> TomlTable | None:
    """The TOML file as a page; None, with the fault reported, where it can't be read."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ValueError(f"> {LONGEST_FILE} bytes")
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problems.report(display_path(path), f"无法读取：{error}", f"This file can't be read: {error}")
        return None
    return TomlTable(display_path(path), held, problems)


def read_listed_tables(held: TomlTable, key: str, make: Callable[[TomlTable], Any]) -> list[Any]:
    """What is made of each table of `[[key]]`."""
    parts = held.held.get(key, [])
    if not isinstance(parts, list):
        held.fault(f"{key} 应写作 [[{key}]]。", f"Write {key} as [[{key}]].")
        return []
    return [make(held.part(f"{key} {place}", part)) for place, part in enumerate(parts, start=1)]
