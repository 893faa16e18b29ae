"""Files from outside, looked over before they are read: what they are, how large they would become (外来文件)."""

from __future__ import annotations

import codecs
import mmap
import re
import zipfile
from collections.abc import Collection, Sequence
from pathlib import Path

from analysis.paths import display_path
from analysis.problems import InputError, Problem
from analysis.text_normalisation import quoted_value

MOST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 2_000
MOST_RATIO = 200
SMALL = 10 * 1024 * 1024
LOOKED_AT = 100_000
"""How much of a text is looked at to tell its encoding."""
LOCKS = ("~$", ".~")
"""How the files begin that Excel, WPS and LibreOffice lay beside a workbook while it is open."""
MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


KINDS = {
    "workbook": ("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"),
    "old workbook": ("旧版 Excel 或 WPS 表格（.xls、.et）", "an old Excel or WPS workbook (.xls, .et)"),
    "page": ("网页（HTML）", "a web page (HTML)"),
    "XML": ("XML 表格", "an XML spreadsheet"),
    "text": ("文本（CSV）", "plain text (CSV)"),
    "Parquet": ("Parquet 文件", "a Parquet file"),
    "PDF": ("PDF 文件", "a PDF"),
    "picture": ("图片", "a picture"),
    "archive": ("压缩包", "a packed archive"),
}
OWN_KIND = {".xlsx": "workbook", ".xls": "old workbook", ".csv": "text", ".tsv": "text", ".parquet": "Parquet"}
ENDINGS = {
    ".et": ("WPS 表格", "a WPS spreadsheet"),
    ".ett": ("WPS 表格模板", "a WPS template"),
    ".wps": ("WPS 文字", "a WPS document"),
    ".ods": ("OpenDocument 表格", "an OpenDocument spreadsheet"),
    ".numbers": ("Numbers 表格", "a Numbers spreadsheet"),
    ".xls": ("旧版 Excel 工作簿", "an old Excel workbook"),
    ".xlsm": ("带宏的 Excel 工作簿", "an Excel workbook with macros"),
    ".xlsb": ("二进制 Excel 工作簿", "a binary Excel workbook"),
    ".doc": ("Word 文档", "a Word document"),
    ".docx": ("Word 文档", "a Word document"),
    ".htm": KINDS["page"],
    ".html": KINDS["page"],
    ".pdf": KINDS["PDF"],
    ".jpg": KINDS["picture"],
    ".png": KINDS["picture"],
    ".zip": KINDS["archive"],
    ".rar": KINDS["archive"],
    ".7z": KINDS["archive"],
}
SIGNATURES = (
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
    (b"PAR1", "Parquet"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|meta|body|style|table|div)\b", re.IGNORECASE)
XML_SHEET = re.compile(r"\s*<\?xml.{0,1000}urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL)
WEB_ARCHIVE = re.compile(r"MIME-Version:\s", re.IGNORECASE)
PAIRS = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|[\x40-\x7e\x80-\xfe])")
COMMON_BIG5 = re.compile(rb"[\xa1-\xa3\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
COMMON_GB = re.compile(rb"[\xa1-\xa3\xb0-\xf7][\xa1-\xfe]")
NO_WORKBOOK = ("不是 .xlsx 工作簿（或已加密）；请另存为 .xlsx。", "This is no .xlsx workbook, or it is encrypted.")
NO_DOCUMENT = (
    "不是 .docx 文档（或已加密）；请在 Word 或 WPS 中打开，另存为 .docx。",
    "This is no .docx document, or it is encrypted; open it in Word or WPS and save it as .docx.",
)
DOCUMENT_PART = "word/document.xml"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


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


def check_file_name(path: Path, endings: Collection[str]) -> None:
    """Refuse a file of another kind than these endings; the message says what it is and how to save it.

    Raises `InputError`; also for what a spreadsheet program lays beside a workbook while it is open.
    """
    ending = path.suffix.casefold()
    if path.name.startswith(LOCKS):
        raise file_error(display_path(path), *_open_elsewhere())
    if ending not in endings:
        raise file_error(display_path(path), *_other_ending(ending, endings))


def check_file_content(path: Path) -> None:
    """Refuse a file whose content is of another kind than its ending says, naming what it is. Raises `InputError`."""
    kind, ending = content_kind(path), path.suffix.casefold()
    if kind not in (None, OWN_KIND[ending]):
        raise file_error(display_path(path), *_other_content(path, kind, ending))


def is_open_elsewhere(path: Path) -> bool:
    """Whether a spreadsheet program has the workbook open: what was not saved yet cannot be read."""
    return any(path.with_name(name).exists() for name in (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"))


def _open_elsewhere() -> tuple[str, str]:
    zh = "这是表格打开时的临时文件，不是数据；请在 Excel 或 WPS 中保存并关闭该表格，再读原文件。"
    en = "This only marks a workbook that is open, it holds no data: save and close it in Excel or WPS, then read that."
    return zh, en


def _other_ending(ending: str, endings: Collection[str]) -> tuple[str, str]:
    listed, said = " ".join(endings), quoted_value(ending)
    if ending not in ENDINGS:
        return f"不读“{said}”类文件；可读 {listed}。", f"Files ending in '{said}' are not read, only {listed}."
    zh, en = ENDINGS[ending]
    return (
        f"这是{zh}（{ending}），不能直接读；请把其中的表格“另存为” .xlsx 后再试。可读 {listed}。",
        f"This is {en} ({ending}), which is not read; save its table as .xlsx. What is read: {listed}.",
    )


def _other_content(path: Path, kind: str, ending: str) -> tuple[str, str]:
    if kind == "old workbook" and _has_password(path):
        zh = "此工作簿有打开密码；请在 Excel 或 WPS 中去掉密码，另存为 .xlsx。"
        return zh, "This workbook is protected by a password; take it off in Excel or WPS and save it as .xlsx."
    zh, en = KINDS[kind]
    return (
        f"后缀是 {ending}，内容却是{zh}；请用 Excel 或 WPS 打开，“另存为” .xlsx，不要只改后缀。",
        f"It ends in {ending} but is {en}; open it in Excel or WPS and save it as .xlsx, do not only rename it.",
    )


def _has_password(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find("EncryptedPackage".encode("utf-16-le")) >= 0


def content_kind(path: Path) -> str | None:
    """What a file is by its first bytes: a key of `KINDS`, None where that cannot be told."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise file_error(display_path(path), *_unreadable(error)) from None
    for signature, kind in SIGNATURES:
        if start.startswith(signature):
            return kind
    text = _beginning(start)
    if text is None:
        return None
    if XML_SHEET.match(text):
        return "XML"
    return "page" if PAGE.match(text) or WEB_ARCHIVE.match(text) else "text"


def _beginning(start: bytes) -> str | None:
    for encoding in _encodings(start):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _unreadable(error: OSError) -> tuple[str, str]:
    if isinstance(error, PermissionError):
        zh = "没有权限读此文件；如正在 Excel 或 WPS 中打开，请先关闭。"
        return zh, "This file may not be read; if it is open in Excel or WPS, close it there."
    return "此文件无法读取。", f"This file cannot be read ({error.strerror})."


def decoded_text(path: Path) -> str:
    """The text of a file: UTF-8 with or without mark, GB18030 (GBK), or UTF-16 with mark.

    Raises `InputError` where it cannot be read, is of another encoding (Big5 is named), or is UTF-8 that was damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise file_error(display_path(path), *_unreadable(error)) from None
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            if encoding == "gb18030":
                _refuse_mistaken(path, content)
            return text
    _refuse_mistaken(path, content)
    zh = "认不出文字编码；请另存为“CSV UTF-8”。"
    raise file_error(display_path(path), zh, "The encoding is not recognised; save the file as 'CSV UTF-8'.")


def _encodings(content: bytes) -> Sequence[str]:
    marked = [encoding for mark, encoding in MARKED if content.startswith(mark)]
    return marked or ("utf-8", "gb18030")


def _refuse_mistaken(path: Path, content: bytes) -> None:
    """Refuse what can be decoded as GB18030 but was meant otherwise: its words would be taken for others."""
    if is_big5(content[:LOOKED_AT]):
        zh = "文字编码是 Big5（繁体中文），读出来会是乱码；请另存为“CSV UTF-8”。"
        raise file_error(display_path(path), zh, "The encoding is Big5; save the file as 'CSV UTF-8'.")
    if (line := damaged_line(content)) is not None:
        zh = f"文字编码是 UTF-8，但第 {line} 行有残缺的字（文件可能被截断）；请重新导出。"
        en = f"The encoding is UTF-8, but a character in line {line} is broken (cut off?); export the file again."
        raise file_error(display_path(path), zh, en)


def is_big5(content: bytes) -> bool:
    """Whether text that is no UTF-8 is Big5: read as such, its signs are common ones; read as GBK, a fifth are not.

    Both encodings write two bytes a sign. The second byte of four in ten Big5 signs is an ASCII one, which in GBK only
    rare signs have.
    """
    pairs = PAIRS.findall(content)
    common = sum(bool(COMMON_BIG5.fullmatch(pair)) for pair in pairs)
    simplified = sum(bool(COMMON_GB.fullmatch(pair)) for pair in pairs)
    return common > 0.95 * len(pairs) and simplified < 0.8 * len(pairs)


def damaged_line(content: bytes) -> int | None:
    """The line of the first broken character of what is UTF-8 otherwise; None where it is sound, or no UTF-8 at all."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        around = content[max(0, error.start - LOOKED_AT) : error.start + LOOKED_AT].decode("utf-8", errors="replace")
        mostly_sound = around.count("\ufffd") <= len(CHINESE.findall(around)) / 10
        return content.count(b"\n", 0, error.start) + 1 if mostly_sound else None
    return None


def check_workbook_archive(path: Path) -> None:
    """Refuse a workbook that is none, or packed suspiciously, before anything of it is unpacked.

    Raises `InputError` naming the limit that it passes.
    """
    _check_archive(path, NO_WORKBOOK)


def check_document_archive(path: Path) -> None:
    """The same of a Word document."""
    if DOCUMENT_PART not in _check_archive(path, NO_DOCUMENT):
        raise file_error(display_path(path), *NO_DOCUMENT)


def _check_archive(path: Path, otherwise: tuple[str, str]) -> list[str]:
    """The names of the parts inside, none of them unpacked."""
    file = display_path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except PermissionError as error:
        raise file_error(file, *_unreadable(error)) from None
    except (zipfile.BadZipFile, OSError, ValueError):
        raise file_error(file, *otherwise) from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MOST_MEMBERS:
        raise size_error(file, MOST_MEMBERS, "个内部文件", "parts inside")
    if unpacked > MOST_UNPACKED:
        raise size_error(file, MOST_UNPACKED, "字节（解压后）", "bytes unpacked")
    if unpacked > SMALL and unpacked / packed > MOST_RATIO:
        raise size_error(file, MOST_RATIO, "倍压缩比", "times packed")
    return [member.filename for member in members]
