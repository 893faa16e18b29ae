"""A department's name as a page or a table prints it (责任单位名称)."""

from __future__ import annotations

from analysis.departments import load_departments
from analysis.views.words import say


def department_title(unit: str, city: str, lang: str) -> str:
    """A department's name in a city; a group is marked as one; nobody is said to be not printed."""
    department = load_departments(city).get(unit) if unit else None
    if department is None:
        return say("duty open", lang)
    return department.name(lang) + (say("group mark", lang) if department.group else "")
