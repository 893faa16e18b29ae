"""TOML files read table by table, with every fault reported (TOML 读取)."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analysis.paths import display_path
from analysis.problems import Problems, did_you_mean

LONGEST_FILE = 200_000
NOT_UTF_8 = ("不是 UTF-8 编码；请另存为 UTF-8", "it is not UTF-8; save it as UTF-8")
PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
TOKEN = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*"""
    r"""|(?P<quote>\"{3}|'{3}|["'])|(?P<opened>[\[{])|(?P<closed>[\]}])""",
    re.DOTALL,
)
"""Strings and remarks, which are passed over; a quotation mark without its fellow; brackets."""
WIDE = "“”‘’＝＂＇【】［］｛｝，。：；、（）＃"
TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")
MOST_DOTS = 300
"""In one line: a name of thousands of parts takes all memory there is before it is refused."""


def toml_string(text: str) -> str:
    """A text as a basic string of TOML; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_strings(texts: Iterable[str]) -> str:
    """Texts as a list of TOML."""
    return f"[{', '.join(map(toml_string, texts))}]"


@dataclass
class TomlTable:
    """One TOML table under reading: where it stands, what it holds, and where its faults go."""

    where: str
    values: Mapping[str, Any]
    problems: Problems

    def part(self, name: str, content: Any) -> TomlTable:
        if not isinstance(content, Mapping):
            self.fault(f"{name} 应为表。", f"{name} must be a table.")
            content = {}
        return TomlTable(f"{self.where}, {name}", content, self.problems)

    def fault(self, zh: str, en: str) -> None:
        self.problems.report(self.where, zh, en)

    def only(self, expected: set[str]) -> None:
        for key in sorted(self.values.keys() - expected):
            zh, en = did_you_mean(key, sorted(expected))
            self.fault(f"不认识的键“{key}”。{zh}", f"'{key}' is not known here. {en}".rstrip())

    def text(self, key: str, *, needed: bool = True) -> str:
        text = self.values.get(key, "")
        if not isinstance(text, str) or (needed and not text.strip()):
            self.fault(f"缺少文字“{key}”。", f"The text '{key}' is missing.")
            return ""
        return text.strip()

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        chosen = self.text(key)
        if chosen and chosen not in choices:
            zh, en = did_you_mean(chosen, choices)
            either = ", ".join(choices)
            self.fault(
                f"{key} “{chosen}”应为 {either} 之一。{zh}", f"{key} '{chosen}' must be one of {either}. {en}".rstrip()
            )
        return chosen

    def number(self, key: str) -> float | None:
        number = self.values.get(key)
        if number is None or (type(number) in (int, float) and math.isfinite(number)):
            return None if number is None else float(number)
        self.fault(f"{key} 应为有限数值，实为 {number!r}。", f"{key} must be a finite number, not {number!r}.")
        return None

    def flag(self, key: str) -> bool:
        flag = self.values.get(key, False)
        if not isinstance(flag, bool):
            self.fault(f"{key} 应为 true 或 false，实为 {flag!r}。", f"{key} must be true or false, not {flag!r}.")
        return flag is True

    def day(self, key: str) -> date | None:
        day = self.values.get(key)
        if day is None or (isinstance(day, date) and not isinstance(day, datetime)):
            return day
        self.fault(
            f"{key} 应为日期，写作 {key} = 2022-01-01（不加引号），实为 {day!r}。",
            f"{key} must be a day, written {key} = 2022-01-01 without quotation marks, not {day!r}.",
        )
        return None

    def units(self, key: str) -> tuple[str, ...]:
        names = self.values.get(key)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.fault(f"{key} 应为名称列表（可为空）。", f"{key} must be a list of names (it may be empty).")
            return ()
        return tuple(names)


class TomlFault(tomllib.TOMLDecodeError):
    """A file is no TOML: which line, what is wrong there and what to do, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(f"{zh} {en}")


def parsed_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds, UTF-8 with or without mark, however a program saved it.

    Raises `OSError`, `UnicodeDecodeError`, or `TomlFault` where it is no TOML or nested beyond all sense.
    """
    text = path.read_text(encoding="utf-8-sig")
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > MOST_DOTS:
            raise TomlFault(f"第 {number} 行层级过多", f"too many parts in line {number}")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TomlFault("括号嵌套过深", "brackets nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise _fault(text, str(error)) from None


def unreadable_toml(error: Exception) -> tuple[str, str]:
    """Why a file of TOML cannot be read and what to do, in Chinese and English, without a full stop."""
    if isinstance(error, TomlFault):
        return error.zh, error.en
    if isinstance(error, UnicodeDecodeError):
        return NOT_UTF_8
    if isinstance(error, OSError):
        return "没有此文件，或打不开", str(error.strerror)
    return str(error), str(error)


def _fault(text: str, said: str) -> TomlFault:
    """What is wrong in a reader's terms; an open bracket or quotation mark is named where it stands."""
    line, end = _stopped(text, said)
    wide = next((sign for sign in text[max(0, end - 1) : end + 1] if sign in WIDE), "")
    if wide:
        return _wide(line, wide)
    if said.startswith(TWICE):
        return _twice(line)
    return _unclosed(text[:end]) or _other(line, PLACE.sub("", said).strip())


def _stopped(text: str, said: str) -> tuple[int, int]:
    """The line in which the reading stopped, and how many signs stand before."""
    place = PLACE.search(said)
    if place is None or place[1] is None:
        return max(1, len(text.splitlines())), len(text)
    line, column = int(place[1]), int(place[2])
    return line, len("".join(text.split("\n")[: line - 1])) + line - 1 + column - 1


def _wide(line: int, sign: str) -> TomlFault:
    zh = f"第 {line} 行有中文标点“{sign}”；引号、等号、逗号、括号请改用英文（半角）的"
    return TomlFault(zh, f"line {line} holds the wide sign {sign}; write quotation marks, commas, brackets in ASCII")


def _twice(line: int) -> TomlFault:
    zh = f"第 {line} 行的名称前面已有；同一名称只写一次，几张同样的表请写作 [[名称]]"
    return TomlFault(zh, f"the name in line {line} is there already; write it once, tables of one kind as [[name]]")


def _unclosed(before: str) -> TomlFault | None:
    """The bracket or quotation mark that is open where the reading stopped; none where all are closed."""
    opened: list[tuple[int, str]] = []
    for token in TOKEN.finditer(before):
        line = before.count("\n", 0, token.start()) + 1
        if token["quote"]:
            return _open_quote(line)
        if token["opened"]:
            opened.append((line, token[0]))
        elif token["closed"] and opened:
            opened.pop()
    return _open_bracket(*opened[-1]) if opened else None


def _open_quote(line: int) -> TomlFault:
    zh = f"第 {line} 行的引号没有成对；请在文字两端都写上英文引号"
    return TomlFault(zh, f"a quotation mark of line {line} is open; put one at either end of the text")


def _open_bracket(line: int, sign: str) -> TomlFault:
    fellow = {"[": "]", "{": "}"}[sign]
    zh = f"第 {line} 行的括号“{sign}”没有合上，或其中逗号多了、少了；请补上“{fellow}”，各项之间用一个英文逗号"
    en = f"the bracket {sign} of line {line} is not closed by {fellow}, or has a comma too many or too few; mend it"
    return TomlFault(zh, en)


def _other(line: int, said: str) -> TomlFault:
    zh = f'第 {line} 行不合 TOML 的写法；请写作 名称 = 数字，或 名称 = "文字"，一行一项'
    return TomlFault(zh, f'line {line} is no TOML ({said}); write name = number or name = "text", one a line')


def read_toml_table(path: Path, problems: Problems) -> TomlTable | None:
    """The TOML file as a page; None, with the fault reported, where it can't be read."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ValueError(f"> {LONGEST_FILE} bytes")
        content = parsed_toml(path)
    except (OSError, ValueError) as error:
        zh, en = unreadable_toml(error)
        problems.report(display_path(path), f"无法读取：{zh}。", f"This file can't be read: {en}.")
        return None
    return TomlTable(display_path(path), content, problems)


def read_listed_tables(table: TomlTable, key: str, make: Callable[[TomlTable], Any]) -> list[Any]:
    """What is made of each table of `[[key]]`."""
    parts = table.values.get(key, [])
    if not isinstance(parts, list):
        table.fault(f"{key} 应写作 [[{key}]]。", f"Write {key} as [[{key}]].")
        return []
    return [make(table.part(f"{key} {place}", part)) for place, part in enumerate(parts, start=1)]
