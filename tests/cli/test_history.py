"""`scorecard history`: what was kept, and what is damaged."""

from __future__ import annotations

import json

from cli.test_change import home  # noqa: F401


def test_history_lists_what_was_kept(scorecard, home):  # noqa: F811
    ran = scorecard("history", "--city", "江阴")
    assert ran.code == 0 and "存档评分卡 1 张" in ran.out and "2021-04-25" in ran.out
    ran = scorecard("history", "--city", "江阴", "--format", "json")
    (card,) = json.loads(ran.out)
    assert (card["rulebook"], card["known_on"]) == ("hard-2019", "2021-04-25")
    assert "还没有存档" in scorecard("history", "--city", "江阴", "--as-of", "2021-04-24").out
    assert "还没有存档" in scorecard("history", "--city", "江阴", "--rulebook", "monitoring-2021").out


def test_history_names_what_is_damaged_and_lists_the_rest(scorecard, home):  # noqa: F811
    (path,) = home.rglob("card.*")
    path.write_bytes(path.read_bytes()[:-1])
    ran = scorecard("history", "--city", "江阴")
    assert ran.code == 0 and path.name in ran.err and "还没有存档" in ran.out
