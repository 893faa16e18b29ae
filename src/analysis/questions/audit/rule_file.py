"""What the audit looks for: thresholds, identities, slips of units, and what a fabricated figure costs (自查规则)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis import rulebooks
from analysis.facts.dictionary import dictionary
from analysis.formulas import Node
from analysis.formulas.language import TRUTHS
from analysis.paths import root
from analysis.problems import InputError, Problems, did_you_mean
from analysis.rulebooks import read_formula
from analysis.toml_tables import TomlTable, read_toml_table

BEFORE = "_before"
HIGH, MEDIUM, LOW = SEVERITIES = ("high", "medium", "low")
THRESHOLDS = (
    "history", "jump_changes", "jump_times", "jump_floor", "mad_scale", "false_alarm", "slip_near", "money_least",
    "digit_least", "digit_from", "digit_chance", "still_months", "still_from", "copied_from", "copied_least",
    "copied_share", "near", "due_day",
)  # fmt: skip
_TEXTS = ("zh", "en", "check", "check_en", "innocent", "innocent_en")


@dataclass(frozen=True)
class Identity:
    """What should hold between figures, why it matters where it does not, what to check, what may excuse it."""

    id: str
    holds: Node
    severity: str
    zh: str
    en: str
    check: str
    check_en: str
    innocent: str
    innocent_en: str


@dataclass(frozen=True)
class UnitSlip:
    """By how much a figure is too large or too small where its unit slipped; smaller figures are let be."""

    times: float
    zh: str
    en: str
    least: float


@dataclass(frozen=True)
class RoundEnding:
    """A round ending: the figure is divisible by `of`, as a `share` of all figures is by chance."""

    of: int
    share: float
    zh: str


@dataclass(frozen=True)
class FabricationCost:
    """What a fabricated figure costs once it is found: so many points in each of so many months."""

    rulebook: str
    clause: str
    each: float
    months: int


@dataclass(frozen=True)
class AuditRules:
    """All that the audit goes by, from `params/audit.toml`."""

    values: Mapping[str, float]
    identities: tuple[Identity, ...]
    slips: tuple[UnitSlip, ...]
    digits: tuple[RoundEnding, ...]
    steady: frozenset[str]
    cost: FabricationCost


def audit_rules() -> AuditRules:
    """The rules of `params/audit.toml`; read again when it changes. Raises `InputError` with every fault at once."""
    path = root() / "params" / "audit.toml"
    return _cached(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=4)
def _cached(path: Path, _changed: int) -> AuditRules:
    return read_audit_rules(path)


def read_audit_rules(path: Path) -> AuditRules:
    """The rules of a file. Raises `InputError`: unknown keys, facts or values, formulas that are no truth."""
    problems = Problems()
    held = read_toml_table(path, problems)
    if held is None:
        raise InputError(problems.found)
    held.only({"cost", "value", "slip", "digit", "identity", "steady"})
    made = (_values(held), _identities(held), _slips(held), _digits(held), _steady(held), _cost(held))
    problems.raise_any()
    return AuditRules(*made)  # type: ignore[arg-type]


def _tables(held: TomlTable, key: str) -> list[TomlTable]:
    listed = held.held.get(key, [])
    return [held.part(f"{key} {place}", one) for place, one in enumerate(listed, 1)]


def _values(held: TomlTable) -> Mapping[str, float]:
    given = held.part("value", held.held.get("value", {}))
    given.only(set(THRESHOLDS))
    return {name: _value(given.part(name, given.held.get(name, {}))) for name in THRESHOLDS}


def _value(one: TomlTable) -> float:
    one.only({"is", "unit", "zh", "source"})
    for key in ("unit", "zh", "source"):
        one.text(key)
    return _number(one, "is")


def _number(one: TomlTable, key: str) -> float:
    found = one.number(key)
    if found is None or found < 0:
        one.fault(f"{key} 应为不小于0的数。", f"{key} must be a number of at least 0.")
    return found or 0.0


def _identities(held: TomlTable) -> tuple[Identity, ...]:
    made = [_identity(one) for one in _tables(held, "identity")]
    ids = [one.id for one in made]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        held.fault(f"关系 {twice} 写了两次。", f"The identity {twice} stands twice.")
    return tuple(made)


def _identity(one: TomlTable) -> Identity:
    one.only({"id", "holds", "severity", *_TEXTS})
    holds = read_formula(one, "holds") or Node("number", value=0.0)
    if holds.op not in TRUTHS:
        one.fault("holds 应为一个判断，如 a <= b。", "`holds` must be a truth, such as a <= b.")
    _known([name.removesuffix(BEFORE) for name in holds.names], {**dictionary(), "near": None}, one)
    texts = {key: one.text(key) for key in _TEXTS}
    return Identity(id=one.text("id"), holds=holds, severity=one.choice("severity", SEVERITIES), **texts)


def _known(names: Sequence[str], known: Mapping[str, Any], one: TomlTable) -> None:
    for name in [name for name in names if name not in known]:
        zh, en = did_you_mean(name, known)
        one.fault(f"没有“{name}”这一指标。{zh}", f"'{name}' is not a fact. {en}".rstrip())


def _slips(held: TomlTable) -> tuple[UnitSlip, ...]:
    made = []
    for one in _tables(held, "slip"):
        one.only({"times", "zh", "en", "least"})
        made.append(UnitSlip(_number(one, "times"), one.text("zh"), one.text("en"), _number(one, "least")))
    return tuple(made)


def _digits(held: TomlTable) -> tuple[RoundEnding, ...]:
    made = []
    for one in _tables(held, "digit"):
        one.only({"of", "share", "zh"})
        made.append(RoundEnding(int(_number(one, "of")), _number(one, "share"), one.text("zh")))
    return tuple(made)


def _steady(held: TomlTable) -> frozenset[str]:
    one = held.part("steady", held.held.get("steady", {}))
    one.only({"facts", "why"})
    one.text("why")
    named = one.units("facts")
    _known(named, dictionary(), one)
    return frozenset(named)


def _cost(held: TomlTable) -> FabricationCost | None:
    one = held.part("cost", held.held.get("cost", {}))
    one.only({"rulebook", "clause", "each", "months"})
    names = {key: one.text(key) for key in ("rulebook", "clause", "each", "months")}
    clause = (one.problems.absorb(lambda: rulebooks.load(names["rulebook"]).clauses) or {}).get(names["clause"])
    amounts = (
        [getattr(clause.values.get(names[key]), "amount", None) for key in ("each", "months")] if clause else [None]
    )
    if None in amounts:
        one.fault("条款或其取值不存在。", "The clause or its values are not there.")
        return None
    return FabricationCost(names["rulebook"], names["clause"], float(amounts[0]), int(amounts[1]))  # type: ignore[arg-type]
