"""What the panel shows of a state: total, what changed, turns, goals, board; text and tables only (试算展示)."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.formulas import number
from analysis.problems import InputError, Problem
from analysis.questions.goal import Bind, Goal
from analysis.questions.levers import Board
from analysis.questions.sweep import Sweep
from analysis.rulebooks import Clause, Rulebook
from analysis.rulebooks.clauses import TESTED
from analysis.views import results
from analysis.views.amounts import at, change_of, clause_named, gain, named, signed
from analysis.views.panels.grounds import Ground, Outcome, Row, Shift
from analysis.views.panels.phrases import phrase
from analysis.views.panels.state import State
from analysis.views.sheets import Table, Toned, columns, rendered
from analysis.views.words import listed, maximum, points, rounded, say

MOST_ROWS = 10
VERDICTS = {True: ("passed", "good"), False: ("failed", "bad"), None: ("missing", "missing")}
POINTS = ("cap", "total", "points")


def total(state: State, lang: str) -> str:
    """The verdict, the total with its interval, and the change against the base, as HTML."""
    now, before = state.outcome, state.before
    key, tone = verdict(state.ground, now, lang)
    return rendered(
        "total.html", verdict=key, tone=tone, total=results.shown(now.total, lang, bare=True),
        of=phrase("of", lang, most=maximum(now.total["possible"], lang)), by=_by(before, now, lang),
        title=say("total", lang), way=_way(now.total["low"] - before.total["low"]),
    )  # fmt: skip


def verdict(ground: Ground, outcome: Outcome, lang: str) -> tuple[str, str]:
    """The verdict in words, and its tone."""
    met = [outcome.clause(clause.id)["met"] for clause in ground.tests()]
    if not met:
        return phrase("verdict none", lang), "quiet"
    if False in met:
        return phrase("verdict vetoed", lang, count=met.count(False)), "bad"
    if None in met:
        return phrase("verdict open", lang, count=met.count(None)), "missing"
    return phrase("verdict passes", lang), "good"


def _by(before: Outcome, now: Outcome, lang: str) -> str:
    change = now.total["low"] - before.total["low"]
    if before.total == now.total:
        return phrase("change none", lang)
    told = phrase("change by", lang, change=change_of(change, lang))
    return told if now.total["points"] is not None else f"{told}{phrase('certain', lang)}"


def _way(change: float) -> str:
    return "up" if change > 0 else "down" if change < 0 else ""


def heading(clause: Clause, row: Row, most: float | None, lang: str) -> str:
    """A clause's title with what it gives now, as HTML."""
    if clause.kind == TESTED:
        key, tone = VERDICTS[row["met"]]
        said = say(key, lang)
    else:
        said, tone = _earned(row, most, lang), "" if row["points"] is not None else "missing"
    return rendered("lever.html", id=clause.id, title=clause.title_in(lang), said=said, tone=tone)


def _earned(row: Row, most: float | None, lang: str) -> str:
    text = points(row["points"], lang) if row["points"] is not None else say("missing", lang)
    return text if most is None else f"{text} / {maximum(most, lang)}"


def shifts(state: State, lang: str) -> Table:
    """What changes clause by clause, tests first; then what groups cap, and the total."""
    held = state.ground.shifts(state.before, state.outcome)
    rows = [_shift(one, state.book, lang) for one in held]
    rest = state.ground.unshared(state.before, state.outcome)
    rows += [("", phrase("unshared", lang), "", "", change_of(rest, lang))] if rest else []
    rows += [_sum(state, lang)] if rows else []
    heads = columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (phrase("before", lang), "number"),
        (phrase("after", lang), "number"), (phrase("by", lang), "number"),
    )  # fmt: skip
    empty = phrase("no change", lang)
    return Table(phrase("changed title", lang), heads, tuple(rows), lang, empty=empty, kind="small")


def _shift(one: Shift, book: Rulebook, lang: str) -> tuple[str, ...]:
    clause = book.clauses[one.clause]
    title = clause.title_in(lang)
    if clause.kind == TESTED:
        before, after = (
            Toned(say(VERDICTS[met][0], lang), VERDICTS[met][1]) for met in (one.met_before, one.met_after)
        )
        return (one.clause, title, before, after, "")
    texts = (points(one.before, lang), points(one.after, lang), change_of(one.by, lang))
    return (one.clause, title, *texts)


def _sum(state: State, lang: str) -> tuple[str, ...]:
    before, after = state.before.total["low"], state.outcome.total["low"]
    texts = (rounded(before), rounded(after), change_of(after - before, lang))
    return ("", Toned(say("total", lang), "strong"), *(Toned(text, "strong") for text in texts))


def turns(held: Sweep, book: Rulebook, lang: str) -> Table:
    """Every turn of a lever's curve: from which value on, why, and what the clause and the total give there."""
    rows = [
        (at(row["value"], held.lever.target, book, lang), say(f"turn {row['reason']}", lang),
         clause_named(row["clause"], book, lang), rounded(row["total_at"]))
        for row in held.kinks.head(MOST_ROWS).iter_rows(named=True)
    ]  # fmt: skip
    heads = columns(
        (say("from this value", lang), "number"), (say("why turns", lang), "mark"), (say("clauses", lang), "name"),
        (phrase("axis total", lang), "number"),
    )  # fmt: skip
    return Table(phrase("turns title", lang), heads, tuple(rows), lang, empty=say("no turns", lang), kind="small")


def next_turn(held: Sweep, now: float | None, book: Rulebook, lang: str) -> str:
    """The first turn above the present figure; that there is none; that the total never moves."""
    low, high = held.curve["low"].min(), held.curve["low"].max()
    if held.kinks.is_empty() and rounded(low) == rounded(high):  # type: ignore[arg-type]
        return phrase("sweep flat", lang)
    above = [row for row in held.kinks.iter_rows(named=True) if now is None or row["value"] > now]
    if not above:
        return phrase("sweep no turn", lang)
    value, why = at(above[0]["value"], held.lever.target, book, lang), say(f"turn {above[0]['reason']}", lang)
    return phrase("sweep turn", lang, value=value, why=why, clause=above[0]["clause"])


def goal(held: Goal, book: Rulebook, lang: str) -> str:
    """What a goal needs, or why it cannot be reached, in one sentence."""
    label = named(held.lever.target, book, lang)
    if held.reached:
        return phrase("goal reached", lang)
    if held.needed is None:
        why = listed([_bind(one, book, held.lever.target, lang) for one in held.binds], lang, "semicolon")
        return phrase("goal impossible", lang, label=label, why=why)
    value = at(held.needed, held.lever.target, book, lang)
    change = signed(held.change, held.lever.target, book, lang)
    return phrase("goal needed", lang, label=label, value=value, change=change, total=rounded(held.after or 0.0))


def _bind(one: Bind, book: Rulebook, target: str, lang: str) -> str:
    name = clause_named(one.name, book, lang) if one.name in book.clauses else named(one.name, book, lang)
    amount = (
        number(one.amount, lang) if one.what == "cap" and one.amount is not None else at(one.amount, target, book, lang)
    )
    return phrase(f"bind {one.what}", lang, name=name, amount=amount)


def board(held: Board, book: Rulebook, lang: str) -> Table:
    """The levers that would add points, the most open first."""
    paying = held.levers.filter(held.levers["open"] > 0).sort("open", descending=True, maintain_order=True)
    rows = [
        (named(row["lever"], book, lang), at(row["now"], row["lever"], book, lang),
         signed(row["step"], row["lever"], book, lang), gain(row["pays"], lang), gain(row["open"], lang),
         signed(row["point"], row["lever"], book, lang) if row["point"] is not None else phrase("not reached", lang))
        for row in paying.head(MOST_ROWS).iter_rows(named=True)
    ]  # fmt: skip
    heads = columns(
        (phrase("lever", lang), "name"), (phrase("now", lang), "number"), (phrase("next", lang), "number"),
        (phrase("pays", lang), "number"), (phrase("open", lang), "number"), (phrase("one point", lang), "number"),
    )  # fmt: skip
    empty = phrase("board none", lang)
    return Table(phrase("board title", lang), heads, tuple(rows), lang, empty=empty, kind="small")


def said(problems: Sequence[Problem], key: str, lang: str) -> str:
    """Problems in one line for the reader: the text alone, without places in files."""
    texts = [one.zh if lang == "zh" else one.en for one in problems]
    where = [one.where.partition(",")[2].strip() or one.where for one in problems]
    return phrase(key, lang, text=" ".join(f"{place}：{text}" for place, text in zip(where, texts, strict=True)))


def refused(error: InputError, lang: str) -> str:
    """Why nothing was changed."""
    return said(error.problems, "refused", lang)
