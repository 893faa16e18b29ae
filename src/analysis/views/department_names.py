"""A department's name as a page or a table prints it (责任单位名称)."""

from __future__ import annotations

from analysis.departments import load_departments
from analysis.facts import CITY, kind_of
from analysis.views.words import city_title, say


def department_title(unit: str, city: str, lang: str) -> str:
    """A department's name in a city; a group is marked as one; where nobody is named a city's document says nobody.

    Of a town, park or department that is scored itself, what names no department is its own matter.
    """
    department = load_departments(city).get(unit) if unit else None
    if department is None:
        return say("duty open", lang) if kind_of(city) == CITY else city_title(city, lang)
    return department.name(lang) + (say("group mark", lang) if department.group else "")
