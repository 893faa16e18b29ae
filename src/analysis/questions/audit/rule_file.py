"""What the audit looks for: thresholds, identities, slips of units, and what a fabricated figure costs (自查规则)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis import rulebooks
from analysis.facts import dictionary
from analysis.formulas import Node, language
from analysis.paths import root
from analysis.problems import InputError, Problems, did_you_mean
from analysis.rulebooks import read_formula
from analysis.toml_tables import TomlTable, read_toml_table

BEFORE = "_before"
HIGH, MEDIUM, LOW = SEVERITIES = ("high", "medium", "low")
THRESHOLDS = (
    "history", "jump_changes", "jump_times", "jump_few", "jump_months", "jump_floor", "mad_scale", "false_alarm",
    "slip_near", "money_least", "digit_least", "digit_from", "digit_chance", "still_months", "still_from",
    "still_chance", "copied_from", "copied_least", "copied_share", "near",
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
    table = read_toml_table(path, problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"cost", "value", "slip", "digit", "identity", "steady"})
    parts = (_values(table), _identities(table), _slips(table), _digits(table), _steady(table), _cost(table))
    problems.raise_any()
    return AuditRules(*parts)  # type: ignore[arg-type]


def _tables(table: TomlTable, key: str) -> list[TomlTable]:
    listed = table.values.get(key, [])
    return [table.part(f"{key} {place}", part) for place, part in enumerate(listed, 1)]


def _values(table: TomlTable) -> Mapping[str, float]:
    given = table.part("value", table.values.get("value", {}))
    given.only(set(THRESHOLDS))
    return {name: _value(given.part(name, given.values.get(name, {}))) for name in THRESHOLDS}


def _value(part: TomlTable) -> float:
    part.only({"is", "unit", "zh", "source"})
    for key in ("unit", "zh", "source"):
        part.text(key)
    return _number(part, "is")


def _number(part: TomlTable, key: str) -> float:
    found = part.number(key)
    if found is None or found < 0:
        part.fault(f"{key} 应为不小于0的数。", f"{key} must be a number of at least 0.")
    return found or 0.0


def _identities(table: TomlTable) -> tuple[Identity, ...]:
    identities = [_identity(part) for part in _tables(table, "identity")]
    ids = [part.id for part in identities]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        table.fault(f"关系 {twice} 写了两次。", f"The identity {twice} stands twice.")
    return tuple(identities)


def _identity(part: TomlTable) -> Identity:
    part.only({"id", "holds", "severity", *_TEXTS})
    holds = read_formula(part, "holds") or Node("number", value=0.0)
    if holds.op not in language.TRUTHS:
        part.fault("holds 应为一个判断，如 a <= b。", "`holds` must be a truth, such as a <= b.")
    _check_facts_known([name.removesuffix(BEFORE) for name in holds.names], {**dictionary(), "near": None}, part)
    texts = {key: part.text(key) for key in _TEXTS}
    return Identity(id=part.text("id"), holds=holds, severity=part.choice("severity", SEVERITIES), **texts)


def _check_facts_known(names: Sequence[str], names_in_use: Mapping[str, Any], part: TomlTable) -> None:
    for name in [name for name in names if name not in names_in_use]:
        zh, en = did_you_mean(name, names_in_use)
        part.fault(f"没有“{name}”这一指标。{zh}", f"'{name}' is not a fact. {en}".rstrip())


def _slips(table: TomlTable) -> tuple[UnitSlip, ...]:
    slips = []
    for part in _tables(table, "slip"):
        part.only({"times", "zh", "en", "least"})
        slips.append(UnitSlip(_number(part, "times"), part.text("zh"), part.text("en"), _number(part, "least")))
    return tuple(slips)


def _digits(table: TomlTable) -> tuple[RoundEnding, ...]:
    endings = []
    for part in _tables(table, "digit"):
        part.only({"of", "share", "zh"})
        endings.append(RoundEnding(int(_number(part, "of")), _number(part, "share"), part.text("zh")))
    return tuple(endings)


def _steady(table: TomlTable) -> frozenset[str]:
    part = table.part("steady", table.values.get("steady", {}))
    part.only({"facts", "why"})
    part.text("why")
    named = part.units("facts")
    _check_facts_known(named, dictionary(), part)
    return frozenset(named)


def _cost(table: TomlTable) -> FabricationCost | None:
    part = table.part("cost", table.values.get("cost", {}))
    part.only({"rulebook", "clause", "each", "months"})
    names = {key: part.text(key) for key in ("rulebook", "clause", "each", "months")}
    clause = (part.problems.absorb(lambda: rulebooks.load(names["rulebook"]).clauses) or {}).get(names["clause"])
    amounts = (
        [getattr(clause.values.get(names[key]), "amount", None) for key in ("each", "months")] if clause else [None]
    )
    if None in amounts:
        part.fault("条款或其取值不存在。", "The clause or its values are not there.")
        return None
    return FabricationCost(names["rulebook"], names["clause"], float(amounts[0]), int(amounts[1]))  # type: ignore[arg-type]
