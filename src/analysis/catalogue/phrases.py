"""Phrases by room, key and language, read from the TOML files beside this module (双语词句).

A file is read when a phrase of it is first asked for, so that a command reads only what it says. Each phrase is
`key = { zh = "…", en = "…" }`; where a line would be long, `key.zh = "…"` above `key.en = "…"`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.problems import InputError, Problem, did_you_mean, nearest_name
from analysis.text_normalisation import quoted_value

LANGUAGES = ("zh", "en")
TAGS = {"zh": "zh-CN", "en": "en"}
"""The languages as pages name them (BCP 47)."""


def checked_language(lang: str) -> str:
    """The language, where it is spoken. Raises `InputError` for any other."""
    if lang in LANGUAGES:
        return lang
    said, (zh, en) = quoted_value(lang), did_you_mean(str(lang), LANGUAGES)
    raise InputError(
        [Problem("lang 语言", f"“{said}”应为 zh 或 en。{zh}", f"'{said}' must be zh or en. {en}".rstrip())]
    )


def text_in(lang: str, zh: str, en: str) -> str:
    """The text of the two that is in the language. Raises `InputError` for a language that is not spoken."""
    return zh if checked_language(lang) == "zh" else en


Phrases = Mapping[str, Mapping[str, str]]


@cache
def phrases_of_file(name: str) -> Phrases:
    """The phrases of one file of the catalogue, by key, then by language."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Catalogue:
    """The phrases of one room. `files`: where they stand, those asked for most often first; no key stands twice."""

    files: tuple[str, ...]

    def phrase(self, key: str, lang: str, **parts: object) -> str:
        """The phrase of a key, with its parts put in. Raises `KeyError`, with a near key, for one that is not there.

        Raises `InputError` for a language that is not spoken.
        """
        return _texts(self.files, key)[checked_language(lang)].format(**parts)

    def phrases(self) -> dict[str, Mapping[str, str]]:
        """Every phrase of the room, by key, then by language."""
        return {key: texts for name in self.files for key, texts in phrases_of_file(name).items()}


@cache
def _texts(files: tuple[str, ...], key: str) -> Mapping[str, str]:
    for name in files:
        if key in phrases_of_file(name):
            return phrases_of_file(name)[key]
    nearest = nearest_name(key, Catalogue(files).phrases())
    raise KeyError(f"{key!r} is no phrase of {', '.join(files)}" + (f"; nearest is {nearest!r}" if nearest else ""))


ROOMS = {
    "views": Catalogue(
        (
            "views/card", "views/question", "views/audit", "views/brief", "views/change", "views/league",
            "views/bulletin", "views/due", "views/repair", "views/rolloff", "views/edition", "views/rulebook",
            "views/signature", "views/calendar", "views/tournament", "views/forecast",
        )
    ),
    "panel": Catalogue(("panel",)),
    "training": Catalogue(("training",)),
    "workbook": Catalogue(("workbook",)),
    "document": Catalogue(("document",)),
    "report": Catalogue(("report",)),
    "page": Catalogue(("page", "what_if")),
}  # fmt: skip
"""Who speaks. What views say stands in several files, since a command needs few of them."""

view_phrase = ROOMS["views"].phrase
panel_phrase = ROOMS["panel"].phrase
training_phrase = ROOMS["training"].phrase
workbook_phrase = ROOMS["workbook"].phrase
document_phrase = ROOMS["document"].phrase
report_phrase = ROOMS["report"].phrase
page_phrase = ROOMS["page"].phrase
