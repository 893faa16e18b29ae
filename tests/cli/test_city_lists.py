"""Files of many cities: the bytes of each city's own command, for their owner alone, shards together as one run."""

from __future__ import annotations

import shutil

import pytest

from analysis.cli import city_lists
from small_registers import CITY, build, code

DAY, MONTH, ABSENT = "2021-04-06", "2021-03", "320583"
CITIES = ["110000", "310000", "320281", "320282", "330281"]
PERMITS = "record,party_name,party_code,authority,decided_on,reported_on,concealed"
PENALTIES = "record,party_name,party_code,authority,decided_on,reported_on,confiscated"
COMMANDS = ["due", "repairs"]


@pytest.fixture
def nation(tmp_path, monkeypatch):
    """Five cities that differ, on a day before its own month's registers are in; a sixth has an empty folder."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(build(tmp_path)))
    registers = tmp_path / "data" / "registers"
    for place, city in enumerate(CITIES, start=1):
        permits = [f"R{row},甲,{code(row)},市某局,2021-03-{20 + row},,否" for row in range(1, place + 2)]
        penalties = [f"P{row},甲,{code(9)},市某局,2021-03-0{row},,{row % 2}元" for row in range(1, place + 1)]
        write(registers / city / MONTH / "permits.csv", PERMITS, permits)
        write(registers / city / MONTH / "penalties.csv", PENALTIES, penalties)
    (registers / ABSENT / MONTH).mkdir(parents=True)
    return tmp_path


def write(path, heads, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([heads, *rows, ""]), "utf-8")


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_file_is_what_the_citys_own_command_writes(nation, scorecard, command):
    said = scorecard(command, "--city", "all", "--on", DAY, "--lists", nation / "lists").out
    assert "新写 5 个城市" in said and "1 个没有台账" in said and "限内部使用" in said
    assert len({path.stat().st_size for path in (nation / "lists").glob("*.csv")}) > 3
    for city in CITIES:
        scorecard(command, "--city", city, "--on", DAY, "--format", "csv", "--output", str(nation / "own.csv"))
        path = nation / "lists" / f"{city}.csv"
        assert path.read_bytes() == (nation / "own.csv").read_bytes() and path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_parts_and_spark_give_the_bytes_of_one_run(nation, scorecard, command):
    pytest.importorskip("pyspark")
    spark = ["--engine", "spark", "--master", "local[1]"]
    asked = [command, "--city", "all", "--on", DAY, "--lists"]
    assert scorecard(*asked, nation / "whole").code == 0
    for number in range(1, 8):
        assert scorecard(*asked, nation / "parts", "--shard", f"{number}/7").code == 0
    assert scorecard(*asked, nation / "spark", *spark).code == 0
    whole = content(nation / "whole")
    assert len(whole) == 2 * len(CITIES)
    assert content(nation / "parts") == content(nation / "spark") == whole


@pytest.mark.parametrize("command", COMMANDS)
def test_a_part_that_was_killed_goes_on_where_it_stopped(nation, scorecard, command, monkeypatch):
    """Killed after the second city's list is written and before it is noted as done: that one is made again."""
    asked = [command, "--city", "all", "--on", DAY, "--lists"]
    scorecard(*asked, nation / "whole")
    put, calls = city_lists.replace_file, iter(range(9))
    with monkeypatch.context() as patched:
        patched.setattr(
            city_lists, "replace_file", lambda *given, **named: killed_at(3, next(calls), put, given, named)
        )
        assert scorecard(*asked, nation / "parts").code not in (0, 1, 2)
    assert len(content(nation / "parts")) == 3
    said = scorecard(*asked, nation / "parts").out
    assert "新写 4 个" in said and "1 个已是最新" in said
    assert content(nation / "parts") == content(nation / "whole")
    said = scorecard(*asked, nation / "parts")
    assert "新写 0 个" in said.out and "5 个已是最新，1 个没有台账" in said.out and said.code == 0


def killed_at(last, place, put, given, named):
    if place == last:
        raise KeyboardInterrupt
    put(*given, **named)


def test_a_damaged_list_and_another_question_are_made_again(nation, scorecard):
    asked = ["due", "--city", "all", "--lists", nation / "lists", "--on"]
    scorecard(*asked, DAY)
    whole = content(nation / "lists")
    shutil.copy(nation / "lists" / f"{CITY}.csv", nation / "lists" / "110000.csv")
    said = scorecard(*asked, DAY).out
    assert "新写 1 个" in said and "4 个已是最新" in said and content(nation / "lists") == whole
    assert "新写 5 个" in scorecard(*asked, "2021-04-07").out


def test_a_register_that_came_in_changes_its_own_citys_list_alone(nation, scorecard):
    asked = ["due", "--city", "all", "--on", DAY, "--lists", nation / "lists"]
    scorecard(*asked)
    write(nation / "data" / "registers" / CITY / "2021-04" / "permits.csv", PERMITS, [])
    assert "新写 1 个" in scorecard(*asked).out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_nation_without_registers_is_refused_and_a_part_without_cities_is_not(nation, scorecard, command):
    lists = ["--lists", nation / "lists"]
    ran = scorecard(command, "--city", "all", "--on", "2021-02-10", *lists)
    assert ran.code == 1 and "没有送来台账" in ran.err
    done = [scorecard(command, "--city", "all", "--on", DAY, *lists, "--shard", f"{part}/60") for part in range(1, 61)]
    assert {ran.code for ran in done} == {0} and len(content(nation / "lists")) == 2 * len(CITIES)
