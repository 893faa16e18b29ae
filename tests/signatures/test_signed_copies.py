"""A ZIP archive of a signed folder is checked without unpacking it, however it was packed."""

from __future__ import annotations

import stat
import zipfile

import pytest

from analysis import signatures
from analysis.problems import InputError
from analysis.signatures import PARTS, signed_copies
from signed_folders import CONTENT


def packed(folder, target, top="", skip=(), **more):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            if name not in skip:
                archive.writestr(f"{top}{name}", path.read_bytes())
        for name, content in more.items():
            archive.writestr(f"{top}{name}", content)
    return target


@pytest.mark.parametrize("top", ["", "2021-03/", "江阴/2021-03/"])
def test_an_archive_of_the_folder_is_genuine(folder, tmp_path, top):
    assert signatures.verify_copy(packed(folder, tmp_path / "it.zip", top)).genuine


@pytest.mark.parametrize("name", [*CONTENT, *PARTS])
def test_what_is_left_out_of_an_archive_is_named(folder, tmp_path, name):
    found = signatures.verify_copy(packed(folder, tmp_path / "it.zip", "2021-03/", skip=(name,)))
    assert [problem.where.rpartition(", ")[2] for problem in found.faults] == [name]


def test_what_was_added_to_an_archive_is_named(folder, tmp_path):
    found = signatures.verify_copy(packed(folder, tmp_path / "it.zip", added=b"x"))
    assert (found.verdict, found.faults[0].where.endswith(", added")) == ("altered", True)


def test_every_byte_of_the_files_counts_in_an_archive_too(folder, tmp_path):
    """What a byte of the archive carries may be a date or another unused part: then the files are the same still."""
    path = packed(folder, tmp_path / "it.zip")
    before, found = path.read_bytes(), []
    for place in range(0, len(before), 3):
        path.write_bytes(before[:place] + bytes([before[place] ^ 0x41]) + before[place + 1 :])
        try:
            genuine = signatures.verify_copy(path).genuine
        except InputError:
            continue
        assert not genuine or _content(path) == _content_of(folder), place
        found.append(genuine)
    assert found.count(False) > len(found) / 2


def _content(path):
    try:
        with zipfile.ZipFile(path) as archive:
            return {member.filename: archive.read(member) for member in archive.infolist()}
    except signed_copies.BROKEN:
        return None


def _content_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_files_of_one_name_are_not_called_genuine(folder, tmp_path):
    path = packed(folder, tmp_path / "it.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("index.html", b"another")
    found = signatures.verify_copy(path)
    assert found.verdict == "altered" and "同名" in found.faults[0].zh


def test_a_link_in_an_archive_is_no_file(folder, tmp_path):
    path = packed(folder, tmp_path / "it.zip", skip=("index.html",))
    link = zipfile.ZipInfo("index.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, CONTENT["index.html"])
    assert "链接" in signatures.verify_copy(path).faults[0].zh


def test_a_bomb_is_not_unpacked(folder, tmp_path):
    """A gigabyte of nothing in place of a page is known by the size it claims; nothing of it is read."""
    path = packed(folder, tmp_path / "it.zip", skip=("index.html",))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("index.html", "w", force_zip64=True) as file,
    ):
        for _ in range(256):
            file.write(bytes(1 << 20))
    found = signatures.verify_copy(path)
    assert "268,435,456" in found.faults[0].zh


def test_names_in_gbk_are_read_as_they_were_meant(folder, tmp_path):
    """As the packer of a Chinese Windows writes them: in GBK, without saying so."""
    path = packed(folder, tmp_path / "it.zip", skip=("盖章件.pdf",))

    class Unsaid(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return self.filename.encode("gb18030"), 0

    member = Unsaid("盖章件.pdf")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, CONTENT["盖章件.pdf"])
    assert signatures.verify_copy(path).genuine


def test_an_unsigned_archive_is_unsigned(folder, tmp_path):
    assert signatures.verify_copy(packed(folder, tmp_path / "it.zip", skip=PARTS)).verdict == "unsigned"


def test_a_damaged_archive_is_a_users_mistake(tmp_path):
    (tmp_path / "it.zip").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(InputError, match="ZIP"):
        signatures.verify_copy(tmp_path / "it.zip")
