"""The catalogue is whole: both languages, the same parts, every key asked for there, every one there asked for."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import analysis.catalogue
from analysis.catalogue import LANGUAGES, ROOMS, Catalogue, view_phrase
from analysis.catalogue.phrases import phrases_of_file
from catalogue.spoken import calls, written
from house.sources import ROOT, refuse, shown

FOLDER = Path(analysis.catalogue.__file__).parent

# One language names what the other tells: a reading by its name in Chinese, by its reason in English.
UNLIKE = {"views: reading said", "panel: reading other"}

# Keys put together elsewhere than in the call itself; each with where.
COMPOSED = {"views": {"why .+": "analysis.views.change_views: the sentence's form, by what changed"}}


def test_every_phrase_is_there_in_both_languages():
    bare = [f"{room}: {key}" for room, key, texts in _phrases() if set(texts) != set(LANGUAGES)]
    bare += [f"{room}: {key}" for room, key, texts in _phrases() if not all(text.strip() for text in texts.values())]
    refuse(bare, "Not there in Chinese and English, each with words:")


def test_both_languages_put_in_the_same_parts():
    unlike = (f"{room}: {key}" for room, key, texts in _phrases() if _parts(texts["zh"]) != _parts(texts["en"]))
    refuse(unlike, "One language has parts {…} that the other lacks:", UNLIKE)


def test_no_key_of_a_room_means_two_things():
    for catalogue in ROOMS.values():
        keys = [key for name in catalogue.files for key in phrases_of_file(name)]
        assert len(keys) == len(set(keys))


def test_every_file_belongs_to_one_room():
    there = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.toml"))
    assert there == sorted(name for catalogue in ROOMS.values() for name in catalogue.files)


def test_every_file_is_packed_with_the_program():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["analysis"]
    packed = {path for pattern in patterns for path in FOLDER.parent.glob(pattern)}
    refuse((shown(path) for path in FOLDER.rglob("*.toml") if path not in packed), "An installed copy would lack:")


def test_every_key_asked_for_is_there():
    missing = [call.place(key) for call in calls() for key in call.keys if key not in ROOMS[call.room].phrases()]
    missing += [call.place(call.composed) for call in calls() if call.composed and not _matching(call)]
    refuse(missing, "The catalogue has no such phrase:")


def test_every_part_of_a_phrase_is_given():
    refuse(
        (
            call.place(f"{key} lacks {part}")
            for call in calls()
            for key in call.keys
            for part in sorted(_every_part(ROOMS[call.room].phrases()[key]) - call.parts)
            if not call.spread
        ),
        "These calls leave a part of their phrase open:",
    )


@pytest.mark.parametrize("room", ROOMS)
def test_every_phrase_is_asked_for(room):
    asking = [call for call in calls() if call.room == room]
    assert asking, "the sources are no longer read rightly: nobody asks for phrases of this room"
    keys = written({call.module for call in asking})
    patterns = {call.composed for call in asking if call.composed} | set(COMPOSED.get(room, {}))
    idle = (key for key in ROOMS[room].phrases() if key not in keys and not _any(patterns, key))
    refuse(idle, f"Nobody asks for these phrases of {room}:")


def test_a_phrase_is_given_in_its_language_with_its_parts():
    assert view_phrase("at least", "zh", low="3.00") == "不少于 3.00"
    assert view_phrase("at least", "en", low="3.00") == "at least 3.00"


def test_an_unknown_key_is_refused_with_the_nearest():
    with pytest.raises(KeyError, match=r"'mising' is no phrase of .*; nearest is 'missing'"):
        view_phrase("mising", "zh")


def test_a_file_is_read_only_when_a_phrase_of_it_is_asked_for():
    room = Catalogue(("document", "a file that is not there"))
    assert room.phrase("table", "zh") == "表"
    with pytest.raises(FileNotFoundError):
        room.phrase("missing", "zh")


def _phrases():
    return [(room, key, texts) for room, module in ROOMS.items() for key, texts in module.phrases().items()]


def _parts(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _every_part(texts):
    return _parts(texts["zh"]) | _parts(texts["en"])


def _matching(call):
    return [key for key in ROOMS[call.room].phrases() if re.fullmatch(call.composed, key)]


def _any(patterns, key):
    return any(re.fullmatch(pattern, key) for pattern in patterns)
