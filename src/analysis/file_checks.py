"""Files from outside, looked over before they are read: what they are, how large they would become (外来文件)."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Sequence
from pathlib import Path

from analysis.paths import display_path
from analysis.problems import InputError, Problem

MOST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 2_000
MOST_RATIO = 200
SMALL = 10 * 1024 * 1024
MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def file_error(where: str, zh: str, en: str) -> InputError:
    """The error of a file that cannot be taken at all."""
    return InputError([Problem(where, zh, en)])


def size_error(where: str, limit: int, zh: str, en: str) -> InputError:
    """The error of a file beyond a limit, naming the limit."""
    return file_error(
        where,
        f"超过上限 {limit:,} {zh}；请拆分文件，或复制到新工作簿后再试。",
        f"Beyond the limit of {limit:,} {en}; split the file, or copy the table to a new workbook.",
    )


def refuse_existing(path: Path) -> None:
    """Raise `InputError` where a blank to fill in would take the place of a file that may be filled in already."""
    if path.is_file():
        zh = "已有这个文件，可能已经填过，没有动它；请换一个文件名，或先移走它。"
        en = "This file is there already and may be filled in; it is left as it is. Choose another name, or move it."
        raise file_error(display_path(path), zh, en)


def decoded_text(path: Path) -> str:
    """The text of a file: UTF-8 with or without mark, GB18030 (GBK), or UTF-16 with mark.

    Raises `InputError` where it cannot be read or is of another encoding.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        zh, en = "读不了此文件。", f"This file cannot be read ({error.strerror})."
        raise file_error(display_path(path), zh, en) from None
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    zh = "认不出文字编码；请另存为“CSV UTF-8”。"
    raise file_error(display_path(path), zh, "The encoding is not recognised; save the file as 'CSV UTF-8'.")


def _encodings(content: bytes) -> Sequence[str]:
    marked = [encoding for mark, encoding in MARKED if content.startswith(mark)]
    return marked or ("utf-8", "gb18030")


def check_workbook_archive(path: Path) -> None:
    """Refuse a workbook that is none, or packed suspiciously, before anything of it is unpacked.

    Raises `InputError` naming the limit that it passes.
    """
    file = display_path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        zh, en = (
            "不是 .xlsx 工作簿（或已加密）；请另存为 .xlsx。",
            "This is no .xlsx workbook, or it is encrypted.",
        )
        raise file_error(file, zh, en) from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MOST_MEMBERS:
        raise size_error(file, MOST_MEMBERS, "个内部文件", "parts inside")
    if unpacked > MOST_UNPACKED:
        raise size_error(file, MOST_UNPACKED, "字节（解压后）", "bytes unpacked")
    if unpacked > SMALL and unpacked / packed > MOST_RATIO:
        raise size_error(file, MOST_RATIO, "倍压缩比", "times packed")
