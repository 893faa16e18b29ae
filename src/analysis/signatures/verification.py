"""Whether a folder, or a copy of it, is what was signed: every byte, name and the signature itself (核验).

Nothing is asked of any other place. The signature is checked before anything that is signed is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.paths import display_path
from analysis.problems import Problem
from analysis.signatures import signature_store, signing_keys, standings
from analysis.signatures.signed_copies import (
    EMPTY,
    FILE,
    LINK,
    OTHER,
    TWICE,
    UNREADABLE,
    CopyEntry,
    SignedCopy,
    copied_sha256,
    opened_copy,
    small_file,
)
from analysis.signatures.statements import (
    FOLDER,
    KEY,
    PARTS,
    SIGNATURE,
    STATEMENT,
    SignedFile,
    Statement,
    parse_statement,
)
from analysis.text_normalisation import masked_numbers

VERDICTS = GENUINE, ALTERED, FOREIGN, BROKEN, UNSIGNED = ("genuine", "altered", "foreign", "broken", "unsigned")
"""As signed; not as signed; signed by another key than expected; the signature is unusable; there is none."""
LIMITS = {STATEMENT: 20_000_000, SIGNATURE: 64, KEY: 1_000}

Fault = tuple[str, str, str]


@dataclass(frozen=True)
class Verification:
    """What a check found. `statement`: what was signed, where the signature holds. `key`: the fingerprint of the key
    beside the signature. `expected`: whether that key was expected: named, this machine's own, or in the kept history.
    `remarks`: what does not speak against it.
    """

    where: str
    verdict: str
    statement: Statement | None = None
    key: str = ""
    expected: bool = False
    faults: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def genuine(self) -> bool:
        """Whether it is what was signed."""
        return self.verdict == GENUINE


def verify_copy(path: Path | str, pin: str = "") -> Verification:
    """Check a folder or a ZIP archive of it against the signature that lies in it.

    `pin`: the fingerprint of the key that must have signed; else a key that is known here must have, where any is.
    Raises `InputError` where there is no folder or archive to check.
    """
    with opened_copy(Path(path)) as copy:
        return _checked(copy, display_path(path), pin)


def _checked(copy: SignedCopy, where: str, pin: str) -> Verification:
    entries = copy.entries()
    if not any(entry.name == FOLDER or entry.name.startswith(f"{FOLDER}/") for entry in entries):
        return Verification(where, UNSIGNED)
    parts = {name: _part(copy, entries, name) for name in PARTS}
    faults = [_problem(where, *_PART, name=name) for name, content in parts.items() if content is None]
    if faults:
        return Verification(where, BROKEN, faults=tuple(faults))
    return _verified(copy, entries, [content for content in parts.values() if content is not None], where, pin)


def _part(copy: SignedCopy, entries: Sequence[CopyEntry], name: str) -> bytes | None:
    plain = any(entry.name == name and entry.kind == FILE for entry in entries)
    return small_file(copy, name, LIMITS[name.rpartition("/")[2]]) if plain else None


def _verified(
    copy: SignedCopy, entries: Sequence[CopyEntry], parts: Sequence[bytes], where: str, pin: str
) -> Verification:
    """The check of a copy of which all three parts of the signature are there."""
    content, signature, key = parts
    try:
        by = signing_keys.fingerprint(key)
    except ValueError:
        return Verification(where, BROKEN, faults=(_problem(where, *_NO_KEY),))
    trusted = {pin} if pin else signature_store.trusted_keys()
    found = Verification(where, BROKEN, key=by, expected=by in trusted)
    if trusted and by not in trusted:
        other = _OTHER_KEY if pin else _UNKNOWN_KEY
        return replace(found, verdict=FOREIGN, faults=(_problem(where, *other, key=by),))
    if not signing_keys.is_signature(key, signature, content):
        return replace(found, verdict=ALTERED, faults=(_problem(where, *_NO_FIT),))
    statement = parse_statement(content)
    if statement is None or statement.key != by:
        return replace(found, faults=(_problem(where, *_NO_STATEMENT),))
    faults = tuple(_problem(where, *fault) for fault in file_faults(copy, entries, statement.files))
    verdict = ALTERED if faults else GENUINE
    return replace(found, verdict=verdict, statement=statement, faults=faults)


def file_faults(copy: SignedCopy, entries: Sequence[CopyEntry], signed: Mapping[str, SignedFile]) -> Iterator[Fault]:
    """Whatever in a copy is not as it was signed: a file changed, missing, renamed or added, or no file at all."""
    there = {entry.name: entry for entry in entries if entry.kind == FILE and entry.name not in PARTS}
    odd = [entry for entry in entries if entry.kind != FILE and not _emptied(entry, signed)]
    missing = [name for name in signed if name not in there and name not in {entry.name for entry in odd}]
    added = [name for name in there if name not in signed]
    renamed = dict(_renamed(copy, {name: signed[name] for name in missing}, [there[name] for name in added]))
    yield from ((*_RENAMED_TO, f"{old} → {new}") for old, new in renamed.items())
    yield from ((*_MISSING, name) for name in missing if name not in renamed)
    yield from ((*_ADDED, name) for name in added if name not in renamed.values())
    yield from ((*_ODD[entry.kind], entry.name) for entry in odd)
    for name in sorted(signed.keys() & there.keys()):
        yield from _changed(copy, there[name], signed[name])


def _emptied(entry: CopyEntry, signed: Mapping[str, SignedFile]) -> bool:
    """Whether it is a folder all of whose signed files are missing, which is said of each of them."""
    return entry.kind == EMPTY and any(name.startswith(entry.name) for name in signed)


def _changed(copy: SignedCopy, entry: CopyEntry, signed: SignedFile) -> Iterator[Fault]:
    if entry.size != signed.size:
        zh, en = (text.format(signed=signed.size, now=entry.size) for text in _LENGTH)
        yield zh, en, entry.name
        return
    found = copied_sha256(copy, entry.name, signed.size)
    if found != signed.sha256:
        yield (*(_CHANGED if found else _ODD[UNREADABLE]), entry.name)


def _renamed(
    copy: SignedCopy, missing: Mapping[str, SignedFile], added: Sequence[CopyEntry]
) -> Iterator[tuple[str, str]]:
    """Missing files that stand there under another name; only what has a missing file's size is read."""
    sizes = {file.size for file in missing.values()}
    hashes = {entry.name: copied_sha256(copy, entry.name, entry.size) for entry in added if entry.size in sizes}
    for old, file in missing.items():
        new = next((name for name, found in hashes.items() if found == file.sha256), None)
        if new is not None:
            del hashes[new]
            yield old, new


def changed_files(folder: Path, signed: Statement) -> tuple[Problem, ...]:
    """Whatever in a folder is not as a statement has it, whether the folder is signed or not.

    Raises `InputError` where there is no folder.
    """
    with opened_copy(folder) as copy:
        faults = file_faults(copy, copy.entries(), signed.files)
        return tuple(_problem(display_path(folder), *fault) for fault in faults)


def verify_month(city: str, month: str, folder: Path, pin: str = "") -> Verification:
    """Check the published folder of a city's month, and whether it agrees with the month's kept signatures."""
    found, newest = verify_copy(folder, pin), standings.newest_signature(city, month)
    said, last = found.statement, newest.statement if newest else None
    if said is not None and (said.city, said.month) != (city, month):
        return replace(found, verdict=ALTERED, faults=(_problem(found.where, *_ELSEWHERE), *found.faults))
    if last is not None and found.verdict == UNSIGNED:
        return _unsigned_now(found, folder, last)
    if last is not None and said not in (None, last):
        return replace(found, remarks=(_problem(found.where, *_OLDER),))
    return found


def _unsigned_now(found: Verification, folder: Path, last: Statement) -> Verification:
    """A folder without a signature, of a month that was signed: the signature was taken away, or it was made again."""
    if standings.is_report_of(last, folder):
        return replace(found, verdict=ALTERED, faults=(_problem(found.where, *_TAKEN_AWAY),))
    return replace(found, remarks=(_problem(found.where, *_MADE_AGAIN),))


def _problem(where: str, zh: str, en: str, name: str = "", key: str = "") -> Problem:
    """A fault at a file of the copy; odd signs of its name are not shown, nor what may be a person's number."""
    plain = masked_numbers(name.encode("utf-8", "backslashreplace").decode())
    shown = "".join(sign if sign.isprintable() else "?" for sign in plain)
    return Problem(f"{where}, {shown}" if shown else where, zh.format(key=key), en.format(key=key))


_PART = ("签名文件缺失、过长或无法读取，无从核验。", "This part of the signature is missing, too long or unreadable.")
_NO_KEY = (
    "签名旁的公钥（signature/public-key.pem）已损坏或被改动，无从核验。",
    "The public key beside the signature is damaged or was changed.",
)
_OTHER_KEY = (
    "签名所附的公钥（signature/public-key.pem，指纹 {key}）不是 --key 指定的那一把。",
    "The key beside the signature (signature/public-key.pem, fingerprint {key}) is not the one that --key names.",
)
_UNKNOWN_KEY = (
    "签名所附的公钥（signature/public-key.pem，指纹 {key}）是另一把密钥，不是本机的，也没有用它签过的存档。"
    "若来自别的单位，请向其索取公钥，用 --key 指定。",
    "The key beside the signature (signature/public-key.pem, fingerprint {key}) is another one, neither this machine's "
    "own nor one of the kept signatures'. If it comes from another office, ask it for its public key and name that "
    "with --key.",
)
_NO_FIT = (
    "签名与所签内容不符：signature/ 中的 statement.sig、statement.json、public-key.pem 有一个被改动或调换。",
    "The signature does not fit what is signed: in signature/, one of statement.sig, statement.json and public-key.pem "
    "was changed or swapped.",
)
_NO_STATEMENT = (
    "签名有效，但所签内容不是本版本认得的格式；请用更新的版本核验。",
    "The signature holds, but what is signed is of no form known to this version: check it with a newer one.",
)
_RENAMED_TO = ("文件改了名。", "This file was renamed.")
_MISSING = ("签署时有这个文件，现在没有。", "This file was signed and is missing now.")
_ADDED = ("签署时没有这个文件，是后来添加的。", "This file was not there when it was signed: it was added.")
_LENGTH = (
    "内容与签署时不同（{signed:,} 字节，现为 {now:,}）。",
    "Its content is not as signed ({signed:,} bytes, now {now:,}).",
)
_CHANGED = ("内容与签署时不同。", "Its content is not as signed.")
_ODD: Mapping[str, tuple[str, str]] = {
    LINK: ("这是链接，不是文件；签署的都是文件。", "This is a link, not a file; only files are signed."),
    OTHER: ("这不是普通文件。", "This is no plain file."),
    EMPTY: ("空文件夹，签署时没有。", "An empty folder that was not there when it was signed."),
    TWICE: ("压缩包里有两个同名文件，打开的可能是其中任何一个。", "Two files of this name are in the archive."),
    UNREADABLE: ("无法读取，不能证明与签署时相同。", "It can't be read, so it can't be shown to be as signed."),
}
_ELSEWHERE = (
    "签名有效，但签的是另一个城市或月份的报告。",
    "The signature holds, but is of another city's or month's report.",
)
_OLDER = (
    "签名有效，但不是这个月最近的一份：其后另有签署，见 scorecard signatures。",
    "The signature holds, but is not the month's newest: `scorecard signatures` lists them.",
)
_TAKEN_AWAY = (
    "这份报告签署过，签名文件（signature/）已被移走；存档里还有，见 data/signatures/。",
    "This report was signed, but its signature was taken away; data/signatures/ still has it.",
)
_MADE_AGAIN = (
    "这个月以前签署过，其后又重新发布，现为草稿；变了什么，见 scorecard signatures。",
    "The month was signed earlier and has been published anew since: it is a draft. `scorecard signatures` says what "
    "changed.",
)
