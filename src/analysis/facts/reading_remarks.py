"""What should be known of how files were read though it is no fault: told wherever they are read (读取提示)."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from analysis.problems import Problem

_TOLD: set[Problem] = set()


def tell_remarks(remarks: Iterable[Problem]) -> None:
    """A line each on the error stream, which a notebook shows too; each once, however often its file is read."""
    new = [remark for remark in dict.fromkeys(remarks) if remark not in _TOLD]
    _TOLD.update(new)
    sys.stderr.write("".join(f"{remark.where}：{remark.zh} {remark.en}\n" for remark in new))


def forget_remarks() -> None:
    """Nothing was told yet: a new command begins."""
    _TOLD.clear()
