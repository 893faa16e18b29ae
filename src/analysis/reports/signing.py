"""A published month signed as reviewed or filed: its page says so first, then every byte is signed (审核与归档).

What is signed is the report that stands there, put together again from its own executed notebooks with its new state:
no notebook is run, no number changes. A report whose inputs have changed since is not signed: it has to be made anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis import facts, scorecards, signatures
from analysis.calendars import parse_month
from analysis.paths import display_path
from analysis.problems import InputError, Problem, Problems
from analysis.reports import formats, keeping, making, manifest, publishing, resuming
from analysis.reports.failures import Refused
from analysis.reports.request import Request, as_refused, checked_request, own_place
from analysis.scorecards import Card
from analysis.signatures import DRAFT, FILED, REVIEWED, Role, SignedFile, Standing, Statement

KINDS = {
    "facts": ("数据", "figures"),
    "tables": ("参数表", "tables"),
    "rulebooks": ("规则集", "rulebooks"),
    "scenarios": ("情景", "scenarios"),
    "notebooks": ("笔记本", "notebooks"),
    "code": ("程序", "the program"),
    "registers": ("台账", "registers"),
}


def sign_month(city: str, month: str, state: str, role: str) -> Path:
    """Sign the published report of a city (code or name) and month as reviewed or filed, by a post; gives its folder.

    Raises `Refused` where there is no report, it is not as it was published, its inputs have changed since, or the
    state does not follow the one it has; everything then stays as it was.
    """
    try:
        post, wanted, when = signatures.role_named(role), signatures.state_named(state), parse_month(month)
        code = facts.code_of(city, when)
        signatures.own_fingerprint(make=True)
    except InputError as error:
        raise as_refused(error) from None
    place = own_place(code, when)
    with publishing.working_folder(place) as work:
        published = published_manifest(place)
        signatures.adopt_signature(place, code, when)
        request = _request(code, when, published, _next(code, when, place, wanted, post))
        files = _signed_files(request, published)
        folder = publishing.publish_files(files, work, place)
        signatures.adopt_signature(folder, code, when)
    return folder


def published_manifest(place: Path) -> Mapping[str, Any]:
    """The manifest of the report in its place, whole as published. Raises `Refused` where none is, naming what differs.

    What an office has laid beside it may be there.
    """
    try:
        content = json.loads((place / manifest.NAME).read_text("utf-8"))
        listed = dict(content["published"])
    except (OSError, ValueError, KeyError, TypeError):
        zh = "这个月还没有已发布的报告；请先运行 scorecard report，看过以后再签署。"
        en = "This month has no published report: run `scorecard report`, read it, then sign."
        raise Refused([Problem(display_path(place), zh, en)]) from None
    problems = Problems()
    for name, sha in listed.items():
        path = place / name
        if not path.is_file() or path.is_symlink() or manifest.sha256(path.read_bytes()) != sha:
            problems.report(display_path(path), *_NOT_AS_PUBLISHED)
    if problems.found:
        raise Refused(problems.found)
    return content


_NOT_AS_PUBLISHED = (
    "与发布时不同，不能签署；请重新运行 report。",
    "It is not as published and can't be signed: run `scorecard report` again.",
)


def _next(city: str, month: str, place: Path, state: str, post: Role) -> Standing:
    """The standing that a signature gives. Raises `Refused` where it does not follow the one that the month has."""
    now = signatures.month_standing(city, month, place)
    if (now.state, state) not in {(DRAFT, REVIEWED), (REVIEWED, FILED)}:
        raise Refused([Problem(display_path(place), *_OUT_OF_ORDER[now.state])])
    if state == FILED:
        found = signatures.verify_month(city, month, place)
        if not found.genuine:
            zh, en = "审核签名不能通过核验，不能归档。", "The review's signature does not hold, so it can't be filed."
            raise Refused([*found.faults, Problem(display_path(place), zh, en)])
    return Standing(state, (*now.roles, (state, post)))


_OUT_OF_ORDER = {
    DRAFT: ("现为草稿，尚未审核；请先签 --as reviewed，再签 filed。", "It is a draft: sign it as reviewed first."),
    REVIEWED: ("已经审核；下一步只能签 --as filed（归档）。", "It is reviewed already; what follows is filed."),
    FILED: (
        "已经归档，状态只进不退；数据有更正的，用 report --correct 另发更正稿，再审核。",
        "It is filed already and never goes back. Where figures were corrected, publish with `report --correct`.",
    ),
}  # fmt: skip


def _request(city: str, month: str, published: Mapping[str, Any], standing: Standing) -> Request:
    """The request that the report answers, made of today's inputs. Raises `Refused` where these have changed."""
    asked = published["parameters"]
    there = formats.published_formats(own_place(city, month))
    request = checked_request(city, month, asked["rulebooks"], asked["scenarios"], asked["lang"], None, there)
    changed = list(changed_inputs(published["inputs"], current_inputs(request)))
    if published.get("versions") != manifest.package_versions(request.formats):
        changed.append(Problem("manifest.json", "程序的运行环境已更新。", "The packages it is made with were updated."))
    if changed:
        zh = "发布以后有变动，签署的须是现在的报告；请重新运行 report，看过以后再签。"
        en = "It has changed since it was published: run `scorecard report` again, read it, then sign."
        raise Refused([*changed, Problem(display_path(request.output), zh, en)])
    return replace(request, standing=standing)


def current_inputs(request: Request) -> Mapping[str, Any]:
    """What the report would be made from now, as its manifest lists it."""
    jobs = making.notebook_jobs(request, making.scored_cards(request))
    return manifest.input_hashes(request, [job.path for job in jobs if job.path.is_file()])


def changed_inputs(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Problem]:
    """Every input that is not what it was: changed, added or gone."""
    problems = Problems()
    for kind, (zh, en) in KINDS.items():
        then, later = _by_name(before.get(kind, {})), _by_name(now.get(kind, {}))
        for name in sorted(name for name in then | later if then.get(name) != later.get(name)):
            how = _HOW[(name in then) + 2 * (name in later)]
            problems.report(name or "src/analysis", f"{zh}{how[0]}。", f"Of {en}: {how[1]}.")
    return problems.found


_HOW = {1: ("已移走", "gone"), 2: ("是新添的", "added"), 3: ("有变动", "changed")}


def _by_name(hashes: Any) -> dict[str, str]:
    return dict(hashes) if isinstance(hashes, Mapping) else {"": str(hashes)}


def _signed_files(request: Request, published: Mapping[str, Any]) -> dict[str, bytes]:
    """The report's files with its new state, what an office laid beside them, and the signature over all of them."""
    cards, made_from = making.scored_cards(request), current_inputs(request)
    since = published.get("known_on") or datetime.now().astimezone().date().isoformat()
    keeping.keep_cards(cards, making.facts_of(request), since)
    started = datetime.fromisoformat(published["started"])
    files = making.report_files(request, cards, made_from, _executed(request, cards), started, since)
    listed = {name: manifest.sha256(content) for name, content in files.items() if name != manifest.NAME}
    files[manifest.NAME] = manifest.sorted_json({**published, "published": listed, "known_on": since})
    beside = manifest.strange_files(request.output)
    files |= {path.relative_to(request.output).as_posix(): path.read_bytes() for path in beside}
    return files | signatures.signature_files(_statement(request, cards, files, published, since))


def _executed(request: Request, cards: Sequence[Card]) -> dict[str, NotebookNode]:
    """The executed notebooks of the report as it stands, in its order."""
    folder = request.output / "notebooks"
    jobs = making.notebook_jobs(request, cards)
    return {job.name: nbformat.read(folder / f"{job.name}.ipynb", as_version=4) for job in jobs}


def _statement(
    request: Request, cards: Sequence[Card], files: Mapping[str, bytes], published: Mapping[str, Any], since: str
) -> Statement:
    kept = signatures.kept_signatures(request.city, request.month)
    return Statement(
        city=request.city,
        month=request.month,
        state=request.standing.state,
        roles=dict(request.standing.roles),
        signed_at=manifest.time_stamp(datetime.now(UTC)),
        key=signatures.own_fingerprint(make=True),
        previous=kept[-1].sha256 if kept else "",
        known_on=since,
        files={name: SignedFile(manifest.sha256(content), len(content)) for name, content in files.items()},
        inputs=published["inputs"],
        parameters=published["parameters"],
        cards=tuple(_card(card, scenario.name, since) for card in cards for scenario in card.scenarios),
    )


def _card(card: Card, scenario: str, since: str) -> dict[str, Any]:
    """The kept card, by which what was signed is found again, its total, and the time of the rules it was judged by."""
    kept = scorecards.latest_card(card.city, card.month, card.book, scenario, since)
    return {
        "rulebook": card.book.id,
        "scenario": scenario,
        "known_on": kept.known_on if kept else "",
        "number": kept.number if kept else 0,
        "points": card.node(scorecards.TOTAL, scenario)["points"],
        **({"period": list(kept.period)} if kept and kept.period else {}),
    }


def draft_standing(request: Request, correct: bool) -> Standing:
    """The standing of a report about to be published: a draft, with what was signed before it.

    Raises `Refused` where the month is filed, and its correction is not asked for. The signature of the report that is
    to be replaced is kept first.
    """
    own = request.output == own_place(request.city, request.month)
    if own:
        signatures.adopt_signature(request.output, request.city, request.month)
    here = signatures.folder_standing(request.output)
    now = signatures.month_standing(request.city, request.month, request.output) if own else here
    gone = own and signatures.is_filed_without_folder(request.city, request.month, request.output)
    if (now.state == FILED or gone) and not correct:
        raise Refused([Problem(display_path(request.output), *_FILED)])
    return Standing(earlier=now.state if now.state != DRAFT else now.earlier)


_FILED = (
    "这个月已经归档，没有动它。数据确有更正的，加 --correct 另发更正稿：状态回到草稿，须重新审核；归档的一份存在 "
    "data/signatures/ 中，不受影响。变了什么，见 scorecard signatures。",
    "This month is filed and is left as it is. Where figures were truly corrected, publish with --correct: the month "
    "is a draft again and has to be reviewed anew; the filed report stays in data/signatures/. `scorecard signatures` "
    "says what changed.",
)


def stands_signed(request: Request) -> bool:
    """Whether the report in its place is signed and still is what a run would make: it is then left as it is."""
    signed = signatures.folder_standing(request.output).state != DRAFT
    return signed and resuming.current_cards(request) is not None
