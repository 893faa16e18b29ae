"""The table of responsible units: every spelling to one department, or to one group that is kept as such (责任单位)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.paths import root
from analysis.problems import InputError, Problems
from analysis.text_normalisation import folded
from analysis.toml_tables import TomlTable, read_listed_tables, read_toml_table

CODE = re.compile(r"[a-z][a-z0-9-]{1,30}")
POINT = "point"
_KEYS = {"code", "zh", "en", "aliases", "note", "lead"}


@dataclass(frozen=True)
class Department:
    """One unit, or a group of units: `group`; `open`: a group whose members are not all named.

    `code` is safe as the name of a file or a sheet. `aliases`: the other spellings. `lead`: who leads the work on
    credit, and answers for a veto that names no unit.
    """

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    group: bool = False
    open: bool = False
    lead: bool = False

    def name(self, lang: str) -> str:
        """What it is called; in English with the Chinese that is printed in brackets."""
        return self.zh if lang == "zh" or self.en == self.zh else f"{self.en} ({self.zh})"

    def names(self) -> tuple[str, ...]:
        """All it is found by."""
        return (self.code, self.zh, self.en, *self.aliases)


@dataclass(frozen=True)
class DepartmentTable:
    """The units by code, in their order. `least_step`: how many points a step on a duty sheet brings at least."""

    departments: Mapping[str, Department]
    least_step: float


def departments_path() -> Path:
    """Where the table of roles lies."""
    return root() / "params" / "departments.toml"


def department_table() -> DepartmentTable:
    """The table of `params/departments.toml`; read again when it changes. Raises `InputError` as it is read."""
    path = departments_path()
    return _cached(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=4)
def _cached(path: Path, _changed: int) -> DepartmentTable:
    return read_departments(path)


def read_departments(path: Path) -> DepartmentTable:
    """The table of a file.

    Raises `InputError` naming every fault at once: unknown keys, codes that are unsafe or stand twice, spellings
    that fit two, not just one lead, no least step.
    """
    problems = Problems()
    table = read_toml_table(path, problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"department", "group", "value"})
    listed = [*read_listed_tables(table, "department", _department), *read_listed_tables(table, "group", _group)]
    refuse_twice(listed, table)
    if sum(department.lead for department in listed) != 1:
        table.fault("应恰有一家标 lead = true（信用牵头单位）。", "Just one department must be marked lead = true.")
    least = _least_step(table)
    problems.raise_any()
    return DepartmentTable({department.code: department for department in listed}, least)


def _least_step(table: TomlTable) -> float:
    values = table.part("value", table.values.get("value", {}))
    step = values.part("least_step", values.values.get("least_step", {}))
    amount = step.number("is")
    if amount is None or amount <= 0 or step.text("unit") != POINT or not step.text("source"):
        zh = "least_step 应写正数 is、unit = point 和来源 source。"
        step.fault(zh, "Give `least_step` a positive `is`, the unit `point` and a `source`.")
    return amount or 0.0


def _department(table: TomlTable) -> Department:
    table.only(_KEYS)
    return Department(**named_parts(table))


def _group(table: TomlTable) -> Department:
    table.only(_KEYS | {"open"})
    return Department(**named_parts(table), group=True, open=table.flag("open"))


def named_parts(table: TomlTable) -> dict[str, Any]:
    """What a table says of a department, its code looked over."""
    code = table.text("code")
    if code and not CODE.fullmatch(code):
        table.fault("代号只含小写字母、数字和连字符。", "A code holds small letters, digits and hyphens only.")
    aliases = table.units("aliases") if "aliases" in table.values else ()
    texts = {key: table.text(key, needed=key != "note") for key in ("zh", "en", "note")}
    return {"code": code, "aliases": aliases, "lead": table.flag("lead"), **texts}


def refuse_twice(departments: Sequence[Department], table: TomlTable) -> None:
    """Report codes that stand twice, and spellings that two departments share."""
    codes = [department.code for department in departments]
    for twice in sorted({code for code in codes if codes.count(code) > 1}):
        table.fault(f"代号 {twice} 写了两次。", f"The code {twice} stands twice.")
    for spelling, first, second in shared_spellings(departments):
        clash = f"“{spelling}”同时是 {first} 和 {second}。"
        table.fault(clash, f"'{spelling}' is both {first} and {second}.")


def shared_spellings(departments: Sequence[Department]) -> list[tuple[str, str, str]]:
    """Spellings that two departments share, with their codes."""
    owners: dict[str, str] = {}
    found = []
    for department in departments:
        for spelling in dict.fromkeys(folded(name) for name in department.names()):
            if owners.setdefault(spelling, department.code) != department.code:
                found.append((spelling, owners[spelling], department.code))
    return found
