"""The store keeps what it is given, whatever happens to those who write: killed, at once, files damaged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from analysis.paths import file_lock
from analysis.problems import InputError
from analysis.scorecards import card_store

CITY, MONTH, DAY = "320281", "2021-03", "2021-04-25"
WRITER = """
import sys
from analysis.scorecards import card_store
who, count = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
for turn in range(count):
    content = {"city": "320281", "month": "2021-03", "who": who, "turn": turn, "much": "x" * 50_000}
    own = lambda stored: bool(stored.content) and stored.content["who"] == who
    card_store.store_content("320281", "2021-03", card_store.CARD, "2021-04-25", content, own)
    print(turn, flush=True)
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return tmp_path


def keep(day=DAY, month=MONTH, **content):
    return card_store.store_content(
        CITY, month, card_store.CARD, day, {"city": CITY, "month": month, **content}, lambda content: True
    )


def files(home):
    return {path: path.read_bytes() for path in sorted((home / "data" / "scorecards").rglob("*.json"))}


def writer(who, count):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, who, str(count)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_what_is_kept_is_read_back_and_what_is_kept_twice_stands_once(home):
    first = keep(points=1.1)
    assert keep(points=1.1) == first and keep(day="2021-05-01", points=1.1) == first
    assert card_store.stored_files(CITY, MONTH, card_store.CARD) == (first,)
    assert (card_store.stored_cities(), card_store.stored_months(CITY)) == ((CITY,), (MONTH,))
    assert len(files(home)) == 1


def test_a_correction_is_added_and_changes_nothing_that_was_kept(home):
    keep(points=1)
    before = files(home)
    keep(points=2)
    keep(day="2021-05-01", points=1)
    assert files(home).items() >= before.items()
    stored = [
        (file.known_on, file.number, file.content["points"])
        for file in card_store.stored_files(CITY, MONTH, card_store.CARD)
    ]
    assert stored == [(DAY, 1, 1), (DAY, 2, 2), ("2021-05-01", 1, 1)]


def test_what_was_known_earlier_may_be_kept_later():
    keep(points=1)
    keep(day="2021-04-02", points=1)
    assert [file.known_on for file in card_store.stored_files(CITY, MONTH, card_store.CARD)] == ["2021-04-02", DAY]


def test_equal_things_are_equal_files(home):
    keep(points=1)
    before = {path.name: content for path, content in files(home).items()}
    for path in files(home):
        path.unlink()
    keep(points=1)
    assert {path.name: content for path, content in files(home).items()} == before


def test_writers_killed_at_any_moment_leave_every_file_whole(home):
    """What a writer has said to be kept is there; what it was writing is there whole or not at all."""
    draw, said_kept = random.Random(7), {}
    for turn in range(6):
        process = writer(f"writer {turn}", 10_000)
        time.sleep(draw.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate()
        said_kept[f"writer {turn}"] = said.count("\n")
    found = card_store.stored_files(CITY, MONTH, card_store.CARD)
    assert not [file.fault for file in found if file.fault]
    assert [file.number for file in found] == list(range(1, len(found) + 1))
    counts = {who: sum(file.content["who"] == who for file in found) for who in said_kept}
    assert sum(said_kept.values()) and all(said <= counts[who] <= said + 1 for who, said in said_kept.items())
    keep(who="after")
    assert not list((home / "data" / "scorecards" / CITY / MONTH).glob(".*"))


def test_of_two_writers_at_once_nothing_is_lost_and_nothing_stands_twice():
    """Two of them keep the same cards, one keeps its own."""
    processes = [writer("same", 12), writer("same", 12), writer("own", 12)]
    assert [process.communicate(timeout=300)[0].count("\n") for process in processes] == [12, 12, 12]
    found = card_store.stored_files(CITY, MONTH, card_store.CARD)
    assert not [file.fault for file in found if file.fault]
    own = [file.content["turn"] for file in found if file.content["who"] == "own"]
    same = [file.content["turn"] for file in found if file.content["who"] == "same"]
    assert own == list(range(12)) and set(same) == set(range(12))
    assert all(turn != next_turn for turn, next_turn in pairwise(same))
    assert [file.number for file in found] == list(range(1, len(found) + 1))


def test_who_waits_too_long_is_refused_and_told_for_whom(home, monkeypatch):
    keep(points=1)
    monkeypatch.setattr(card_store, "PATIENCE", 0.0)
    with file_lock(home / "data" / "scorecards" / CITY / f".{MONTH}.lock"):
        with pytest.raises(InputError, match=f"pid {os.getpid()}"):
            keep(points=2)
        keep(month="2021-04", points=2)
    assert keep(points=2).number == 2


def test_any_byte_that_is_not_as_it_was_is_noticed_and_the_rest_stays_usable(home):
    keep(points=1.25, note="数据")
    keep(points=2)
    path = min(files(home))
    whole = path.read_bytes()
    spoilt = [whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]
              for place in range(len(whole)) for bit in (0, 5)]  # fmt: skip
    spoilt += [whole[:-1], whole[: len(whole) // 2], b"", whole + b"\n", whole + whole]
    for content in spoilt:
        path.write_bytes(content)
        damaged, other = card_store.stored_files(CITY, MONTH, card_store.CARD)
        assert damaged.content is None and path.name in damaged.fault.where and other.content["points"] == 2
    path.write_bytes(whole)
    assert [file.fault for file in card_store.stored_files(CITY, MONTH, card_store.CARD)] == [None, None]


def test_a_file_under_another_day_number_or_month_is_none_of_the_store(home):
    keep(points=1)
    (path,) = files(home)
    for name in (path.name.replace(DAY, "2021-04-01"), path.name.replace("card", "facts"), "2021-03.json"):
        path.with_name(name).write_bytes(path.read_bytes())
    elsewhere = path.parents[1] / "2021-04"
    elsewhere.mkdir()
    (elsewhere / path.name).write_bytes(path.read_bytes())
    assert [bool(file.fault) for file in card_store.stored_files(CITY, MONTH, card_store.CARD)] == [True, True, False]
    assert [bool(file.fault) for file in card_store.stored_files(CITY, MONTH, card_store.FACTS)] == [True, True]
    assert [bool(file.fault) for file in card_store.stored_files(CITY, "2021-04", card_store.CARD)] == [True]


@pytest.mark.parametrize(("city", "month"), [("../../x", MONTH), (CITY, "../2021-03"), ("江阴", MONTH), ("", "")])
def test_places_are_made_of_codes_and_months_alone(city, month):
    with pytest.raises(InputError, match="must be a code"):
        card_store.store_content(city, month, card_store.CARD, DAY, {}, lambda content: True)


def test_what_was_damaged_can_be_kept_again():
    first = keep(points=1)
    path = card_store.scorecards_folder() / CITY / MONTH / f"card.{DAY}.0001.{first.sha256[:16]}.json"
    path.write_bytes(b"{}")
    assert keep(points=1).number == 2
    assert [bool(file.fault) for file in card_store.stored_files(CITY, MONTH, card_store.CARD)] == [True, False]
