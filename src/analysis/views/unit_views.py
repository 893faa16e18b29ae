"""The lists of units as a table (单位名单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.facts import unit_kinds
from analysis.views import words
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import say


def units_table(rows: Sequence[Mapping[str, str]], lang: str = "zh") -> Table:
    """A unit a row: code, name, kind, group, parent, from when to when."""
    heads = table_columns(*((say(f"unit {column}", lang), "name") for column in COLUMNS))
    cells = tuple(tuple(_cells(row, lang)) for row in rows)
    return Table(say("units title", lang, count=len(rows)), heads, cells, lang, empty=say("units none", lang))


COLUMNS = ("code", "name", "kind", "group", "parent", "validity")


def _cells(row: Mapping[str, str], lang: str) -> Sequence[str]:
    validity = say("unit from to", lang, begun=row["valid_from"], ended=row["valid_to"])
    always = not row["valid_from"] and not row["valid_to"]
    kind, name = unit_kinds()[row["kind"]].title_in(lang), words.city_title(row["code"], lang)
    return row["code"], name, kind, row["group"], row["parent_name"], "" if always else validity
