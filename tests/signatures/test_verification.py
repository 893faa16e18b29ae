"""What was signed is genuine wherever it lies; whatever else is done to it is found, and said of the right file.

The truth is what each test does to a folder; openssl, another implementation, checks what is signed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import signatures
from analysis.problems import InputError
from analysis.signatures import PARTS
from analysis.signatures.signed_copies import FolderCopy
from signed_folders import CITY, CONTENT, MONTH, signed_folder, written

EVERY = (*CONTENT, *PARTS)
SAMPLED = 97


def verdict(path, pin=""):
    return signatures.verify_copy(path, pin).verdict


def said(path, pin=""):
    found = signatures.verify_copy(path, pin)
    assert not found.genuine
    return [(problem.where.rpartition(", ")[2], problem.zh) for problem in found.faults]


def test_as_it_was_signed_it_is_genuine_anywhere(folder, tmp_path):
    found = signatures.verify_copy(folder)
    assert (found.genuine, found.expected, found.faults) == (True, True, ())
    assert (found.statement.role.zh, len(found.statement.files)) == ("审核人", len(CONTENT))
    shutil.copytree(folder, tmp_path / "another disk" / "收到的")
    assert verdict(tmp_path / "another disk" / "收到的") == "genuine"


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_another_implementation_finds_the_signature_good_too(folder):
    statement, signature, key = (folder / name for name in PARTS)
    asked = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        key,
        "-rawin",
        "-in",
        statement,
        "-sigfile",
        signature,
    ]
    assert subprocess.run(asked, capture_output=True, timeout=60).returncode == 0
    statement.write_bytes(statement.read_bytes().replace(b"reviewed", b"reviewee", 1))
    assert subprocess.run(asked, capture_output=True, timeout=60).returncode != 0


@pytest.mark.parametrize("name", [name for name in EVERY if name != "empty.txt"])
def test_every_byte_counts(folder, name):
    """Each byte of a small file, every 97th of a large one, with one bit turned and with all of them."""
    path = folder / name
    before = path.read_bytes()
    step = 1 if len(before) <= 150 else SAMPLED
    for place in [*range(0, len(before), step), len(before) - 1]:
        for turned in (0x01, 0x80, 0xFF):
            path.write_bytes(before[:place] + bytes([before[place] ^ turned]) + before[place + 1 :])
            assert verdict(folder) in ("altered", "broken", "foreign"), (name, place, turned)
    path.write_bytes(before)
    assert verdict(folder) == "genuine"


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("changed", [lambda it: it + b"\n", lambda it: it[:-1] or b"x", lambda it: b" " + it])
def test_nothing_can_be_added_to_a_file_or_cut_from_it(folder, name, changed):
    (folder / name).write_bytes(changed((folder / name).read_bytes()))
    faults = said(folder)
    assert faults and (name in PARTS or [where for where, _ in faults] == [name])


@pytest.mark.parametrize("name", EVERY)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    assert [where for where, _ in said(folder)] == [name]


def test_a_renamed_file_is_told_from_a_missing_and_an_added_one(folder):
    (folder / "盖章件.pdf").rename(folder / "盖章件 (1).pdf")
    assert said(folder) == [("盖章件.pdf → 盖章件 (1).pdf", "文件改了名。")]


@pytest.mark.parametrize("name", ["new.txt", "notebooks/new.ipynb", "a/b/c.txt", ".DS_Store", "signature/notes.txt"])
def test_an_added_file_is_named(folder, name):
    written(folder, {name: b"x"})
    assert said(folder) == [(name, "签署时没有这个文件，是后来添加的。")]


def test_folders_nested_beyond_all_sense_are_told_of_and_not_followed(folder):
    at = folder
    for _ in range(400):
        at = at / "a"
    at.mkdir(parents=True)
    ((where, zh),) = said(folder)
    assert where.startswith("a/a/") and zh == "无法读取，不能证明与签署时相同。"


def test_two_files_swapped_are_both_named(folder):
    one, two = folder / "index.html", folder / "scorecard.csv"
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    assert sorted(where for where, _ in said(folder)) == ["index.html", "scorecard.csv"]


@pytest.mark.skipif(os.name == "nt", reason="links, pipes and modes of POSIX")
def test_links_pipes_and_empty_folders_are_no_files(folder, tmp_path):
    (tmp_path / "same.html").write_bytes((folder / "index.html").read_bytes())
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(tmp_path / "same.html")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    (folder / "void").mkdir()
    found = dict(said(folder))
    assert found.keys() == {"index.html", "loop", "pipe", "void/"}
    assert "链接" in found["index.html"] and "链接" in found["loop"] and "空文件夹" in found["void/"]


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_signature_that_is_a_link_is_none(folder, tmp_path, name):
    shutil.move(folder / name, tmp_path / "part")
    (folder / name).symlink_to(tmp_path / "part")
    assert verdict(folder) == "broken"


def test_what_cannot_be_read_is_not_called_genuine(folder, monkeypatch):
    opened = FolderCopy.opened

    def refused(copy, name):
        if name == "index.html":
            raise PermissionError(13, "Permission denied")
        return opened(copy, name)

    monkeypatch.setattr(FolderCopy, "opened", refused)
    assert said(folder) == [("index.html", "无法读取，不能证明与签署时相同。")]


def test_without_a_signature_it_is_unsigned_and_said_apart(folder):
    shutil.rmtree(folder / "signature")
    found = signatures.verify_copy(folder)
    assert (found.verdict, found.faults) == ("unsigned", ())


def test_another_folder_s_signature_does_not_fit(folder, tmp_path):
    other = signed_folder(tmp_path / "other", {**CONTENT, "index.html": b"other"})
    shutil.copy(other / PARTS[1], folder / PARTS[1])
    assert said(folder)[0][1].startswith("签名与所签内容")
    for name in PARTS:
        shutil.copy(other / name, folder / name)
    assert [where for where, _ in said(folder)] == ["index.html"]


def test_another_key_is_found_at_home_and_where_a_key_is_named(folder, tmp_path, monkeypatch):
    """Somebody changes the page and signs anew, with a key of their own."""
    pin = signatures.own_fingerprint()
    forged = shutil.copytree(folder, tmp_path / "forged")
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "theirs" / "key.pem"))
    signed_folder(forged, {**CONTENT, "index.html": b"100"})
    assert verdict(forged) == "genuine", "for who holds that key"
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "keys" / "key.pem"))
    assert verdict(forged) == "foreign" and "另一把密钥" in said(forged)[0][1]
    assert verdict(forged, pin) == "foreign" and verdict(folder, pin) == "genuine"


def test_where_no_key_is_known_this_is_said(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "none" / "key.pem"))
    found = signatures.verify_copy(folder)
    assert found.genuine and not found.expected
    assert not (tmp_path / "none").exists(), "checking makes no key"


def test_a_key_swapped_for_another_is_found(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "theirs" / "key.pem"))
    other = signed_folder(tmp_path / "other")
    shutil.copy(other / PARTS[2], folder / PARTS[2])
    assert verdict(folder) == "altered", "with nothing but the swapped key known"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", b'{"format": NaN}'])
def test_whatever_is_signed_instead_of_a_statement_is_refused_without_a_traceback(folder, content):
    from analysis.signatures import signing_keys

    signature, key = signing_keys.sign_bytes(content)
    written(folder, dict(zip(PARTS, (content, signature, key), strict=True)))
    assert verdict(folder) == "broken"


def test_a_huge_file_is_not_read(folder, monkeypatch):
    """Only what has the size that was signed is hashed; a part of the signature is never read beyond its limit."""
    with (folder / "index.html").open("r+b") as file:
        file.truncate(10**12)
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(10**12)
    assert sorted(where for where, _ in said(folder)) == ["huge.bin", "index.html"]
    with (folder / PARTS[0]).open("r+b") as file:
        file.truncate(10**12)
    assert verdict(folder) == "broken"


@pytest.mark.parametrize("wrong", ["nowhere", "index.html", "/dev/null"])
def test_what_is_no_folder_is_a_users_mistake(folder, wrong):
    with pytest.raises(InputError) as error:
        signatures.verify_copy(folder / wrong)
    assert "路径" in str(error.value) or "报告文件夹" in str(error.value)


def test_names_that_hide_something_are_shown_plain(folder):
    for name in ("a\nb.txt", "\x1b[31mred", "\u202egnp.exe", "13912345678.txt"):
        written(folder, {name: b"x"})
    shown = "".join(where for where, _ in said(folder))
    assert "\n" not in shown and not {"\x1b", "\u202e"} & set(shown) and "13912345678" not in shown


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_a_name_that_is_no_text_is_shown_too(folder):
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt"))).write_bytes(b"x")
    assert said(folder)[0][0] == "\\udcff.txt"


def test_a_months_folder_is_held_against_its_kept_signatures(home):
    place = signed_folder(home / "reports" / CITY / MONTH)
    signatures.adopt_signature(place, CITY, MONTH)
    assert signatures.verify_month(CITY, MONTH, place).genuine
    assert signatures.verify_month(CITY, "2021-04", place).verdict == "altered", "another month's report"
    shutil.rmtree(place / "signature")
    found = signatures.verify_month(CITY, MONTH, place)
    assert found.verdict == "altered" and "已被移走" in found.faults[0].zh
    (place / "manifest.json").write_bytes(b"{}")
    found = signatures.verify_month(CITY, MONTH, place)
    assert found.verdict == "unsigned" and "重新发布" in found.remarks[0].zh


def test_an_older_signature_put_back_is_remarked(home, tmp_path):
    place = signed_folder(home / "reports" / CITY / MONTH)
    signatures.adopt_signature(place, CITY, MONTH)
    older = shutil.copytree(place, tmp_path / "older")
    (first,) = signatures.kept_signatures(CITY, MONTH)
    signed_folder(place, {**CONTENT, "manifest.json": b"{}"}, state="filed", previous=first.sha256)
    signatures.adopt_signature(place, CITY, MONTH)
    found = signatures.verify_month(CITY, MONTH, older)
    assert found.genuine and "不是这个月最近的一份" in found.remarks[0].zh


changes = st.one_of(
    st.tuples(st.just("flip"), st.sampled_from(EVERY), st.integers(0, 10**6), st.integers(1, 255)),
    st.tuples(st.just("cut"), st.sampled_from(EVERY), st.integers(0, 10**6), st.just(0)),
    st.tuples(st.just("insert"), st.sampled_from(EVERY), st.integers(0, 10**6), st.integers(0, 255)),
    st.tuples(st.just("remove"), st.sampled_from(EVERY), st.just(0), st.just(0)),
    st.tuples(st.just("rename"), st.sampled_from(EVERY), st.integers(0, 99), st.just(0)),
    st.tuples(st.just("add"), st.sampled_from(["new", "notebooks/x", "signature/y"]), st.integers(0, 99), st.just(0)),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, max_size=4))
def test_a_folder_is_genuine_just_where_its_files_are_the_same(folder, done):
    """Any few changes, some of which may undo each other: the files themselves are the truth."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(folder, Path(place) / "copy"))
        for change in done:
            _do(copy, *change)
        assert (verdict(copy) == "genuine") == (_files(copy) == _files(folder))


def _do(folder, what, name, place, byte):
    path = folder / name
    if what == "add":
        written(folder, {f"{name}{place}": bytes([place])})
    elif not path.is_file():
        return
    elif what == "remove":
        path.unlink()
    elif what == "rename":
        path.rename(path.with_name(f"{path.name}{place}"))
    else:
        content = path.read_bytes()
        place %= len(content) or 1
        rest = {"flip": content[place : place + 1], "cut": b"", "insert": bytes([byte])}[what]
        turned = bytes(each ^ byte for each in rest) if what == "flip" else rest
        path.write_bytes(content[:place] + turned + content[place + (what != "insert") :])


def _files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
