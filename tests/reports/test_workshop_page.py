"""The workshop's page: its notebook up to the panel, in one language, the rulebook put in as a value."""

from __future__ import annotations

from dataclasses import replace

from analysis.reports import workshop_page

SERVICE = workshop_page.WorkshopService(
    "江阴", "2021-03", "hard-2019", "baseline", "zh", "127.0.0.1", 8866, "t", 4, 60, clause="17"
)


def sources(service):
    (page,) = service.pages().values()
    return [cell.source for cell in page.cells], page.metadata["title"]


def test_it_ends_with_the_panel_and_speaks_one_language():
    cells, title = sources(SERVICE)
    assert cells[-1] == "panels.workshop(rulebook, lang, clause)" and title.startswith("规则集工坊")
    assert not any("The workshop" in cell for cell in cells)
    assert sources(replace(SERVICE, lang="en"))[1].startswith("The workshop")


def test_what_is_given_stands_as_values():
    cells, _ = sources(replace(SERVICE, rulebook="'; import os"))
    assert 'rulebook = "\'; import os"' in "\n".join(cells)
