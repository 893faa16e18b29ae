"""A city's departments written as its file, from what a filled workbook says (本市责任单位存档)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from analysis.departments.city_files import CityDepartments, city_departments, city_path
from analysis.departments.department_files import Department
from analysis.paths import replace_file

HEAD = "# 由填好的表生成（scorecard departments --from）；要改动，请改表再生成。 Made from a filled workbook."


def keep_city_departments(offices: CityDepartments) -> Path:
    """Write a city's departments as its file; gives back where."""
    return replace_file(city_path(offices.city), city_toml(offices).encode())


def city_toml(offices: CityDepartments) -> str:
    """A city's departments as TOML: what differs from the roles."""
    roles = city_departments().departments
    head = [HEAD, "", f"city = {_quoted(offices.city)}"]
    head += [f"due_day = {offices.due_day}", f"due_source = {_quoted(offices.due_source)}"] if offices.due_day else []
    units = [_unit(unit, roles.get(code)) for code, unit in offices.departments.items() if unit != roles.get(code)]
    return "\n".join([*head, "", *units, *(_duty(duty, codes) for duty, codes in offices.duties.items())])


def _unit(unit: Department, role: Department | None) -> str:
    aliases = [name for name in unit.aliases if role is None or name not in role.names()]
    lines = ["[[department]]", f"code = {_quoted(unit.code)}", f"zh = {_quoted(unit.zh)}", f"en = {_quoted(unit.en)}"]
    lines += [f"aliases = {_listed(aliases)}"] if aliases else []
    lines += [f"note = {_quoted(unit.note)}"] if unit.note and (role is None or unit.note != role.note) else []
    return "\n".join([*lines, ""])


def _duty(duty: tuple[str, str], codes: Iterable[str]) -> str:
    book, clause = map(_quoted, duty)
    return f"[[duty]]\nrulebook = {book}\nclause = {clause}\nresponsible = {_listed(codes)}\n"


def _listed(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
