"""The kinds of units that are scored beside cities, the codes they bear and their leagues (单位类别、代码、分组)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from analysis.paths import display_path, root
from analysis.problems import Problems
from analysis.text_normalisation import folded, narrow_text
from analysis.toml_tables import TomlTable, read_toml_table

DIVISION, LOCAL_SIGN = 6, "L"
TEN, ELEVEN = 10, 11


@dataclass(frozen=True)
class CodeForm:
    """How a code looks and what it is, in words."""

    shape: str
    zh: str
    en: str


FORMS = {
    "division6": CodeForm(r"[0-9]{6}", "六位行政区划代码", "a division code of six digits"),
    "division9": CodeForm(r"[0-9]{9}", "九位行政区划代码（前六位为县级）", "a division code of nine digits"),
    "credit18": CodeForm(r"[0-9A-HJ-NP-RTUW-Y]{18}", "统一社会信用代码", "a unified social credit code"),
    "local12": CodeForm(r"[0-9]{6}L[0-9]{5}", "本地代码（六位区划、L、四位序号、校验位）",
                        "a local code (six digits, L, four digits, a check digit)"),
}  # fmt: skip
SHAPE = re.compile("|".join(form.shape for form in FORMS.values()))
LOCAL = re.compile(FORMS["local12"].shape)


def known_divisions() -> pl.DataFrame:
    """Every division that is or was: `code, name, level, valid_from, valid_to`."""
    from analysis import identifiers  # as below

    return identifiers.division_codes()


def written_code(text: str) -> str:
    """A code as it is kept: narrow, capitals, no blanks."""
    return "".join(narrow_text(text).split()).upper()


def has_code_shape(text: str) -> bool:
    """Whether a text looks like the code of a city or unit, so that it may name a file or folder."""
    return SHAPE.fullmatch(text) is not None


def code_form(code: str) -> str | None:
    """The form of a code by its looks; None where it has none."""
    return next((name for name, form in FORMS.items() if re.fullmatch(form.shape, code)), None)


def unsound_codes(codes: Sequence[str]) -> set[str]:
    """The codes of some form that do not pass its check: unknown divisions, wrong check characters.

    A division code has no check character; its first six digits must be a division that is or was.
    """
    from analysis import identifiers  # it brings numpy, and only a list of units needs it

    divisions = identifiers.code_standard().divisions
    credit = [code for code in codes if code_form(code) == "credit18"]
    masks = pl.DataFrame({"code": credit}, schema={"code": pl.String}).with_columns(
        identifiers.fault_mask(pl.col("code")).alias("m")
    )
    wrong = set(masks.filter(~pl.col("m").is_in(list(identifiers.passing_masks())))["code"])
    return wrong | {code for code in codes if code_form(code) in CHECKED and not _sound(code, divisions)}


CHECKED = ("division6", "division9", "local12")


def _sound(code: str, divisions: frozenset[str]) -> bool:
    checked = not LOCAL.fullmatch(code) or code[-1] == _check_digit(code[:-1].replace(LOCAL_SIGN, ""))
    return code[:DIVISION] in divisions and checked


def local_code(place: str, number: int) -> str:
    """The local code of a place's unit: 320281 and 1 -> 320281L00013.

    Six digits of the place, L, four of a sequence, one that checks them by ISO 7064, MOD 11,10.

    >>> from analysis import facts
    >>> facts.local_code("320281", 1)
    '320281L00013'
    """
    stem = f"{number:04d}"
    return f"{place}{LOCAL_SIGN}{stem}{_check_digit(place + stem)}"


def _check_digit(digits: str) -> str:
    product = TEN
    for digit in digits:
        product = ((product + int(digit)) % TEN or TEN) * 2 % ELEVEN
    return str((ELEVEN - product) % TEN)


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


STEP = 100
"""Two digits for the kind, two for the group."""


@dataclass(frozen=True)
class UnitLeague:
    """A league of units: the place whose list it is, the kind that gives its number, and the group in it (0: none)."""

    place: str
    kind: UnitKind
    group: int

    @property
    def kinds(self) -> tuple[UnitKind, ...]:
        """All kinds that are ranked in it together."""
        return leagued_kinds(self.kind.name)


def league_number(place: str, kind: int, group: int) -> int:
    """The number of a league: 320281, towns, group 1 -> 3202810201."""
    return (int(place) * STEP + kind) * STEP + group


def unit_league(league: int | None) -> UnitLeague | None:
    """What a league's number stands for; None for those of cities, and for none."""
    if league is None or league < STEP:
        return None
    rest, group = divmod(league, STEP)
    place, number = divmod(rest, STEP)
    kind = next((kind for kind in unit_kinds().values() if kind.number == number), None)
    return UnitLeague(str(place), kind, group) if kind else None


def league_group(league: pl.Expr) -> pl.Expr:
    """The group within its kind: for cities their class 1, 2, 3; for units the number in the list, 0 for none."""
    return league % STEP


def league_field(league: pl.Expr) -> pl.Expr:
    """A number that all units of one list and kinds ranked together share, whatever their group; 0: a city."""
    return (league // STEP).fill_null(0)
