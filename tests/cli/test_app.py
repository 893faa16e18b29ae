"""`scorecard app`: closed by default, opened in so many words."""

from __future__ import annotations

import pytest


def test_it_is_closed_by_default(scorecard, asked):
    ran = scorecard("app")
    assert ran.code == 0 and asked[0].address in ran.out
    assert (asked[0].host, asked[0].city) == ("127.0.0.1", "320281") and len(asked[0].token) >= 32


def test_it_is_opened_only_where_that_is_said(scorecard, asked):
    scorecard("app", "--host", "0.0.0.0", "--port", 9000, "--no-token", "--visitors", 20, "--idle", 5, "--lang", "en")
    assert (asked[0].host, asked[0].port, asked[0].token) == ("0.0.0.0", 9000, "")
    assert (asked[0].visitors, asked[0].idle, asked[0].lang) == (20, 300, "en")


@pytest.mark.parametrize("wrong", [("--city", "无此市"), ("--month", "2021-13"), ("--rulebook", "none")])
def test_what_cannot_be_opened_is_refused_at_once(scorecard, asked, wrong):
    ran = scorecard("app", *wrong)
    assert ran.code == 1 and ran.err and asked == []
