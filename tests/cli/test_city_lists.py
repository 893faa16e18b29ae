"""Files of many cities: the bytes of each city's own command, for their owner alone, shards together as one run."""

from __future__ import annotations

import shutil

import pytest

from small_registers import CITY, build, code

OTHER, DAY = "320282", "2021-04-06"


@pytest.fixture
def nation(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(build(tmp_path)))
    for city, rows in ((CITY, 2), (OTHER, 3)):
        folder = tmp_path / "data" / "registers" / city / "2021-04"
        folder.mkdir(parents=True)
        heads = "record,party_name,party_code,authority,decided_on,reported_on,concealed"
        lines = [f"R{number},甲,{code(number)},市某局,2021-04-0{number},,否" for number in range(1, rows + 1)]
        (folder / "permits.csv").write_text("\n".join([heads, *lines, ""]), "utf-8")
        heads = "record,party_name,party_code,authority,decided_on,reported_on,confiscated"
        (folder / "penalties.csv").write_text("\n".join([heads, f"P1,甲,{code(9)},市某局,2021-04-02,,", ""]), "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["due", "repairs"])
def test_each_file_is_what_the_citys_own_command_writes(nation, scorecard, command):
    said = scorecard(command, "--city", "all", "--on", DAY, "--lists", nation / "lists").out
    assert "新写 2 个城市" in said and "限内部使用" in said
    for city in (CITY, OTHER):
        scorecard(command, "--city", city, "--on", DAY, "--format", "csv", "--output", str(nation / "own.csv"))
        path = nation / "lists" / f"{city}.csv"
        assert path.read_bytes() == (nation / "own.csv").read_bytes() and path.stat().st_mode & 0o077 == 0


def test_shards_together_are_one_run_and_a_killed_one_goes_on(nation, scorecard):
    whole, parts = nation / "whole", nation / "parts"
    scorecard("due", "--city", "all", "--on", DAY, "--lists", str(whole))
    for number in range(1, 4):
        scorecard("due", "--city", "all", "--on", DAY, "--lists", str(parts), "--shard", f"{number}/3")
    names = sorted(path.name for path in whole.iterdir())
    assert names == sorted(path.name for path in parts.iterdir()) and len(names) == 4
    assert all((whole / name).read_bytes() == (parts / name).read_bytes() for name in names)
    shutil.copy(parts / f"{CITY}.csv", parts / f"{OTHER}.csv")  # a damaged one is made again, the other left
    said = scorecard("due", "--city", "all", "--on", DAY, "--lists", str(parts)).out
    assert "新写 1 个" in said and "1 个已是最新" in said
    assert (parts / f"{OTHER}.csv").read_bytes() == (whole / f"{OTHER}.csv").read_bytes()
    assert "新写 2 个" in scorecard("due", "--city", "all", "--on", "2021-04-07", "--lists", str(parts)).out
