"""A signed report's folder as small as can be, for tests of signatures; the key lies where the test says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from analysis import signatures
from analysis.signatures import Role, SignedFile, Statement
from analysis.signatures.statements import content_sha256

CITY, MONTH = "320281", "2021-03"
REVIEWER, ARCHIVIST = Role("审核人", "Reviewer"), Role("归档人", "Archivist")
CONTENT = {
    "index.html": "<p>状态：已审核。</p>".encode(),
    "manifest.json": json.dumps({"format": "city-credit-report/1", "published": {}}).encode(),
    "notebooks/overview.ipynb": b"{}",
    "scorecard.csv": "\ufeff情景,得分\r\nbaseline,33.16\r\n".encode(),
    "盖章件.pdf": bytes(range(256)) * 3,
    "empty.txt": b"",
}


def signed_statement(files: Mapping[str, bytes] = CONTENT, state: str = "reviewed", **other: object) -> Statement:
    """What is signed of these files."""
    given = {
        "city": CITY,
        "month": MONTH,
        "state": state,
        "roles": {"reviewed": REVIEWER} | ({"filed": ARCHIVIST} if state == "filed" else {}),
        "signed_at": "2021-04-28T10:00:00+08:00",
        "key": signatures.own_fingerprint(make=True),
        "previous": "",
        "known_on": "2021-04-25",
        "files": {name: SignedFile(content_sha256(content), len(content)) for name, content in files.items()},
        "inputs": {"facts": {"data/facts/320281/2021-03.csv": "0" * 64}, "code": "1" * 64},
        "parameters": {"rulebooks": ["small"], "scenarios": ["baseline"], "lang": "zh"},
        "cards": ({"rulebook": "small", "scenario": "baseline", "known_on": "2021-04-25", "number": 1, "points": 0.1},),
    }
    return Statement(**{**given, **other})


def signed_folder(folder: Path, content: Mapping[str, bytes] = CONTENT, **statement: object) -> Path:
    """A folder with these files, signed."""
    written(folder, content)
    written(folder, signatures.signature_files(signed_statement(content, **statement)))
    return folder


def written(folder: Path, content: Mapping[str, bytes]) -> None:
    """These files in a folder."""
    for name, each in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(each)
