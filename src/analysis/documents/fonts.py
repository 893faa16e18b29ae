"""The fonts of an official brief by their part, and which of them this machine has (字体).

GB/T 9704-2012 asks for 小标宋, 仿宋, 黑体, 楷体. The first two are not free to hand on: they are named first, and
free ones stand in where they are not installed. A DOCX names them; a PDF holds what was found here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from analysis.problems import InputError, Problem

if TYPE_CHECKING:
    import typst

SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "AR PL UMing CN")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei")
SONG = ("SimSun", "NSimSun", "STSong")

# By part: as the standard names it, then what stands in for it, best first.
FONTS_OF_PARTS: Mapping[str, tuple[str, ...]] = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", *SERIF, *SONG, *SANS),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02S", *SERIF, *SONG, *SANS),
    "black": ("SimHei", "STHeiti", "FZHei-B01S", *SANS, *SERIF, *SONG),
    "script": ("KaiTi_GB2312", "KaiTi", "STKaiti", "FZKai-Z03S", "LXGW WenKai", "AR PL UKai CN", *SERIF, *SONG, *SANS),
    "table": (*SONG, *SERIF, *SANS),
}
# Part of typst itself, so that Latin letters never lack a font.
LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")


def font_families(lang: str) -> dict[str, list[str]]:
    """By part, the installed fonts in the order in which they are to be tried.

    Raises `InputError` where no Chinese font is found, saying what to install.
    """
    here = installed_families()
    found = {part: [name for name in names if name in here] for part, names in FONTS_OF_PARTS.items()}
    if not all(found.values()):
        raise InputError([Problem("fonts 字体", *_MISSING)])
    latin = [name for name in LATIN if name in here]
    return {part: [*latin, *names] if lang == "en" else [*names, *latin] for part, names in found.items()}


def require_fonts() -> None:
    """Raise `InputError` where no Chinese font is found."""
    font_families("zh")


@cache
def installed_families() -> frozenset[str]:
    """The names of the font families of this machine, and of those within typst."""
    return frozenset(font_collection().families())


@cache
def font_collection() -> typst.Fonts:
    """The fonts as typst takes them; looked for once."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


_MISSING = (
    "本机没有找到中文字体，PDF 和 Word 中的图无法排出中文。请安装下列任一种后重试："
    "Debian、Ubuntu：apt-get install fonts-noto-cjk；Windows：宋体、仿宋、黑体、楷体（系统自带的可选功能）；"
    "或把思源宋体、思源黑体的字体文件放进用户的字体文件夹。",
    "No Chinese font was found on this machine, so that Chinese can't be set in a PDF or in a Word chart. Install one "
    "and try again: apt-get install fonts-noto-cjk (Debian, Ubuntu); SimSun, FangSong, SimHei, KaiTi (an optional "
    "feature of Windows); or put Noto Serif CJK SC and Noto Sans CJK SC into the user's font folder.",
)
