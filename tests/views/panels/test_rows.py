"""Small pieces of layout: texts are escaped, names stand in every row."""

from __future__ import annotations

import ipywidgets as widgets

from analysis.views.panels import rows


def test_names_and_texts_are_escaped():
    held = rows.named_row("<b>x</b>", widgets.Text())
    assert "&lt;b&gt;x" in held.children[0].value and "wb-row" in held._dom_classes
    assert "<i>" not in rows.paragraph("<i>") and "<u>" not in rows.block("<u>").children[0].value
    assert rows.paragraph("") == ""


def test_buttons_and_drop_downs_tell_what_the_user_did():
    heard = []
    rows.button("x", lambda: heard.append("pressed")).click()
    rows.chosen([("A", "a"), ("B", "b")], "a", heard.append).value = "b"
    assert heard == ["pressed", "b"]
