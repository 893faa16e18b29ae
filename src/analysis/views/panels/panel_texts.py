"""What the panel shows of a state: total, what changed, turns, goals, board; text and tables only (试算展示)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.catalogue import panel_phrase as phrase
from analysis.problems import InputError, Problem
from analysis.questions import goal as goal_question
from analysis.questions import levers
from analysis.questions import sweep as sweep_question
from analysis.rulebooks import Clause, Rulebook, clauses
from analysis.views import clause_workings, comparison_tables, lever_tables, result_texts
from analysis.views.amounts import clause_title, points_change, target_amount, target_title
from analysis.views.clause_workings import ClauseWorkings
from analysis.views.panels.dials import Dial
from analysis.views.panels.session_data import ClauseShift, ScenarioOutcome, SessionData
from analysis.views.panels.state import State
from analysis.views.panels.widget_layout import paragraph_html
from analysis.views.view_objects import Table, TonedText, table_columns, view_html
from analysis.views.words import (
    Row,
    floor_notes,
    floored_points,
    joined_texts,
    maximum_text,
    points_text,
    rounded_text,
    say,
)

VERDICTS = {True: ("passed", "good"), False: ("failed", "bad"), None: ("missing", "missing")}


def total_html(state: State, lang: str) -> str:
    """The verdict, the total with its interval, and the change against the base, as HTML."""
    now, before = state.outcome, state.before
    key, tone = session_verdict(state.ground, now, lang)
    return view_html(
        "total.html", verdict=key, tone=tone, total=result_texts.total_points_text(now.total, lang, bare=True),
        of=phrase("of", lang, most=maximum_text(now.total["possible"], lang)), by=_change_of_total(before, now, lang),
        title=say("total", lang), way=_direction(now.total["low"] - before.total["low"]),
        notes=_floor_notes(state, lang),
    )  # fmt: skip


def _floor_notes(state: State, lang: str) -> tuple[str, ...]:
    return floor_notes((state.before.total["low"], state.outcome.total["low"]), lang)


def session_verdict(ground: SessionData, outcome: ScenarioOutcome, lang: str) -> tuple[str, str]:
    """The verdict in words, and its tone."""
    met = {clause.id: outcome.clause(clause.id)["met"] for clause in ground.tests()}
    if not met:
        return phrase("verdict none", lang), "quiet"
    for key, wanted, tone in (("vetoed", False, "bad"), ("open", None, "missing")):
        names = [name for name, said in met.items() if said is wanted]
        if names:
            return phrase(f"verdict {key}", lang, count=len(names), clauses=joined_texts(names, lang)), tone
    return phrase("verdict passes", lang), "good"


def _change_of_total(before: ScenarioOutcome, now: ScenarioOutcome, lang: str) -> str:
    change = now.total["low"] - before.total["low"]
    if before.total == now.total:
        return phrase("change none", lang)
    text = phrase("change by", lang, change=points_change(change, lang))
    return text if now.total["points"] is not None else f"{text}{phrase('certain', lang)}"


def _direction(change: float) -> str:
    return "up" if change > 0 else "down" if change < 0 else ""


def clause_heading(clause: Clause, row: Row, most: float | None, lang: str) -> str:
    """A clause's title with what it gives now, as HTML."""
    if clause.kind == clauses.TESTED:
        key, tone = VERDICTS[row["met"]]
        said = say(key, lang)
    else:
        said, tone = _earned(row, most, lang), "" if row["points"] is not None else "missing"
    return view_html("lever.html", id=clause.id, title=clause.title_in(lang), said=said, tone=tone)


def _earned(row: Row, most: float | None, lang: str) -> str:
    text = points_text(row["points"], lang) if row["points"] is not None else say("open verdict", lang)
    return text if most is None else f"{text} / {maximum_text(most, lang)}"


def shifts_table(state: State, lang: str) -> Table:
    """What changes clause by clause, tests first; then what groups cap, and the total."""
    shifts = state.ground.shifts(state.before, state.outcome)
    rows = [_shift(shift, state.book, lang) for shift in shifts]
    rest = state.ground.unshared(state.before, state.outcome)
    rows += [("", phrase("unshared", lang), "", "", points_change(rest, lang))] if rest else []
    rows += [_sum(state, lang)] if rows else []
    heads = table_columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (phrase("before", lang), "number"),
        (phrase("after", lang), "number"), (phrase("by", lang), "number"),
    )  # fmt: skip
    empty = phrase("no change", lang)
    notes = _floor_notes(state, lang) if rows else ()
    return Table(phrase("changed title", lang), heads, tuple(rows), lang, notes, empty=empty, kind="small")


def _shift(shift: ClauseShift, book: Rulebook, lang: str) -> tuple[str, ...]:
    clause = book.clauses[shift.clause]
    title = clause.title_in(lang)
    if clause.kind == clauses.TESTED:
        before, after = (
            TonedText(say(VERDICTS[met][0], lang), VERDICTS[met][1]) for met in (shift.met_before, shift.met_after)
        )
        return (shift.clause, title, before, after, "")
    texts = (points_text(shift.before, lang), points_text(shift.after, lang), points_change(shift.by, lang))
    return (shift.clause, title, *texts)


def _sum(state: State, lang: str) -> tuple[str, ...]:
    before, after = state.before.total["low"], state.outcome.total["low"]
    texts = (floored_points(before), floored_points(after), points_change(after - before, lang))
    return ("", TonedText(say("total", lang), "strong"), *(TonedText(text, "strong") for text in texts))


def session_finding(state: State, lang: str) -> str:
    """What the changes come to, in words."""
    shifts = state.ground.shifts(state.before, state.outcome)
    moved, turned = (
        [shift for shift in shifts if shift.by],
        [shift.clause for shift in shifts if shift.met_before is not shift.met_after],
    )
    text = (
        _moved(state, moved, lang) if moved else phrase("waterfall same" if state.now.own else "waterfall none", lang)
    )
    tests = [name for name in turned if name in {clause.id for clause in state.ground.tests()}]
    return phrase("waterfall tests", lang, text=text, clauses=joined_texts(tests, lang)) if tests else text


def _moved(state: State, moved: Sequence[ClauseShift], lang: str) -> str:
    before, after = state.before.total["low"], state.outcome.total["low"]
    most = max(moved, key=lambda shift: abs(shift.by))
    worst = f"{clause_title(most.clause, state.book, lang)} {points_change(most.by, lang)}"
    change = points_change(after - before, lang)
    ends = {"before": floored_points(before), "after": floored_points(after)}
    return phrase("waterfall", lang, change=change, worst=worst, **ends)


def lever_position(target: str, sweep: sweep_question.Sweep | None, state: State, lang: str) -> str:
    """Where a lever stands, and what comes next where its curve is there, in words."""
    now = state.value(target)
    said = phrase(
        "lever now", lang, label=target_title(target, state.book, lang),
        now=target_amount(now, target, state.book, lang), total=floored_points(state.outcome.total["low"]),
    )  # fmt: skip
    turn = "" if sweep is None else next_turn(sweep, now, state.book, lang)
    return phrase("sweep", lang, now=said, turn=turn) if turn else said


def next_turn(sweep: sweep_question.Sweep, now: float | None, book: Rulebook, lang: str) -> str:
    """The first turn above the present figure; that there is none; that the total never moves."""
    low, high = sweep.curve["low"].min(), sweep.curve["low"].max()
    if sweep.kinks.is_empty() and rounded_text(low) == rounded_text(high):  # type: ignore[arg-type]
        return phrase("sweep flat", lang)
    above = [row for row in sweep.kinks.iter_rows(named=True) if now is None or row["value"] > now]
    if not above:
        return phrase("sweep no turn", lang)
    value, why = (
        target_amount(above[0]["value"], sweep.lever.target, book, lang),
        say(f"turn {above[0]['reason']}", lang),
    )
    return phrase("sweep turn", lang, value=value, why=why, clause=above[0]["clause"])


def lever_turns_table(sweep: sweep_question.Sweep, book: Rulebook, lang: str) -> Table:
    """Every turn of a lever's curve."""
    lows = (*sweep.curve["low"], *sweep.kinks["total_before"], *sweep.kinks["total_at"])
    turns = comparison_tables.turns_table(sweep, book, lang)
    return replace(turns, kind="small", notes=floor_notes(lows, lang, "not floored"))


def lever_goal_table(goal: goal_question.Goal, book: Rulebook, lang: str) -> Table:
    """What a goal needs, or why it cannot be reached."""
    notes = floor_notes((goal.before, goal.after), lang, "not floored")
    return replace(lever_tables.goal_table(goal, book, lang), notes=notes)


def open_levers_table(board: levers.LeverBoard, book: Rulebook, lang: str) -> Table:
    """The levers that would add points, the most open first."""
    return lever_tables.lever_board_table(board, book, lang, narrow=True)


def step_rates_table(board: levers.LeverBoard, book: Rulebook, target: str, lang: str) -> Table | None:
    """What a lever's next step is worth in the others; nothing where it pays nothing."""
    has_rates = target in set(board.rates["lever"])
    if not has_rates:
        return None
    return replace(lever_tables.exchange_rates_table(board, book, target, lang), kind="small", notes=())


def lever_workings(state: State, target: str, lang: str) -> ClauseWorkings:
    """How the clauses that judge a lever come to their points."""
    card, judging = state.card(), {clause.id for clause in state.standing().judging(target)}
    pairs = [pair for pair in card.clauses() if pair[0].id in judging]
    return ClauseWorkings(tuple(clause_workings.clause_working(card, clause, row, lang) for clause, row in pairs), lang)


def typed_html(dial: Dial, shown: float, lang: str) -> str:
    """What is to be said beside a number box of what was typed: why it was not taken, and what can be, as HTML."""
    fault, texts = dial.fault(shown), {"typed": f"{shown:,.12g}", **_bounds(dial, lang)}
    if fault:
        said = phrase(f"typed {fault}", lang, whole=dial.part_of, **texts)
        return paragraph_html(phrase("typed range", lang, text=said, **texts), "bad")
    taken = dial.shown(dial.amount(shown))
    return "" if taken == shown else paragraph_html(phrase("typed rounded", lang, taken=f"{taken:,.12g}", **texts))


def problems_line(problems: Sequence[Problem], key: str, lang: str) -> str:
    """Problems in one line for the reader: the text alone, without places in files."""
    texts = [problem.zh if lang == "zh" else problem.en for problem in problems]
    where = [problem.where.partition(",")[2].strip() or problem.where for problem in problems]
    said = (phrase("at place", lang, place=place, text=text) for place, text in zip(where, texts, strict=True))
    return phrase(key, lang, text=" ".join(said))


def refusal_text(error: InputError, lang: str, dial: Dial | None = None) -> str:
    """Why nothing was changed; of a lever that was moved also what it can be."""
    text = problems_line(error.problems, "refused", lang)
    return text if dial is None else phrase("typed range", lang, text=text, **_bounds(dial, lang))


def _bounds(dial: Dial, lang: str) -> dict[str, str]:
    unit = f"{'' if lang == 'zh' else ' '}{dial.unit}" if dial.unit else ""
    return {"low": f"{dial.low:,.12g}", "high": f"{dial.high:,.12g}", "unit": unit}
