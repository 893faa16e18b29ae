"""What has changed of a month since it was signed: files, inputs, figures, points (签署以后的变动)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import rulebooks, signatures
from analysis.problems import InputError, Problem
from analysis.questions import corrections
from analysis.reports import manifest, signing
from analysis.reports.request import checked_request, own_place
from analysis.scorecards import card_versions
from analysis.signatures import KeptSignature, Standing, Statement


@dataclass(frozen=True, eq=False)
class SinceSigned:
    """A month's signatures, its standing (None where no report is published), and what differs from the newest now.

    `files`: of the published folder. `inputs`: what the report would be made from now. `corrections`: by rulebook, the
    figures and points that differ from the kept card that was signed; none where nothing does. `faults`: what could not
    be compared, and kept signatures that are damaged.
    """

    city: str
    month: str
    kept: tuple[KeptSignature, ...]
    standing: Standing | None
    files: tuple[Problem, ...]
    inputs: tuple[Problem, ...]
    corrections: Mapping[str, corrections.Correction]
    faults: tuple[Problem, ...]

    def record(self) -> dict[str, Any]:
        """It as plain fields and frames."""
        return {
            "city": self.city,
            "month": self.month,
            "state": self.standing.state if self.standing else None,
            "earlier": (self.standing.earlier or None) if self.standing else None,
            "signatures": [_plain(each) for each in self.kept],
            "files": [vars(problem) for problem in self.files],
            "inputs": [vars(problem) for problem in self.inputs],
            "corrections": {
                book: {"facts": found.facts, "before": found.change.before, "after": found.change.after}
                for book, found in self.corrections.items()
            },
        }


def _plain(kept: KeptSignature) -> dict[str, Any]:
    said = kept.statement
    return {
        "number": kept.number,
        "state": kept.state,
        "role": said.role.zh if said else None,
        "signed_at": said.signed_at if said else None,
        "key": said.key if said else None,
        "statement_sha256": kept.sha256 or None,
        "sound": kept.fault is None,
    }


def since_signed(city: str, month: str) -> SinceSigned:
    """The signatures of a city (code) and month, and what differs from the newest now; nothing is written."""
    folder, kept = own_place(city, month), signatures.kept_signatures(city, month)
    faults = [each.fault for each in kept if each.fault]
    standing, last = _standing(city, month, folder), signatures.newest_signature(city, month)
    said = last.statement if last else None
    if said is None:
        return SinceSigned(city, month, kept, standing, (), (), {}, tuple(faults))
    moved = _corrections(said, faults)
    files, inputs = _files(said, folder), _inputs(said, faults)
    return SinceSigned(city, month, kept, standing, files, inputs, moved, tuple(faults))


def _standing(city: str, month: str, folder: Path) -> Standing | None:
    published = (folder / manifest.NAME).is_file()
    return signatures.month_standing(city, month, folder) if published else None


def _files(said: Statement, folder: Path) -> tuple[Problem, ...]:
    try:
        return signatures.changed_files(folder, said)
    except InputError as error:
        return error.problems


def _inputs(said: Statement, faults: list[Problem]) -> tuple[Problem, ...]:
    asked = said.parameters
    try:
        request = checked_request(said.city, said.month, asked["rulebooks"], asked["scenarios"], asked["lang"], None)
        return tuple(signing.changed_inputs(said.inputs, signing.current_inputs(request)))
    except InputError as error:
        faults.extend(error.problems)
        return ()


def _corrections(said: Statement, faults: list[Problem]) -> dict[str, corrections.Correction]:
    """By rulebook, what was corrected since the card that was signed, under its first scenario."""
    found = {}
    for card in {each["rulebook"]: each for each in reversed(said.cards)}.values():
        try:
            moved = _since_card(said, card)
        except InputError as error:
            faults.extend(error.problems)
            continue
        if moved.facts.height or not moved.change.drivers.is_empty() or not moved.change.vetoes.is_empty():
            found[card["rulebook"]] = moved
    return found


def _since_card(said: Statement, card: Mapping[str, Any]) -> corrections.Correction:
    book, place = rulebooks.load(card["rulebook"]), (said.city, said.month)
    there = card_versions.day_versions(*place, book.id, card["scenario"], card["known_on"])
    numbers = [each.number for each in there]
    if card["number"] not in numbers:
        raise InputError([Problem(f"{said.city} {said.month} {book.id}", *_NO_CARD)])
    version = f"{card['known_on']}{card_versions.VERSION_MARK}{numbers.index(card['number']) + 1}"
    return corrections.between_days(book, *place, version, scenario=card["scenario"])


_NO_CARD = (
    "签署时存档的评分卡已损坏或不在了，无从比较数据和得分；请从备份恢复 data/scorecards/。",
    "The kept card that was signed is damaged or gone, so figures and points can't be compared: restore a backup of "
    "data/scorecards/.",
)
