"""What is a city's own: its departments' names, who answers for which clause, when figures are due (本市的责任单位).

`params/departments/<code>.toml`, made from a filled workbook; a city without a file has the names of the roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from analysis.departments.department_files import (
    Department,
    department_table,
    departments_path,
    named_parts,
    refuse_twice,
)
from analysis.paths import replace_file, root
from analysis.problems import InputError, Problems, nearest_name
from analysis.rulebooks import Clause, Rulebook
from analysis.text_normalisation import folded, quoted_value
from analysis.toml_tables import TomlTable, read_listed_tables, read_toml_table, toml_string, toml_strings

LAST_DAY = 28
"""The latest day of delivery: every month has it."""
Duty = tuple[str, str]


@dataclass(frozen=True)
class CityDepartments:
    """The departments of a city by code, in order; and what it says of its own division of work.

    `duties`: by rulebook and clause the codes that answer for it, none where the city says that this is open; a
    clause that is not there goes by what the document prints. `due_day`: the day of the next month by which figures
    are due, with its source; none where the city has set none. `own`: whether the city has a file.
    """

    city: str
    departments: Mapping[str, Department]
    duties: Mapping[Duty, tuple[str, ...]] = field(default_factory=dict)
    due_day: int | None = None
    due_source: str = ""
    own: bool = False

    def lead(self) -> Department:
        """Who leads the work on credit."""
        return next(department for department in self.departments.values() if department.lead)

    def find(self, names: Iterable[str], where: str) -> list[Department]:
        """The departments of some names, each once, in their order.

        Raises `InputError`, with near names, for all unknown names at once.
        """
        problems = Problems()
        found = [department for name in names if (department := _found(name, self.spellings, where, problems))]
        problems.raise_any()
        return list(dict.fromkeys(found))

    @cached_property
    def spellings(self) -> Mapping[str, Department]:
        """Every spelling, folded, to its department."""
        return {folded(name): department for department in self.departments.values() for name in department.names()}


def city_path(city: str) -> Path:
    """Where a city's own departments stand."""
    return root() / "params" / "departments" / f"{city}.toml"


def cities_with_departments() -> tuple[str, ...]:
    """The codes of the cities that have a file of their own."""
    return tuple(sorted(path.stem for path in city_path("").parent.glob("[0-9]*.toml")))


def city_departments(city: str = "") -> CityDepartments:
    """The departments of a city (code), or the roles themselves; read again when a file changes.

    Raises `InputError` naming every fault of the files at once.

    >>> from analysis import departments
    >>> departments.city_departments("320281").departments["peoples-bank"].zh
    '人民银行江阴支行'
    >>> departments.city_departments("320583").departments["peoples-bank"].zh
    '人民银行分支机构'
    """
    stamps = [path.stat().st_mtime_ns if path.is_file() else 0 for path in (departments_path(), city_path(city))]
    return _cached(departments_path(), city_path(city), city, *stamps)


@lru_cache(maxsize=64)
def _cached(_table: Path, path: Path, city: str, _changed: int, own: int) -> CityDepartments:
    roles = department_table().departments
    return read_city_departments(path, roles) if city and own else CityDepartments(city, roles)


def read_city_departments(path: Path, roles: Mapping[str, Department]) -> CityDepartments:
    """A city's file over the roles.

    Raises `InputError`: unknown keys, another city's code, spellings that fit two, units of a duty that are not
    known, a day that is none; all at once.
    """
    problems = Problems()
    table = read_toml_table(path, problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"city", "due_day", "due_source", "department", "duty"})
    if table.text("city") != path.stem:
        table.fault(f"city 应为 {path.stem}，与文件名一致。", f"`city` must be {path.stem}, as the file is called.")
    entries = read_listed_tables(table, "department", lambda part: _entry(part, roles))
    named = {**roles, **{entry.code: entry for entry in entries}}
    refuse_twice([*[role for code, role in roles.items() if named[code] is role], *entries], table)
    offices = CityDepartments(path.stem, named, {}, _due(table), table.text("due_source", needed=False), True)
    duties = dict(read_listed_tables(table, "duty", lambda part: _duty(part, offices)))
    problems.raise_any()
    return replace(offices, duties=duties)


def _entry(table: TomlTable, roles: Mapping[str, Department]) -> Department:
    """A department of the city; what it leaves out is the role's, whose names still find it."""
    table.only({"code", "zh", "en", "aliases", "note"})
    role = roles.get(str(table.values.get("code", "")))
    english = {"en": role.en} if role else {"en": table.values.get("zh", "")}
    parts = named_parts(TomlTable(table.where, {**english, **table.values}, table.problems))
    parts.pop("lead")
    return Department(**parts) if role is None else over_role(role, parts)


def over_role(role: Department, parts: Mapping[str, Any]) -> Department:
    """A role under a city's own names; the names of the role are spellings of it."""
    aliases = dict.fromkeys((*parts["aliases"], role.zh, role.en, *role.aliases))
    others = tuple(name for name in aliases if name not in (parts["zh"], parts["en"]))
    return replace(role, **{**parts, "aliases": others, "note": parts["note"] or role.note})


def _due(table: TomlTable) -> int | None:
    day = table.values.get("due_day")
    if day is None:
        return None
    if type(day) is not int or not 1 <= day <= LAST_DAY:
        zh = f"due_day 应为 1 至 {LAST_DAY} 的整数（次月的哪一天前报数）。"
        table.fault(zh, f"`due_day` must be a whole number from 1 to {LAST_DAY}: the day of the next month.")
        return None
    table.text("due_source")
    return day


def _duty(table: TomlTable, offices: CityDepartments) -> tuple[Duty, tuple[str, ...]]:
    table.only({"rulebook", "clause", "responsible"})
    named = table.problems.absorb(lambda: offices.find(table.units("responsible"), table.where)) or []
    return (table.text("rulebook"), table.text("clause")), tuple(department.code for department in named)


def _found(name: str, spellings: Mapping[str, Department], where: str, problems: Problems) -> Department | None:
    department = spellings.get(folded(name))
    if department is None:
        hit = spellings.get(nearest_name(folded(name), spellings) or "")
        zh = f"责任单位表中没有“{quoted_value(name)}”。" + (f"是否想写“{hit.zh}”？" if hit else "")
        en = f"'{quoted_value(name)}' is no unit of the table." + (
            f" Did you mean '{hit.zh}' ({hit.code})?" if hit else ""
        )
        hint = "本市的叫法请在 scorecard departments --template 的表里填“其他写法”（aliases）。"
        hint_en = "Give a city's own spelling in the workbook of `scorecard departments --template` (aliases)."
        problems.report(where, f"{zh}{hint}", f"{en} {hint_en}")
    return department


def responsible_departments(book: Rulebook, clause: Clause, city: str = "") -> tuple[Department, ...]:
    """Who answers for a clause in a city: as the city has it, else as the document prints it; none where neither does.

    Raises `InputError` for a printed name that the table does not know.
    """
    if not clause.responsible and not (city and city_path(city).is_file()):
        return ()
    offices = city_departments(city)
    codes = offices.duties.get((book.id, clause.id))
    if codes is not None:
        return tuple(offices.departments[code] for code in codes)
    return tuple(printed_departments(offices, book, clause))


def printed_departments(offices: CityDepartments, book: Rulebook, clause: Clause) -> list[Department]:
    """Who answers for a clause as the document prints it.

    Raises `InputError` for a printed name that the table does not know; an office's own document may have such names,
    which are nobody's until they are entered.
    """
    names = [name for name in clause.responsible if not book.own or folded(name) in offices.spellings]
    return offices.find(names, f"{book.id} {clause.id}")


HEAD = "# 由填好的表生成（scorecard departments --from）；要改动，请改表再生成。 Made from a filled workbook."


def keep_city_departments(offices: CityDepartments) -> Path:
    """Write a city's departments as its file; gives back where."""
    return replace_file(city_path(offices.city), city_toml(offices).encode())


def city_toml(offices: CityDepartments) -> str:
    """A city's departments as TOML: what differs from the roles."""
    roles = city_departments().departments
    head = [HEAD, "", f"city = {toml_string(offices.city)}"]
    source = toml_string(offices.due_source)
    head += [f"due_day = {offices.due_day}", f"due_source = {source}"] if offices.due_day else []
    units = [_unit_toml(unit, roles.get(code)) for code, unit in offices.departments.items() if unit != roles.get(code)]
    return "\n".join([*head, "", *units, *(_duty_toml(duty, codes) for duty, codes in offices.duties.items())])


def _unit_toml(unit: Department, role: Department | None) -> str:
    aliases = [name for name in unit.aliases if role is None or name not in role.names()]
    lines = ["[[department]]", *(f"{key} = {toml_string(getattr(unit, key))}" for key in ("code", "zh", "en"))]
    lines += [f"aliases = {toml_strings(aliases)}"] if aliases else []
    lines += [f"note = {toml_string(unit.note)}"] if unit.note and (role is None or unit.note != role.note) else []
    return "\n".join([*lines, ""])


def _duty_toml(duty: tuple[str, str], codes: Iterable[str]) -> str:
    book, clause = map(toml_string, duty)
    return f"[[duty]]\nrulebook = {book}\nclause = {clause}\nresponsible = {toml_strings(codes)}\n"
