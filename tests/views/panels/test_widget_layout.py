"""Small pieces of layout: texts are escaped, names stand in every row."""

from __future__ import annotations

import ipywidgets as widgets

from analysis.views.panels import widget_layout


def test_names_and_texts_are_escaped():
    row = widget_layout.labelled_row("<b>x</b>", widgets.Text())
    assert "&lt;b&gt;x" in row.children[0].value and "wb-row" in row._dom_classes
    assert (
        "<i>" not in widget_layout.paragraph_html("<i>")
        and "<u>" not in widget_layout.titled_block("<u>").children[0].value
    )
    assert widget_layout.paragraph_html("") == ""


def test_buttons_and_drop_downs_tell_what_the_user_did():
    heard = []
    widget_layout.push_button("x", lambda: heard.append("pressed")).click()
    widget_layout.dropdown([("A", "a"), ("B", "b")], "a", heard.append).value = "b"
    assert heard == ["pressed", "b"]
