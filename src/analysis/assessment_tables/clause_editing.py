"""One clause of an office's own rulebook, edited as texts, checked as the loader checks, put back whole (条款编辑)."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import rulebooks
from analysis.assessment_tables.clause_parts import ClauseForm, form_of, with_form
from analysis.assessment_tables.drafts import CONFIRMED, PROPOSED, clause_name
from analysis.assessment_tables.toml_texts import toml_text
from analysis.paths import LockHeldError, file_lock, replace_file
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import Clause, Rulebook, rulebook_folders
from analysis.text_normalisation import quoted_value
from analysis.toml_tables import parsed_toml

LOCK, PATIENCE = ".workshop.lock", 10.0
ENTRY = re.compile(r"(?:^|, )(points|met|applies|possible|least|value|field|let|empty|history|example|reading)\b")
SAID = re.compile(r"^(points|met|applies|possible|least)(?:：|: )")
"""How a fault of a formula begins that could not be read at all."""
PARTS = {
    "points": ("计分公式", "formula"), "met": ("达标条件", "target"), "applies": ("适用条件", "applies"),
    "value": ("取值", "values"), "possible": ("取值", "values"), "least": ("取值", "values"),
}  # fmt: skip
TYPED = (
    ("不能相加减或相比较。", ("不能相加减或相比较；公式里直接写的 1 是比例，要比的个数请写在“取值”里并注明单位。", "")),
    ("[value]", ("“取值”", "the values")),
    ('请写 field = { of = "league" }（同组）或 "all"（全部单位）', ("请在“与谁比较”中选同组单位或全部单位", "")),
    ('write field = { of = "league" }, or "all"', ("", "choose its league or all units to compare it with")),
    ("applies（适用条件）与 inapplicable（不涉及时：share 按比例分摊，mean 取平均）", ("“适用条件”与“不涉及时”", "")),
    ('：field = { of = "league" }（同组）或 "all"（全部单位）', ("：请在“与谁比较”中选同组单位或全部单位", "")),
)
"""How the loader says what a file should hold, and how a form says it."""
Table = dict[str, Any]


@dataclass(frozen=True)
class OpenedClause:
    """A clause as it was opened: its rulebook, its file's tables, the rulebook's own facts, and a seal of the file."""

    rulebook: str
    clause: Clause
    stem: str
    table: Table
    facts: Mapping[str, Table]
    seal: str
    writable: bool

    @property
    def form(self) -> ClauseForm:
        """The parts as they stand in the file, as texts."""
        return form_of(self.table, self.facts, f"{self.rulebook}:{self.clause.id}")


@dataclass(frozen=True)
class CheckedForm:
    """What the loader finds of an edited clause: the rulebook with it, or every fault in words."""

    book: Rulebook | None
    problems: tuple[Problem, ...]


def open_clause(rulebook: str, clause: str) -> OpenedClause:
    """A clause of a rulebook, to be looked at or edited; only an office's own rulebook is writable.

    Raises `InputError` for a clause that is not there.
    """
    book = rulebooks.load(rulebook)
    if clause not in book.clauses:
        zh, en = did_you_mean(clause, book.clauses)
        message = f"没有此条款。{zh}现有：{'、'.join(book.clauses)}。"
        english = f"There is no such clause. {en} There are: {', '.join(book.clauses)}."
        raise InputError([Problem(f"{book.id} {quoted_value(clause)}", message, english)])
    path = _file(book.id, clause)
    facts = _facts(path.parent)
    return OpenedClause(book.id, book.clauses[clause], path.stem, parsed_toml(path), facts, _seal(path), book.own)


def check_form(opened: OpenedClause, form: ClauseForm, *, confirmed: bool = False) -> CheckedForm:
    """The edited clause, checked with its whole rulebook just as it is loaded; nothing is put in place."""
    problems = Problems()
    table, facts = _edited(opened, form, confirmed, opened.facts, problems)
    book = None if problems.found else _tried(opened, table, facts, problems)
    return CheckedForm(book, tuple(dict.fromkeys(problems.found)))


def save_form(opened: OpenedClause, form: ClauseForm, *, confirmed: bool) -> OpenedClause:
    """Put the edited clause into its rulebook, as the office's own (`confirmed`) or still to be confirmed.

    Raises `InputError` with every fault where it would not load, where somebody else has changed the clause since it
    was opened, and for a rulebook that is not the office's own; nothing is changed then.
    """
    folder = rulebook_folders.rulebooks_folder() / opened.rulebook
    _refuse_shipped(opened)
    try:
        with file_lock(folder / LOCK, PATIENCE):
            _save(opened, form, folder, confirmed)
    except LockHeldError:
        zh, en = "另一位正在保存，请稍候再试。", "Somebody else is saving just now; try again in a moment."
        raise InputError([Problem(opened.rulebook, zh, en)]) from None
    return open_clause(opened.rulebook, opened.clause.id)


def _save(opened: OpenedClause, form: ClauseForm, folder: Path, confirmed: bool) -> None:
    path, problems = folder / f"{opened.stem}.toml", Problems()
    if not path.is_file() or _seal(path) != opened.seal:
        zh = "打开以后，别人已改过这一条，没有覆盖。您写的还在页面上：请先抄下，重新打开看对方改了什么，再改。"
        en = "Somebody else has changed this clause since you opened it; nothing was overwritten. Copy yours, reopen."
        raise InputError([Problem(f"{opened.rulebook} {opened.clause.id}", zh, en)])
    before = _facts(folder)
    table, facts = _edited(opened, form, confirmed, before, problems)
    problems.raise_any()
    _tried(opened, table, facts, problems)
    problems.raise_any()
    # whoever loads in between finds every fact that a clause speaks of
    _put_facts(folder, {**before, **facts})
    replace_file(path, toml_text(table).encode())
    _put_facts(folder, facts)


def _put_facts(folder: Path, facts: Mapping[str, Table]) -> None:
    path = folder / rulebook_folders.FACTS
    if (facts or path.is_file()) and facts != _facts(folder):
        replace_file(path, toml_text(facts).encode())


def _edited(
    opened: OpenedClause, form: ClauseForm, confirmed: bool, facts: Mapping[str, Table], problems: Problems
) -> tuple[Table, dict[str, Table]]:
    provenance = CONFIRMED if confirmed else PROPOSED
    name = f"{opened.rulebook}:{opened.clause.id}"
    if confirmed and not (form.points.strip() or form.met.strip()):
        zh, en = "还没有写公式，不能确认。", "There is no formula to be confirmed yet."
        problems.report("计分公式", zh, en)
    return with_form(opened.table, facts, name, form, provenance, _report(problems))


def _report(problems: Problems) -> Callable[[str, str, str], None]:
    return lambda part, zh, en: problems.report(PARTS.get(part, (part, part))[0], zh, en)


def _tried(opened: OpenedClause, table: Table, facts: Mapping[str, Table], problems: Problems) -> Rulebook | None:
    """The rulebook with the clause in it, loaded from a copy; what the loader finds is said in the form's words."""
    source = rulebook_folders.rulebooks_folder() / opened.rulebook
    with tempfile.TemporaryDirectory(prefix="workshop-") as beside:
        folder = Path(beside) / opened.rulebook
        folder.mkdir()
        for path in source.glob("*.toml"):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / f"{opened.stem}.toml").write_bytes(toml_text(table).encode())
        if facts:
            (folder / rulebook_folders.FACTS).write_bytes(toml_text(facts).encode())
        found = Problems()
        book = found.absorb(lambda: rulebooks.load(folder))
    problems.found.extend(_in_words(problem, opened.stem) for problem in found.found)
    return book


def _in_words(problem: Problem, stem: str) -> Problem:
    """A fault of a file, told by the part of the form that it came from."""
    _, own, rest = problem.where.partition(f"/{stem}.toml")
    if not own:
        return Problem(Path(problem.where.partition(",")[0]).name + problem.where.partition(",")[2], problem.zh,
                       problem.en)  # fmt: skip
    part = ENTRY.search(rest) or SAID.match(problem.zh)
    where = PARTS.get(part[1], (part[1], part[1]))[0] if part else "本条"
    zh, en = (SAID.sub("", said) for said in (problem.zh, problem.en))
    for written, typed in TYPED:
        zh, en = zh.replace(written, typed[0]), en.replace(written, typed[1])
    return Problem(where, zh, en)


def _refuse_shipped(opened: OpenedClause) -> None:
    if opened.writable:
        return
    zh = "随系统提供的规则集只能看，不能改。可先用 rulebooks export 导出，再用 rulebooks new 建成本单位的规则集。"
    en = "A shipped rulebook can be looked at only: export it and make one of your own with rulebooks new."
    raise InputError([Problem(opened.rulebook, zh, en)])


def _file(rulebook: str, clause: str) -> Path:
    folder = rulebook_folders.rulebooks_folder() / rulebook
    own = (rulebook_folders.RULEBOOK_FILE, rulebook_folders.FACTS)
    files = (path for path in sorted(folder.glob("*.toml")) if path.name not in own)
    return next(path for path in files if clause_name(path.stem) == clause)


def _facts(folder: Path) -> dict[str, Table]:
    path = folder / rulebook_folders.FACTS
    return parsed_toml(path) if path.is_file() else {}


def _seal(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
