"""Kept signatures: added once each, numbered, chained; a lost or damaged one is told of."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis import signatures
from signed_folders import CITY, CONTENT, MONTH, signed_folder


@pytest.fixture
def place(home):
    return home / "reports" / CITY / MONTH


def sign(place, state="reviewed", previous="", **content):
    shutil.rmtree(place, ignore_errors=True)
    signed_folder(place, {**CONTENT, **content}, state=state, previous=previous)
    signatures.adopt_signature(place, CITY, MONTH)
    return signatures.kept_signatures(CITY, MONTH)[-1]


def test_each_is_kept_once_and_in_order(place):
    first = sign(place)
    signatures.adopt_signature(place, CITY, MONTH)
    sign(place, "filed", first.sha256, added=b"x")
    kept = signatures.kept_signatures(CITY, MONTH)
    assert [(each.number, each.state, each.fault) for each in kept] == [(1, "reviewed", None), (2, "filed", None)]


def test_of_a_filed_report_the_whole_is_kept_and_can_be_checked(place):
    kept = sign(place, "filed")
    shutil.rmtree(place)
    assert signatures.verify_copy(kept.folder / "report.zip").genuine


def test_several_at_once_lose_nothing(home, tmp_path):
    """Eight signed reports of one month, kept by threads at once: each is there once, under a number of its own."""
    folders = [signed_folder(tmp_path / str(place), {**CONTENT, "a": bytes([place])}) for place in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda folder: signatures.adopt_signature(folder, CITY, MONTH), folders * 2))
    kept = signatures.kept_signatures(CITY, MONTH)
    assert [each.number for each in kept] == list(range(1, 9)) and len({each.sha256 for each in kept}) == 8


@pytest.mark.parametrize("name", ["statement.json", "statement.sig", "public-key.pem"])
def test_a_damaged_one_is_told_of_and_not_used(place, name):
    kept = sign(place)
    content = (kept.folder / name).read_bytes()
    (kept.folder / name).write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    (found,) = signatures.kept_signatures(CITY, MONTH)
    assert found.statement is None and "损坏" in found.fault.zh


def test_one_that_was_taken_out_is_missed(place):
    first = sign(place)
    two = sign(place, "filed", first.sha256, added=b"x")
    sign(place, "reviewed", two.sha256, added=b"y")
    shutil.rmtree(two.folder)
    assert [bool(each.fault) for each in signatures.kept_signatures(CITY, MONTH)] == [False, True]


def test_the_first_one_taken_out_is_missed_too(place):
    first = sign(place)
    sign(place, "filed", first.sha256, added=b"x")
    shutil.rmtree(first.folder)
    assert "不相接" in signatures.kept_signatures(CITY, MONTH)[0].fault.zh


def test_what_does_not_hold_or_is_of_another_month_is_not_kept(place):
    signed_folder(place)
    signatures.adopt_signature(place, CITY, "2021-04")
    (place / "signature" / "statement.sig").write_bytes(bytes(64))
    signatures.adopt_signature(place, CITY, MONTH)
    assert signatures.kept_signatures(CITY, MONTH) == signatures.kept_signatures(CITY, "2021-04") == ()


def test_what_a_killed_writer_left_is_cleared_away(place):
    kept = sign(place)
    (kept.folder.parent / ".new-left" / "signature").mkdir(parents=True)
    sign(place, "filed", kept.sha256, added=b"x")
    assert sorted(path.name for path in kept.folder.parent.iterdir()) == ["0001.reviewed", "0002.filed"]
