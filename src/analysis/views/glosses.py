"""English beside the Chinese that is printed, for readers without Chinese: clause texts, sources, notes (英文释义)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.toml_tables import parsed_toml, unreadable_toml

ENGLISH = "en"
GLOSS_SEPARATORS = re.compile("[；;]")
DECIMAL = re.compile(r"\d+(?:\.\d+)?")
FILES = re.compile(r"(?P<path>\S*/.*) 等 (?P<count>\d+) 个文件")
HAN = re.compile("[一-鿿]")
GLOSS_PLACE = "#"


def glossed_text(text: str | None, lang: str) -> str:
    """A printed text; in English its gloss with the Chinese in brackets, or the Chinese alone where there is none.

    >>> from analysis.views import glosses
    >>> glosses.glossed_text("大数据监测", "en")
    'big-data monitoring (大数据监测)'
    """
    printed = text or ""
    gloss = gloss_of(printed) if lang == ENGLISH else ""
    return f"{gloss} ({printed})" if gloss else printed


def glossed_lines(text: str, lang: str) -> tuple[str, ...]:
    """The lines of a printed text, in English each followed by its gloss."""
    lines = text.splitlines()
    if lang != ENGLISH:
        return tuple(lines)
    return tuple(part for line in lines for part in (line, gloss_of(line)) if part or part == line)


def glossed_names(names: Iterable[str], lang: str) -> tuple[str, ...]:
    """Names, each with its gloss."""
    return tuple(glossed_text(name, lang) for name in names)


def gloss_of(text: str) -> str:
    """The English of a printed text, part by part between semicolons; empty where a part has none."""
    whole = _gloss(text)
    if whole:
        return whole
    parts = [part.strip() for part in GLOSS_SEPARATORS.split(text) if part.strip()]
    said = [_gloss(part) or _path(part) for part in parts]
    same = [gloss for gloss, part in zip(said, parts, strict=True) if gloss != part]
    return "; ".join(said) if all(said) and same else ""


def _gloss(part: str) -> str:
    """The gloss of one part, the numbers of the text put back in their order."""
    pattern = DECIMAL.sub(GLOSS_PLACE, part.strip())
    gloss = _table().get(pattern, "") or _table().get(part.strip(), "")
    for number in DECIMAL.findall(part) if pattern in _table() else ():
        gloss = gloss.replace(GLOSS_PLACE, number, 1)
    return gloss


def _path(part: str) -> str:
    """Where a figure was read: names of files stay, how many more there are is said; empty for what is no path."""
    hit = FILES.fullmatch(part)
    if hit:
        return f"{hit['path']} and others, {hit['count']} files in all"
    return part if "/" in part or not HAN.search(part) else ""


def glosses_path() -> Path:
    """Where the glosses lie."""
    return root() / "params" / "glosses.toml"


def _table() -> Mapping[str, str]:
    path = glosses_path()
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Mapping[str, str]:
    """Every gloss by the text it stands for; none where the project has no glosses."""
    try:
        sections = parsed_toml(path) if changed else {}
    except (OSError, ValueError) as error:
        zh, en = unreadable_toml(error)
        raise InputError([Problem(display_path(path), f"无法读取：{zh}。", f"It can't be read: {en}.")]) from None
    return {text: gloss for section in sections.values() for text, gloss in section.items()}
