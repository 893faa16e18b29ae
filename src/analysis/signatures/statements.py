"""What is signed: a month's state, by which post, when, and the SHA-256 of every file and input (签署内容).

One canonical form: JSON with sorted keys. Beside it, in the report's folder, stand the detached signature (the 64 bytes
of Ed25519 over the statement's bytes) and the public key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from analysis.problems import InputError, Problem
from analysis.signatures import signing_keys
from analysis.signatures.roles import Role
from analysis.text_normalisation import folded

FORMAT = "city-credit-signature/1"
FOLDER = "signature"
STATEMENT, SIGNATURE, KEY = "statement.json", "statement.sig", "public-key.pem"
PARTS = tuple(f"{FOLDER}/{name}" for name in (STATEMENT, SIGNATURE, KEY))
STATES = DRAFT, REVIEWED, FILED = ("draft", "reviewed", "filed")
STATE_NAMES = {DRAFT: "草稿", REVIEWED: "已审核", FILED: "已归档"}
TEXTS = ("city", "month", "state", "signed_at", "key", "previous", "known_on")


@dataclass(frozen=True)
class SignedFile:
    """A file as it was signed."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Statement:
    """What a signature says.

    `roles`: by state, the post that signed it. `key`: the fingerprint of the public key. `previous`: the SHA-256 of the
    month's statement before, so that none can be left out unnoticed; empty for the first. `inputs` and `parameters`: as
    the report's manifest lists them. `cards`: the kept cards by rulebook, scenario, day and number, with their totals.
    """

    city: str
    month: str
    state: str
    roles: Mapping[str, Role]
    signed_at: str
    key: str
    previous: str
    known_on: str
    files: Mapping[str, SignedFile]
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    cards: tuple[Mapping[str, Any], ...]

    @property
    def role(self) -> Role:
        """The post that signed this state."""
        return self.roles[self.state]


def state_named(text: str) -> str:
    """The state of this name, Chinese or English, that can be signed. Raises `InputError` for any other text."""
    names = {folded(name): state for state, zh in STATE_NAMES.items() for name in (state, zh)}
    state = names.get(folded(text))
    if state in (REVIEWED, FILED):
        return state
    zh = "应为 reviewed（已审核）或 filed（已归档）；草稿不用签署，重新发布后即为草稿。"
    en = "It must be reviewed or filed; a draft is not signed: a report published anew is one."
    raise InputError([Problem("--as 状态", zh, en)])


def content_sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def statement_bytes(statement: Statement) -> bytes:
    """The statement in its one form."""
    content = {field.name: getattr(statement, field.name) for field in fields(statement)}
    plain = {
        "roles": {state: vars(role) for state, role in statement.roles.items()},
        "files": {name: vars(file) for name, file in statement.files.items()},
        "cards": [dict(card) for card in statement.cards],
    }
    return _canonical({**content, **plain, "format": FORMAT})


def _canonical(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    return f"{text}\n".encode()


def parse_statement(content: bytes) -> Statement | None:
    """The statement of these bytes; None where they are not one in its one form."""
    try:
        plain = json.loads(content)
        statement = _statement(plain) if _canonical(plain) == content and plain["format"] == FORMAT else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return statement if statement and _sound(statement) and statement_bytes(statement) == content else None


def _statement(plain: Mapping[str, Any]) -> Statement:
    return Statement(
        **{name: plain[name] for name in TEXTS},
        roles={state: Role(**role) for state, role in plain["roles"].items()},
        files={name: SignedFile(**file) for name, file in plain["files"].items()},
        inputs=dict(plain["inputs"]),
        parameters=dict(plain["parameters"]),
        cards=tuple(plain["cards"]),
    )


def _sound(statement: Statement) -> bool:
    texts = all(isinstance(getattr(statement, name), str) for name in TEXTS)
    sized = all(type(file.size) is int and isinstance(file.sha256, str) for file in statement.files.values())
    return texts and sized and statement.state in (REVIEWED, FILED) and statement.state in statement.roles


def signature_files(statement: Statement) -> dict[str, bytes]:
    """The three files of a signature, by their names in the report's folder. Signs with this machine's own key."""
    content = statement_bytes(statement)
    signature, key = signing_keys.sign_bytes(content)
    return dict(zip(PARTS, (content, signature, key), strict=True))
