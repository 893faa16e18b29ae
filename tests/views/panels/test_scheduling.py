"""What waits is done once, in parts, after the last of many requests."""

from __future__ import annotations

import asyncio

from analysis.views.panels.scheduling import BackgroundQuestion, DeferredParts
from browsing import apart


def parts(done, count=3):
    def verb():
        for part in range(count):
            done.append(part)
            yield

    return verb


def test_without_a_loop_all_is_done_at_once():
    done = []
    apart(DeferredParts(parts(done), 60).ask)
    assert done == [0, 1, 2]


def test_in_a_loop_many_requests_are_one():
    done = []

    async def asked():
        waiting = DeferredParts(parts(done), 0.02)
        for _ in range(5):
            waiting.ask()
        assert done == []
        await asyncio.sleep(0.2)
        waiting.ask()
        waiting.drop()
        await asyncio.sleep(0.05)

    apart(asyncio.run, asked())
    assert done == [0, 1, 2]


def test_between_two_parts_what_the_user_does_is_served():
    done = []

    async def asked():
        waiting = DeferredParts(parts(done, 50), 0)
        waiting.ask()
        await asyncio.sleep(0.05)
        waiting.drop()

    apart(asyncio.run, asked())
    assert 0 < len(done) < 50


def test_a_question_aside_shows_the_newest_answer_only():
    shown, asked_for = [], iter(range(10))

    def question():
        number = next(asked_for)
        return lambda: number

    async def asked():
        aside = BackgroundQuestion(question, shown.append, 0)
        aside.ask()
        await asyncio.sleep(0.01)
        aside.ask()
        await asyncio.sleep(0.1)

    apart(asyncio.run, asked())
    assert shown[-1] == 1 and len(shown) <= 2
    apart(BackgroundQuestion(question, shown.append, 60).ask)
    assert shown[-1] == 2


def test_a_question_that_fails_shows_nothing():
    shown = []

    def fails():
        raise ValueError

    async def asked():
        BackgroundQuestion(lambda: fails, shown.append, 0).ask()
        await asyncio.sleep(0.05)

    apart(asyncio.run, asked())
    assert shown == []
