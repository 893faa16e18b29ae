"""What a report was made from and what it consists of, each with its SHA-256 (报告清单).

The only file of a report that holds times.
"""

from __future__ import annotations

import calendar
import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import analysis
from analysis.calendars import MONTH
from analysis.facts import list_files
from analysis.paths import display_path, root
from analysis.reports.request import Request
from analysis.scenarios import scenario_files
from analysis.scorecards import as_of
from analysis.signatures import PARTS

FORMAT = "city-credit-report/1"
NAME = "manifest.json"
PACKAGES = ("polars", "pandas", "pyarrow", "plotly", "papermill", "nbclient", "ipykernel", "nbformat", "jinja2")
WRITTEN_BY = {"pdf": "typst", "docx": "python-docx", "xlsx": "xlsxwriter"}
TABLES = ("facts.toml", "departments.toml", "audit.toml", "brief.toml", "glosses.toml", "forecast.toml")
"""What of `params/` a report reads beside rulebooks and scenarios; the city's own departments too, where it has any."""
CODE = ("**/*.py", "**/*.toml", "**/templates/*")


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sorted_json(content: Any) -> bytes:
    """JSON in one fixed form: keys sorted, two blanks indent, UTF-8, one newline at the end."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    return f"{text}\n".encode()


def input_hashes(request: Request, notebooks: Iterable[Path]) -> dict[str, Any]:
    """Everything the report depends on, by kind: SHA-256 of files, of rulebook folders, of the code."""
    tables = [root() / "data" / "cities.csv", *(root() / "params" / name for name in TABLES)]
    tables.append(root() / "params" / "departments" / f"{request.city}.toml")
    tables += list_files(request.city)
    files = [scenario_files.scenarios_folder() / f"{scenario.name}.toml" for scenario in request.scenarios]
    return {
        "facts": _facts(request),
        "tables": file_hashes(path for path in tables if path.is_file()),
        "rulebooks": {book.id: book.sha256 for book in request.books},
        "scenarios": file_hashes(path for path in files if path.is_file()),
        "notebooks": file_hashes(sorted(set(notebooks))),
        "code": code_hash(),
        **_registers(request),
    }


def _registers(request: Request) -> dict[str, dict[str, str]]:
    """The registers that the brief counts what falls due of, a hash a month; nothing without those of the month."""
    folders = sorted(path for path in (root() / "data" / "registers" / request.city).glob("*") if path.is_dir())
    there = [path for path in folders if MONTH.fullmatch(path.name) and path.name <= request.month]
    if request.as_of or request.month not in [path.name for path in there]:
        return {}
    return {"registers": {display_path(path): _folder_hash(path) for path in there}}


def _folder_hash(folder: Path) -> str:
    """One hash over the files of a folder, names and contents."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return sha256("".join(f"{path.name}\0{sha256(path.read_bytes())}" for path in files).encode())


def _facts(request: Request) -> dict[str, str]:
    if request.as_of:
        return as_of.fact_versions(request.city, request.month, request.as_of)
    return file_hashes(fact_files(request.city, request.month))


def fact_files(city: str, month: str) -> list[Path]:
    """The files of a city's figures up to and including a month."""
    seen = (root() / "data" / "facts" / city).glob("*")
    return sorted(path for path in seen if MONTH.fullmatch(path.stem) and path.stem <= month and path.is_file())


def code_hash() -> str:
    """One hash over the package's modules, phrases and templates, names and contents."""
    top = Path(analysis.__file__).parent
    files = sorted({path for pattern in CODE for path in top.glob(pattern) if path.is_file()})
    return sha256("".join(f"{path.relative_to(top).as_posix()} {_hash(path)}\n" for path in files).encode())


def manifest_json(
    request: Request,
    made_from: Mapping[str, Any],
    files: Mapping[str, bytes],
    warnings: Mapping[str, list[str]],
    started: datetime,
    known_on: str | None = None,
) -> bytes:
    """The manifest of a report that consists of these files. `known_on`: since when its facts are known."""
    more = {"warnings": warnings, "known_on": known_on}
    formats = (*request.formats, *request.annexes)
    return product_json(request.month, request.parameters(), made_from, files, formats, started, more)


def product_json(
    month: str,
    parameters: Mapping[str, Any],
    made_from: Mapping[str, Any],
    files: Mapping[str, bytes],
    formats: Iterable[str],
    started: datetime,
    more: Mapping[str, Any],
) -> bytes:
    """The manifest of any product of a month: what it is of, its inputs and files, versions, and when it was made."""
    return sorted_json(
        {
            "format": FORMAT,
            "period": month_period(month),
            "parameters": parameters,
            "inputs": made_from,
            "published": {name: sha256(content) for name, content in files.items()},
            "versions": package_versions(formats),
            "started": time_stamp(started),
            "ended": time_stamp(datetime.now(UTC)),
            **more,
        }
    )


def month_period(month: str) -> dict[str, str]:
    """The first and last day of a month."""
    year, number = (int(part) for part in month.split("-"))
    return {"month": month, "from": f"{month}-01", "to": f"{month}-{calendar.monthrange(year, number)[1]:02d}"}


def package_versions(formats: Iterable[str]) -> dict[str, str]:
    """The versions of Python, of the main packages and of those that write the formats."""
    names = [*PACKAGES, *(WRITTEN_BY[format_name] for format_name in formats if format_name in WRITTEN_BY)]
    return {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in names}


def time_stamp(moment: datetime) -> str:
    """A moment in local time, with its offset."""
    return moment.astimezone().isoformat(timespec="seconds")


def strange_files(folder: Path) -> list[Path]:
    """The files in a report's folder named neither by its manifest nor its signature: an office has laid them there."""
    listed = json_object(folder / NAME).get("published")
    named = {NAME, *PARTS, *listed} if isinstance(listed, dict) else None
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if named is not None and path.relative_to(folder).as_posix() not in named]


def is_report(path: Path) -> bool:
    """Whether a file is the manifest of a report of this project."""
    return str(json_object(path).get("format", "")).startswith("city-credit-report/")


def json_object(path: Path) -> Mapping[str, Any]:
    """What a file of JSON says; nothing where it can't be read or is no object."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def file_hashes(paths: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of files, by their place in the project."""
    return {display_path(path): _hash(path) for path in paths}


def _hash(path: Path) -> str:
    return sha256(path.read_bytes())
