"""Rulebook files as TOML texts: tables in the order given, long texts as they read (TOML 写出)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
CLOSING = "# 完 end"
UNFIT = re.compile('^\n|"""|\\\\|[\x00-\x08\x0b-\x1f\x7f]|"$')
"""What a text of several lines may not hold where it stands as it reads."""
WHOLE = 10**15


def toml_text(tables: Mapping[str, Any]) -> str:
    """The tables as TOML, ending in the line that every file of a rulebook ends in."""
    plain = {key: value for key, value in tables.items() if not _is_table(value)}
    parts = ["\n".join(f"{_key(key)} = {_value(value)}" for key, value in plain.items())] if plain else []
    for key, value in tables.items():
        if isinstance(value, Mapping):
            parts.append(_table(f"[{_key(key)}]", value))
        elif _is_table(value):
            parts += [_table(f"[[{_key(key)}]]", entry) for entry in value]
    return "\n\n".join([*parts, CLOSING]) + "\n"


def toml_fragment(tables: Mapping[str, Any]) -> str:
    """The same for a cell of a table: a part of a file, without its last line."""
    return toml_text(tables).removesuffix(f"\n\n{CLOSING}\n") if tables else ""


def _is_table(value: Any) -> bool:
    listed = isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping) or listed


def _table(head: str, entries: Mapping[str, Any]) -> str:
    return "\n".join([head, *(f"{_key(key)} = {_value(value)}" for key, value in entries.items())])


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _quoted(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return _text(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if float(value).is_integer() and abs(value) < WHOLE else repr(value)


def _text(text: str) -> str:
    return f'"""{text}"""' if "\n" in text and not UNFIT.search(text) else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
