"""Words that no office signs stay out of all that a reader meets, in the files and on a page that was made."""

from __future__ import annotations

import re

import pytest

from house.refused import refused_in, refused_words
from house.sources import ROOT, refuse, texts

PLACES = ("src", "notebooks", "params", "docs", "data")
PRINTED = "params/rulebooks"
"""What documents print is kept word for word."""


def test_no_file_that_readers_meet_has_a_word_of_the_list():
    spoken = (path for path in texts(*PLACES) if PRINTED not in path.as_posix())
    found = [f"{place}: {hit}" for place, path in _placed(spoken) for hit in refused_in(path.read_text("utf-8"), place)]
    found += [
        f"{name}: {hit}"
        for name in ("CONTRIBUTING.md", "README.md", "Makefile")
        for hit in refused_in((ROOT / name).read_text("utf-8"), name)
    ]
    refuse(found, "Words that were given up, and what is said instead:")


def test_the_list_is_whole():
    """Each word once, with what is said instead; a file that may keep a word is there and has it."""
    words = [entry.word for entry in refused_words()]
    assert len(set(words)) == len(words) >= 35
    assert all(entry.instead for entry in refused_words())
    allowed = [(entry.word, pattern) for entry in refused_words() for pattern in entry.allowed]
    idle = [pair for pair in allowed if not any(pair[0] in path.read_text("utf-8") for path in ROOT.glob(pair[1]))]
    refuse((f"{word}: {pattern}" for word, pattern in idle), "Nothing there needs the word:")


@pytest.mark.parametrize("text", ["总分尚不能定", "三句话先说要点。", "原文未印总分", "13 ÷ 15；结论：未定（0–2）"])
def test_a_sentence_of_old_is_found(text):
    assert refused_in(text)


def test_a_sentence_of_the_brief_is_not():
    assert not refused_in(
        "按《硬指标》评定，未通过（4 项一票否决指标未达标）；总分暂不能评定；缺报数据 3 项；文件未载明总分"
    )


def _placed(paths):
    return ((re.sub(r"^\./", "", path.relative_to(ROOT).as_posix()), path) for path in paths)
