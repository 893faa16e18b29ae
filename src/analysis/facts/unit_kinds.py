"""The kinds of units that are scored: towns, parks, departments and others beside cities (单位类别)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.facts.unit_codes import FORMS
from analysis.paths import display_path, root
from analysis.problems import Problems
from analysis.text_normalisation import folded
from analysis.toml_tables import TomlTable, read_toml_table

CITY = "city"
CITY_WORDS = ("城市", "市")
MOST_NUMBER = 99
KEYS = {"number", "league", "zh", "en", "words", "endings", "beginnings", "codes"}


@dataclass(frozen=True)
class UnitKind:
    """A kind: its number among leagues, its names, how tables write it, what short names drop, the codes it bears.

    `league`: the kind that it is ranked and compared with, itself where it stands apart.
    """

    name: str
    number: int
    league: str
    zh: str
    en: str
    words: tuple[str, ...]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    codes: tuple[str, ...]

    def title_in(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


def unit_kinds() -> Mapping[str, UnitKind]:
    """The kinds by name; none where the project has no such file. Raises `InputError` with its faults.

    Source: `params/unit_kinds.toml`.
    """
    path = root() / "params" / "unit_kinds.toml"
    return _kinds(path, path.stat().st_mtime_ns) if path.is_file() else {}


def leagued_kinds(kind: str) -> tuple[UnitKind, ...]:
    """The kinds ranked and compared together with a kind, the one whose number the league bears first."""
    kinds = unit_kinds()
    with_kind = kinds[kind].league if kind in kinds else ""
    together = [each for each in kinds.values() if each.league == with_kind]
    return tuple(sorted(together, key=lambda each: each.name != with_kind))


def kind_of_word(word: str) -> str | None:
    """The kind that a word means, `city` among them; None where it means none.

    >>> from analysis import facts
    >>> facts.kind_of_word("街道"), facts.kind_of_word("town"), facts.kind_of_word("城市")
    ('town', 'town', 'city')
    """
    return kind_words().get(folded(word))


def kind_words() -> Mapping[str, str]:
    """Every word for a kind, folded, with the kind's name."""
    words = {folded(word): CITY for word in (CITY, *CITY_WORDS)}
    for kind in unit_kinds().values():
        words |= {folded(word): kind.name for word in (kind.name, kind.zh, *kind.words)}
    return words


@lru_cache(maxsize=8)
def _kinds(path: Path, _changed: int) -> Mapping[str, UnitKind]:
    problems = Problems()
    table = read_toml_table(path, problems)
    kinds = [_kind(name, table.part(name, part), problems) for name, part in table.values.items()] if table else []
    named = {kind.name: kind for kind in kinds}
    for kind in [kind for kind in kinds if not _leads(named.get(kind.league))]:
        zh = f"{kind.name} 的 league 应是一个类别的代号，而且那一类自成一组。"
        en = "league must name a kind that is a league of its own."
        problems.report(f"{display_path(path)}, {kind.name}", zh, en)
    problems.raise_any()
    return named


def _leads(kind: UnitKind | None) -> bool:
    """Whether a kind stands at the head of a league."""
    return kind is not None and kind.league == kind.name


def _kind(name: str, part: TomlTable, problems: Problems) -> UnitKind:
    part.only(KEYS)
    number, codes = part.number("number"), part.units("codes")
    if number is None or not 1 <= number <= MOST_NUMBER:
        part.fault(f"number 应为 1 至 {MOST_NUMBER}。", f"number must be 1 to {MOST_NUMBER}.")
    for code in [code for code in codes if code not in FORMS]:
        part.fault(f"没有“{code}”这种代码。", f"There are no codes '{code}'.")
    return UnitKind(
        name, int(number or 0), str(part.values.get("league", name)), part.text("zh"), part.text("en"),
        part.units("words"), part.units("endings"), part.units("beginnings"), codes,
    )  # fmt: skip
