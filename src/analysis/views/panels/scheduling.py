"""What can wait until the user pauses: in small parts, or in a thread; the next move is served at once (稍后)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

PAUSE_BETWEEN_PARTS = 0.01
"""Seconds between two parts, in which what the user does is served."""


class DeferredParts:
    """A verb of several parts, run when nothing was asked for a while; at once where no loop of events runs."""

    def __init__(self, verb: Callable[[], Iterator[None]], seconds: float) -> None:
        self._verb, self._seconds = verb, seconds
        self._waiting: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Run the verb after the pause; what was asked before and not yet done is dropped."""
        self.drop()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.now()
        else:
            self._waiting = loop.call_later(self._seconds, lambda: self._go_on(loop, self._verb()))

    def now(self) -> None:
        """Run the verb at once, to its end."""
        self.drop()
        for _ in self._verb():
            pass

    def drop(self) -> None:
        """Forget what waits."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _go_on(self, loop: asyncio.AbstractEventLoop, parts: Iterator[None]) -> None:
        with suppress(StopIteration):
            next(parts)
            self._waiting = loop.call_later(PAUSE_BETWEEN_PARTS, lambda: self._go_on(loop, parts))


class BackgroundQuestion:
    """A question that takes long, asked in a thread when nothing was asked for a while.

    `question()` gives what is to be run, as things stand then; `show` takes the answer, unless a newer one was asked.
    """

    def __init__(self, question: Callable[[], Callable[[], Any]], show: Callable[[Any], None], seconds: float) -> None:
        self._question, self._show, self._number = question, show, 0
        self._later = DeferredParts(self._begin, seconds)

    def ask(self) -> None:
        """Ask after the pause; an answer still to come is dropped."""
        self._number += 1
        self._later.ask()

    def now(self) -> None:
        """Ask at once and wait for the answer."""
        self._number += 1
        self._show(self._question()())

    def _begin(self) -> Iterator[None]:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.now()
        else:
            number, work = self._number, self._question()
            loop.run_in_executor(None, work).add_done_callback(lambda done: self._answered(number, done))
        yield

    def _answered(self, number: int, done: asyncio.Future[Any]) -> None:
        if number == self._number and not done.cancelled() and done.exception() is None:
            self._show(done.result())
