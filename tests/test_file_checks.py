"""Files from outside, looked over before they are read."""

import zipfile

import pytest

from analysis.file_checks import MOST_MEMBERS, check_workbook_archive, decoded_text
from analysis.problems import InputError

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
