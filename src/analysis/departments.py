"""Responsible units: every spelling to one department, or to one group that is kept as such (责任单位)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.catalogue import text_in
from analysis.paths import root
from analysis.problems import InputError, Problems, nearest_name
from analysis.text_normalisation import folded, quoted_value
from analysis.toml_tables import TomlTable, read_toml_table

CODE = re.compile(r"[a-z][a-z0-9-]{1,30}")
_KEYS = {"code", "zh", "en", "aliases", "note"}


@dataclass(frozen=True)
class Department:
    """One unit, or a group of units: `group`; `open`: a group whose members are not all named.

    `code` is safe as the name of a file or a sheet. `aliases`: the other spellings.
    """

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    group: bool = False
    open: bool = False

    def name(self, lang: str) -> str:
        return text_in(lang, self.zh, self.en)


def load_departments() -> Mapping[str, Department]:
    """The departments and groups of `params/departments.toml` by code, in its order; read again when it changes.

    Raises `InputError` naming every fault at once: unknown keys, codes that are unsafe or stand twice, spellings
    that fit two.
    """
    return _cached(*_stamp())


def find_department(name: str) -> Department:
    """The department or group of a name or code. Raises `InputError`, with a near name, where there is none.

    >>> from analysis import departments
    >>> departments.find_department("市发改委(信用办)").code
    'development-reform'
    """
    return resolve_departments([name])[0]


def resolve_departments(names: Iterable[str], where: str = "params/departments.toml") -> list[Department]:
    """The departments of some names, each once, in their order. Raises `InputError` for all unknown names at once."""
    spellings, problems = _spellings(*_stamp()), Problems()
    found = [department for name in names if (department := _found(name, spellings, where, problems))]
    problems.raise_any()
    return list(dict.fromkeys(found))


def _found(name: str, spellings: Mapping[str, Department], where: str, problems: Problems) -> Department | None:
    department = spellings.get(folded(name))
    if department is None:
        hit = spellings.get(nearest_name(folded(name), spellings) or "")
        zh = f"责任单位表中没有“{quoted_value(name)}”。" + (f"是否想写“{hit.zh}”？" if hit else "")
        en = f"'{quoted_value(name)}' is no unit of the table." + (
            f" Did you mean '{hit.zh}' ({hit.code})?" if hit else ""
        )
        hint = "新写法请加到 params/departments.toml 的 aliases。"
        problems.report(where, f"{zh}{hint}", f"{en} Add a new spelling to the aliases in params/departments.toml.")
    return department


def _stamp() -> tuple[Path, int]:
    path = root() / "params" / "departments.toml"
    return path, path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=4)
def _cached(path: Path, _changed: int) -> Mapping[str, Department]:
    return read_departments(path)


def read_departments(path: Path) -> Mapping[str, Department]:
    """The departments of a file; faults as `departments` tells them."""
    problems = Problems()
    table = read_toml_table(path, problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"department", "group"})
    departments = [_department(entry) for entry in _tables(table, "department")] + [
        _group(entry) for entry in _tables(table, "group")
    ]
    for twice in sorted(
        {
            department.code
            for department in departments
            if [other.code for other in departments].count(department.code) > 1
        }
    ):
        table.fault(f"代号 {twice} 写了两次。", f"The code {twice} stands twice.")
    _distinct(departments, table)
    problems.raise_any()
    return {department.code: department for department in departments}


def _tables(table: TomlTable, key: str) -> list[TomlTable]:
    return [table.part(f"{key} {place}", entry) for place, entry in enumerate(table.values.get(key, []), 1)]


def _department(table: TomlTable) -> Department:
    table.only(_KEYS)
    return Department(**_named(table))


def _group(table: TomlTable) -> Department:
    table.only(_KEYS | {"open"})
    return Department(**_named(table), group=True, open=table.flag("open"))


def _named(table: TomlTable) -> dict[str, Any]:
    code = table.text("code")
    if code and not CODE.fullmatch(code):
        table.fault("代号只含小写字母、数字和连字符。", "A code holds small letters, digits and hyphens only.")
    aliases = table.units("aliases") if "aliases" in table.values else ()
    note = table.text("note", needed=False)
    return {"code": code, "zh": table.text("zh"), "en": table.text("en"), "aliases": aliases, "note": note}


def _distinct(departments: list[Department], table: TomlTable) -> None:
    """Report a spelling that two departments share."""
    owners: dict[str, str] = {}
    for department in departments:
        for spelling in {folded(name) for name in _names(department)}:
            if owners.setdefault(spelling, department.code) != department.code:
                clash = f"“{spelling}”同时是 {owners[spelling]} 和 {department.code}。"
                table.fault(clash, f"'{spelling}' is both {owners[spelling]} and {department.code}.")


def _names(department: Department) -> tuple[str, ...]:
    return (department.code, department.zh, department.en, *department.aliases)


@lru_cache(maxsize=4)
def _spellings(path: Path, changed: int) -> Mapping[str, Department]:
    return {folded(name): unit for unit in _cached(path, changed).values() for name in _names(unit)}
