"""Results in a shared folder: nothing is lost, nothing hostile gets in."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from analysis import training
from analysis.training import answer_records
from analysis.training.answer_records import AnswerRecord

ONE = AnswerRecord("海棠", "what_if", 1, "hard-2019", "17", "points", 3, 1, "mistake", ("cap",), 4.0)


def test_what_is_saved_is_loaded(tmp_path):
    answer_records.save(ONE, tmp_path)
    answer_records.save(replace(ONE, attempt=2, outcome="right", mistakes=(), value=None), tmp_path)
    kept = answer_records.load(tmp_path)
    assert kept.faults == () and kept.frame.schema == answer_records.SCHEMA
    assert kept.frame["outcome"].to_list() == ["mistake", "right"] and kept.frame["mistakes"].to_list() == [["cap"], []]
    assert answer_records.load(tmp_path / "none").frame.is_empty()


def test_many_who_write_at_once_lose_nothing(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        list(
            pool.map(
                lambda n: answer_records.save(replace(ONE, trainee=f"学员{n % 5}", attempt=n), tmp_path), range(200)
            )
        )
    assert answer_records.load(tmp_path).frame.height == 200
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_file_says_nothing_beyond_pseudonym_and_outcome(tmp_path):
    path = answer_records.save(ONE, tmp_path)
    assert "海棠" not in path.name and set(json.loads(path.read_text("utf-8"))) == set(answer_records.SCHEMA)


def test_a_number_that_may_be_somebodys_is_not_kept():
    exercise = training.exercise("18.3", 7)
    for typed, kept in ((13812345678, None), (2.5, 2.5)):
        record = answer_records.answer_record("海棠", "what_if", 1, exercise, exercise.check(typed), 1)
        assert record.value == kept


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"trainee": "海棠"}', "[" * 5000, "x" * 20_000,
     json.dumps({**vars(ONE), "trainee": "../x"}), json.dumps({**vars(ONE), "trainee": "320281199001011234"}),
     json.dumps({**vars(ONE), "outcome": "won"}), json.dumps({**vars(ONE), "mistakes": "cap"}),
     json.dumps({**vars(ONE), "task": 1.5}), json.dumps({**vars(ONE), "clause": "x" * 99}),
     json.dumps({**vars(ONE), "extra": 1}), json.dumps({**vars(ONE), "value": float("nan")}),
     json.dumps({**vars(ONE), "seed": 10**30})],
)  # fmt: skip
def test_what_is_no_result_is_left_out_and_told(tmp_path, text):
    answer_records.save(ONE, tmp_path)
    (tmp_path / "0-hostile 320281199001011234<b>.json").write_text(text, "utf-8")
    kept = answer_records.load(tmp_path)
    assert kept.frame.height == 1 and len(kept.faults) == 1
    assert "<" not in kept.faults[0].where


def test_a_link_leads_nowhere(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    path = answer_records.save(ONE, outside)
    place = tmp_path / "place"
    place.mkdir()
    os.symlink(path, place / "a.json")
    assert answer_records.load(place).frame.is_empty() and len(answer_records.load(place).faults) == 1
