"""The styles of an official brief in a DOCX: fonts named as the standard does, with what may stand in (样式)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

# 225 mm for 22 lines; 156 mm for 28 letters of 16 pt, which must move together a little.
LINE_SPACING, CLOSER = 28.99, -0.2
LATIN_FONT = "Times New Roman"

# By part: the font's name, then those that may stand in for it.
FONTS: Mapping[str, tuple[str, ...]] = {
    "title": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "华文中宋", "Noto Serif CJK SC"),
    "body": ("仿宋_GB2312", "仿宋", "FangSong", "Noto Serif CJK SC"),
    "black": ("黑体", "SimHei", "Noto Sans CJK SC"),
    "script": ("楷体_GB2312", "楷体", "KaiTi", "Noto Serif CJK SC"),
    "table": ("宋体", "SimSun", "Noto Serif CJK SC"),
}
CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip


@dataclass(frozen=True)
class StyleFormat:
    """How a style looks: font by part, size, line's height (exact, or 0 for single), spaces around, alignment."""

    part: str
    size: float
    line: float = 0.0
    before: float = 0.0
    after: float = 0.0
    align: Any = LEFT
    indent: int = 0
    bold: bool = False
    next: bool = False


# Named so that Word shows them in its list and its navigation.
STYLE_FORMATS: Mapping[str, StyleFormat] = {
    "Normal": StyleFormat("body", 16, LINE_SPACING, align=BOTH),
    "Body Text": StyleFormat("body", 16, LINE_SPACING, align=BOTH, indent=2),
    "Title": StyleFormat("title", 22, 35, before=14, after=10, align=CENTRE, next=True),
    "Subtitle": StyleFormat("script", 16, LINE_SPACING, after=14, align=CENTRE),
    "Heading 1": StyleFormat("black", 16, LINE_SPACING, indent=2, next=True),
    "Heading 2": StyleFormat("script", 16, LINE_SPACING, indent=2, next=True),
    "Heading 3": StyleFormat("body", 16, LINE_SPACING, indent=2, bold=True, next=True),
    "Heading 4": StyleFormat("body", 16, LINE_SPACING, indent=2, next=True),
    "Clause": StyleFormat("black", 12, before=14, after=6, next=True),
    "Annex": StyleFormat("title", 18, 30, before=8, after=12, align=CENTRE, next=True),
    "Annex Label": StyleFormat("black", 16, LINE_SPACING, next=True),
    "Caption": StyleFormat("black", 12, before=10, after=4, align=CENTRE, next=True),
    "Figure": StyleFormat("table", 10.5, before=8, align=CENTRE, next=True),
    "Figure Caption": StyleFormat("black", 12, before=4, after=10, align=CENTRE),
    "Important": StyleFormat("body", 14, 24, indent=2, align=BOTH),
    "Important Title": StyleFormat("black", 14, 24, next=True),
    "Quotation": StyleFormat("script", 10.5, after=2),
    "Table Text": StyleFormat("table", 10.5),
    "Table Head": StyleFormat("black", 10.5, align=CENTRE),
    "Table Note": StyleFormat("table", 9, before=2, after=2),
    "Page Number": StyleFormat("table", 14),
}
LEVELS = {"Clause": 1, "Annex": 0}


def style_id(name: str) -> str:
    """A style's name as paragraphs speak of it."""
    return name.replace(" ", "")


def apply_styles(document: Any, lang: str) -> None:
    """Give a new document its styles."""
    styles = document.styles
    for name, look in STYLE_FORMATS.items():
        style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in ("Normal", "Body Text") and style.base_style is not None:
            style.base_style = styles["Normal"]
        _look(style, look)
        outlined = LEVELS.get(name)
        if outlined is not None:
            fresh_child(style.element.get_or_add_pPr(), "w:outlineLvl", val=str(outlined))
    _language(styles, lang)


def _look(style: Any, look: StyleFormat) -> None:
    for part in list(style.element):
        if part.tag in (qn("w:pPr"), qn("w:rPr")):
            style.element.remove(part)
    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = Pt(look.size), look.bold, False, RGBColor(0, 0, 0)
    _fonts(style.element.get_or_add_rPr(), FONTS[look.part][0])
    form.alignment, form.keep_with_next = look.align, look.next
    form.space_before, form.space_after, form.widow_control = Pt(look.before), Pt(look.after), True
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if look.line else WD_LINE_SPACING.SINGLE
    if look.line:
        form.line_spacing = Pt(look.line)
    closer = CLOSER if look.size == STYLE_FORMATS["Normal"].size else 0
    fresh_child(style.element.get_or_add_rPr(), "w:spacing", val=str(round(closer * 20)))
    indent_paragraph(style.element.get_or_add_pPr(), first=look.indent, size=look.size)


def indent_paragraph(
    properties: Any, first: float = 0, right: float = 0, left: float = 0, hanging: float = 0, size: float = 16
) -> None:
    """Indent a paragraph by letters, as Word counts them, and by length for programs that do not."""
    given = {"hanging": hanging} if hanging else {"firstLine": first}
    given |= {"right": right, "left": left}
    attributes: dict[str, str] = {}
    for name, letters in given.items():
        attributes |= {f"{name}Chars": str(round(letters * 100)), name: str(round(letters * size * 20))}
    fresh_child(properties, "w:ind", **attributes)


def _fonts(properties: Any, name: str) -> None:
    """One Chinese font, one Latin; what the template takes from its theme is dropped."""
    fresh_child(properties, "w:rFonts", ascii=LATIN_FONT, hAnsi=LATIN_FONT, cs=LATIN_FONT, eastAsia=name)


def _language(styles: Any, lang: str) -> None:
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fresh_child(defaults, "w:lang", val="zh-CN" if lang == "zh" else "en-US", eastAsia="zh-CN", bidi="ar-SA")


def fresh_child(parent: Any, tag: str, **attributes: str) -> Any:
    """The parent's child of a name, made anew with these attributes where the schema wants it."""
    old = parent.find(qn(tag))
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    if old is not None:
        parent.replace(old, child)
    else:
        _insert(parent, child, tag)
    return child


def _insert(parent: Any, child: Any, tag: str) -> None:
    """Before the first child that must follow it, for Word is strict about the order."""
    after = PROPERTY_ORDER[PROPERTY_ORDER.index(tag) + 1 :] if tag in PROPERTY_ORDER else ()
    place = next((other for other in parent if other.tag in {qn(name) for name in after}), None)
    if place is None:
        parent.append(child)
    else:
        place.addprevious(child)


# The order in which these stand within the properties of a paragraph or a run.
PROPERTY_ORDER = (
    "w:rStyle", "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:widowControl", "w:numPr", "w:pBdr",
    "w:shd", "w:tabs", "w:snapToGrid", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:color", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:kern", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang", "w:rPr",
)  # fmt: skip
