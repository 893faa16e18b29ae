"""The lists of units as a table, and what a unit is called where it is no city (单位名单、单位的称呼)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from analysis.facts import CITY, kind_of, unit_kinds
from analysis.views import words
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import say


def unit_heading(codes: Collection[str], lang: str) -> str:
    """What heads these units: a city, their kind, or a unit where there are several kinds."""
    kinds = {kind_of(code) for code in codes}
    if not kinds - {CITY}:
        return say("heading city", lang)
    kind = unit_kinds().get(next(iter(kinds))) if len(kinds) == 1 else None
    return kind.zh if kind and lang == "zh" else say("heading unit", lang)


def judged_work(codes: Collection[str], lang: str) -> str:
    """Whose work is judged: a city government's, that of a kind of unit, of units."""
    if {kind_of(code) for code in codes} <= {CITY}:
        return say("work of city", lang)
    return say("work of unit", lang, kind=unit_heading(codes, lang).lower())


def units_table(rows: Sequence[Mapping[str, str]], lang: str = "zh") -> Table:
    """A unit a row: code, name, kind, group, parent, from when to when."""
    heads = table_columns(*((say(f"unit {column}", lang), "name") for column in UNIT_COLUMN_KEYS))
    cells = tuple(tuple(_cells(row, lang)) for row in rows)
    return Table(say("units title", lang, count=len(rows)), heads, cells, lang, empty=say("units none", lang))


UNIT_COLUMN_KEYS = ("code", "name", "kind", "group", "parent", "validity")


def _cells(row: Mapping[str, str], lang: str) -> Sequence[str]:
    validity = say("unit from to", lang, begun=row["valid_from"], ended=row["valid_to"])
    always = not row["valid_from"] and not row["valid_to"]
    kind, name = unit_kinds()[row["kind"]].title_in(lang), words.city_title(row["code"], lang)
    return row["code"], name, kind, row["group"], row["parent_name"], "" if always else validity
