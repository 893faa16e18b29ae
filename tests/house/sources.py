"""The project's own files as the tests of its habits read them: modules parsed, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
FOLDERS = ("src", "tests", "notebooks", "params", "data", "docs")
TEXTS = {".py", ".md", ".toml", ".css", ".js", ".html", ".ipynb", ".csv", ".yml", ".cfg", ""}
PASSED_BY = {"__pycache__", ".ipynb_checkpoints"}
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """A module of the package: its full name, its file, and what is written in it."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def parts(self) -> list[str]:
        """The name's parts below the package: noun first."""
        return self.name.split(".")[1:]

    @property
    def noun(self) -> str:
        """What the module is about: its folder, or itself where it has none; empty for the package."""
        return next(iter(self.parts), "")


@lru_cache(maxsize=1)
def modules() -> dict[str, Module]:
    """Every module of the package by name; a folder goes by its own name. Read once for all tests."""
    found = [_module(path) for path in sorted(SRC.rglob("*.py"))]
    return {module.name: module for module in found}


def _module(path: Path) -> Module:
    text = path.read_text("utf-8")
    name = ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, path, text, ast.parse(text))


def functions(module: Module) -> Iterator[ast.FunctionDef]:
    """Every function and method, those inside others too."""
    return (node for node in ast.walk(module.tree) if isinstance(node, FUNCTION))


def texts(*places: str) -> Iterator[Path]:
    """The text files of some folders, or of all and beside them."""
    apart = (".git", "requirements.lock")
    beside = [] if places else [path for path in ROOT.iterdir() if path.is_file() and path.name not in apart]
    inside = [path for place in places or FOLDERS for path in (ROOT / place).rglob("*") if path.is_file()]
    wanted = (path for path in beside + inside if path.suffix in TEXTS and not PASSED_BY & set(path.parts))
    return iter(sorted(path for path in wanted if not path.name.startswith(".venv")))


def shown(path: Path) -> str:
    """A file as people name it, from the project's folder."""
    return path.relative_to(ROOT).as_posix()


def refuse(found: Iterable[str], habit: str, allowed: Iterable[str] = ()) -> None:
    """Fail with the offenders listed; and with what is held excused but offends no longer."""
    offending, excused = set(found), set(allowed)
    fresh, mended = sorted(offending - excused), sorted(excused - offending)
    assert not fresh, "\n  ".join([habit, *fresh])
    assert not mended, "\n  ".join(["No longer offends; take it off the list of the excused:", *mended])
