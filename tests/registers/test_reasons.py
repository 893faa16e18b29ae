"""Reasons and remedies stand in words in both languages, none twice."""

from __future__ import annotations

from analysis.registers.reasons import DISPUTES, NOT_COUNTED, NOTES, REASONS

EVERY = REASONS | DISPUTES | NOTES


def test_every_reason_has_words_and_a_remedy_in_both_languages():
    assert len(EVERY) == len(REASONS) + len(DISPUTES) + len(NOTES)
    assert all(len(said) == 4 and all(said) for said in EVERY.values())
    assert all(said[0].isascii() is False and said[2].isascii() for said in EVERY.values())


def test_no_two_reasons_read_alike():
    assert len({said[0] for said in EVERY.values()}) == len({said[2] for said in EVERY.values()}) == len(EVERY)


def test_no_remedy_sends_a_clerk_to_a_file_of_settings():
    assert not [name for name, said in EVERY.items() if ".toml" in said[1]]


def test_what_is_not_counted_is_among_the_notes():
    assert set(NOT_COUNTED) < set(NOTES)
