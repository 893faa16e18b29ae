"""The file itself: no times, no author, no leavings of a template."""

from __future__ import annotations

import io
import zipfile

from analysis import documents
from documents import samples


def held() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(documents.write(samples.document(), "docx")))


def test_no_time_and_no_author_stand_in_it():
    with held() as made:
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = made.read("docProps/core.xml").decode()
    assert "created" not in core and "modified" not in core and "python" not in core
    assert "评分报告" in core


def test_the_templates_picture_is_gone():
    with held() as made:
        assert not [name for name in made.namelist() if "thumbnail" in name]


def test_fonts_that_may_be_missing_name_those_that_stand_in():
    with held() as made:
        fonts = made.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,Noto Serif CJK SC"/>' in fonts
    assert 'w:name="方正小标宋简体"' in fonts and 'w:name="楷体_GB2312"' in fonts
