"""Scenarios from files and short texts, and back to TOML in one canonical form (情景读写)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.calendars import parse_month
from analysis.facts import FigureError, code_of, parse_figure
from analysis.paths import display_path, replace_file, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import Rulebook
from analysis.scenarios.changes import (
    ADD,
    BASELINE,
    CHANGE_KINDS,
    READING,
    SCALE,
    SET,
    Change,
    Scenario,
    ScenarioBase,
    in_own_unit,
    parse_target,
    target_unit,
)
from analysis.scenarios.peer_benchmarks import CHOICE, benchmark_lines, level_names, read_benchmarks
from analysis.toml_tables import parsed_toml, toml_string, unreadable_toml

_TOP = {"name", "title", "title_zh", "author", "about", "about_zh", "rulebook", "base", "change", "peers", "benchmark"}
_BASE = ("city", "month", "facts")
_CHANGE = {"target", "how", "amount", "unit", "city", "month", "mark", "note", "note_zh"}
SCENARIO_TEXTS = ("title", "title_zh", "author", "about", "about_zh", "rulebook")
CHANGE_TEXTS = ("unit", "city", "month", "mark", "note", "note_zh")
_SIGNS = {"+": ADD, "*": SCALE}
DECIMAL_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?\s*")
LARGEST_WHOLE = 2**63
"""The whole numbers that TOML promises end here."""

ScenarioName = Scenario | str | Path
"""How a scenario is named: itself, its name, or its file."""


def scenarios_folder() -> Path:
    """Where the scenarios lie."""
    return root() / "params" / "scenarios"


def scenario_names() -> tuple[str, ...]:
    """The scenarios at hand, sorted."""
    return tuple(sorted(path.stem for path in scenarios_folder().glob("*.toml")))


def scenario_variants() -> tuple[str, ...]:
    """The scenarios at hand, each with the levels of peers that can be chosen: `peer-benchmarks@median`."""
    names = ((name, level_names(_read(scenarios_folder() / f"{name}.toml", Problems()))) for name in scenario_names())
    return tuple(each for name, levels in names for each in (name, *(f"{name}{CHOICE}{level}" for level in levels)))


def load(name: ScenarioName) -> Scenario:
    """The scenario of a name (`assumed-benchmarks`) or of a TOML file; its name is the file's stem, or what it says.

    `baseline` changes nothing and has no file. A scenario that is loaded already is given back as it is.
    Raises `InputError` with all faults: not readable, unknown keys, a change without target or amount.

    >>> from analysis import scenarios
    >>> assumed = scenarios.load("assumed-benchmarks")
    >>> assumed.title_zh, assumed.changes[0].target
    ('假定基准', '1.full')
    """
    if isinstance(name, Scenario):
        return name
    if name == BASELINE.name:
        return BASELINE
    if not isinstance(name, str | Path) or not str(name).strip():
        zh, en = "请写一个情景的名称或文件。", "Give the name or file of one scenario."
        raise InputError([Problem("scenario 情景", zh + _listing()[0], f"{en} {_listing()[1]}")])
    stem, _, chosen = ("", "", "") if str(name).endswith(".toml") else str(name).partition(CHOICE)
    path = scenarios_folder() / f"{stem}.toml" if stem else Path(name)
    return _loaded(path, chosen, _stamps(path))


def _stamps(path: Path) -> tuple[tuple[str, int, int], ...]:
    """The state of the file and of the tables that its facts, units and cities are looked up in."""
    files = (path, root() / "params" / "facts.toml", root() / "data" / "cities.csv")
    found = [(file, file.stat()) for file in files if file.is_file()]
    return tuple((str(file.absolute()), state.st_mtime_ns, state.st_size) for file, state in found)


@lru_cache(maxsize=64)
def _loaded(path: Path, chosen: str, _seen: tuple[tuple[str, int, int], ...]) -> Scenario:
    problems = Problems()
    content = _read(path, problems)
    problems.raise_any()
    changes = tuple(
        _change(f"{display_path(path)}, change {place}", part, problems) for place, part in _listed(content)
    )
    for key in content.keys() - _TOP:
        zh, en = did_you_mean(key, _TOP)
        problems.report(display_path(path), f"不认识的键“{key}”。{zh}", f"'{key}' is not known here. {en}".rstrip())
    base = _base(display_path(path), content.get("base"), problems)
    benchmarks = read_benchmarks(display_path(path), content, chosen, problems)
    problems.raise_any()
    texts = {key: str(content[key]) for key in SCENARIO_TEXTS if key in content}
    called = f"{content.get('name', path.stem)}{CHOICE + chosen if chosen else ''}"
    return Scenario(name=called, changes=changes, base=base, benchmarks=benchmarks, **texts)


def _base(where: str, content: Any, problems: Problems) -> ScenarioBase | None:
    if content is None:
        return None
    if (
        isinstance(content, Mapping)
        and set(content) == set(_BASE)
        and all(isinstance(content[key], str) for key in _BASE)
    ):
        return ScenarioBase(**content)
    problems.report(where, "base 应写 city、month、facts。", "base needs city, month and facts.")
    return None


def load_all(listed: ScenarioName | Sequence[ScenarioName]) -> list[Scenario]:
    """The scenarios of several names, in order; the first is the one a card stands on. Raises `InputError`."""
    problems = Problems()
    names = [listed] if isinstance(listed, ScenarioName) else listed
    scenarios = [problems.absorb(lambda name=name: load(name)) for name in names]  # type: ignore[misc]
    problems.raise_any()
    return scenarios  # type: ignore[return-value]


def _read(path: Path, problems: Problems) -> dict[str, Any]:
    try:
        return parsed_toml(path)
    except (OSError, ValueError) as error:
        zh, en = did_you_mean(path.stem, scenario_names())
        reason_zh, reason = unreadable_toml(error)
        listed_zh, listed = _listing()
        english = " ".join(filter(None, [f"This scenario can't be read ({reason}).", en, listed]))
        problems.report(display_path(path), f"无法读取情景文件：{reason_zh}。{zh}{listed_zh}", english)
        return {}


def _listing() -> tuple[str, str]:
    """The scenarios there are, in a sentence of each language."""
    names = (BASELINE.name, *scenario_names())
    return f"现有情景：{'、'.join(names)}。", f"Scenarios there are: {', '.join(names)}."


def _listed(content: Mapping[str, Any]) -> list[tuple[int, Any]]:
    parts = content.get("change", [])
    return list(enumerate(parts if isinstance(parts, list) else [parts], start=1))


def _change(where: str, content: Any, problems: Problems) -> Change:
    content = content if isinstance(content, Mapping) else {}
    for key in content.keys() - _CHANGE:
        zh, en = did_you_mean(key, _CHANGE)
        problems.report(where, f"不认识的键“{key}”。{zh}", f"'{key}' is not known here. {en}".rstrip())
    amount = content.get("amount")
    if not isinstance(content.get("target"), str) or content.get("how") not in CHANGE_KINDS or _is_no_amount(amount):
        problems.report(
            where, "应有 target、how（set/add/scale）与 amount。", "It needs target, how (set, add, scale) and amount."
        )
        return Change("", SET, 0.0)
    words = {key: str(content[key]) for key in _CHANGE - {"amount", "unit"} if key in content}
    _check_place(where, words, problems)
    try:
        number, unit = in_own_unit(content["target"], content["how"], amount, str(content.get("unit", "")))
    except InputError as error:
        problems.report(where, error.problems[0].zh, error.problems[0].en)
        return Change("", SET, 0.0)
    return Change(amount=number if isinstance(number, str) else float(number), unit=unit, **words)


def _check_place(where: str, words: Mapping[str, str], problems: Problems) -> None:
    """Report a city or month, that a change is narrowed to, which is none: it would hold nowhere, without a word."""
    for key, parse in (("month", parse_month), ("city", code_of)):
        if key in words:
            try:
                parse(words[key])
            except InputError as error:
                problems.report(where, error.problems[0].zh, error.problems[0].en)


def _is_no_amount(amount: Any) -> bool:
    return type(amount) not in (int, float, str) or (type(amount) is float and amount - amount != 0)


def parse_scenarios(texts: list[tuple[str, str]], book: Rulebook) -> list[Scenario]:
    """Scenarios from the command line's `set`, `reading` and `scenario` texts, in order.

    `set`: `fact=value`, `fact=+delta`, `fact=*factor`; a fact by its name or Chinese name, or `<clause>.<value>`.
    `reading`: `clause=name`; `19=cap-20` means every clause of item 19 that has the reading.
    Raises `InputError` with every text that can't be understood.
    """
    problems, scenarios = Problems(), []
    for kind, text in texts:
        parse = {"set": _of_set, "reading": _of_reading, "scenario": _of_file}[kind]
        scenarios.append(problems.absorb(lambda parse=parse, text=text: parse(text, book)))  # type: ignore[misc]
    problems.raise_any()
    return scenarios  # type: ignore[return-value]


def _of_file(text: str, book: Rulebook) -> Scenario:
    scenario = load(text)
    if scenario.fits(book):
        return scenario
    zh = f"此情景用于规则集 {scenario.rulebook}，不能用于 {book.id}。"
    en = f"This scenario is for rulebook {scenario.rulebook}; it can't be used with {book.id}."
    raise InputError([Problem(f"--scenario {text}", zh, en)])


def _of_set(text: str, book: Rulebook) -> Scenario:
    name, amount = _split(text)
    aim = parse_target(name.strip(), book)
    how = _SIGNS.get(amount[:1], SET)
    number = _number(aim, amount[1:] if how != SET else amount, how, book, text)
    return Scenario(text, (Change(aim, how, number),))


def _split(text: str) -> tuple[str, str]:
    name, sign, amount = text.partition("=")
    if sign and name.strip() and amount.strip():
        return name, amount.strip()
    raise InputError([Problem(f"“{text}”", "应写作 名称=取值。", "Write name=value.")])


def parse_amount(target: str, text: str, book: Rulebook) -> float:
    """A figure of a target as people write it: 30亿, 70%, 1,200. Raises `InputError`."""
    return _number(target, text.strip(), SET, book, f"{target}={text}")


def _number(target: str, text: str, how: str, book: Rulebook, whole: str) -> float:
    """The amount of a change: a plain number, a percentage for factors and rule values, or as facts are written."""
    if DECIMAL_NUMBER.fullmatch(text):
        return float(text)
    if how == SCALE and text.endswith(("%", "％")) and DECIMAL_NUMBER.fullmatch(text[:-1]):
        return float(text[:-1]) / 100
    if how == ADD and text.startswith("-"):
        return -_number(target, text[1:], SET, book, whole)
    share = replace(next(iter(book.dictionary.values())), unit="share", choices={})
    fact = book.dictionary.get(target, share) if how != SCALE else share
    try:
        number = parse_figure(text, fact)
    except FigureError as error:
        raise InputError([Problem(f"--set {whole}", error.zh, error.en)]) from None
    if number is None:
        raise InputError([Problem(f"--set {whole}", "请写出数值。", "Give a number.")])
    return float(number)


def _of_reading(text: str, book: Rulebook) -> Scenario:
    name, choice = _split(text)
    exact = [clause for clause in book.clauses.values() if clause.id == name.strip()]
    below = [clause for clause in book.clauses.values() if clause.id.startswith(f"{name.strip()}.")]
    having = exact or [clause for clause in below if choice in clause.readings] or below
    if not having:
        zh, en = did_you_mean(name, book.clauses)
        raise InputError(
            [Problem(f"--reading {text}", f"没有条款“{name}”。{zh}", f"There is no clause '{name}'. {en}".rstrip())]
        )
    return Scenario(text, tuple(_choose(clause.id, choice, book, text) for clause in having))


def _choose(clause: str, choice: str, book: Rulebook, text: str) -> Change:
    readings = book.clauses[clause].readings
    if choice in readings:
        return Change(f"{clause}.{READING}", SET, choice)
    zh, en = did_you_mean(choice, readings)
    known_zh, known_en = "、".join(readings), ", ".join(readings)
    raise InputError(
        [
            Problem(
                f"--reading {text}",
                f"条款 {clause} 没有读法“{choice}”。{zh}可选：{known_zh}。",
                f"Clause {clause} has no reading '{choice}'. {en} Known: {known_en}.",
            )
        ]
    )


def canonical_scenario(scenario: Scenario, book: Rulebook) -> Scenario:
    """The scenario with every amount's own unit named, as every door gives it."""
    return replace(scenario, changes=tuple(_with_plain_amount(change, book) for change in scenario.changes))


def _with_plain_amount(change: Change, book: Rulebook) -> Change:
    worded = isinstance(change.amount, str) or change.how == SCALE
    amount = change.amount if isinstance(change.amount, str) else float(change.amount)
    return replace(change, amount=amount, unit="" if worded else target_unit(change.target, book))


def save(scenario: Scenario, path: Path | str) -> Path:
    """Write the scenario to a TOML file, whole or not at all; `scenario_files.load` of it gives the same scenario."""
    return replace_file(path, scenario_toml(scenario, Path(path).stem).encode())


def scenario_toml(scenario: Scenario, stem: str | None = None) -> str:
    """The scenario as TOML: keys in one order, what is empty left out. `stem`: the file's, which names it already."""
    head = [] if scenario.name == stem else [("name", scenario.name)]
    head += [(key, written) for key in SCENARIO_TEXTS if (written := getattr(scenario, key))]
    lines = [f"{key} = {toml_string(written)}" for key, written in head]
    if scenario.base:
        parts = ", ".join(f"{key} = {toml_string(written)}" for key, written in vars(scenario.base).items())
        lines.append(f"base = {{ {parts} }}")
    blocks = ["\n".join(_change_lines(change)) for change in scenario.changes]
    blocks += benchmark_lines(scenario.benchmarks)
    return "\n\n".join(["\n".join(lines), *blocks]).lstrip("\n") + "\n"


def _change_lines(change: Change) -> list[str]:
    words = [(key, written) for key in CHANGE_TEXTS if (written := getattr(change, key))]
    lines = [f"{key} = {toml_string(written)}" for key, written in words]
    return ["[[change]]", f"target = {toml_string(change.target)}", f"how = {toml_string(change.how)}",
            f"amount = {_amount_text(change.amount)}", *lines]  # fmt: skip


def _amount_text(amount: float | str) -> str:
    """A number as short as it can be read back from: 30, not 30.0."""
    if isinstance(amount, str):
        return toml_string(amount)
    number = float(amount)
    return str(int(number)) if number.is_integer() and abs(number) < LARGEST_WHOLE else repr(number)
