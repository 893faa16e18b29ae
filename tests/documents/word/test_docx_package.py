"""The file itself: no times, no author, no leavings of a template."""

from __future__ import annotations

import io
import zipfile

from docx.oxml.ns import qn
from lxml import etree

from analysis import documents
from documents import samples


def written() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(documents.write(samples.document(), "docx")))


def test_no_time_and_no_author_stand_in_it():
    with written() as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "created" not in core and "modified" not in core and "python" not in core
    assert "评分报告" in core


def test_the_templates_picture_is_gone():
    with written() as package:
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_fonts_that_may_be_missing_name_those_that_stand_in():
    with written() as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,Noto Serif CJK SC"/>' in fonts
    assert 'w:name="方正小标宋简体"' in fonts and 'w:name="楷体_GB2312"' in fonts


# The order of ISO/IEC 29500, of what is written here; Word calls a file damaged where it is another.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs snapToGrid spacing ind "
    "contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing kern sz szCs highlight u vertAlign lang",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders shd tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "trPr": "cantSplit tblHeader",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
}


def test_what_word_is_strict_about_stands_in_its_order():
    with written() as package:
        parts = [etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "styles", "footer1")]
    seen = set()
    for tag, order in ORDER.items():
        for element in (found for part in parts for found in part.iter(qn(f"w:{tag}"))):
            names = [etree.QName(child).localname for child in element]
            assert [order.split().index(name) for name in names] == sorted(order.split().index(name) for name in names)
            seen.add(tag)
    assert seen == set(ORDER)
