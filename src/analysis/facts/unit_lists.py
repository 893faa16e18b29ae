"""The lists of units kept in the project, one a city: towns, parks, departments and others (单位名单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import count
from pathlib import Path

from analysis.facts.unit_kinds import LOCAL, UnitKind, known_divisions, league_number, local_code, unit_kinds
from analysis.facts.unit_tables import (
    LIST_MARK,
    UNIT_COLUMNS,
    ListedUnit,
    checked_units,
    read_unit_table,
    unit_table_csv,
)
from analysis.paths import display_path, replace_file, root
from analysis.problems import InputError, Problem, Problems

Unit = Mapping[str, str]
Stamps = tuple[tuple[Path, int], ...]
SHORTEST = 2
LOCAL_DIGITS = slice(7, 11)


def unit_list_path(place: str) -> Path:
    """Where the list of a place (six digits) is kept."""
    return root() / "data" / "units" / f"{place}.csv"


def listed_units() -> tuple[Unit, ...]:
    """Every unit of every kept list that is sound, as rows of the city table are, with `kind`, `also` and `note`.

    `league`: the number of its league, see `unit_league`. A list with faults is left out whole: `unit_list_faults`.
    """
    return _kept(unit_stamps())[0]


def units_of_kind(kind: str, place: str | None = None, month: str | None = None) -> list[str]:
    """The codes of a kind's units in the order of their lists: of one place (six digits), valid in a month."""
    listed = [row for row in listed_units() if row["kind"] == kind and place in (None, row["list"])]
    return list(dict.fromkeys(row["code"] for row in listed if _is_valid(row, month)))


def _is_valid(row: Unit, month: str | None) -> bool:
    begun, ended = row["valid_from"], row["valid_to"]
    return month is None or (begun <= month[: len(begun)] and (not ended or month[: len(ended)] <= ended))


def list_files(code: str) -> list[Path]:
    """The files that say what a unit is: its list and the kinds; none for a city."""
    lists = {row["list"] for row in listed_units() if row["code"] == code}
    kinds = root() / "params" / "unit_kinds.toml"
    return [kinds, *map(unit_list_path, sorted(lists))] if lists else []


def unit_list_faults() -> tuple[Problem, ...]:
    """What is wrong with kept lists, so that none of their units is known."""
    return _kept(unit_stamps())[1]


def unit_stamps() -> Stamps:
    """The kept lists with their times; what is understood of them is worked out anew where they differ."""
    kinds, folder = root() / "params" / "unit_kinds.toml", root() / "data" / "units"
    listed = sorted(folder.glob("[0-9]*.csv")) if folder.is_dir() else []
    return tuple((path, path.stat().st_mtime_ns) for path in [*listed, kinds] if path.is_file())


@lru_cache(maxsize=8)
def _kept(stamps: Stamps) -> tuple[tuple[Unit, ...], tuple[Problem, ...]]:
    problems, rows = Problems(), list[Unit]()
    for path in [path for path, _ in stamps if path.suffix == ".csv"]:
        rows += problems.absorb(partial(read_units, path, path.stem)) or ()
    return tuple(rows), tuple(problems.found)


def read_units(path: Path | str, place: str, new: bool = False, kind: str = "") -> tuple[Unit, ...]:
    """The units of a list of a place (six digits), understood.

    `new`: a list being taken in, whose empty codes are given local ones. `kind`: that of rows that say none.

    Raises `InputError` with every fault at once: columns, kinds, parents, codes, validity, names of two units; each
    with file, sheet, row and column.
    """
    problems = Problems()
    _check_place(place, path, problems)
    listed = read_unit_table(path, problems, kind)
    rows = checked_units(_coded(listed, place) if new else listed, place, problems)
    if not rows and not problems.found:
        problems.report(display_path(path), "名单里没有单位。", "There is no unit in the list.")
    for row in [row for row in rows if not row["code"]]:
        zh, en = "缺少代码；用 scorecard units --from 读入时会给出。", "The code is missing; --from gives local ones."
        problems.report(row.place("code"), zh, en)
    problems.raise_any()
    names = dict(known_divisions().sort("valid_from", nulls_last=False).select("code", "name").iter_rows())
    names |= {row["code"]: row["name"] for row in rows}
    return tuple(_unit(row, place, names) for row in rows)


def _check_place(place: str, path: Path | str, problems: Problems) -> None:
    if place not in known_divisions()["code"]:
        zh = f"名单按“六位区划代码.csv”命名，{place} 不是区划代码。"
        problems.report(display_path(path), zh, f"A list is named by a division's six digits; {place} is none.")


def _coded(rows: Sequence[ListedUnit], place: str) -> list[ListedUnit]:
    """The rows, those without a code given the next local ones; the kept list's codes go to the same names."""
    kept = {unit["name"]: unit["code"] for unit in listed_units() if unit["list"] == place}
    used = {row["code"] for row in rows} | {*kept.values()}
    numbers = [int(code[LOCAL_DIGITS]) for code in used if LOCAL.fullmatch(code) and code.startswith(place)]
    following = count(max(numbers, default=0) + 1)
    given = ((row, row["code"] or kept.get(row["name"]) or local_code(place, next(following))) for row in rows)
    return [row.with_cells(code=code) for row, code in given]


def _unit(row: ListedUnit, place: str, names: Mapping[str, str]) -> Unit:
    kind = unit_kinds()[row["kind"]]
    group = int(row["league"] or 0)
    return {
        **{column: row[column] for column in UNIT_COLUMNS}, "level": kind.name, "province": "", "list": place,
        "league": str(league_number(place, unit_kinds()[kind.league].number, group)), "group": row["league"],
        "parent_name": names[row["parent"]],
        "derived": "" if row["short"] else LIST_MARK.join(derived_names(row["name"], kind)),
    }  # fmt: skip


def derived_names(name: str, kind: UnitKind) -> list[str]:
    """Shorter names, without the ending and beginning of its kind: 华士镇 -> 华士; 市审计局 -> 审计局, 市审计, 审计."""
    ending = next((ending for ending in kind.endings if name.endswith(ending)), "")
    beginning = next((beginning for beginning in kind.beginnings if name.startswith(beginning)), "")
    bare = name.removeprefix(beginning)
    shorter = dict.fromkeys([name.removesuffix(ending), bare, bare.removesuffix(ending)])
    return [short for short in shorter if short != name and len(short) >= SHORTEST]


def keep_units(place: str, rows: Sequence[Unit]) -> Path:
    """Keep a list as that of a place; gives back where. Raises `InputError` where another list has one of its codes."""
    elsewhere = {unit["code"]: unit["list"] for unit in listed_units() if unit["list"] != place}
    taken = [_elsewhere(row, elsewhere[row["code"]]) for row in rows if row["code"] in elsewhere]
    if taken:
        raise InputError(taken)
    kept = [{**row, "league": row["group"], "parent": _below(row["parent"], place)} for row in rows]
    return replace_file(unit_list_path(place), unit_table_csv(kept))


def _below(parent: str, place: str) -> str:
    """The parent as it is written: nothing where it is the list's own place."""
    return "" if parent == place else parent


def _elsewhere(row: Unit, place: str) -> Problem:
    zh, en = f"这个代码已在 {place} 的名单里。", f"This code stands in the list of {place}."
    return Problem(f"{row['code']} {row['name']}", zh, en)
