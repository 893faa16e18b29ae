"""The README's pictures, taken anew from the running program: `make pictures` (拍说明里的图).

report.png: the first page of the sample's report. panel.png: the what-if panel with the loans moved. research/: the
answers to the questions of research.md, each by the Python that stands there.
The size of the window is fixed and nothing moves on a page, so that equal pages give equal pictures.
"""

from __future__ import annotations

import re
import runpy
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from analysis import reports
from analysis.reports import serving

DOCS = Path(__file__).resolve().parent
CITY, MONTH, BOOK = "320281", "2021-03", "hard-2019"
LOANS, AMOUNT = 'input[type=number][aria-label^="信易贷放款金额"]', "148.5"
REPORT, PANEL = {"width": 1200, "height": 1400}, {"width": 1240, "height": 1058}
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
OUTER_TO_TOP = """box => {
  const scrolls = each => /auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight;
  const around = [];
  for (let each = box.parentElement; each; each = each.parentElement) if (scrolls(each)) around.push(each);
  for (const each of around.slice(1)) each.scrollTop = 0;
  window.scrollTo(0, 0); document.activeElement.blur();
}"""
"""The list of clauses stays where it is, the page around it goes back to its top."""
PATIENCE = 120_000
"""Milliseconds that a page may take to come to life on a busy machine."""


BLOCK = re.compile(r"```python\n(.*?)```\n\n(?:> (.*?)\n\n!\[.*?\]\((\S+)\))?", re.DOTALL)
"""A block of Python of a page, the answer below it, and its picture; both empty where it only prepares."""
CHART = {"width": 860, "height": 1000}


def main() -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        picture_report(browser, DOCS / "report.png")
        picture_panel(browser, DOCS / "panel.png")
        picture_answers(browser, DOCS / "research.md")
        browser.close()


def answered(page: Path) -> Iterator[tuple[str, str, Any]]:
    """Each question's picture, the answer that the page prints, and the chart that its Python gives today."""
    namespace: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        for code, answer, name in BLOCK.findall(page.read_text("utf-8")):
            script = Path(place) / "block.py"
            script.write_text(code, "utf-8")
            namespace = runpy.run_path(str(script), init_globals=namespace)
            if name:
                yield name, answer, namespace["picture"]


def picture_answers(browser: Browser, page: Path) -> None:
    """The chart of each question, as wide as a page."""
    with tempfile.TemporaryDirectory() as place:
        for name, _, chart in answered(page):
            html = Path(place) / "chart.html"
            chart.figure.write_html(html, include_plotlyjs=True, config={"staticPlot": True})
            shown = opened(browser, html.as_uri(), CHART)
            shown.locator(".main-svg").first.wait_for()
            shown.locator(".plotly-graph-div").screenshot(path=page.parent / name, animations="disabled")
            shown.close()


def picture_report(browser: Browser, picture: Path) -> None:
    """The first page of the sample's report, made for this."""
    with tempfile.TemporaryDirectory() as place:
        folder = reports.publish(CITY, MONTH, output=Path(place) / MONTH)
        page = opened(browser, (folder / "index.html").as_uri(), REPORT)
        page.locator(".main-svg").first.wait_for()
        page.screenshot(path=picture, animations="disabled")


def picture_panel(browser: Browser, picture: Path) -> None:
    """The panel with the loans moved and every chart followed."""
    with panel() as address:
        page = opened(browser, address, PANEL)
        page.locator(".wb-chart .main-svg").nth(1).wait_for(state="attached")
        box = page.locator(LOANS)
        box.evaluate("box => box.scrollIntoView({block: 'center'})")
        box.fill(AMOUNT)
        box.press("Enter")
        page.get_by_text(f"现在 {AMOUNT}").first.wait_for()
        box.evaluate(OUTER_TO_TOP)
        page.mouse.move(0, 0)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=picture, animations="disabled")


@contextmanager
def panel() -> Iterator[str]:
    """The address of the panel, served while this lasts."""
    service = serving.Service(
        CITY, MONTH, BOOK, "baseline", "zh", "127.0.0.1", free_port(), serving.new_token(), visitors=1, idle=600
    )
    with serving.running_server(service):
        yield service.address


def opened(browser: Browser, address: str, size: dict[str, int]) -> Page:
    """A page in a window of a size."""
    page = browser.new_page(viewport=size, reduced_motion="reduce", locale="zh-CN", timezone_id="Asia/Shanghai")
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


def free_port() -> int:
    """A port where nothing listens now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    main()
