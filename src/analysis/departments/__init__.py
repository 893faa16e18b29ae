"""Responsible units: roles that hold anywhere, and what is a city's own (责任单位)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.departments.blank_workbooks import blank_workbook
from analysis.departments.city_files import (
    CityDepartments,
    cities_with_departments,
    city_departments,
    keep_city_departments,
    responsible_departments,
)
from analysis.departments.department_files import Department, department_table
from analysis.departments.filled_sheets import FilledRow
from analysis.departments.filled_workbooks import read_filled_workbook

__all__ = [
    "CityDepartments",
    "Department",
    "FilledRow",
    "blank_workbook",
    "cities_with_departments",
    "city_departments",
    "department_table",
    "find_department",
    "keep_city_departments",
    "load_departments",
    "read_filled_workbook",
    "resolve_departments",
    "responsible_departments",
]


def load_departments(city: str = "") -> Mapping[str, Department]:
    """The departments and groups of a city (code) by code, in order; without one the roles that hold anywhere.

    Raises `InputError` naming every fault of the files at once.
    """
    return city_departments(city).departments


def find_department(name: str, city: str = "") -> Department:
    """The department or group of a name or code. Raises `InputError`, with a near name, where there is none.

    >>> from analysis import departments
    >>> departments.find_department("市发改委(信用办)").code
    'development-reform'
    """
    return resolve_departments([name], city=city)[0]


def resolve_departments(
    names: Iterable[str], where: str = "params/departments.toml", city: str = ""
) -> list[Department]:
    """The departments of some names, each once, in their order. Raises `InputError` for all unknown names at once."""
    return city_departments(city).find(names, where)
