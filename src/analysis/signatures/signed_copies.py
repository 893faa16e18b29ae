"""A copy to be checked, a folder or a ZIP archive: what lies in it, and the hash of each file (待核验的副本).

Links are never followed, nothing is unpacked to disk, and no more is read than what was signed is long.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from analysis.paths import display_path
from analysis.problems import InputError, Problem
from analysis.signatures.statements import FOLDER

FILE, LINK, OTHER, EMPTY, TWICE, UNREADABLE = "file", "link", "other", "empty", "twice", "unreadable"
CHUNK = 1 << 20
UTF_8 = 0x800
MOST_MEMBERS = 100_000
DEEPEST = 200
BROKEN = (
    OSError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OverflowError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What reading a damaged, encrypted or unreadable file may raise."""


@dataclass(frozen=True, order=True)
class CopyEntry:
    """One thing in a copy: its name with `/`, its kind, and the size of a file."""

    name: str
    kind: str = FILE
    size: int = 0


class SignedCopy(Protocol):
    """What is checked."""

    def entries(self) -> list[CopyEntry]:
        """Everything that lies in it, by name."""
        ...

    def opened(self, name: str) -> IO[bytes]:
        """A file of it, to be read. Raises one of `BROKEN`."""
        ...

    def close(self) -> None:
        """Be done with it."""
        ...


@contextmanager
def opened_copy(path: Path) -> Iterator[SignedCopy]:
    """The folder or ZIP archive at a path. Raises `InputError` for anything else."""
    copy = _copy(path)
    try:
        yield copy
    finally:
        copy.close()


def _copy(path: Path) -> SignedCopy:
    try:
        if path.is_dir():
            return FolderCopy(path)
        if stat.S_ISREG(path.stat().st_mode) and zipfile.is_zipfile(path):
            return ZipCopy(path)
    except FileNotFoundError:
        zh, en = "没有这个文件夹或文件；请核对路径。", "There is no such folder or file: check the path."
    except BROKEN as error:
        said = getattr(error, "strerror", None) or type(error).__name__
        zh, en = f"无法读取：{said}。", f"It can't be read: {said}."
    else:
        zh = "应为报告文件夹（内有 index.html 和 manifest.json），或它的 ZIP 压缩包。"
        en = "Name a report's folder (with index.html and manifest.json), or a ZIP archive of it."
    raise InputError([Problem(display_path(path), zh, en)])


def small_file(copy: SignedCopy, name: str, limit: int) -> bytes | None:
    """A file of at most so many bytes; None where it can't be read, or is longer."""
    try:
        with copy.opened(name) as file:
            content = file.read(limit + 1)
    except BROKEN:
        return None
    return content if len(content) <= limit else None


def copied_sha256(copy: SignedCopy, name: str, size: int) -> str | None:
    """The SHA-256 of a file of just this size; None where it can't be read or is longer or shorter than it says."""
    digest, left = hashlib.sha256(), size + 1
    try:
        with copy.opened(name) as file:
            while left and (chunk := file.read(min(CHUNK, left))):
                digest.update(chunk)
                left -= len(chunk)
    except BROKEN:
        return None
    return digest.hexdigest() if left == 1 else None


@dataclass(frozen=True)
class FolderCopy:
    """A folder."""

    path: Path

    def close(self) -> None:
        """Nothing stays open."""

    def entries(self) -> list[CopyEntry]:
        """Everything in the folder and below it; an empty folder too."""
        return sorted(self._below(self.path, ""))

    def _below(self, folder: Path, prefix: str) -> Iterator[CopyEntry]:
        try:
            if prefix.count("/") > DEEPEST:
                raise OSError(f"> {DEEPEST}")
            inner = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield CopyEntry(prefix or ".", UNREADABLE)
            return
        if not inner and prefix:
            yield CopyEntry(prefix, EMPTY)
        for entry in inner:
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(folder / entry.name, f"{name}/")
            else:
                yield _entry(entry, name)

    def opened(self, name: str) -> IO[bytes]:
        """A file of the folder: never what a link points at, never a pipe that would be waited for."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self.path / name, flags), "rb")


def _entry(entry: os.DirEntry[str], name: str) -> CopyEntry:
    if entry.is_symlink():
        return CopyEntry(name, LINK)
    if not entry.is_file(follow_symlinks=False):
        return CopyEntry(name, OTHER)
    return CopyEntry(name, FILE, entry.stat(follow_symlinks=False).st_size)


class ZipCopy:
    """A ZIP archive; the folder that was packed may stand at its top or below it."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        if len(self._archive.infolist()) > MOST_MEMBERS:
            self._archive.close()
            raise ValueError(f"> {MOST_MEMBERS}")
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._twice: set[str] = set()
        named = [(_member_name(member), member) for member in self._archive.infolist() if not member.is_dir()]
        top = _top([name for name, _ in named])
        for name, member in named:
            short = name.removeprefix(top)
            self._twice |= {short} & self._members.keys()
            self._members[short] = member

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def entries(self) -> list[CopyEntry]:
        """Every file of the archive."""
        return sorted(CopyEntry(name, self._kind(name), member.file_size) for name, member in self._members.items())

    def _kind(self, name: str) -> str:
        if name in self._twice:
            return TWICE
        mode = self._members[name].external_attr >> 16
        return LINK if stat.S_ISLNK(mode) else FILE

    def opened(self, name: str) -> IO[bytes]:
        """A file of the archive."""
        if name not in self._members:
            raise FileNotFoundError(name)
        return self._archive.open(self._members[name])


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's name, also where a program wrote it in UTF-8 or GBK without saying so."""
    if member.flag_bits & UTF_8 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _top(names: list[str]) -> str:
    """The folder that was packed: where the signature's folder stands, or all that all names have in common."""
    mark = f"{FOLDER}/"
    above = {name.rpartition(mark)[0] for name in names if name.startswith(mark) or f"/{mark}" in name}
    if len(above) == 1:
        return above.pop()
    first = {name.partition("/")[0] for name in names}
    return f"{first.pop()}/" if len(first) == 1 and all("/" in name for name in names) else ""
