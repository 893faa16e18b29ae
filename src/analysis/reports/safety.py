"""What may stand on a page: a closed list of HTML, and charts that need nothing from outside (页面安全).

Data is never code: whatever is not known to be harmless is refused by name, not mended in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    "a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark meter ol p pre progress q s samp section small span strong "
    "sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
VOID = _words("br col hr img wbr")
ATTRIBUTES = _words(
    "abbr alt class colspan datetime dir headers height hidden high href id lang low max min open optimum role "
    "rowspan scope span src start style tabindex title value width"
)
WITHIN = re.compile(r"#[\w.\-]*")
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
STYLE = re.compile(r"url\s*\(|expression|@|\\|javascript|behaviou?r", re.IGNORECASE)
LINK = re.compile(r"<\s*a\b|href\s*=|javascript:", re.IGNORECASE)
MAPS = _words("scattergeo choropleth scattermap choroplethmap densitymap scattermapbox choroplethmapbox densitymapbox")

Fault = tuple[str, str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Fault] = []
        self.open: list[str] = []

    def refuse(self, what: str) -> None:
        self.found.append((f"含有不可发布的内容 {what}。", f"It holds {what}, which may not be published."))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.refuse(f"<{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.refuse(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self.refuse("<")

    def handle_comment(self, data: str) -> None:
        self.refuse("<!-- -->")

    def handle_decl(self, decl: str) -> None:
        self.refuse("<!>")

    def unknown_decl(self, data: str) -> None:
        self.refuse("<!>")

    def handle_pi(self, data: str) -> None:
        self.refuse("<!>")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        allowed = name in ATTRIBUTES or re.fullmatch(r"(aria|data)-[a-z\-]+", name)
        fitting = {"href": WITHIN.fullmatch, "src": PICTURE.fullmatch}.get(name)
        if not allowed or (fitting and not fitting(value)) or (name == "style" and STYLE.search(value)):
            self.refuse(f"<{tag} {name}>")


def html_faults(text: str) -> list[Fault]:
    """Why an HTML fragment may not stand on a page; empty where it may."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for tag in reader.open:
        reader.refuse(f"<{tag}> (not closed)")
    return list(dict.fromkeys(reader.found))


def chart_faults(figure: Any) -> list[Fault]:
    """Why a plotly figure may not stand on a page: links, pictures from outside, maps; empty where it may."""
    if not isinstance(figure, Mapping) or not isinstance(figure.get("data"), list):
        return [("不是图表。", "It is not a chart.")]
    kinds = sorted(MAPS & {str(trace.get("type")) for trace in figure["data"]})
    found = [(f"图表类型 {kind} 需要外部地图。", f"A chart of type {kind} needs maps from outside.") for kind in kinds]
    if any(LINK.search(text) or outside for text, outside in _texts(figure)):
        found.append(("图表含有链接或外部图片。", "The chart holds a link or a picture from outside."))
    return found


def _texts(content: Any, key: str = "") -> Iterator[tuple[str, bool]]:
    if isinstance(content, Mapping):
        for name, part in content.items():
            yield from _texts(part, str(name))
    elif isinstance(content, list):
        for part in content:
            yield from _texts(part, key)
    elif isinstance(content, str):
        yield content, key in ("source", "url", "sourceattribution") and "//" in content
