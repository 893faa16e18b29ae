"""The head of the report's page, and the parts its sections belong to (报告页头)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.catalogue import page_phrase as phrase
from analysis.catalogue import text_in
from analysis.reports import formats
from analysis.reports.manifest import month_period
from analysis.reports.pages import PageHead
from analysis.reports.request import Request
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario
from analysis.views import words

SHORT = 12
_LABELS = {"html": ("网页", "web page"), "pdf": ("PDF", "PDF"), "docx": ("Word", "Word"), "xlsx": ("Excel", "Excel")}


def day_text(date: str, lang: str) -> str:
    """`2021-03-31` as 2021年3月31日 or 31 March 2021."""
    month, number = words.month_title(date[:7], lang), int(date[8:])
    return f"{month}{number}日" if lang == "zh" else f"{number} {month}"


def page_head(request: Request, made_from: Mapping[str, Any]) -> PageHead:
    """Title, period and what the report was made from; no time of day, so that equal inputs give an equal page."""
    lang = request.lang
    title = phrase("title", lang, city=words.city_title(request.city, lang), month=request.month)
    if mark := example_mark(request.books, lang):
        title = phrase("of an example", lang, title=title, mark=mark)
    rows = {
        "period": [_period(request)],
        "rulebooks": [_signed(book.title_in(lang), book.sha256) for book in request.books],
        "scenarios": [_scenario(scenario, made_from["scenarios"], lang) for scenario in request.scenarios],
        "facts": [_signed(Path(name).stem, sha) for name, sha in made_from["facts"].items()],
        "code": [_signed("", made_from["code"])],
        "method": [phrase("method said", lang)],
    }
    between = phrase("between", lang)
    if request.as_of:
        rows["as of"] = [phrase("known", lang, day=request.as_of)]
    made_from_rows = tuple((phrase(key, lang), between.join(texts)) for key, texts in rows.items())
    return PageHead(title, made_from_rows, _files(request))


def _files(request: Request) -> tuple[tuple[str, str], ...]:
    names = request.formats if formats.has_documents(request.formats, request.annexes) else ()
    files = [(_label(name, request.lang), formats.file_name(name)) for name in names]
    for name in request.annexes:
        label = phrase("papers", request.lang, format=_label(name, request.lang))
        files.append((label, formats.annex_name(name)))
    return tuple(files)


def _label(name: str, lang: str) -> str:
    return _LABELS.get(name, (name, name))[lang != "zh"]


def example_mark(books: Iterable[Rulebook], lang: str) -> str:
    """What every page of a document says where it rests on an example of a rulebook; nothing otherwise."""
    return phrase("example", lang) if any(book.example for book in books) else ""


def page_mark(books: Iterable[Rulebook], scenario: Scenario, lang: str) -> str:
    """What stands beside every page's number: that it rests on an example, on a scenario that is not the baseline."""
    own = scenario_mark(scenario, lang) if scenario.changes or scenario.benchmarks else ""
    return words.say("semicolon", lang).join(filter(None, [example_mark(books, lang), own]))


def scenario_mark(scenario: Scenario, lang: str) -> str:
    """That points are reckoned under a scenario, and of benchmarks of peers at which level."""
    levels = dict.fromkeys(text_in(lang, each.level_zh, each.level_en) for each in scenario.benchmarks)
    return phrase("by scenario", lang, title=words.say("colon", lang).join([scenario.title_in(lang), *levels]))


def section_part(request: Request, name: str) -> str:
    """The heading under which the contents list a section: its rulebook's title; none for the overview."""
    titles = {book.id: book.title_in(request.lang) for book in request.books}
    return titles.get(name.rpartition(".")[0], "")


def _period(request: Request) -> str:
    whole, when = month_period(request.month), words.month_title(request.month, request.lang)
    return phrase("days", request.lang, when=when, first=whole["from"], last=whole["to"])


def _scenario(scenario: Scenario, hashes: Mapping[str, str], lang: str) -> str:
    sha = next((sha for name, sha in hashes.items() if Path(name).stem == scenario.name), "")
    return _signed(scenario.title_in(lang), sha)


def _signed(name: str, sha: str) -> str:
    """A name with the first digits of its hash, by which it is found in the manifest."""
    return f"{name} {sha[:SHORT]}".strip()
