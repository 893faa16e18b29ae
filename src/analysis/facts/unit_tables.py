"""A list of units as a table: its columns, its rows with the place of each cell, written out again (单位名单的表)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from analysis.calendars import month_or_none
from analysis.facts.headings import LONGEST_TEXT, Sheet, Vocabulary
from analysis.facts.sheets import read_sheets
from analysis.facts.unit_kinds import (
    CITY,
    FORMS,
    code_form,
    kind_of_word,
    kind_words,
    known_divisions,
    unit_kinds,
    unsound_codes,
    written_code,
)
from analysis.problems import Problems, did_you_mean
from analysis.text_normalisation import CONTROL, folded, has_personal_number, narrow_text, quoted_value, tidy_text

UNIT_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("代码", "单位代码", "统一社会信用代码", "区划代码"),
    "name": ("名称", "单位名称", "单位", "被考核单位", "被评单位", "考核对象"),
    "short": ("简称",),
    "english": ("英文", "英文名称", "拼音"),
    "kind": ("类别", "单位类别"),
    "parent": ("所属", "所属单位", "上级"),
    "league": ("组别", "分组"),
    "valid_from": ("起", "起始", "启用"),
    "valid_to": ("止", "终止", "停用"),
    "also": ("其他写法", "别名"),
    "note": ("备注", "说明"),
}
NEEDED = ("name", "kind")
NAMED = ("", "名称")
LACKING = {
    "name": ("缺少“名称”列：请把单位名称那一列的表头写成“名称”。", "The column 'name' is missing: head the names so."),
    "kind": (
        "缺少“类别”列：请补一列，或在命令里写明，如 --kind 镇。",
        "The column 'kind' is missing: add it, or say it in the command, as --kind town.",
    ),
}
MEANT = {folded(word): column for column, words in UNIT_COLUMNS.items() for word in (column, *words)}
NUMBERED = frozenset({"序号", "编号", "no", "no."})
"""Headings of a column that only counts the rows: it is passed over."""
PLAIN = ("code", "league", "valid_from", "valid_to")
LIST_MARK = "、"
LIST_SEPARATORS = re.compile(r"[、，,;；\n](?![^（(]*[）)])")
MARK = "\ufeff"


@dataclass(frozen=True)
class ListedUnit:
    """A row of a list: its cells by column, and where they stand."""

    sheet: Sheet
    number: int
    headings: Mapping[str, str]
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def place(self, column: str) -> str:
        """Where a cell stands: file, sheet, row, column."""
        return self.sheet.place(self.number, self.headings.get(column, UNIT_COLUMNS[column][0]))

    def also(self) -> list[str]:
        """The other spellings."""
        return split_names(self["also"])

    def names(self) -> dict[str, str]:
        """The names it is written under, folded, each with its column; those it bears by itself."""
        listed = [(column, self[column]) for column in ("name", "short", "english") if self[column]]
        return {folded(text): column for column, text in [*(("also", name) for name in self.also()), *listed]}

    def with_cells(self, **cells: str) -> ListedUnit:
        """The same row with other cells."""
        return replace(self, cells={**self.cells, **cells})


def split_names(text: str) -> list[str]:
    """The names of a cell, as lists of units write them; a mark between brackets parts nothing."""
    return [name for part in LIST_SEPARATORS.split(text) if (name := part.strip())]


def read_unit_table(path: Path | str, problems: Problems, kind: str = "") -> list[ListedUnit]:
    """The units of a CSV file or workbook; faults of headings and cells are reported.

    `kind`: that of the units whose row does not say it. Nothing is read of a table without a column of names.
    Raises `InputError` for a file that cannot be read at all.
    """
    words = unit_vocabulary()
    return [
        row if row["kind"] or not kind else row.with_cells(kind=kind)
        for sheet in read_sheets(path, words)
        for row in _rows(sheet, words, [name for name in NEEDED if name != "kind" or not kind], problems)
    ]


def unit_vocabulary() -> Vocabulary:
    """How headings of lists are written; a column may be headed by the kind of its units too: 镇（街道）名称."""
    words = [word for word, kind in kind_words().items() if kind != CITY]
    headed = {folded(f"{word}{ending}"): "name" for word in words for ending in NAMED}
    return Vocabulary({**headed, **MEANT}, NEEDED)


def _rows(sheet: Sheet, words: Vocabulary, needed: Sequence[str], problems: Problems) -> Iterator[ListedUnit]:
    problems.found.extend(sheet.faults)
    places = _columns(sheet, words.meant, needed, problems)
    if "name" not in places:
        return
    headings = {column: sheet.headings[at] for column, at in places.items()}
    for number, texts in sheet.rows:
        cells = {column: _tidy(column, texts[at]) for column, at in places.items()}
        row = ListedUnit(sheet, number, headings, cells)
        _refuse_texts(row, problems)
        if any(cells.values()):
            yield row


def _columns(sheet: Sheet, meant: Mapping[str, str], needed: Sequence[str], problems: Problems) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(sheet.headings):
        column = meant.get(folded(heading))
        if column in found:
            zh, en = f"“{quoted_value(heading)}”列有两列。", f"There are two columns '{column}'."
            problems.report(sheet.place(column=heading), zh, en)
        elif column:
            found[column] = at
        elif heading and folded(heading) not in NUMBERED:
            zh, en = did_you_mean(folded(heading), MEANT)
            said = f"The column '{quoted_value(heading)}' is not known; rename or delete it. {en}".rstrip()
            problems.report(sheet.place(column=heading), f"不认识“{quoted_value(heading)}”列，请改名或删除。{zh}", said)
    for column in [column for column in needed if column not in found]:
        zh, en = LACKING[column]
        problems.report(sheet.place(), zh, en)
    return found


def _tidy(column: str, text: str) -> str:
    if column == "code":
        return written_code(text)
    return narrow_text(text) if column in PLAIN else tidy_text(text)


def _refuse_texts(row: ListedUnit, problems: Problems) -> None:
    for column, text in row.cells.items():
        if column != "code" and has_personal_number(text):
            zh = "似乎含身份证号或手机号；名单只写单位，请删去。"
            problems.report(row.place(column), zh, "It seems to hold an identity or mobile number; leave it out.")
        if CONTROL.search(text) or len(text) > LONGEST_TEXT:
            zh, en = (
                f"含控制字符，或超过 {LONGEST_TEXT} 字。",
                f"Control signs, or more than {LONGEST_TEXT} characters.",
            )
            problems.report(row.place(column), zh, en)


def unit_table_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Units as the CSV file that is kept: UTF-8 with mark, a row a unit, columns in their order."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(UNIT_COLUMNS), extrasaction="ignore", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return (MARK + written.getvalue()).encode()


YEAR = re.compile(r"((?:19|20)[0-9]{2})年?")
LARGEST_GROUP = 99
CITY_ENDING = "市"


def checked_units(rows: Sequence[ListedUnit], place: str, problems: Problems) -> list[ListedUnit]:
    """The rows with kind, parent, group and validity as the program has them; faults are reported.

    `place`: six digits, whose list it is. A code that is empty is left so.
    """
    codes = [row["code"] for row in rows if row["code"]]
    unsound, parents = unsound_codes(codes), _parents(rows)
    checked = [_checked(row, place, unsound, parents, problems) for row in rows]
    _refuse_twice(checked, problems)
    _refuse_cities(checked, problems)
    _refuse_circles(checked, place, problems)
    return checked


def _checked(
    row: ListedUnit, place: str, unsound: set[str], parents: Mapping[str, str], problems: Problems
) -> ListedUnit:
    if not row["name"]:
        problems.report(row.place("name"), "缺少名称。", "The name is missing.")
    kind = _kind(row, problems)
    if row["code"]:
        _check_code(row, kind, unsound, problems)
    dates = {column: _date(row, column, problems) for column in ("valid_from", "valid_to")}
    _check_order(row, dates, problems)
    parent = _parent(row, place, parents, problems)
    return row.with_cells(kind=kind, parent=parent, league=_group(row, problems), **dates)


def _kind(row: ListedUnit, problems: Problems) -> str:
    kind = kind_of_word(row["kind"])
    if kind in unit_kinds():
        return str(kind)
    named = "、".join(kind.zh for kind in unit_kinds().values())
    if kind is not None:
        zh, en = (
            "城市不写在单位名单里，它们在城市代码表中。",
            "Cities have a table of their own; leave them out of this list.",
        )
    else:
        hint, hint_en = did_you_mean(row["kind"], kind_words())
        zh = f"没有“{quoted_value(row['kind'])}”这一类别。{hint}可写：{named}。"
        en = f"'{quoted_value(row['kind'])}' is no kind of unit. {hint_en} Kinds: {', '.join(unit_kinds())}."
    problems.report(row.place("kind"), zh, en)
    return ""


def _check_code(row: ListedUnit, kind: str, unsound: set[str], problems: Problems) -> None:
    code, form = row["code"], code_form(row["code"])
    allowed = unit_kinds()[kind].codes if kind else tuple(FORMS)
    if form is None or form not in allowed:
        zh = f"“{quoted_value(code)}”不是这类单位的代码；可用：{'、'.join(FORMS[name].zh for name in allowed)}。"
        en = f"'{quoted_value(code)}' is no code of such a unit; use {' or '.join(FORMS[name].en for name in allowed)}."
        problems.report(
            row.place("code"), zh + "没有代码的空着，读入时给本地代码。", en + " Leave it empty to be given one."
        )
    elif code in unsound:
        zh = f"“{code}”没有通过校验：不是有过的区划，或校验位不符；请核对是否抄错。"
        en = f"'{code}' does not pass its check (no such division, or a wrong check character): look for a slip."
        problems.report(row.place("code"), zh, en)
    elif form == "division6" and _is_city(code):
        zh, en = (
            f"{code} 是市，已在城市代码表中，不写在单位名单里。",
            f"{code} is a city and stands in the table of cities.",
        )
        problems.report(row.place("code"), zh, en)


def _is_city(code: str) -> bool:
    return any(name.endswith(CITY_ENDING) for name in _divisions().filter(pl.col("code") == code)["name"])


def _divisions() -> pl.DataFrame:
    """The divisions in force."""
    return known_divisions().filter(pl.col("valid_to").is_null())


def _date(row: ListedUnit, column: str, problems: Problems) -> str:
    text = row[column]
    year = YEAR.fullmatch(text)
    date = year[1] if year else month_or_none(text) if text else ""
    if date is None:
        zh, en = f"“{quoted_value(text)}”应写作 2021 或 2021-03。", f"Write '{quoted_value(text)}' as 2021 or 2021-03."
        problems.report(row.place(column), zh, en)
    return date or ""


def _check_order(row: ListedUnit, dates: Mapping[str, str], problems: Problems) -> None:
    begun, ended = dates["valid_from"], dates["valid_to"]
    if begun and ended and _before(ended, begun):
        zh, en = f"止于 {ended}，早于起始的 {begun}。", f"It ends in {ended}, before it begins in {begun}."
        problems.report(row.place("valid_to"), zh, en)


def _before(first: str, second: str) -> bool:
    """Whether a year or month ends before another begins, as far as both are known."""
    length = min(len(first), len(second))
    return first[:length] < second[:length]


def _group(row: ListedUnit, problems: Problems) -> str:
    text = row["league"].removeprefix("第").removesuffix("组").strip()
    if not text or (text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST_GROUP):
        return str(int(text)) if text else ""
    zh = f"组别“{quoted_value(row['league'])}”应为 1 至 {LARGEST_GROUP} 的整数；不分组的空着。"
    en = f"The group '{quoted_value(row['league'])}' must be a whole number from 1 to {LARGEST_GROUP}, or empty."
    problems.report(row.place("league"), zh, en)
    return ""


def _parents(rows: Sequence[ListedUnit]) -> dict[str, str]:
    """What may stand as a parent: divisions and units of the list, by code and by name, with the code."""
    current = _divisions().unique("name", keep="none")
    meant = {folded(name): code for name, code in current.select("name", "code").iter_rows()}
    meant |= {code: code for code in known_divisions()["code"]}
    for row in [row for row in rows if row["code"]]:
        meant |= dict.fromkeys((folded(row["code"]), *row.names()), row["code"])
    return meant


def _parent(row: ListedUnit, place: str, parents: Mapping[str, str], problems: Problems) -> str:
    if not row["parent"]:
        return place
    parent = parents.get(folded(row["parent"]))
    if parent is None or parent == row["code"]:
        hint, hint_en = did_you_mean(folded(row["parent"]), parents)
        said = quoted_value(row["parent"])
        zh = f"所属“{said}”不在名单里，也不是行政区划。{hint}请写名称或代码；直属本级的空着。"
        en = f"The parent '{said}' is neither in the list nor a division. {hint_en} Empty: of the list's own place."
        problems.report(row.place("parent"), zh, en)
    return parent or place


def _refuse_twice(rows: Sequence[ListedUnit], problems: Problems) -> None:
    """One code twice, or one name of two units, at the same time."""
    for row, other in _sharing({row.number: (row["code"],) if row["code"] else () for row in rows}, rows):
        zh, en = f"代码与{_of(other)}相同。", f"The code stands in {_of(other, 'en')} too."
        problems.report(row.place("code"), zh, en)
    for row, other in _sharing({row.number: tuple(row.names()) for row in rows}, rows):
        if not row["code"] or row["code"] != other["code"]:
            shared = next(name for name in row.names() if name in other.names())
            zh = f"名称“{shared}”与{_of(other)}相同；一个名称只能指一个单位，请在“简称”“其他写法”里区分。"
            en = f"The name '{shared}' is also that of {_of(other, 'en')}; a name may mean one unit only."
            problems.report(row.place(row.names()[shared]), zh, en)


def _refuse_cities(rows: Sequence[ListedUnit], problems: Problems) -> None:
    """A unit that is called as a city is: the name would always mean the city."""
    cities = _divisions().filter(pl.col("name").str.ends_with(CITY_ENDING))["name"].to_list()
    names = {folded(name) for city in cities for name in (city, city.removesuffix(CITY_ENDING))}
    for row in rows:
        for name, column in row.names().items():
            if name in names and column != "english":
                zh = f"“{name}”是城市的名称，总是指那个市；请换一个名称、简称或写法。"
                en = f"'{name}' is the name of a city and would always mean it: use another name."
                problems.report(row.place(column), zh, en)


def _of(row: ListedUnit, lang: str = "zh") -> str:
    return f"第 {row.number} 行“{row['name']}”" if lang == "zh" else f"row {row.number} ({row['name']})"


def _sharing(keys: Mapping[int, Sequence[str]], rows: Sequence[ListedUnit]) -> Iterator[tuple[ListedUnit, ListedUnit]]:
    """Each row with the first one above it that shares a key in some month."""
    above: dict[str, list[ListedUnit]] = {}
    for row in rows:
        shared = [other for key in keys[row.number] for other in above.get(key, ()) if _meet(row, other)]
        if shared:
            yield row, shared[0]
        for key in keys[row.number]:
            above.setdefault(key, []).append(row)


def _meet(row: ListedUnit, other: ListedUnit) -> bool:
    """Whether both are valid in some month; the one that follows may begin where the other ends."""
    return not (_follows(row, other) or _follows(other, row))


def _follows(row: ListedUnit, other: ListedUnit) -> bool:
    begun, ended = row["valid_from"], other["valid_to"]
    length = min(len(begun), len(ended))
    return bool(begun and ended) and ended[:length] <= begun[:length]


def _refuse_circles(rows: Sequence[ListedUnit], place: str, problems: Problems) -> None:
    """Units that are above themselves by way of others."""
    above = {row["code"]: row["parent"] for row in rows if row["code"] not in ("", place)}
    for row in [row for row in rows if row["code"] in above and row["code"] in _ancestors(row["code"], above)]:
        zh, en = "所属关系成了一个圈；请改正其中一行。", "Its parents lead back to itself: mend a row of the circle."
        problems.report(row.place("parent"), zh, en)


def _ancestors(code: str, above: Mapping[str, str]) -> set[str]:
    met: set[str] = set()
    at = above.get(code, "")
    while at in above and at not in met:
        met.add(at)
        at = above[at]
    return met | {at}
