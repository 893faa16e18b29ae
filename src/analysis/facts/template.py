"""The fillable workbook of a rulebook's facts: written, filled in, read back by `load` (填报模板)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.calendars import parse_month
from analysis.facts import template_sheets
from analysis.facts.cities import code_of, kind_of, name_of
from analysis.facts.dictionary import Fact
from analysis.facts.dictionary import dictionary as general
from analysis.facts.figure_rows import STATUSES
from analysis.facts.frame_names import long_facts
from analysis.facts.unit_kinds import CITY
from analysis.paths import replace_file
from analysis.problems import InputError, Problem, Problems, did_you_mean

Line = template_sheets.TemplateLine


def write_template(
    book_facts: Sequence[str],
    path: Path | str,
    city: str | Sequence[str] | None = None,
    month: str | None = None,
    figures: Any = None,
    dictionary: Mapping[str, Fact] | None = None,
) -> Path:
    """Write an XLSX to fill in: one row a fact, in the order given, with units, definitions and drop-downs.

    City and month stand in every row where given (or found in `figures`), else are left blank. `figures`
    (FACTS of one city and month) fills in what is known, in the base unit; facts not asked for are left out.
    Several units get a row each below every fact, so that a figure is filled in for all of them together.
    What is written reads back the same by `load`, to 15 digits. Equal inputs give equal bytes.
    Raises `InputError` for a fact that is not known, an unknown city or month, figures of several.
    """
    meanings = general() if dictionary is None else dictionary
    facts = _asked(book_facts, meanings)
    several = () if city is None or isinstance(city, str) else city
    given = _given(figures, city if isinstance(city, str) else None, month)
    when = parse_month(month) if month else _one(given, "month")
    codes: list[str | None] = [code_of(name, when) for name in several]
    codes = codes or [_where(city, when, given)]
    names = [_city_text(code, when) for code in codes]
    rows = {row["fact"]: row for row in given}
    lines = [_line(fact, (name, when or ""), rows.get(fact.name, {})) for fact in facts for name in names]
    return replace_file(path, template_sheets.template_bytes(lines, when, _units(codes, names)))


def _where(city: Any, month: str | None, given: Sequence[Mapping[str, Any]]) -> str | None:
    return code_of(city, month) if city else _one(given, "city")


def _units(codes: Sequence[str | None], names: Sequence[str]) -> list[str]:
    """The names, where they are of units and no cities: those may be chosen from."""
    return list(names) if any(code and kind_of(code) not in ("", CITY) for code in codes) else []


def _asked(names: Sequence[str], meanings: Mapping[str, Fact]) -> list[Fact]:
    problems = Problems()
    for name in names:
        if name not in meanings:
            zh, en = did_you_mean(name, meanings)
            problems.report(f"template, {name}", f"没有这一指标。{zh}", f"This is not a fact. {en}".rstrip())
    problems.raise_any()
    return [meanings[name] for name in dict.fromkeys(names)]


def _given(figures: Any, city: str | None, month: str | None) -> list[dict[str, Any]]:
    rows = [] if figures is None else long_facts(figures).to_dicts()
    when = parse_month(month) if month else None
    where = code_of(city, when) if city else None
    return [row for row in rows if row["city"] == (where or row["city"]) and row["month"] == (when or row["month"])]


def _one(rows: Sequence[Mapping[str, Any]], key: str) -> str | None:
    found = sorted({row[key] for row in rows})
    if len(found) > 1:
        zh, en = f"数据含多个值：{found}；请指明一个。", f"The figures hold several: {found}; name one."
        raise InputError([Problem(f"template, {key}", zh, en)])
    return found[0] if found else None


def _city_text(code: str | None, month: str | None) -> str:
    """The city's name where it leads back to the code, else the code."""
    if code is None:
        return ""
    name = name_of(code, month)
    return name if template_sheets.unique_city_code(name, month) == code else code


def _line(fact: Fact, keys: tuple[str, str], row: Mapping[str, Any]) -> Line:
    status = STATUSES[row["status"]][0] if row.get("status") else ""
    texts = (row.get("source") or "", row.get("note") or "", status)
    return Line(fact, keys, _cell(fact, row.get("value")), texts, row.get("records"))


def _cell(fact: Fact, value: float | None) -> float | str | None:
    if value is not None and fact.unit == "flag":
        return "是" if value else "否"
    return next((name for number, name in fact.choices.items() if number == value), value)
