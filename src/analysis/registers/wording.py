"""How offices call registers, columns and choices: `params/registers.toml` (台账的表头与用语)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.registers.cell_values import UNITS
from analysis.registers.schema import CHOICE, Register
from analysis.text_normalisation import folded
from analysis.toml_tables import parsed_toml, unreadable_toml

HEADING = "heading "
SHORTEST = 4
"""Headings of fewer signs are not guessed: with one changed they are other words."""
ENDINGS = {
    "date": ("日期", "时间", "日", "_on"),
    "number": ("代码", "号码", "编号", "文号", "书号", "号", "码", "code"),
    "amount": ("金额", "款"),
    "name": ("名称", "姓名"),
    "class": ("类别", "类型", "等级", "状态"),
}
"""How headings end that name one kind of thing."""
IN_BRACKETS = re.compile(r"^(.*?)[((]([^()()]*)[))]$")


@dataclass(frozen=True)
class HeadingMeaning:
    """What a heading of a sheet means: a column, with the unit it names; or why nothing below it is kept.

    `role`: column, personal (never kept), natural (filled only for natural persons; never kept), other (not needed).
    """

    role: str
    column: str = ""
    unit: str = ""


@dataclass(frozen=True)
class RegisterWording:
    """The words of one register: beginnings of file names, meanings of headings, words of choices.

    `taken`: the words that a choice takes, as written. `footers`, `nothing`: first cells of rows below a table, and
    what says that there are no records. `plain`: pairs of signs of which the words of the field are made.
    """

    name: str
    zh: str
    files: tuple[str, ...]
    headings: Mapping[str, HeadingMeaning]
    choices: Mapping[str, Mapping[str, str]]
    taken: Mapping[str, Sequence[str]] = field(default_factory=dict)
    footers: Sequence[str] = ()
    nothing: Sequence[str] = ()
    plain: Sequence[str] = ()

    def meaning(self, heading: str) -> HeadingMeaning | None:
        """What a heading means; a unit in brackets at its end is taken apart: 罚款(万元). None where unknown.

        Other words in brackets, and the asterisk of what must be filled in, say nothing of it: *决定日期(必填).
        """
        text = folded(heading).strip("*:")
        if text in self.headings:
            return self.headings[text]
        hit = IN_BRACKETS.match(text)
        inner = self.headings.get(hit[1]) if hit else None
        return (
            HeadingMeaning(inner.role, inner.column, hit[2] if hit[2] in UNITS else inner.unit)
            if hit and inner
            else None
        )

    def near(self, heading: str) -> str | None:
        """The heading of a column that this one misspells, or None; never one of persons, nor of another kind.

        Field codes are made of initials: another letter is another field, so that none is offered.
        """
        text, kind = folded(heading), _ending(folded(heading))
        columns = {word: meant.column for word, meant in self.headings.items() if meant.role == "column"}
        spelt = [word for word, column in columns.items() if not word.isascii() or word == column]
        return next((word for word in spelt if is_misspelling(text, word) and kind in ("", _ending(word))), None)

    def shown_headings(self) -> Sequence[str]:
        """The first Chinese heading of each column; where there is none, the first."""
        every = [words for name, words in self.taken.items() if name.startswith(HEADING)]
        return [next((word for word in words if not word.isascii()), words[0]) for words in every]

    def hint(self, heading: str) -> tuple[str, str]:
        """What `near` finds, as a hint in Chinese and in English; two empty texts where it finds none."""
        word = self.near(heading)
        return did_you_mean(word, [word]) if word else ("", "")


def is_misspelling(text: str, word: str) -> bool:
    """Whether a text is a word with a sign wrong, missing, too many, or changed for the next; never a very short one.

    >>> is_misspelling("处罚决定日其", "处罚决定日期"), is_misspelling("公示截止日期", "公示日期")
    (True, False)
    """
    if text == word or min(len(text), len(word)) < SHORTEST:
        return False
    alike = (place for place, (left, right) in enumerate(zip(text, word, strict=False)) if left != right)
    start = next(alike, min(len(text), len(word)))
    given, meant = text[start:], word[start:]
    swapped = given[:2] == meant[1::-1] and given[2:] == meant[2:]
    return swapped or given[1:] in (meant, meant[1:]) or given == meant[1:]


def _ending(word: str) -> str:
    """The kind of thing that a heading's last signs name: a date, a number, an amount, a name, a class; or none."""
    return next((kind for kind, ends in ENDINGS.items() if word.endswith(ends)), "")


def load_wordings(registers: Sequence[Register]) -> Mapping[str, RegisterWording]:
    """The words of each register, by its name; read again when the file changes.

    Raises `InputError` naming every fault of `params/registers.toml` at once: registers, columns or choices that
    do not exist, a heading with two meanings, columns nobody could fill.

    >>> from analysis.registers import register_wordings
    >>> register_wordings()["penalties"].meaning("罚款金额(万元)")
    HeadingMeaning(role='column', column='fine', unit='万元')
    """
    path = root() / "params" / "registers.toml"
    return _cached(path, path.stat().st_mtime_ns if path.is_file() else 0, tuple(registers))


@lru_cache(maxsize=8)
def _cached(path: Path, _changed: int, registers: tuple[Register, ...]) -> Mapping[str, RegisterWording]:
    tables, problems = _read(path), Problems()
    names = {register.name for register in registers}
    for name in tables.keys() - names - {"everywhere"}:
        zh, en = did_you_mean(name, names)
        problems.report(
            f"{display_path(path)}, {name}", f"没有这个台账。{zh}", f"There is no such register. {en}".rstrip()
        )
    general = tables.get("everywhere", {})
    wordings = {
        register.name: _wording(
            register, tables.get(register.name, {}), general, f"{display_path(path)}, {register.name}", problems
        )
        for register in registers
    }
    problems.raise_any()
    return wordings


def _read(path: Path) -> dict[str, Any]:
    try:
        return parsed_toml(path)
    except (OSError, ValueError) as error:
        why_zh, why = unreadable_toml(error)
        zh, en = f"台账用语表无法读取：{why_zh}。", f"The table of registers' words can't be read: {why}."
        raise InputError([Problem(display_path(path), zh, en)]) from None


def _wording(
    register: Register, table: Mapping[str, Any], general: Mapping[str, Any], where: str, problems: Problems
) -> RegisterWording:
    meanings: dict[str, HeadingMeaning] = {}
    for column, words in table.get("headings", {}).items():
        _must(column, [column.name for column in register.columns], where, problems)
        _add(meanings, [column, *words], HeadingMeaning("column", column), where, problems)
    for column in (column.name for column in register.columns if column.name not in table.get("headings", {})):
        problems.report(where, f"列 {column} 没有表头用语。", f"Column {column} has no headings.")
    for role in ("personal", "natural", "other"):
        words = [*table.get(role, ()), *general.get(role, ())]
        _add(meanings, [word for word in words if folded(word) not in meanings], HeadingMeaning(role), where, problems)
    _units(meanings, table.get("units", {}), where, problems)
    return RegisterWording(
        register.name, table.get("zh", register.name), tuple(table.get("files", ())), meanings,
        _choices(register, table.get("choices", {}), where, problems), _taken(table),
        footers=tuple(map(folded, general.get("footers", ()))), nothing=tuple(map(folded, general.get("nothing", ()))),
        plain=_pairs([*general.get("plain", ()), *_listed(table.get("choices", {}))]),
    )  # fmt: skip


def _taken(table: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """What may be written: the words of each choice, and the headings of each column, as the table has them."""
    choices = {
        column: [word for words in choices.values() for word in words]
        for column, choices in table.get("choices", {}).items()
    }
    headings = {f"{HEADING}{column}": words for column, words in table.get("headings", {}).items()}
    return {**choices, **headings}


def _listed(choices: Mapping[str, Mapping[str, Sequence[str]]]) -> Sequence[str]:
    return [word for column in choices.values() for words in column.values() for word in words]


def _pairs(words: Iterable[str]) -> Sequence[str]:
    """Each two signs of Chinese that follow each other in a word."""
    texts = [folded(word) for word in words if not word.isascii()]
    return sorted({text[place : place + 2] for text in texts for place in range(len(text) - 1)})


def _add(
    meanings: dict[str, HeadingMeaning], words: Iterable[str], meant: HeadingMeaning, where: str, problems: Problems
) -> None:
    for word in dict.fromkeys(map(folded, words)):
        if word in meanings and meanings[word] != meant:
            problems.report(where, f"表头“{word}”有两个意思。", f"The heading '{word}' has two meanings.")
        meanings[word] = meant


def _units(meanings: dict[str, HeadingMeaning], units: Mapping[str, str], where: str, problems: Problems) -> None:
    """The units that headings mean though they do not name them, such as CF_NR_FK in 万元."""
    for word, unit in units.items():
        meaning = meanings.get(folded(word))
        if meaning is None:
            problems.report(where, f"units 中的表头“{word}”未列出。", f"The heading '{word}' of units is not listed.")
        else:
            meanings[folded(word)] = HeadingMeaning(meaning.role, meaning.column, unit)


def _choices(
    register: Register, listed: Mapping[str, Any], where: str, problems: Problems
) -> Mapping[str, Mapping[str, str]]:
    wanted = [column.name for column in register.columns if column.kind == CHOICE]
    for column in listed:
        _must(column, wanted, where, problems)
    for column in (name for name in wanted if name not in listed):
        problems.report(where, f"列 {column} 没有选项用语。", f"Column {column} has no words for its choices.")
    return {
        column: {folded(word): choice for choice, words in choices.items() for word in (choice, *words)}
        for column, choices in listed.items()
    }


def _must(name: str, names: Sequence[str], where: str, problems: Problems) -> None:
    if name not in names:
        zh, en = did_you_mean(name, names)
        problems.report(where, f"没有列“{name}”。{zh}", f"There is no column '{name}'. {en}".rstrip())
