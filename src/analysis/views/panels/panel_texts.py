"""What the panel shows of a state: total, what changed, turns, goals, board; text and tables only (试算展示)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.catalogue import panel_phrase as phrase
from analysis.problems import InputError, Problem
from analysis.questions.goal import Goal
from analysis.questions.levers import LeverBoard
from analysis.questions.sweep import Sweep
from analysis.rulebooks import Clause, Rulebook
from analysis.rulebooks.clauses import TESTED
from analysis.views import clause_workings, comparison_tables, lever_tables, result_texts
from analysis.views.amounts import clause_title, points_change, target_amount, target_title
from analysis.views.clause_workings import ClauseWorkings
from analysis.views.panels.session_data import ClauseShift, Row, ScenarioOutcome, SessionData
from analysis.views.panels.state import State
from analysis.views.view_objects import Table, TonedText, table_columns, view_html
from analysis.views.words import joined_texts, maximum_text, points_text, rounded_text, say

VERDICTS = {True: ("passed", "good"), False: ("failed", "bad"), None: ("missing", "missing")}


def total_html(state: State, lang: str) -> str:
    """The verdict, the total with its interval, and the change against the base, as HTML."""
    now, before = state.outcome, state.before
    key, tone = session_verdict(state.ground, now, lang)
    return view_html(
        "total.html", verdict=key, tone=tone, total=result_texts.total_points_text(now.total, lang, bare=True),
        of=phrase("of", lang, most=maximum_text(now.total["possible"], lang)), by=_by(before, now, lang),
        title=say("total", lang), way=_way(now.total["low"] - before.total["low"]),
    )  # fmt: skip


def session_verdict(ground: SessionData, outcome: ScenarioOutcome, lang: str) -> tuple[str, str]:
    """The verdict in words, and its tone."""
    met = {clause.id: outcome.clause(clause.id)["met"] for clause in ground.tests()}
    if not met:
        return phrase("verdict none", lang), "quiet"
    for key, wanted, tone in (("vetoed", False, "bad"), ("open", None, "missing")):
        held = [name for name, said in met.items() if said is wanted]
        if held:
            return phrase(f"verdict {key}", lang, count=len(held), clauses=joined_texts(held, lang)), tone
    return phrase("verdict passes", lang), "good"


def _by(before: ScenarioOutcome, now: ScenarioOutcome, lang: str) -> str:
    change = now.total["low"] - before.total["low"]
    if before.total == now.total:
        return phrase("change none", lang)
    told = phrase("change by", lang, change=points_change(change, lang))
    return told if now.total["points"] is not None else f"{told}{phrase('certain', lang)}"


def _way(change: float) -> str:
    return "up" if change > 0 else "down" if change < 0 else ""


def clause_heading(clause: Clause, row: Row, most: float | None, lang: str) -> str:
    """A clause's title with what it gives now, as HTML."""
    if clause.kind == TESTED:
        key, tone = VERDICTS[row["met"]]
        said = say(key, lang)
    else:
        said, tone = _earned(row, most, lang), "" if row["points"] is not None else "missing"
    return view_html("lever.html", id=clause.id, title=clause.title_in(lang), said=said, tone=tone)


def _earned(row: Row, most: float | None, lang: str) -> str:
    text = points_text(row["points"], lang) if row["points"] is not None else say("missing", lang)
    return text if most is None else f"{text} / {maximum_text(most, lang)}"


def shifts_table(state: State, lang: str) -> Table:
    """What changes clause by clause, tests first; then what groups cap, and the total."""
    held = state.ground.shifts(state.before, state.outcome)
    rows = [_shift(one, state.book, lang) for one in held]
    rest = state.ground.unshared(state.before, state.outcome)
    rows += [("", phrase("unshared", lang), "", "", points_change(rest, lang))] if rest else []
    rows += [_sum(state, lang)] if rows else []
    heads = table_columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (phrase("before", lang), "number"),
        (phrase("after", lang), "number"), (phrase("by", lang), "number"),
    )  # fmt: skip
    empty = phrase("no change", lang)
    return Table(phrase("changed title", lang), heads, tuple(rows), lang, empty=empty, kind="small")


def _shift(one: ClauseShift, book: Rulebook, lang: str) -> tuple[str, ...]:
    clause = book.clauses[one.clause]
    title = clause.title_in(lang)
    if clause.kind == TESTED:
        before, after = (
            TonedText(say(VERDICTS[met][0], lang), VERDICTS[met][1]) for met in (one.met_before, one.met_after)
        )
        return (one.clause, title, before, after, "")
    texts = (points_text(one.before, lang), points_text(one.after, lang), points_change(one.by, lang))
    return (one.clause, title, *texts)


def _sum(state: State, lang: str) -> tuple[str, ...]:
    before, after = state.before.total["low"], state.outcome.total["low"]
    texts = (rounded_text(before), rounded_text(after), points_change(after - before, lang))
    return ("", TonedText(say("total", lang), "strong"), *(TonedText(text, "strong") for text in texts))


def session_finding(state: State, lang: str) -> str:
    """What the changes come to, in words."""
    held = state.ground.shifts(state.before, state.outcome)
    moved, turned = [one for one in held if one.by], [one.clause for one in held if one.met_before is not one.met_after]
    text = (
        _moved(state, moved, lang) if moved else phrase("waterfall same" if state.now.own else "waterfall none", lang)
    )
    tests = [name for name in turned if name in {clause.id for clause in state.ground.tests()}]
    return phrase("waterfall tests", lang, text=text, clauses=joined_texts(tests, lang)) if tests else text


def _moved(state: State, moved: Sequence[ClauseShift], lang: str) -> str:
    before, after = state.before.total["low"], state.outcome.total["low"]
    most = max(moved, key=lambda one: abs(one.by))
    worst = f"{clause_title(most.clause, state.book, lang)} {points_change(most.by, lang)}"
    change = points_change(after - before, lang)
    return phrase("waterfall", lang, before=rounded_text(before), after=rounded_text(after), change=change, worst=worst)


def lever_position(held: Sweep, state: State, lang: str) -> str:
    """Where a lever stands, and what comes next, in words."""
    target = held.lever.target
    now = state.value(target)
    return phrase(
        "sweep", lang, label=target_title(target, state.book, lang), now=target_amount(now, target, state.book, lang),
        total=rounded_text(state.outcome.total["low"]), turn=next_turn(held, now, state.book, lang),
    )  # fmt: skip


def next_turn(held: Sweep, now: float | None, book: Rulebook, lang: str) -> str:
    """The first turn above the present figure; that there is none; that the total never moves."""
    low, high = held.curve["low"].min(), held.curve["low"].max()
    if held.kinks.is_empty() and rounded_text(low) == rounded_text(high):  # type: ignore[arg-type]
        return phrase("sweep flat", lang)
    above = [row for row in held.kinks.iter_rows(named=True) if now is None or row["value"] > now]
    if not above:
        return phrase("sweep no turn", lang)
    value, why = (
        target_amount(above[0]["value"], held.lever.target, book, lang),
        say(f"turn {above[0]['reason']}", lang),
    )
    return phrase("sweep turn", lang, value=value, why=why, clause=above[0]["clause"])


def lever_turns_table(held: Sweep, book: Rulebook, lang: str) -> Table:
    """Every turn of a lever's curve."""
    return _small(comparison_tables.turns_table(held, book, lang))


def lever_goal_table(held: Goal, book: Rulebook, lang: str) -> Table:
    """What a goal needs, or why it cannot be reached."""
    return replace(lever_tables.goal_table(held, book, lang), notes=())


def open_levers_table(held: LeverBoard, book: Rulebook, lang: str) -> Table:
    """The levers that would add points, the most open first."""
    return lever_tables.lever_board_table(held, book, lang, narrow=True)


def step_rates_table(held: LeverBoard, book: Rulebook, target: str, lang: str) -> Table | None:
    """What a lever's next step is worth in the others; nothing where it pays nothing."""
    known = target in set(held.rates["lever"])
    return _small(lever_tables.exchange_rates_table(held, book, target, lang)) if known else None


def lever_workings(state: State, target: str, lang: str) -> ClauseWorkings:
    """How the clauses that judge a lever come to their points."""
    card, judging = state.card(), {clause.id for clause in state.standing().judging(target)}
    held = [pair for pair in card.clauses() if pair[0].id in judging]
    return ClauseWorkings(tuple(clause_workings.clause_working(card, clause, row, lang) for clause, row in held), lang)


def _small(table: Table) -> Table:
    return replace(table, kind="small", notes=())


def problems_line(problems: Sequence[Problem], key: str, lang: str) -> str:
    """Problems in one line for the reader: the text alone, without places in files."""
    texts = [one.zh if lang == "zh" else one.en for one in problems]
    where = [one.where.partition(",")[2].strip() or one.where for one in problems]
    return phrase(key, lang, text=" ".join(f"{place}：{text}" for place, text in zip(where, texts, strict=True)))


def refusal_text(error: InputError, lang: str) -> str:
    """Why nothing was changed."""
    return problems_line(error.problems, "refused", lang)
