"""A report that could not be made, said in the reader's terms (报告失败)."""

from __future__ import annotations

import errno
from pathlib import Path

from analysis.paths import display_path
from analysis.problems import InputError, Problem

_DISK = {
    errno.ENOSPC: ("磁盘已满，请腾出空间后重试。", "The disk is full: make room and try again."),
    errno.EDQUOT: ("已超出磁盘配额，请腾出空间后重试。", "The disk quota is used up: make room and try again."),
    errno.EFBIG: ("文件超出允许的大小。", "The file is larger than is allowed here."),
    errno.EACCES: ("没有写入权限，请检查文件夹权限。", "It may not be written: check the folder's permissions."),
    errno.EPERM: ("没有写入权限，请检查文件夹权限。", "It may not be written: check the folder's permissions."),
    errno.EROFS: ("此处只读，请换一个输出文件夹。", "This place is read-only: choose another output folder."),
}


class ReportError(InputError):
    """Nothing was published; carries every `Problem` found: notebook, cell, cause and where to look."""

    def _counts(self) -> tuple[str, str]:
        number = len(self.problems)
        noun = "problem" if number == 1 else "problems"
        return (
            f"共 {number} 处问题，未发布任何内容，已有的报告未动。",
            f"{number} {noun}. Nothing was published; an earlier report is as it was.",
        )


class Refused(ReportError):
    """What is asked for, or the figures it needs, are at fault: no notebook was run."""


class Taken(ReportError):
    """Another process is making this very report."""


class Unkept(ReportError):
    """The report was published, but its cards could not be kept."""

    def _counts(self) -> tuple[str, str]:
        return (
            "报告已发布，但评分卡未能存档；重新运行 report 即可补存。",
            "The report is published, but its cards are not kept: run it again.",
        )


def unwritable(error: OSError, place: Path) -> ReportError:
    """What an error of the file system means for the report being written to a place."""
    said = error.strerror or type(error).__name__
    zh, en = _DISK.get(error.errno or 0, (f"无法写入：{said}。", f"It can't be written: {said}."))
    return ReportError([Problem(display_path(Path(error.filename or place)), zh, en)])
