"""The card in a few sentences, as a city brief opens (重要提示)."""

from __future__ import annotations

from analysis.rulebooks import Clause, clauses
from analysis.scenarios import Scenario
from analysis.scorecards import TOTAL, Card
from analysis.views import result_texts, source_tables
from analysis.views.amounts import numbered_title
from analysis.views.sections import scenarios_beside, section_facts
from analysis.views.view_objects import Passage
from analysis.views.words import city_title, joined_texts, maximum_text, month_title, rounded_text, say

WORST = 3


def brief(card: Card, lang: str = "zh") -> Passage:
    """Three sentences: verdict and total; where most is lost; what is missing, estimated and assumed.

    >>> from analysis import facts, rulebooks, scorecards, views
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> card = scorecards.card(figures, book, "320281", "2021-03")
    >>> views.brief(card, "en")
    In brief · Hard indicators for reviewing demonstration cities of the social credit system
    Jiangyin (江阴市), March 2021, ... Verdict: not passed, vetoed by 4 failed tests (11 passed, ...). ...
    """
    title = say("brief title", lang, book=card.book.title_in(lang))
    return Passage(title, (_outcome(card, lang), _losses(card, lang), _gaps(card, lang)), lang)


def _outcome(card: Card, lang: str) -> str:
    name, when = city_title(card.city, lang), month_title(card.month, lang)
    said = say("brief head", lang, city=name, month=when, book=_book(card, lang))
    if any(clause.kind == clauses.TESTED for clause, _ in card.clauses()):
        said += say(
            "brief verdict",
            lang,
            tally=result_texts.tests_tally(card, lang),
            verdict=result_texts.verdict_text(card, lang),
        )
    said += _total(card, lang)
    said += "".join(_space(lang) + _beside(card, other, lang) for other in scenarios_beside(card))
    return said if not card.scenario.changes else f"{said}{_space(lang)}{_not_baseline(card, lang)}"


def _book(card: Card, lang: str) -> str:
    return f"《{card.book.title_zh}》" if lang == "zh" else card.book.title


def _space(lang: str) -> str:
    return "" if lang == "zh" else " "


def _total(card: Card, lang: str) -> str:
    node, most = card.node(TOTAL), result_texts.possible_text(card, lang)
    if node["points"] is not None:
        return say("brief total", lang, points=result_texts.total_points_text(node, lang), possible=most)
    return say("brief unknown", lang, interval=result_texts.total_points_text(node, lang, bare=True), possible=most)


def _beside(card: Card, other: Scenario, lang: str) -> str:
    total = result_texts.total_points_text(card.node(TOTAL, other.name), lang, bare=True)
    return say("brief beside", lang, title=other.title_in(lang), points=total)


def _not_baseline(card: Card, lang: str) -> str:
    return say("not baseline", lang, title=card.scenario.title_in(lang))


def _losses(card: Card, lang: str) -> str:
    scored = [loss for loss in result_texts.clause_losses(card) if loss[1]["points"] is not None]
    open_ones = [loss for loss in result_texts.clause_losses(card) if loss[1]["points"] is None]
    said = [say("brief lost", lang, worst=_worst(scored, lang))] if scored else []
    said += [say("brief risk", lang, worst=_worst(open_ones, lang, sure=False))] if open_ones else []
    said += _at_target(card, lang)
    open_still = any(row["points"] is None for clause, row in card.clauses() if clause.kind != clauses.TESTED)
    return _space(lang).join(said) or say("brief no ranking" if open_still else "brief even", lang)


def _at_target(card: Card, lang: str) -> list[str]:
    """Which clauses pay about half, and which less than all, at their own target, with what they pay."""
    part = [(clause, row) for clause, row in card.clauses() if result_texts.pays_part_only(card, clause, row)]
    half = [loss for loss in part if result_texts.pays_about_half(card, *loss)]
    rest = [loss for loss in part if loss not in half]
    by_phrase = {"brief half": half, "brief part": rest}
    return [
        say(key, lang, clauses=joined_texts([_pays(card, *loss, lang) for loss in losses], lang))
        for key, losses in by_phrase.items()
        if losses
    ]


def _pays(card: Card, clause: Clause, row: result_texts.Row, lang: str) -> str:
    pays, most = maximum_text(card.at_target(clause), lang), maximum_text(row["possible"], lang)
    return say("brief loss", lang, clause=clause.id, lost=f"{pays}/{most}")


def _worst(losses: list[tuple[Clause, result_texts.Row, float]], lang: str, sure: bool = True) -> str:
    said = [
        say(
            "brief loss",
            lang,
            clause=numbered_title(clause, lang),
            lost=rounded_text(-loss) if sure else _up_to(loss, lang),
        )
        for clause, _, loss in losses[:WORST]
    ]
    return joined_texts(said, lang)


def _up_to(loss: float, lang: str) -> str:
    return say("at most lost", lang, points=rounded_text(loss))


def _gaps(card: Card, lang: str) -> str:
    guessed = [name for name in section_facts(card) if source_tables.figure_status(card, name) == "estimated"]
    assumed = [row for _, row in card.clauses() if row["provenance"] == "assumed"]
    said = _missing(card, lang)
    said += [say("brief estimated", lang, count=len(guessed))] if guessed else []
    said += [say("brief assumed", lang, count=len(assumed))] if assumed else []
    text = say("sentence", lang, text=say("semicolon", lang).join(said))
    return f"{text}{_space(lang)}{say('brief not real', lang)}" if guessed else text


def _missing(card: Card, lang: str) -> list[str]:
    waiting = [row["missing"] for _, row in card.clauses() if row["missing"]]
    names = {name for missing in waiting for name in missing}
    benchmarks = sum(result_texts.is_unset(card, name) for name in names)
    counts = {
        "brief figures": len(names) - benchmarks,
        "brief benchmarks": benchmarks,
        "brief blank": sum(clause.blank for clause in card.book.clauses.values()),
        "brief open": len(waiting),
    }
    return [say(key, lang, count=count) for key, count in counts.items() if count] or [say("brief complete", lang)]
