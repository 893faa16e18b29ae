"""What the workbench says in Chinese and English, and where it says it: one catalogue, a file a room (词句目录)."""

from analysis.catalogue.phrases import (
    LANGUAGES,
    ROOMS,
    TAGS,
    Catalogue,
    checked_language,
    document_phrase,
    page_phrase,
    panel_phrase,
    report_phrase,
    text_in,
    training_phrase,
    view_phrase,
    workbook_phrase,
)

__all__ = [
    "LANGUAGES",
    "ROOMS",
    "TAGS",
    "Catalogue",
    "checked_language",
    "document_phrase",
    "page_phrase",
    "panel_phrase",
    "report_phrase",
    "text_in",
    "training_phrase",
    "view_phrase",
    "workbook_phrase",
]
