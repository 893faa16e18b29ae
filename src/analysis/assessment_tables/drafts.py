"""The files of a rulebook's folder as plain tables: read, written, put in place (规则集的文件)."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis import rulebooks
from analysis.assessment_tables.toml_texts import toml_text
from analysis.paths import display_path, replace_file
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import Rulebook, rulebook_folders
from analysis.text_normalisation import quoted_value
from analysis.toml_tables import parsed_toml

NAME = re.compile(r"\w[\w\-]{0,39}")
PROPOSED, CONFIRMED = "proposed", "local"
MAKING, REPLACED = ".making", ".replaced"
Table = dict[str, Any]
Reword = Callable[[Problem], Problem]
Check = Callable[[], Iterable[Problem]]


@dataclass(frozen=True)
class Draft:
    """What the files of a rulebook say: the book itself, its own facts by name, its clauses by file name."""

    book: Table
    facts: dict[str, Table] = field(default_factory=dict)
    clauses: dict[str, Table] = field(default_factory=dict)


def read_draft(folder: Path) -> Draft:
    """The files of a rulebook that loads, as plain tables; comments are not kept."""
    tables = {path.stem: parsed_toml(path) for path in sorted(folder.glob("*.toml"))}
    book, facts = tables.pop("rulebook"), tables.pop("facts", {})
    return Draft(book, facts, tables)


def write_draft(draft: Draft, folder: Path) -> None:
    """Write the files of a rulebook into a folder."""
    files = {"rulebook": draft.book, **({"facts": draft.facts} if draft.facts else {}), **draft.clauses}
    for stem, tables in files.items():
        replace_file(folder / f"{stem}.toml", toml_text(tables).encode())


def check_rulebook_name(name: str, *, replace: bool) -> None:
    """Refuse a name that no folder may bear, or that is there already unless it is to be replaced."""
    where = f"rulebooks new {quoted_value(name)}"
    if not NAME.fullmatch(name):
        zh = "规则集名称只用汉字、字母、数字、“-”和“_”，至多40个字，不以“-”开头。"
        en = "A rulebook's name has letters, digits, '-' and '_' only, 40 at most."
        raise InputError([Problem(where, zh, en)])
    folder = rulebook_folders.rulebooks_folder() / name
    if folder.exists() and not replace:
        zh = "已有这个规则集，没有动它；请换一个名称。确要换掉的，加 --replace，原来的会移到 .replaced 文件夹。"
        en = "It is there already and left as it is. Choose another name, or add --replace, which keeps the old."
        raise InputError([Problem(display_path(folder), zh, en)])


def install_draft(draft: Draft, name: str, reworded: Reword, check: Check) -> Rulebook:
    """Put a rulebook into the project once all of it loads; what was there under its name is moved aside.

    Raises `InputError` with every fault at once, each as `reworded` says it, and what `check` finds beside; nothing is
    put in place then.
    """
    place = rulebook_folders.rulebooks_folder()
    making = place / MAKING / name
    shutil.rmtree(making, ignore_errors=True)
    try:
        write_draft(draft, making)
        _check(making, reworded, check)
        _move_aside(place, name)
        making.rename(place / name)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        _remove_empty(making.parent)
    return rulebooks.load(name)


def draft_faults(draft: Draft, name: str, reworded: Reword, check: Check) -> list[Problem]:
    """Every fault that would keep a rulebook from loading, as `reworded` says it; nothing is put in place."""
    problems = Problems()
    with tempfile.TemporaryDirectory(prefix="rulebook-") as beside:
        making = Path(beside) / name
        write_draft(draft, making)
        problems.absorb(lambda: _check(making, reworded, check))
    return problems.found


def _check(making: Path, reworded: Reword, check: Check) -> None:
    problems = Problems()
    problems.absorb(lambda: rulebooks.load(making))
    problems.found[:] = [reworded(problem) for problem in problems.found]
    problems.found.extend(check())
    problems.raise_any()


def _move_aside(place: Path, name: str) -> None:
    """The folder that is there moves to `.replaced/<name>-1`, or the next number that is free."""
    if not (place / name).exists():
        return
    (place / REPLACED).mkdir(exist_ok=True)
    number = 1
    while (place / REPLACED / f"{name}-{number}").exists():
        number += 1
    (place / name).rename(place / REPLACED / f"{name}-{number}")


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def clause_name(stem: str) -> str:
    """The number of a clause, from the name of its file."""
    return stem.partition("_")[0]


def confirm_proposals(name: str, clauses: Sequence[str] = ()) -> list[str]:
    """Make proposed formulas the office's own (`local`): those of some clauses, or all; returns which.

    Raises `InputError` for a clause that is not there or has no proposed formula, before any is changed.
    """
    book = rulebooks.load(name)
    proposed = [clause.id for clause in book.clauses.values() if clause.provenance == PROPOSED]
    problems = Problems()
    for clause in [clause for clause in clauses if clause not in proposed]:
        near_zh, near_en = did_you_mean(clause, proposed)
        zh = f"没有待确认的公式。{near_zh}待确认的有：{'、'.join(proposed) or '无'}。"
        en = f"It has no formula to be confirmed. {near_en} There are: {', '.join(proposed) or 'none'}."
        problems.report(f"{book.id} {quoted_value(clause)}", zh, en)
    problems.raise_any()
    folder = rulebook_folders.rulebooks_folder() / book.id
    chosen = list(clauses) or proposed
    for path in folder.glob("*.toml"):
        if clause_name(path.stem) in chosen and path.name not in (
            rulebook_folders.RULEBOOK_FILE,
            rulebook_folders.FACTS,
        ):
            replace_file(path, toml_text(_confirmed(parsed_toml(path))).encode())
    return chosen


def _confirmed(clause: Table) -> Table:
    notes = [{**note, "mark": CONFIRMED} if note["mark"] == PROPOSED else note for note in clause.get("note", [])]
    return {**clause, "provenance": CONFIRMED, **({"note": notes} if notes else {})}
