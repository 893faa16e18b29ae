"""What can wait until the user pauses: done once, after the last of many requests (稍后再做)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Later:
    """A verb to be run when nothing was asked for a while; at once where no loop of events runs."""

    def __init__(self, verb: Callable[[], None], seconds: float) -> None:
        self._verb, self._seconds = verb, seconds
        self._waiting: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Run the verb after the pause; what was asked before and not yet run is dropped."""
        self.drop()
        try:
            self._waiting = asyncio.get_running_loop().call_later(self._seconds, self.now)
        except RuntimeError:
            self.now()

    def now(self) -> None:
        """Run the verb at once."""
        self.drop()
        self._verb()

    def drop(self) -> None:
        """Forget what waits."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
