"""The page of ten questions: its Python runs as it stands, and gives the answers and pictures it prints."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "research.md"
PICTURES = runpy.run_path(str(DOCS / "pictures.py"))


@pytest.fixture(scope="module")
def answers():
    return list(PICTURES["answered"](PAGE))


def test_every_question_has_an_answer_and_a_picture(answers):
    text = PAGE.read_text("utf-8")
    asked = re.findall(r"^## (\d+)\. .*？$", text, re.MULTILINE)
    assert asked == [str(number) for number in range(1, len(answers) + 1)]
    assert [name for name, _, _ in answers] == [f"research/{number}.png" for number in asked]
    assert {path.name for path in (DOCS / "research").glob("*.png")} == {f"{number}.png" for number in asked}


def test_the_answers_printed_are_those_the_program_gives(answers):
    for name, answer, chart in answers:
        assert answer == " ".join(chart.title.splitlines()), name
