"""Files from outside, looked over before they are read."""

import zipfile

import openpyxl
import pytest

from analysis import facts
from analysis.file_checks import (
    MOST_MEMBERS,
    check_file_content,
    check_file_name,
    check_workbook_archive,
    decoded_text,
    is_open_elsewhere,
)
from analysis.problems import InputError
from analysis.registers import delivered_files

TEXT = "城市,数值\n江阴,１２\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_told_apart(tmp_path, encoding):
    path = tmp_path / "held.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert decoded_text(path) == TEXT


def test_another_encoding_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "held.csv"
    path.write_bytes(b"\xff\x00\xff")
    with pytest.raises(InputError, match="CSV UTF-8"):
        decoded_text(path)


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "held.xlsx"
    path.write_text(TEXT, "utf-8")
    with pytest.raises(InputError, match=r"no \.xlsx workbook"):
        check_workbook_archive(path)


def test_a_workbook_of_too_many_parts_is_refused_with_the_limit(tmp_path):
    path = tmp_path / "held.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for part in range(MOST_MEMBERS + 1):
            archive.writestr(f"{part}", "")
    with pytest.raises(InputError, match=f"{MOST_MEMBERS:,}"):
        check_workbook_archive(path)


TRADITIONAL = "城市,月份,指標,數值,備註\n江陰市,2021-03,在營運市場主體數,200000,市場監管局統計\n"
PAGE = "<html><head><meta charset='utf-8'></head><body><table><tr><td>城市</td></tr></table></body></html>"
XML_2003 = '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLD + "EncryptedPackage".encode("utf-16-le")
READERS = pytest.mark.parametrize("read", [facts.load, delivered_files.read_tables], ids=["facts", "registers"])


def said(path, read):
    with pytest.raises(InputError) as refused:
        read(path)
    (problem,) = refused.value.problems
    assert path.name in problem.where and problem.zh != problem.en
    return problem.zh


@READERS
@pytest.mark.parametrize("text", [TRADITIONAL, "城市,月份\n", TRADITIONAL * 500])
def test_big5_is_told_as_an_encoding(tmp_path, read, text):
    path = tmp_path / "penalties.csv"
    path.write_bytes(text.encode("big5"))
    assert "Big5" in said(path, read) and "CSV UTF-8" in said(path, read)


@pytest.mark.parametrize("text", [TEXT, TRADITIONAL, "江阴,𠮷㖞\n", "、。“”（）《》①②\n", "ⅡⅢ,薹,堃,喆\n"])
def test_gbk_is_not_taken_for_big5(tmp_path, text):
    path = tmp_path / "held.csv"
    path.write_bytes(text.encode("gb18030"))
    assert decoded_text(path) == text


@READERS
def test_utf_8_cut_off_within_a_character_names_the_line(tmp_path, read):
    path = tmp_path / "penalties.csv"
    path.write_bytes((TRADITIONAL * 3).encode()[:-2])
    assert "UTF-8" in said(path, read) and "第 6 行" in said(path, read)


@READERS
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("penalties.csv", b"PK\x03\x04", "Excel 工作簿"),
        ("penalties.csv", PAGE.encode(), "网页"),
        ("penalties.csv", OLD, "旧版 Excel 或 WPS"),
        ("penalties.xlsx", PAGE.encode(), "网页"),
        ("penalties.xlsx", PAGE.encode("utf-16"), "网页"),
        ("penalties.xlsx", b"\xef\xbb\xbf\n" + XML_2003.encode(), "XML 表格"),
        ("penalties.xlsx", TEXT.encode("gbk"), "文本"),
        ("penalties.xlsx", OLD, "旧版 Excel 或 WPS"),
        ("penalties.xlsx", LOCKED, "密码"),
        ("penalties.xlsx", b"%PDF-1.4", "PDF"),
        ("penalties.parquet", TEXT.encode(), "文本"),
    ],
)
def test_a_file_that_is_not_what_its_ending_says_is_named_as_what_it_is(tmp_path, read, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    assert words in said(path, read) and "另存为" in said(path, read)


@pytest.mark.parametrize(("content", "words"), [(PAGE, "网页"), (XML_2003, "XML 表格"), (TEXT, "文本")])
def test_what_a_platform_exports_as_xls_is_named(tmp_path, content, words):
    path = tmp_path / "penalties.xls"
    path.write_text(content, "utf-8")
    assert words in said(path, delivered_files.read_tables)
    assert "旧版 Excel" in said(path, facts.load)


@READERS
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("penalties.et", "WPS 表格"),
        ("penalties.ods", "OpenDocument"),
        ("penalties.zip", "压缩包"),
        ("penalties.pdf", "PDF"),
        ("penalties.docx", "Word"),
    ],
)
def test_a_kind_that_is_not_read_says_to_save_as(tmp_path, read, name, words):
    (tmp_path / name).write_bytes(b"x")
    assert words in said(tmp_path / name, read) and "另存为” .xlsx" in said(tmp_path / name, read)


@READERS
@pytest.mark.parametrize("name", ["~$penalties.xlsx", ".~penalties.xlsx", ".~lock.penalties.xlsx#"])
def test_the_mark_of_an_open_workbook_says_to_close_the_program(tmp_path, read, name):
    (tmp_path / name).write_bytes(b"x")
    assert "关闭" in said(tmp_path / name, read)


def test_a_workbook_with_such_a_mark_beside_it_is_open(tmp_path):
    path = tmp_path / "figures.xlsx"
    assert not is_open_elsewhere(path)
    (tmp_path / "~$figures.xlsx").write_bytes(b"x")
    assert is_open_elsewhere(path)


def test_sound_files_pass(tmp_path):
    openpyxl.Workbook().save(tmp_path / "held.xlsx")
    (tmp_path / "held.csv").write_text("<5,城市\n", "utf-8")
    for name in ("held.xlsx", "held.csv"):
        check_file_name(tmp_path / name, (".csv", ".xlsx"))
        check_file_content(tmp_path / name)
