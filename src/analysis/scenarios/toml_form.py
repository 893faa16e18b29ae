"""A scenario as TOML, in one canonical form: what is loaded from it is the same scenario (情景写出)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from analysis.paths import replace_file as put
from analysis.rulebooks import Rulebook
from analysis.scenarios.changes import SCALE, Change, Scenario, target_unit

TEXTS = ("title", "title_zh", "author", "about", "about_zh", "rulebook")
LARGEST = 2**63
"""The whole numbers that TOML promises end here."""
WORDS = ("unit", "city", "month", "mark", "note", "note_zh")


def canonical_scenario(scenario: Scenario, book: Rulebook) -> Scenario:
    """The scenario with every amount's own unit named, as every door gives it."""
    return replace(scenario, changes=tuple(_named(change, book) for change in scenario.changes))


def _named(change: Change, book: Rulebook) -> Change:
    worded = isinstance(change.amount, str) or change.how == SCALE
    amount = change.amount if isinstance(change.amount, str) else float(change.amount)
    return replace(change, amount=amount, unit="" if worded else target_unit(change.target, book))


def save(scenario: Scenario, path: Path | str) -> Path:
    """Write the scenario to a TOML file, whole or not at all; `scenario_files.load` of it gives the same scenario."""
    return put(path, scenario_toml(scenario, Path(path).stem).encode())


def scenario_toml(scenario: Scenario, stem: str | None = None) -> str:
    """The scenario as TOML: keys in one order, what is empty left out. `stem`: the file's, which names it already."""
    head = [] if scenario.name == stem else [("name", scenario.name)]
    head += [(key, held) for key in TEXTS if (held := getattr(scenario, key))]
    lines = [f"{key} = {_text(held)}" for key, held in head]
    if scenario.base:
        parts = ", ".join(f"{key} = {_text(held)}" for key, held in vars(scenario.base).items())
        lines.append(f"base = {{ {parts} }}")
    blocks = ["\n".join(_change(change)) for change in scenario.changes]
    return "\n\n".join(["\n".join(lines), *blocks]).lstrip("\n") + "\n"


def _change(change: Change) -> list[str]:
    words = [(key, held) for key in WORDS if (held := getattr(change, key))]
    told = [f"{key} = {_text(held)}" for key, held in words]
    return ["[[change]]", f"target = {_text(change.target)}", f"how = {_text(change.how)}",
            f"amount = {_amount(change.amount)}", *told]  # fmt: skip


def _amount(amount: float | str) -> str:
    """A number as short as it can be read back from: 30, not 30.0."""
    if isinstance(amount, str):
        return _text(amount)
    number = float(amount)
    return str(int(number)) if number.is_integer() and abs(number) < LARGEST else repr(number)


def _text(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
