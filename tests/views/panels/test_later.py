"""What waits is done once, after the last of many requests."""

from __future__ import annotations

import asyncio

from analysis.views.panels.later import Later


def test_without_a_loop_it_is_done_at_once():
    done = []
    Later(lambda: done.append(1), 60).ask()
    assert done == [1]


def test_in_a_loop_many_requests_are_one():
    done = []

    async def asked():
        waiting = Later(lambda: done.append(1), 0.02)
        for _ in range(5):
            waiting.ask()
        assert done == []
        await asyncio.sleep(0.1)
        waiting.ask()
        waiting.drop()
        await asyncio.sleep(0.05)

    asyncio.run(asked())
    assert done == [1]
