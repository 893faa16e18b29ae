"""Files and texts on their way to the browser."""

from __future__ import annotations

import pytest

from analysis.views.panels.browser_bridge import BrowserBridge


@pytest.fixture
def aid(monkeypatch):
    bridge, sent = BrowserBridge(), []
    monkeypatch.setattr(bridge, "send", lambda content, buffers=None: sent.append((content, buffers)))
    return bridge, sent


def test_a_file_goes_with_its_name_and_bytes(aid):
    bridge, sent = aid
    bridge.hand("a.csv", "text/csv", b"1")
    bridge.copy("text")
    assert sent == [
        ({"kind": "file", "name": "a.csv", "type": "text/csv"}, [b"1"]),
        ({"kind": "text", "text": "text"}, None),
    ]


def test_only_the_word_that_charts_are_drawn_is_heard(aid):
    bridge, heard = aid[0], []
    bridge.when_drawn(lambda: heard.append(1))
    for kind in ("drawn", "other"):
        bridge._handle_custom_msg({"kind": kind}, [])
    assert heard == [1]


def test_script_and_style_ask_nothing_of_any_other_place():
    assert "://" not in BrowserBridge()._esm + BrowserBridge()._css and "@import" not in BrowserBridge()._css
