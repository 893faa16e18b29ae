"""Responsible units: every spelling to one department, or to one group that is kept as such (责任单位)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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
        return self.zh if lang == "zh" else self.en


def load_departments() -> Mapping[str, Department]:
    """The departments and groups of `params/departments.toml` by code, in its order; read again when it changes.

    Raises `InputError` naming every fault at once: unknown keys, codes that are unsafe or stand twice, spellings
    that fit two.
    """
    return _cached(*_stamp())


def find_department(name: str) -> Department:
    """The department or group of a name or code. Raises `InputError`, with a near name, where there is none."""
    return resolve_departments([name])[0]


def resolve_departments(names: Iterable[str], where: str = "params/departments.toml") -> list[Department]:
    """The departments of some names, each once, in their order. Raises `InputError` for all unknown names at once."""
    spellings, problems = _spellings(*_stamp()), Problems()
    found = [held for name in names if (held := _found(name, spellings, where, problems))]
    problems.raise_any()
    return list(dict.fromkeys(found))


def _found(name: str, spellings: Mapping[str, Department], where: str, problems: Problems) -> Department | None:
    held = spellings.get(folded(name))
    if held is None:
        hit = spellings.get(nearest_name(folded(name), spellings) or "")
        zh = f"责任单位表中没有“{quoted_value(name)}”。" + (f"是否想写“{hit.zh}”？" if hit else "")
        en = f"'{quoted_value(name)}' is no unit of the table." + (
            f" Did you mean '{hit.zh}' ({hit.code})?" if hit else ""
        )
        told = "新写法请加到 params/departments.toml 的 aliases。"
        problems.report(where, f"{zh}{told}", f"{en} Add a new spelling to the aliases in params/departments.toml.")
    return held


def _stamp() -> tuple[Path, int]:
    path = root() / "params" / "departments.toml"
    return path, path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=4)
def _cached(path: Path, _changed: int) -> Mapping[str, Department]:
    return read_departments(path)


def read_departments(path: Path) -> Mapping[str, Department]:
    """The departments of a file; faults as `departments` tells them."""
    problems = Problems()
    held = read_toml_table(path, problems)
    if held is None:
        raise InputError(problems.found)
    held.only({"department", "group"})
    made = [_department(one) for one in _tables(held, "department")] + [_group(one) for one in _tables(held, "group")]
    for twice in sorted({one.code for one in made if [other.code for other in made].count(one.code) > 1}):
        held.fault(f"代号 {twice} 写了两次。", f"The code {twice} stands twice.")
    _distinct(made, held)
    problems.raise_any()
    return {one.code: one for one in made}


def _tables(held: TomlTable, key: str) -> list[TomlTable]:
    return [held.part(f"{key} {place}", one) for place, one in enumerate(held.held.get(key, []), 1)]


def _department(one: TomlTable) -> Department:
    one.only(_KEYS)
    return Department(**_named(one))


def _group(one: TomlTable) -> Department:
    one.only(_KEYS | {"open"})
    return Department(**_named(one), group=True, open=one.flag("open"))


def _named(one: TomlTable) -> dict[str, object]:
    code = one.text("code")
    if code and not CODE.fullmatch(code):
        one.fault("代号只含小写字母、数字和连字符。", "A code holds small letters, digits and hyphens only.")
    aliases = one.units("aliases") if "aliases" in one.held else ()
    note = one.text("note", needed=False)
    return {"code": code, "zh": one.text("zh"), "en": one.text("en"), "aliases": aliases, "note": note}


def _distinct(made: list[Department], held: TomlTable) -> None:
    """Report a spelling that two departments share."""
    owners: dict[str, str] = {}
    for one in made:
        for spelling in {folded(name) for name in _names(one)}:
            if owners.setdefault(spelling, one.code) != one.code:
                told = f"“{spelling}”同时是 {owners[spelling]} 和 {one.code}。"
                held.fault(told, f"'{spelling}' is both {owners[spelling]} and {one.code}.")


def _names(one: Department) -> tuple[str, ...]:
    return (one.code, one.zh, one.en, *one.aliases)


@lru_cache(maxsize=4)
def _spellings(path: Path, changed: int) -> Mapping[str, Department]:
    return {folded(name): unit for unit in _cached(path, changed).values() for name in _names(unit)}
