"""What widgets cannot do in the browser themselves: names for screen readers, files, the clipboard (页面辅助)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget
import traitlets

from analysis.views.panels.page_inputs import PageInput

TEMPLATES = Path(__file__).parents[1] / "templates"


class BrowserBridge(PageInput, anywidget.AnyWidget):
    """Names every control after its row, hands files to the browser and texts to the clipboard. Shows nothing."""

    _esm = TEMPLATES / "panel.js"
    _css = TEMPLATES / "panel.css"
    language = traitlets.Unicode("zh-CN").tag(sync=True)

    def when_drawn(self, verb: Callable[[], None]) -> None:
        """Call a verb whenever a page has drawn the charts."""
        self.on_msg(lambda _widget, content, _buffers: verb() if content.get("kind") == "drawn" else None)

    def hand(self, name: str, kind: str, content: bytes) -> None:
        """A file for the browser to save."""
        self.send({"kind": "file", "name": name, "type": kind}, buffers=[content])

    def copy(self, text: str) -> None:
        """A text for the clipboard."""
        self.send({"kind": "text", "text": text})
