"""Which rulebooks have a clause."""

from __future__ import annotations

import pytest

from analysis import facts, rulebooks, scorecards
from analysis.cli.explain import books_having, working_text
from analysis.problems import InputError


def test_blank_clauses_of_a_frame_are_not_offered():
    assert books_having("1") == ["hard-2019", "monitoring-2021"]


def test_a_clause_nobody_has_is_refused_with_the_near_one():
    with pytest.raises(InputError, match="Did you mean '27-30'"):
        books_having("27-31")


def test_only_clauses_that_can_be_scored_are_listed():
    with pytest.raises(InputError) as refused:
        books_having("D1")
    assert "B1" not in str(refused.value) and "40.2" in str(refused.value)


@pytest.mark.parametrize(("lang", "note"), [("zh", "“workflows”是转录痕迹"), ("en", "artefact of transcription")])
def test_a_printed_foreign_word_has_its_note_below_the_text(lang, note):
    book = rulebooks.load("hard-2019")
    card = scorecards.card(facts.up_to("320281", "2021-03"), book, "320281", "2021-03")
    assert note in working_text(card, "16", lang) and note not in working_text(card, "17", lang)
