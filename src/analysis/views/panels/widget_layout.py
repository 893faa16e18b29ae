"""Small pieces of the panel's layout: named rows, blocks, buttons, escaped texts (版面小件)."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from analysis.views.panels import page_inputs
from analysis.views.view_objects import view_html


def labelled_row(name: str, control: widgets.Widget) -> widgets.Box:
    """A control under its name; the name is also what readers of screens hear."""
    return with_classes(widgets.Box([widgets.HTML(view_html("name.html", name=name, tone="")), control]), "wb-row")


def with_classes(widget: Any, *names: str) -> Any:
    """The widget with class names of the stylesheet."""
    for name in names:
        widget.add_class(name)
    return widget


def titled_block(title: str, *parts: widgets.Widget) -> widgets.Box:
    """Parts under a heading."""
    return with_classes(
        widgets.Box([widgets.HTML(f'<h3 class="wb-head">{html.escape(title)}</h3>'), *parts]), "wb-block"
    )


def collapsible_block(title: str, content: widgets.Widget, opened: bool = False) -> page_inputs.Folded:
    """A part under a heading that opens it and folds it away."""
    return with_classes(
        page_inputs.Folded([content], titles=(title,), selected_index=0 if opened else None), "wb-folded"
    )


def push_button(text: str, pressed: Callable[[], None]) -> page_inputs.PushButton:
    """A button with a text; it calls a verb without arguments."""
    button = page_inputs.PushButton(description=text)
    button.on_click(lambda _: pressed())
    return button


def button_row(*buttons: widgets.Widget) -> widgets.Box:
    """Buttons side by side, in lines where there are many."""
    return with_classes(widgets.Box(buttons), "wb-buttons")


def paragraph_html(text: str, kind: str = "") -> str:
    """A text as HTML; nothing in it is taken for HTML."""
    return f'<p class="{kind}">{html.escape(text)}</p>' if text else ""


def dropdown(options: Sequence[tuple[str, Any]], value: Any, heard: Callable[[Any], None]) -> page_inputs.Menu:
    """A drop-down that tells what the user chose."""
    menu = page_inputs.Menu(options=options, value=value)
    menu.observe(lambda change: heard(change["new"]), "value")
    return menu
