"""Parts of a nation's cities: each city in one part, the same on every machine and in every year."""

from __future__ import annotations

import subprocess

import pytest

from analysis.problems import InputError
from analysis.reports.shards import Shard, parse_shard

CODES = [f"{number:06d}" for number in range(110000, 113300, 11)]


@pytest.mark.parametrize("count", [1, 2, 3, 20, 300])
def test_every_city_lies_in_exactly_one_part(count):
    parts = [[code for code in CODES if code in Shard(number, count)] for number in range(1, count + 1)]
    assert sorted(code for part in parts for code in part) == CODES


def test_parts_are_of_like_size():
    sizes = [sum(code in Shard(number, 10) for code in CODES) for number in range(1, 11)]
    assert sum(sizes) == 300 and min(sizes) >= 12 and max(sizes) <= 50, "ten parts of 30 cities, give or take"


@pytest.mark.parametrize("code", ["320281", "320282", "110000", "659001"])
def test_the_part_follows_from_the_code_as_another_program_counts_it(code):
    """Counted from what coreutils' sha256sum prints: the part of a city never changes."""
    printed = subprocess.run(["sha256sum"], input=code, capture_output=True, text=True, check=True).stdout
    number = 1 + int(printed[:16], 16) % 20
    assert [part for part in range(1, 21) if code in Shard(part, 20)] == [number]


def test_work_keeps_its_order_and_a_city_all_its_months():
    work = [(code, month) for month in ("2021-02", "2021-03") for code in CODES[:40]]
    parts = [Shard(number, 3).own_work(work) for number in (1, 2, 3)]
    assert sorted(step for part in parts for step in part) == sorted(work)
    for part in parts:
        assert part == [step for step in work if step in part]
        assert {code for code, month in part if month == "2021-02"} == {code for code, _ in part}


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "-1/3", "1/0", "1.0/3", "a/b", "1/3/5", "٣/٤", "1/99999999"])
def test_what_is_no_part_is_refused_and_says_how_it_is_written(text):
    with pytest.raises(InputError, match="3/20 is the third of twenty") as error:
        parse_shard(text)
    assert "--shard" in error.value.problems[0].where


def test_a_part_as_written():
    assert parse_shard(" 3/20 ") == Shard(3, 20) and str(Shard(3, 20)) == "3/20"
