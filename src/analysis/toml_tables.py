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
NOT_UTF_8 = (
    "无法读取：不是 UTF-8 编码；请另存为 UTF-8。",
    "This file can't be read: it is not UTF-8; save it as UTF-8.",
)
MOST_DOTS = 300
"""In one line: a name of thousands of parts takes all memory there is before it is refused."""


@dataclass
class TomlTable:
    """One TOML table under reading: where it stands, what it holds, and where its faults go."""

    where: str
    values: Mapping[str, Any]
    problems: Problems

    def part(self, name: str, content: Any) -> TomlTable:
        if not isinstance(content, Mapping):
            self.fault(f"{name} 应为表。", f"{name} must be a table.")
            content = {}
        return TomlTable(f"{self.where}, {name}", content, self.problems)

    def fault(self, zh: str, en: str) -> None:
        self.problems.report(self.where, zh, en)

    def only(self, expected: set[str]) -> None:
        for key in sorted(self.values.keys() - expected):
            zh, en = did_you_mean(key, sorted(expected))
            self.fault(f"不认识的键“{key}”。{zh}", f"'{key}' is not known here. {en}".rstrip())

    def text(self, key: str, *, needed: bool = True) -> str:
        text = self.values.get(key, "")
        if not isinstance(text, str) or (needed and not text.strip()):
            self.fault(f"缺少文字“{key}”。", f"The text '{key}' is missing.")
            return ""
        return text.strip()

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        chosen = self.text(key)
        if chosen and chosen not in choices:
            zh, en = did_you_mean(chosen, choices)
            either = ", ".join(choices)
            self.fault(
                f"{key} “{chosen}”应为 {either} 之一。{zh}", f"{key} '{chosen}' must be one of {either}. {en}".rstrip()
            )
        return chosen

    def number(self, key: str) -> float | None:
        number = self.values.get(key)
        if number is None or (type(number) in (int, float) and math.isfinite(number)):
            return None if number is None else float(number)
        self.fault(f"{key} 应为有限数值，实为 {number!r}。", f"{key} must be a finite number, not {number!r}.")
        return None

    def flag(self, key: str) -> bool:
        flag = self.values.get(key, False)
        if not isinstance(flag, bool):
            self.fault(f"{key} 应为 true 或 false，实为 {flag!r}。", f"{key} must be true or false, not {flag!r}.")
        return flag is True

    def units(self, key: str) -> tuple[str, ...]:
        names = self.values.get(key)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.fault(f"{key} 应为名称列表（可为空）。", f"{key} must be a list of names (it may be empty).")
            return ()
        return tuple(names)


def parsed_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds, UTF-8 with or without mark, however a program saved it.

    Raises `OSError`, `UnicodeDecodeError`, or `TOMLDecodeError` where it is no TOML or nested beyond all sense.
    """
    text = path.read_text(encoding="utf-8-sig")
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MOST_DOTS:
            raise tomllib.TOMLDecodeError(f"第 {number} 行层级过多 too many parts in line {number}")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("括号嵌套过深 brackets nested too deeply") from None


def read_toml_table(path: Path, problems: Problems) -> TomlTable | None:
    """The TOML file as a page; None, with the fault reported, where it can't be read."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ValueError(f"> {LONGEST_FILE} bytes")
        content = parsed_toml(path)
    except UnicodeDecodeError:
        problems.report(display_path(path), *NOT_UTF_8)
        return None
    except (OSError, ValueError) as error:
        problems.report(display_path(path), f"无法读取：{error}", f"This file can't be read: {error}")
        return None
    return TomlTable(display_path(path), content, problems)


def read_listed_tables(table: TomlTable, key: str, make: Callable[[TomlTable], Any]) -> list[Any]:
    """What is made of each table of `[[key]]`."""
    parts = table.values.get(key, [])
    if not isinstance(parts, list):
        table.fault(f"{key} 应写作 [[{key}]]。", f"Write {key} as [[{key}]].")
        return []
    return [make(table.part(f"{key} {place}", part)) for place, part in enumerate(parts, start=1)]
