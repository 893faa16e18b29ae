"""The head of the report's page, and the parts its sections belong to (报告页头)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.reports.pages import Head
from analysis.reports.request import Request
from analysis.views import words

SHORT = 12
KINDS = ("facts", "rulebooks", "scenarios")
_TEXTS = {
    "title": ("{city}社会信用体系建设评分报告 {month}", "Social credit system scorecard of {city}, {month}"),
    "about": (
        "评价月份：{when}。规则集：{books}。情景：{scenarios}。",
        "Month: {when}. Rulebooks: {books}. Scenarios: {scenarios}.",
    ),
    "facts": ("数据", "Figures"),
    "rulebooks": ("规则集", "Rulebooks"),
    "scenarios": ("情景", "Scenarios"),
    "code": ("程序", "Code"),
}


def head(request: Request, made_from: Mapping[str, Any]) -> Head:
    """Title, period and what the report was made from; no time of day, so that equal inputs give an equal page."""
    lang = request.lang
    name, when = words.city(request.city, lang), words.month(request.month, lang)
    books = words.listed([book.title_in(lang) for book in request.books], lang)
    shown = words.listed([scenario.title_in(lang) for scenario in request.scenarios], lang)
    made = [(_say(kind, lang), _shortened(made_from[kind])) for kind in KINDS if made_from[kind]]
    made.append((_say("code", lang), made_from["code"][:SHORT]))
    title = _say("title", lang, city=name, month=request.month)
    return Head(title, _say("about", lang, when=when, books=books, scenarios=shown), tuple(made))


def part(request: Request, name: str) -> str:
    """The heading under which the contents list a section: its rulebook's title; none for the overview."""
    titles = {book.id: book.title_in(request.lang) for book in request.books}
    return titles.get(name.rpartition(".")[0], "")


def _say(key: str, lang: str, **parts: str) -> str:
    return _TEXTS[key][lang != "zh"].format(**parts)


def _shortened(hashes: Mapping[str, str]) -> str:
    return " · ".join(f"{name} {sha[:SHORT]}" for name, sha in hashes.items())
