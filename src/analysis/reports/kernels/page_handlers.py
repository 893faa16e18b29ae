"""Who may speak to which kernel, and what is answered to wrong addresses: the handlers of served pages (页面处理).

A kernel belongs to the login that opened its page; for everybody else it is not there. What a kernel says of its own
faults stays on this machine. `web_host` loads this file; it imports nothing of the package by name.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable
from typing import Any, cast

from jupyter_server import CallContext
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.connection.base import deserialize_binary_message, deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, StaticFileHandler, authenticated
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

MISSING = 404
PARTS, NAMES = ("header", "parent_header", "metadata", "content"), ("msg_id", "msg_type", "session")
"""The parts of a message, and which of its header are texts."""
PRIVATE = frozenset(("stream",))
"""What a kernel prints, its own faults among it: no page shows it."""
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
WRONG = (ValueError, OSError, AssertionError, NameError)
"""What handlers of files raise for addresses that are none."""
Routes = list[Any]


def visitor() -> str:
    """Whose request is being served: a login, whatever page or window of it; empty where none is."""
    handler = CallContext.get(CallContext.JUPYTER_HANDLER)
    return getattr(getattr(handler, "current_user", None), "username", "")


class _Owned:
    """A handler of one kernel, for its owner alone."""

    path_args: list[str]
    path_kwargs: dict[str, str]
    current_user: Any
    kernel_manager: Any

    async def prepare(self, *settings: Any, **named: Any) -> None:
        """Let the owner in, as before; for another login there is no such kernel."""
        await cast(Awaitable[None], super().prepare(*settings, **named))  # type: ignore[misc]
        kernel = self.path_kwargs.get("kernel_id") or "".join(self.path_args)
        if self.current_user is not None and not self.kernel_manager.belongs(kernel, self.current_user.username):
            raise HTTPError(MISSING)


class OwnKernel(_Owned, KernelHandler):
    """What is asked of a kernel."""


class OwnChannels(_Owned, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # voilà has no types
    """How a page speaks to its kernel."""


class OwnGoodbye(_Owned, VoilaShutdownKernelHandler):  # type: ignore[misc]
    """How a page that is left ends its kernel."""


class VisitorConnection(ZMQChannelsWebsocketConnection):
    """What a page and its kernel say to each other: of malformed messages nothing, of a kernel's faults nothing."""

    def handle_incoming_message(self, incoming_msg: str) -> None:
        """Pass on what a page says, if it is a message at all: a kernel may end of what is none."""
        try:
            check_message(self._read(incoming_msg))
            super().handle_incoming_message(incoming_msg)
        except MALFORMED:
            self.log.warning("A page sent what is no message")

    def _read(self, sent: Any) -> Any:
        if self.subprotocol == "v1.kernel.websocket.jupyter.org":
            _, parts = deserialize_msg_from_ws_v1(sent)
            return dict(zip(PARTS, map(self.session.unpack, parts), strict=False))
        return deserialize_binary_message(sent) if isinstance(sent, bytes) else json.loads(sent)

    def handle_outgoing_message(self, stream: str, outgoing_msg: list[Any]) -> None:
        """Pass on what a kernel says, without what it prints."""
        _, parts = self.session.feed_identities(outgoing_msg)
        if self.session.unpack(parts[1])["msg_type"] not in PRIVATE:
            super().handle_outgoing_message(stream, outgoing_msg)


def check_message(message: Any) -> None:
    """Raise `TypeError` or `LookupError` for what no page of ours sends: every part a table, names as text."""
    names = [message["header"][name] for name in NAMES]
    if not all(isinstance(message[part], dict) for part in PARTS) or not all(isinstance(name, str) for name in names):
        raise TypeError(PARTS)


class _FoundFiles:
    """A handler of files: an address that is none is not found."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """The file of an address."""
        try:
            await super().get(path, include_body)  # type: ignore[misc]
        except WRONG:
            raise HTTPError(MISSING) from None


class OnlyPage(TornadoVoilaHandler):  # type: ignore[misc]
    """The one page there is, at the root; below it there is nothing."""

    @authenticated
    async def get(self, path: str | None = None) -> None:
        """The page."""
        if path:
            raise HTTPError(MISSING)
        await super().get(path)


class LessonPage(TornadoVoilaHandler):  # type: ignore[misc]
    """A page of several: only so many are made at a time, so that of a class the first need not wait for the last."""

    making = asyncio.Semaphore(os.cpu_count() or 1)

    @authenticated
    async def get(self, path: str | None = None) -> None:
        """The page, once it is its turn."""
        async with self.making:
            await super().get(path)


class CoursePage(JupyterHandler):
    """The page that lists the others."""

    def initialize(self, listed: list[dict[str, str]]) -> None:
        """`listed`: the title and name of each page."""
        self.listed = listed

    @authenticated
    async def get(self) -> None:
        """The list, for who may come in."""
        self.finish(self.render_template("course.html", listed=self.listed))


OWN = {
    KernelHandler: OwnKernel,
    VoilaKernelWebsocketHandler: OwnChannels,
    VoilaShutdownKernelHandler: OwnGoodbye,
    TornadoVoilaHandler: OnlyPage,
}


def guarded_routes(routes: Routes) -> Routes:
    """Handlers as they are looked for, those of kernels and files replaced by guarded ones."""
    return [(address, _guarded(kind), *rest) for address, kind, *rest in routes]


def _guarded(kind: type) -> type:
    if issubclass(kind, StaticFileHandler):
        return type(kind.__name__, (_FoundFiles, kind), {})
    return OWN.get(kind, kind)
