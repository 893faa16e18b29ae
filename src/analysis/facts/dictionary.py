"""The dictionary of facts: what each figure means, its unit and the whole it is part of (指标字典)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.facts import dictionary_checks
from analysis.facts.scopes import MONTH_END
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems
from analysis.text_normalisation import folded
from analysis.toml_tables import parsed_toml, unreadable_toml


@dataclass(frozen=True)
class Fact:
    """One fact: its names, unit, nature, definition, slider bounds, and where it is used.

    `nature` is stock (at the month's end), flow (over a period) or state (flag, choice, rank).
    `window` is what of it counts: `month_end` (all that stands at the month's end), `month`, or `twelve_months` (the
    rolling window). `counted` is what counts once: record, body, party, code, name; or amount, mean; "" for a state.
    `within` names the whole of which it is a part: never larger than that. `choices` number -> Chinese
    name, only for the unit `choice`; `choices_en` the same in English. `low` and `high`
    bound the what-if slider, not valid figures.
    """

    name: str
    zh: str
    en: str
    unit: str
    nature: str
    meaning: str
    meaning_zh: str
    low: float
    high: float
    window: str = MONTH_END
    counted: str = ""
    clauses: tuple[str, ...] = ()
    within: str | None = None
    choices: Mapping[int, str] = field(default_factory=dict, hash=False)
    choices_en: Mapping[int, str] = field(default_factory=dict, hash=False)
    derived: bool = False


def dictionary() -> Mapping[str, Fact]:
    """The project's facts by name, in their order (`params/facts.toml`); read again when the file changes.

    Raises `InputError` naming every fault of the file at once.

    >>> from analysis import facts
    >>> fact = facts.dictionary()["permits_reported"]
    >>> fact.zh, fact.unit, fact.within
    ('已上报行政许可信息数', 'record', 'permits')
    """
    path = root() / "params" / "facts.toml"
    return _cached(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=8)
def _cached(path: Path, _changed: int) -> Mapping[str, Fact]:
    return read_dictionary(path)


def read_dictionary(path: Path | str, beside: Mapping[str, Fact] | None = None) -> Mapping[str, Fact]:
    """The facts of one dictionary file; `beside` are facts known already, which it may name as wholes.

    Raises `InputError`: file missing or no TOML, unknown or missing keys, values of the wrong kind,
    a whole that is not known, a name already taken; all of them at once.
    """
    tables, file, problems = toml_tables(Path(path)), display_path(path), Problems()
    sound = {
        name: table for name, table in tables.items() if dictionary_checks.check_definition(name, table, file, problems)
    }
    others = {name: vars(fact) for name, fact in (beside or {}).items()}
    dictionary_checks.check_agreement(sound, others, file, problems)
    problems.raise_any()
    return MappingProxyType({name: _fact(name, table) for name, table in sound.items()})


def facts_of_rulebooks() -> frozenset[str]:
    """The names, folded, of all facts that the project's rulebooks bring themselves; read again when a file changes.

    A month's figures hold those of every rulebook: whoever reads them for one passes over the others'.
    """
    files = sorted((root() / "params" / "rulebooks").glob("*/facts.toml"))
    return _own_names(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=8)
def _own_names(files: tuple[tuple[Path, int], ...]) -> frozenset[str]:
    tables = [table for file, _ in files for table in (Problems().absorb(partial(toml_tables, file)) or {}).items()]
    named = [(name, table.get("zh", name)) for name, table in tables if isinstance(table, dict)]
    return frozenset(folded(str(name)) for names in named for name in names)


def toml_tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises `InputError` where it is missing, not UTF-8 or not TOML."""
    try:
        return parsed_toml(path)
    except (OSError, ValueError) as error:
        zh, en = unreadable_toml(error)
    raise InputError([Problem(display_path(path), f"无法读取：{zh}。", f"This file cannot be read: {en}.")])


def _fact(name: str, table: Mapping[str, Any]) -> Fact:
    given = {key: table[key] for key in (item.name for item in fields(Fact)) if key in table}
    read_as = {
        "name": name,
        "low": float(table["low"]),
        "high": float(table["high"]),
        **{key: _numbered(table.get(key, {})) for key in ("choices", "choices_en")},
        "clauses": tuple(table.get("clauses", ())),
    }
    return Fact(**{**given, **read_as})


def _numbered(table: Mapping[str, str]) -> dict[int, str]:
    return {int(number): text for number, text in table.items()}
