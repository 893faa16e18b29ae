"""The workshop of one rulebook as a web page of the app (规则集工坊服务)."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from analysis.catalogue import page_phrase as phrase
from analysis.reports import parameters
from analysis.reports.making import notebook_path
from analysis.reports.parameters import cell_tags
from analysis.reports.serving import PANEL, Service
from analysis.reports.showing import in_language

WORKSHOP = "rulebook_workshop"


@dataclass(frozen=True)
class WorkshopService(Service):
    """The app with the workshop as its page; `clause`: which it opens, the first with work to do where empty."""

    clause: str = ""

    def pages(self) -> dict[str, NotebookNode]:
        """The workshop alone, at the root."""
        return {WORKSHOP: workshop_page(parameters.read_notebook(notebook_path(WORKSHOP)), self)}


def workshop_page(source: NotebookNode, service: WorkshopService) -> NotebookNode:
    """The notebook as it is served: up to its panel, in one language, with the service's parameters."""
    ends = [place for place, cell in enumerate(source.cells) if PANEL in cell_tags(cell)]
    cells = [cell for cell in source.cells[: ends[0] + 1] if in_language(cell, service.lang)]
    given = {name: getattr(service, name) for name in ("rulebook", "clause", "lang")}
    for cell in cells:
        if parameters.TAG in cell_tags(cell):
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    title = phrase("workshop", service.lang)
    return nbformat.v4.new_notebook(cells=cells, metadata={**source.metadata, "title": title})
