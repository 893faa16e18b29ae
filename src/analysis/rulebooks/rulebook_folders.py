"""A rulebook folder to a rulebook: all clauses, groups and sums checked together (规则集载入)."""

from __future__ import annotations

import hashlib
import math
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from analysis.facts import Fact, dictionary, read_dictionary
from analysis.formulas import TOLERANCE, number_text
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import applicability, clause_files, dated_rules, group_limits
from analysis.rulebooks.applicability import TOTAL
from analysis.rulebooks.applicability_checks import check_applicability, check_sharing
from analysis.rulebooks.clauses import SCORED, Clause
from analysis.rulebooks.rulebook_types import Group, Rulebook
from analysis.rulebooks.validation import check_clause, clause_limit
from analysis.rulebooks.validity import Validity
from analysis.text_normalisation import quoted_value
from analysis.toml_tables import TomlTable, parsed_toml, read_listed_tables, read_toml_table

RULEBOOK_FILE, FACTS = "rulebook.toml", "facts.toml"
_TOP = {
    "title", "title_zh", "edition", "about", "about_zh", "closing", "clauses", "source", "total", "group", "own",
    "shared_over", "example", "from", "until",
}  # fmt: skip
_GROUP = {"id", "title", "title_zh", "parent", "possible", "cap", "least", "choose", "bonus", "notebook"}

RulebookName = Rulebook | str | Path
"""How a rulebook is named: itself, its id, or its folder."""


def rulebooks_folder() -> Path:
    """Where the rulebooks lie."""
    return root() / "params" / "rulebooks"


def rulebook_ids() -> tuple[str, ...]:
    """The ids of the rulebooks at hand, sorted."""
    return tuple(sorted(path.parent.name for path in rulebooks_folder().glob(f"*/{RULEBOOK_FILE}")))


def office_rulebook_ids() -> tuple[str, ...]:
    """Those that an office may be assessed by: all but examples, for which no figures are owed."""
    return tuple(name for name in rulebook_ids() if not _is_example(rulebooks_folder() / name / RULEBOOK_FILE))


def _is_example(path: Path) -> bool:
    """Whether the file says so; one that cannot be read is told of where the rulebook is loaded."""
    try:
        return parsed_toml(path).get("example") is True
    except (OSError, ValueError):
        return False


def load(name: RulebookName, month: str = "") -> Rulebook:
    """The rulebook of an id (`hard-2019`) or of a folder; one that is loaded already is given back as it is.

    `month`: as it was in force at that month's end; else, of one that has changed, the newest rules with all its
    `periods`. Everything is checked: names, units, texts, dates, sums, examples. Raises `InputError` with all faults at
    once, and where the rulebook was not in force in the month.

    >>> from analysis import rulebooks
    >>> book = rulebooks.load("hard-2019")
    >>> len(book.clauses), book.clauses["17"].title_zh
    (36, '个人诚信分覆盖')
    """
    book = name if isinstance(name, Rulebook) else _rulebook_of_all_periods(name)
    return book.at(month) if month else book


def _rulebook_of_all_periods(name: str | Path) -> Rulebook:
    path = Path(str(name))
    if not (isinstance(name, Path) or ("/" in str(name) and os.path.isdir(path))):
        path = _existing_folder(str(name))
    if not (path / RULEBOOK_FILE).is_file():
        raise InputError([Problem(display_path(path / RULEBOOK_FILE), "没有此文件。", "This file does not exist.")])
    return _load(path.resolve(), _file_stamps(path))


def _existing_folder(name: str) -> Path:
    if name in rulebook_ids():
        return rulebooks_folder() / name
    zh, en = did_you_mean(name, rulebook_ids())
    message = f"没有此规则集。{zh}现有：{'、'.join(rulebook_ids())}。"
    told_en = " ".join(filter(None, ["There is no such rulebook.", en, f"Known: {', '.join(rulebook_ids())}."]))
    raise InputError([Problem(f"rulebook {quoted_value(name)}", message, told_en)])


def _file_stamps(path: Path) -> tuple[tuple[str, int, int], ...]:
    seen = [*sorted(path.glob("*.toml")), root() / "params" / "facts.toml"]
    return tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in seen if file.is_file())


@lru_cache(maxsize=64)
def _load(path: Path, _seen: tuple[tuple[str, int, int], ...]) -> Rulebook:
    problems = Problems()
    book = read_toml_table(path / RULEBOOK_FILE, problems)
    facts = {**dictionary(), **(problems.absorb(lambda: _own_facts(path)) or {})}
    files = sorted(
        (file for file in path.glob("*.toml") if file.name not in (RULEBOOK_FILE, FACTS)), key=_reading_order
    )
    clauses = [clause for file in files if (clause := _clause(file, facts, problems))]
    if book:
        _check_whole(path, book, len(files), problems)
    rulebook = (
        _checked_rulebook(_unjudged_rulebook(path, book, clauses, facts), book, clauses, len(files)) if book else None
    )
    problems.raise_any()
    assert rulebook is not None
    return rulebook


def _checked_rulebook(book: Rulebook, table: TomlTable, clauses: list[Clause], files: int) -> Rulebook:
    """The rulebook with the rules of each time in which they are the same, each time checked as a whole."""
    before, days = len(table.problems.found), group_limits.limit_days(book)
    dated = bool(days) or dated_rules.is_dated(book.validity, clauses)
    dated_rules.check_dates(book.validity, clauses, table)
    group_limits.check_limits(book, table)
    if len(table.problems.found) > before:
        return book
    parts = dated_rules.rule_periods(book.validity, clauses, days)
    periods = [_period(book, table, *part, files - len(clauses)) for part in parts]
    return _with_periods(book, periods) if dated else periods[0]


def _with_periods(book: Rulebook, periods: list[Rulebook]) -> Rulebook:
    """The newest rules with those of each time, each of which knows what it is a time of."""
    whole = replace(periods[-1], validity=book.validity, periods=tuple(periods))
    for period in periods:
        object.__setattr__(period, "origin", whole)
    return whole


def _period(book: Rulebook, table: TomlTable, validity: Validity, clauses: list[Clause], unread: int) -> Rulebook:
    in_force = group_limits.limits_in_force(book, validity)
    own = replace(in_force, clauses={clause.id: clause for clause in clauses}, validity=validity)
    said = " – ".join(str(day or "…") for day in (validity.since, validity.until))
    place = replace(table, where=f"{table.where}, {said}") if validity.is_dated else table
    _check_ids(clauses, own, place)
    _check_histories(clauses, place)
    _check_tree(own, place, whole=not unread)
    return own


def _clause(file: Path, facts: Mapping[str, Fact], problems: Problems) -> Clause | None:
    before = len(problems.found)
    clause = clause_files.read_clause(file, problems)
    for state in dated_rules.clause_states(clause) if clause else ():
        if len(problems.found) == before and check_applicability(state, problems):
            check_clause(state, facts, problems)
    return clause


def _own_facts(path: Path) -> Mapping[str, Fact]:
    return read_dictionary(path / FACTS, dictionary()) if (path / FACTS).is_file() else {}


def _reading_order(path: Path) -> tuple[tuple[int, int, str], ...]:
    """Clause ids in reading order: 2 before 10, 9.1 before 9.2."""
    parts = re.findall(r"\d+|[A-Za-z]+", path.stem.split("_")[0])
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def _unjudged_rulebook(path: Path, table: TomlTable, clauses: list[Clause], facts: Mapping[str, Fact]) -> Rulebook:
    table.only(_TOP)
    source = table.part("source", table.values.get("source", {}))
    possible, dated = group_limits.read_limit(table.part("total", table.values.get("total", {})), group_limits.POSSIBLE)
    groups = read_listed_tables(table, "group", _group)
    for twice in sorted({group.id for group in groups if [other.id for other in groups].count(group.id) > 1}):
        table.fault(f"分组 {twice} 写了两次。", f"Group {twice} stands twice.")
    return Rulebook(
        id=path.name,
        title=table.text("title"),
        title_zh=table.text("title_zh"),
        edition=table.text("edition"),
        about=table.text("about"),
        about_zh=table.text("about_zh"),
        source={key: source.text(key, needed=key in ("title", "zh")) for key in {"title", "zh", *source.values}},
        possible=possible,
        dated_possible=dated,
        groups={group.id: group for group in groups},
        clauses={clause.id: clause for clause in clauses},
        dictionary=facts,
        sha256=_folder_sha256(path),
        own=table.flag("own"),
        shared_over=_shared_over(table),
        example=table.flag("example"),
        validity=clause_files.read_validity(table),
    )


def _shared_over(table: TomlTable) -> str:
    written = "shared_over" in table.values
    return table.choice("shared_over", applicability.SHARED_OVER) if written else applicability.GROUP


def _folder_sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.glob("*.toml")):
        digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _group(table: TomlTable) -> Group:
    table.only(_GROUP)
    choose = table.number("choose")
    if choose is not None and (choose < 1 or choose % 1):
        table.fault(f"choose 应为正整数，实为 {choose:g}。", f"choose must be a whole number above 0, not {choose:g}.")
    limits = {key: group_limits.read_limit(table, key) for key in group_limits.GROUP_LIMITS}
    return Group(
        id=table.text("id"),
        title=table.text("title"),
        title_zh=table.text("title_zh"),
        parent=table.text("parent", needed=False),
        possible=limits["possible"][0],
        cap=limits["cap"][0],
        least=limits["least"][0],
        choose=None if choose is None else int(choose),
        bonus=table.flag("bonus"),
        notebook=table.text("notebook", needed=False) or None,
        dated={key: amounts for key, (_, amounts) in limits.items() if amounts},
    )


def _check_whole(path: Path, table: TomlTable, count: int, problems: Problems) -> None:
    """Whether every file is there to its last line, where the rulebook says how each ends and how many there are."""
    closing, least = table.text("closing", needed=False), table.number("clauses")
    for file in sorted(path.glob("*.toml")) if closing else ():
        if _last_line(file) != closing:
            zh = f"末尾没有“{closing}”，文件可能被截断；请换上完整的文件。确实完整的，在末尾补上这一行。"
            en = f"It does not end in '{closing}' and may be cut off: put the whole file back, or add that line."
            problems.report(display_path(file), zh, en)
    if least is not None and count < least:
        zh = f"写明至少有 {least:g} 个条款文件，实有 {count} 个；请补齐缺少的文件。"
        table.fault(zh, f"There should be at least {least:g} files of clauses, but there are {count}: put them back.")


def _last_line(file: Path) -> str:
    lines = [line.strip() for line in file.read_text("utf-8-sig", errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _check_ids(clauses: list[Clause], book: Rulebook, table: TomlTable) -> None:
    seen = [clause.id for clause in clauses]
    for twice in sorted({name for name in seen if seen.count(name) > 1}):
        table.fault(f"条款 {twice} 有两个文件。", f"Clause {twice} has two files.")
    for name in [name for name in (*book.groups, *book.clauses) if name == TOTAL]:
        table.fault(f"“{name}”是总分的名称，不能作编号。", f"'{name}' names the total and can be no id.")
    for name in [name for name in book.groups if name in book.clauses]:
        table.fault(f"分组与条款同用编号 {name}。", f"A group and a clause are both called {name}.")


def _check_histories(clauses: list[Clause], table: TomlTable) -> None:
    """A history's name means one thing in the whole rulebook."""
    met: dict[str, tuple[object, ...]] = {}
    for clause in clauses:
        for history in clause.histories.values():
            months = clause.values.get(history.months)
            said = (history.of, history.how, months and months.amount)
            if met.setdefault(history.name, said) != said:
                table.fault(
                    f"历史指标“{history.name}”在两个条款中含义不同。",
                    f"The history '{history.name}' means two things in two clauses.",
                )


def _check_tree(book: Rulebook, table: TomlTable, *, whole: bool) -> None:
    strange = [(name, where) for name, where in _parents(book) if name not in book.groups]
    for name, where in strange:
        zh, en = did_you_mean(name, book.groups)
        message = f"{where} lies under '{name}', which is no group. {en}".rstrip()
        table.fault(f"{where} 所属分组“{name}”不存在。{zh}", message)
    if strange:
        return
    if any(_circular(book, group) for group in book.groups):
        table.fault("分组互为上下级。", "Groups lie under each other in a circle.")
    elif whole:
        _check_sums(book, table)
        check_sharing(book, table)


def _check_sums(book: Rulebook, table: TomlTable) -> None:
    for group in book.groups.values():
        _check_sum(f"group {group.id}", group.possible, _child_maxima(book, group.id), group, table)
    _check_sum("total", book.possible, _child_maxima(book, ""), None, table)


def _parents(book: Rulebook) -> list[tuple[str, str]]:
    of_clauses = [(clause.group, f"clause {clause.id}") for clause in book.clauses.values()]
    return of_clauses + [(group.parent, f"group {group.id}") for group in book.groups.values() if group.parent]


def _circular(book: Rulebook, group: str) -> bool:
    seen: set[str] = set()
    while group and group not in seen:
        seen.add(group)
        group = book.groups[group].parent
    return bool(group)


def _child_maxima(book: Rulebook, parent: str) -> list[float | None]:
    """What each node directly under a parent can give; None where it is not printed and can't be reckoned."""
    below = [group for group in book.groups.values() if group.parent == parent and not group.bonus]
    scored = [clause for clause in book.clauses.values() if clause.group == parent and clause.kind == SCORED]
    return [group_maximum(book, group) for group in below] + [clause_limit(clause, "possible") for clause in scored]


def group_maximum(book: Rulebook, group: Group) -> float | None:
    """The most a group can give: what is printed, else its cap, else the sum of what lies under it."""
    if group.possible is not None:
        return group.possible
    below = _child_maxima(book, group.id)
    if group.cap is not None or None in below:
        return group.cap
    best = sorted((most for most in below if most is not None), reverse=True)
    return math.fsum(best[: group.choose])


def _check_sum(
    where: str, printed: float | None, below: list[float | None], group: Group | None, table: TomlTable
) -> None:
    if printed is None or not below or None in below:
        return
    best = sorted((most for most in below if most is not None), reverse=True)
    total = math.fsum(best[: group.choose if group else None])
    capped = group is not None and group.cap is not None and total >= group.cap and printed == group.cap
    if abs(total - printed) > TOLERANCE and not capped:
        table.fault(
            f"{where}：印载 {number_text(printed)} 分，其下合计 {number_text(total)} 分。",
            f"{where}: {number_text(printed)} points are printed, but what lies under it adds to {number_text(total)}.",
        )
