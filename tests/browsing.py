"""A real browser for tests of served pages: what a page complains of or asks for from elsewhere is kept."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = {"width": 1200, "height": 1000}, {"width": 390, "height": 844}
LOCAL = {"127.0.0.1", "localhost", ""}
GRAVE = ("serious", "critical")
LONG = 120
"""Seconds a busy machine may take: a test ends when what it waits for holds, not when they are over."""


def free_port() -> int:
    """A port where nothing listens now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """Done in a thread of its own: a browser of other tests may have this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *given).result()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser while this lasts."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def opened(browser: Browser, address: str, said: list[str], size: dict[str, int] = WIDE, first: str = "") -> Page:
    """A page in a context of its own, with a script run first; faults and outside requests go to `said`."""
    page = browser.new_context(viewport=size, accept_downloads=True).new_page()
    page.set_default_timeout(LONG * 1000)
    page.on("console", lambda message: _complained(message, said))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("websocket", lambda socket: _asked(socket.url, said))
    page.route("**/*", lambda route: _only_local(route, said))
    page.add_init_script(first)
    page.goto(address)
    return page


def _complained(message: Any, said: list[str]) -> None:
    if message.type == "error":
        said.append(message.text)


def _asked(address: str, said: list[str]) -> bool:
    outside = (urlsplit(address).hostname or "") not in LOCAL
    if outside:
        said.append(f"asked for {address}")
    return outside


def _only_local(route: Any, said: list[str]) -> None:
    if _asked(route.request.url, said):
        route.abort()
    else:
        route.continue_()


def until(holds: Callable[[], Any], seconds: float = LONG) -> None:
    """Wait until something holds, and fail where it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert holds()


def entered(button: Locator) -> None:
    """Press a button by the keyboard once it can be: a key does not wait for that, as a click does."""
    until(button.is_enabled)
    button.press("Enter")


def serious_faults(page: Page, within: str = "document", impacts: tuple[str, ...] = GRAVE) -> list[str]:
    """What axe-core holds against a page that keeps somebody out: its rule and the first place of each.

    The page's context must let the script in (`bypass_csp`) where the page has a policy.
    """
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run({within}, {{ resultTypes: ['violations'] }})")["violations"]
    grave = [each for each in found if each["impact"] in impacts]
    return [f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:200]}" for each in grave]
