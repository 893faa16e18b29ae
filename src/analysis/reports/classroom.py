"""The course as web pages: six lessons and the panel behind one token, a kernel a page (课堂服务)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.catalogue import page_phrase as phrase
from analysis.reports import parameters
from analysis.reports.making import notebook_path
from analysis.reports.parameters import cell_tags
from analysis.reports.serving import NOTEBOOK, Service, panel_page

FOLDER, DESK, SPARE = "training", "desk", 4
"""Where the lessons lie; the tag of cells that only a notebook shows; of so many places one more is kept free."""
PANEL = "panel"
NEVER = 900
"""Seconds that a page may take to come to life when a whole class opens it on slow machines."""
ALONE = {"POLARS_MAX_THREADS": "2"}
"""Many kernels share the machine: none takes all of it."""


@dataclass(frozen=True)
class Classroom(Service):
    """How the course is served. `lessons`: name and title of each; `folder`: where results are kept."""

    lessons: tuple[tuple[str, str], ...] = ()
    folder: str = ""

    def pages(self) -> dict[str, NotebookNode]:
        """A page for each lesson, and the panel."""
        lesson_pages = {
            name: lesson_page(parameters.read_notebook(notebook_path(f"{FOLDER}/{name}")), title, self)
            for name, title in self.lessons
        }
        panel = panel_page(parameters.read_notebook(notebook_path(NOTEBOOK)), self)
        return lesson_pages | {PANEL: _led_back(panel, self)}

    def host_settings(self) -> dict[str, Any]:
        """The list of pages; kernels come warm; who leaves one page for another holds two kernels for a moment."""
        listed = [
            {"name": name, "title": title} for name, title in (*self.lessons, (PANEL, phrase("what if", self.lang)))
        ]
        room = self.visitors + max(1, self.visitors // SPARE)
        return {"listed": listed, "warm": True, "visitors": room, "never": NEVER, "environment": ALONE}


def lesson_page(source: NotebookNode, title: str, room: Classroom) -> NotebookNode:
    """A lesson's notebook as a page: answers go into boxes, what is for the desk is left out."""
    cells = [cell for cell in source.cells if DESK not in cell_tags(cell)]
    own = {name: getattr(room, name) for name in ("city", "month", "folder", "lang")}
    given = {**own, "pseudonym": "", "boxes": True}
    for cell in cells:
        if parameters.TAG in cell_tags(cell):
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    page = nbformat.v4.new_notebook(cells=cells, metadata={**source.metadata, "title": title})
    return _led_back(page, room)


def _led_back(page: NotebookNode, room: Classroom) -> NotebookNode:
    """The page with a way back to the list above it."""
    page.cells.insert(0, nbformat.v4.new_markdown_cell(phrase("back", room.lang), id="back"))
    return page
