"""The what-if page as HTML: all that it needs stands in the one file, and it asks nothing of any place (页面内容).

Equal inputs give equal bytes: nothing in it is random and no time stands in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.catalogue import TAGS, checked_language, page_phrase, panel_phrase
from analysis.formulas import script_formulas
from analysis.questions import starting_points
from analysis.reports.page_scripts import content_source, script_json
from analysis.reports.what_if import page_levers, rules_script
from analysis.reports.what_if.page_levers import PageLever
from analysis.rulebooks import DEFAULT, Clause, clauses
from analysis.views import amounts as target_amounts
from analysis.views import unit_views, view_objects, words
from analysis.views.panels import controls

SCRIPTS = ("scoring.js", "what_if.js")
OWN_WORDS = (
    "what-if missing", "what-if emptied", "what-if points", "what-if unchanged", "what-if lacking", "what-if moved",
    "what-if reading", "what-if floored",
)  # fmt: skip
PANEL_WORDS = (
    "of", "certain", "change none", "change by", "verdict passes", "verdict vetoed", "verdict open", "verdict none",
    "typed range", "typed strange", "typed below", "typed above", "typed above whole", "typed not whole",
    "typed rounded", "waterfall same", "waterfall", "waterfall tests", "unshared", "no change", "yes", "no",
)  # fmt: skip
VIEW_WORDS = ("missing within", "at least", "to", "passed", "failed", "missing", "comma", "not there", "clause")
PLACES = (
    "amount", "points", "names", "change", "most", "count", "clauses", "text", "low", "high", "unit", "typed", "whole",
    "taken", "before", "after", "worst", "interval", "id", "title",
)  # fmt: skip
"""What the script puts into the words."""


@dataclass(frozen=True)
class PageClause:
    """A clause on the page: its readings and levers, those shown at an earlier clause, and its rule values."""

    clause: Clause
    title: str
    readings: tuple[tuple[str, str], ...]
    chosen: str
    levers: tuple[PageLever, ...]
    elsewhere: tuple[tuple[str, str], ...]
    rules: tuple[PageLever, ...]


def what_if_html(here: starting_points.StartingPoint, lang: str = "zh") -> str:
    """The page of a city and month under a scenario by one rulebook, in Chinese or English."""
    language = checked_language(lang)
    shown = page_clauses(here, language)
    script = "\n".join(
        ['"use strict";', "{", script_formulas.script_operations(), rules_script.rules_script(here), *_own(), "}"]
    )
    style = _text("what_if.css")
    template = view_objects.template_environment(_folder()).get_template("what_if.html")
    page: str = template.render(
        lang=language, tag=TAGS[language], title=_title(here, language), words=_Said(language), style=style,
        parts=_parts(here, shown, language), content=script_json(_content(here, shown, language)), script=script,
        policy=_policy(script, style), notes=_notes(here, language), made_from=_made_from(here, language),
        numbers=_numbers(shown), best=_first_part(here), book=here.book.title_in(language), scored=_scored(here),
    )  # fmt: skip
    return page


def page_clauses(here: starting_points.StartingPoint, lang: str) -> list[PageClause]:
    """The rulebook's clauses with what can be moved in each; a figure that several judge is moved at the first."""
    seen: dict[str, str] = {}
    return [_page_clause(here, clause, seen, lang) for clause in here.book.clauses.values()]


def _page_clause(here: starting_points.StartingPoint, clause: Clause, seen: dict[str, str], lang: str) -> PageClause:
    every = page_levers.judged_levers(here, clause, lang)
    own = tuple(lever for lever in every if lever.target not in seen)
    elsewhere = tuple((lever.label, seen[lever.target]) for lever in every if lever.target in seen)
    seen.update((lever.target, clause.id) for lever in own)
    options = tuple((text, name) for text, name in controls.reading_options(clause, lang))
    rules = page_levers.rule_levers(here, clause, lang)
    return PageClause(
        clause, clause.title_in(lang), options if len(options) > 1 else (), here.reading(clause).name, own, elsewhere,
        rules,
    )  # fmt: skip


def _numbers(shown: list[PageClause]) -> dict[str, int]:
    """A number for each lever, to call its controls by on the page."""
    levers = [lever.target for each in shown for lever in (*each.levers, *each.rules)]
    return {target: place for place, target in enumerate(levers)}


def _parts(
    here: starting_points.StartingPoint, shown: list[PageClause], lang: str
) -> list[tuple[str, str, list[PageClause]]]:
    """The top groups with their clauses."""
    tops = [group for group in here.book.groups.values() if not group.parent]
    return [
        (group.id, group.title_in(lang), [each for each in shown if group.id in here.book.path(each.clause.group)])
        for group in tops
    ]


def _first_part(here: starting_points.StartingPoint) -> str:
    """The first part in which points are scored: unfolded as the page opens."""
    tops = [group.id for group in here.book.groups.values() if not group.parent]
    return [*_scored(here), *tops, ""][0]


def _scored(here: starting_points.StartingPoint) -> list[str]:
    """The groups in which there are points: not those of tests alone."""
    pointed = {clause.group for clause in here.book.clauses.values() if clause.kind != clauses.TESTED}
    return [name for name in here.book.groups if any(name in here.book.path(group) for group in pointed)]


def _content(here: starting_points.StartingPoint, shown: list[PageClause], lang: str) -> dict[str, Any]:
    """What the script is to know: clauses, groups, levers, the base, and words."""
    levers = [lever.content() for each in shown for lever in (*each.levers, *each.rules)]
    amounts = here.book.amounts()
    return {
        "model": {"clauses": [_clause_row(each) for each in shown], "nodes": rules_script.node_rows(here)},
        "levers": levers,
        "base": {name: here.values.get(name) for name in (*here.book.facts(), *amounts)},
        "readings": {name: here.reading(clause).name for name, clause in here.book.clauses.items()},
        "labels": {name: target_amounts.target_title(name, here.book, lang) for name in (*here.book.facts(), *amounts)},
        "words": _words(lang),
    }


def _clause_row(each: PageClause) -> dict[str, Any]:
    names = {name: _waited_for(each.clause, name) for name in each.clause.readings}
    return {"id": each.clause.id, "kind": each.clause.kind, "title": each.title, "names": names}


def _waited_for(clause: Clause, reading: str) -> list[str]:
    """The figures and rule values that a reading needs; where one is missing the page names it."""
    spoken = clause.speaks_of(reading)
    return [*clause.facts(reading), *(f"{clause.id}.{name}" for name in clause.values if name in spoken)]


def _words(lang: str) -> dict[str, str]:
    """The words that the script says, with the places of what it puts into them."""
    places = {name: f"{{{name}}}" for name in PLACES}
    own = {key: page_phrase(key, lang, **places) for key in OWN_WORDS}
    panel = {f"panel {key}": panel_phrase(key, lang, **places) for key in PANEL_WORDS}
    return own | panel | {f"view {key}": words.say(key, lang, **places) for key in VIEW_WORDS}


class _Said:
    """The page's words for its template."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def own(self, key: str, **parts: object) -> str:
        return page_phrase(f"what-if {key}", self._lang, **parts)

    def panel(self, key: str) -> str:
        return panel_phrase(key, self._lang)

    def view(self, key: str) -> str:
        return words.say(key, self._lang)


def _title(here: starting_points.StartingPoint, lang: str) -> str:
    place = words.city_title(here.city, lang), words.month_title(here.month, lang)
    return page_phrase("what-if title", lang, city=place[0], month=place[1])


def _notes(here: starting_points.StartingPoint, lang: str) -> list[str]:
    """What is taken for granted, and which clauses compare units."""
    compared = rules_script.compared_clauses(here)
    listed = {kept: [name for name, whole in compared.items() if whole is kept] for kept in (True, False)}
    said = [("what-if fixed", listed[True]), ("what-if outside", listed[False])]
    lines = [page_phrase(key, lang, clauses=words.joined_texts(names, lang)) for key, names in said if names]
    return [page_phrase("what-if same", lang), starting_points.ASSUMPTION[0 if lang == "zh" else 1], *lines]


def _made_from(here: starting_points.StartingPoint, lang: str) -> list[tuple[str, str]]:
    chosen = [f"{clause}：{name}" for clause, name in sorted(here.readings.items()) if name != DEFAULT]
    base = " ".join([here.scenario.title_in(lang), *chosen])
    return [
        (
            page_phrase("what-if city", lang, unit=unit_views.unit_heading([here.city], lang)),
            f"{words.city_title(here.city, lang)}（{here.city}） {here.month}",
        ),
        (
            page_phrase("what-if rulebook", lang),
            f"{here.book.title_in(lang)}（{here.book.id}） {here.book.sha256[:16]}",
        ),
        (page_phrase("what-if base", lang), base),
    ]


def _policy(script: str, style: str) -> str:
    """The page's own script and style and nothing else; no request to anywhere."""
    rules = {
        "default-src": "'none'", "script-src": content_source(script), "style-src": content_source(style),
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    return "; ".join(f"{name} {rule}" for name, rule in rules.items())


def _own() -> list[str]:
    return [_text(name) for name in SCRIPTS]


@cache
def _text(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8")


def _folder() -> Path:
    return Path(__file__).parents[1] / "templates"
