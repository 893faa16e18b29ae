"""Signatures in words: what a check found, a month's signatures, what changed since (签署与核验)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.problems import Problem
from analysis.questions import corrections
from analysis.signatures import GENUINE, UNSIGNED, KeptSignature, Standing, Statement, Verification
from analysis.text_normalisation import masked_numbers
from analysis.views import brief_sentences, change_views
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import city_title, month_title, say

MOST_FILES = 30
DIGEST_SHOWN = 16


def signed_text(standing: Standing, folder: str, lang: str) -> str:
    """That a month was signed, with its new state and where the signature lies."""
    return say("signed now", lang, standing=brief_sentences.standing_text(standing, lang), folder=folder)


def key_text(fingerprint: str, public: Path, lang: str) -> str:
    """By which key it was signed, and where its public half is found."""
    return say("signing key", lang, fingerprint=fingerprint, public=masked_numbers(str(public)))


def verification_texts(found: Verification, pinned: bool, lang: str) -> Iterator[str]:
    """What a check found, in sentences: the verdict, what was signed, by which key, each fault."""
    yield say(f"verdict {found.verdict}", lang, where=found.where)
    if found.statement is not None:
        yield _said(found.statement, lang)
    if found.verdict == GENUINE:
        key = "key pinned" if pinned else "key expected" if found.expected else "key unknown"
        yield say(key, lang, fingerprint=found.key)
    yield from (_line(problem, lang) for problem in found.faults[:MOST_FILES])
    if len(found.faults) > MOST_FILES:
        yield say("faults more", lang, count=len(found.faults) - MOST_FILES)
    yield from (_line(problem, lang) for problem in found.remarks)


def _said(statement: Statement, lang: str) -> str:
    return say(
        "statement said", lang, city=city_title(statement.city, lang), month=month_title(statement.month, lang),
        state=say(f"state {statement.state}", lang), role=statement.role.title_in(lang), when=statement.signed_at,
        count=len(statement.files),
    )  # fmt: skip


def _line(problem: Problem, lang: str) -> str:
    return f"{problem.where}{say('colon', lang)}{problem.zh if lang == 'zh' else problem.en}"


def fault_frame(found: Verification) -> pl.DataFrame:
    """A check's faults, a row each; without any, none."""
    rows = [{"verdict": found.verdict, **vars(problem)} for problem in found.faults]
    return pl.DataFrame(rows, schema=dict.fromkeys(("verdict", "where", "zh", "en"), pl.String))


def verification_record(found: Verification, lang: str) -> dict[str, Any]:
    """A check as plain fields."""
    said = found.statement
    return {
        "where": found.where,
        "verdict": found.verdict,
        "genuine": found.genuine,
        "signed": found.verdict != UNSIGNED,
        "key": found.key or None,
        "key_expected": found.expected,
        "city": said.city if said else None,
        "month": said.month if said else None,
        "state": said.state if said else None,
        "role": said.role.title_in(lang) if said else None,
        "signed_at": said.signed_at if said else None,
        "files": len(said.files) if said else None,
        "faults": [vars(problem) for problem in found.faults],
        "remarks": [vars(problem) for problem in found.remarks],
    }


def since_tables(
    kept: Sequence[KeptSignature],
    standing: Standing | None,
    files: Sequence[Problem],
    inputs: Sequence[Problem],
    corrected: Mapping[str, corrections.Correction],
    lang: str,
) -> list[Table]:
    """A month's signatures, then what differs from the newest: files, inputs, figures, points."""
    tables = [signatures_table(kept, standing, lang)]
    if not any(each.statement for each in kept):
        return tables
    tables += [_changes("files since", files, lang), _changes("inputs since", inputs, lang)]
    for name, correction in corrected.items():
        book = rulebooks.load(name)
        shown = (
            change_views.corrections_table(correction, book, lang),
            change_views.drivers_table(correction.change, book, lang),
            change_views.moved_clauses(correction.change, book, lang),
        )
        tables += [table.under(book.title_in(lang)) for table in shown]
    return tables if corrected else [*tables, Table(say("points since none", lang), (), (), lang)]


def signatures_table(kept: Sequence[KeptSignature], standing: Standing | None, lang: str) -> Table:
    """The kept signatures of a month, the first first, and what the month is now."""
    heads = table_columns(
        (say("signature number", lang), "id"), (say("signature state", lang), "mark"), say("signature role", lang),
        (say("signed at", lang), "id"), (say("signature key", lang), "id"), say("signature sound", lang),
    )  # fmt: skip
    now = brief_sentences.standing_text(standing, lang) if standing else say("nothing published", lang)
    title = say("signatures title", lang, count=len(kept))
    return Table(title, heads, tuple(_row(each, lang) for each in kept), lang, (now,), say("signatures none", lang))


def _row(kept: KeptSignature, lang: str) -> tuple[str, ...]:
    said = kept.statement
    sound = TonedText(say("signature damaged", lang), "bad") if kept.fault else say("signature holds", lang)
    shown = (said.role.title_in(lang), said.signed_at, said.key[:DIGEST_SHOWN]) if said else ("", "", "")
    return (str(kept.number), say(f"state {kept.state}", lang), *shown, sound)


def _changes(key: str, problems: Sequence[Problem], lang: str) -> Table:
    rows = tuple((problem.where, problem.zh if lang == "zh" else problem.en) for problem in problems)
    heads = table_columns((say("file changed", lang), "name"), say("how changed", lang))
    return Table(say(key, lang, count=len(rows)), heads, rows, lang, empty=say("nothing since", lang))


def signature_frame(kept: Sequence[KeptSignature]) -> pl.DataFrame:
    """The kept signatures, a row each."""
    said = [(each, each.statement) for each in kept]
    rows = [
        {
            "number": each.number,
            "state": each.state,
            "role": statement.role.zh if statement else None,
            "signed_at": statement.signed_at if statement else None,
            "key": statement.key if statement else None,
            "sound": each.fault is None,
        }
        for each, statement in said
    ]
    texts = dict.fromkeys(("state", "role", "signed_at", "key"), pl.String)
    return pl.DataFrame(rows, schema={"number": pl.Int64, **texts, "sound": pl.Boolean})
