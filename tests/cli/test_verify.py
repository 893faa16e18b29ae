"""`scorecard verify`: 0 for what was signed, 1 for all else, unsigned said apart; a user's mistake has no traceback."""

from __future__ import annotations

import json
import shutil

import pytest

from analysis import signatures
from analysis.reports import request
from signed_folders import CITY, MONTH, signed_folder


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "keys" / "key.pem"))
    return signed_folder(tmp_path / "副本")


def test_genuine_ends_with_0(scorecard, folder):
    ran = scorecard("verify", folder)
    assert (ran.code, ran.err) == (0, "") and "逐字节相同" in ran.out and "江阴市2021年3月，已审核" in ran.out


def test_a_changed_byte_ends_with_1_and_names_the_file(scorecard, folder):
    (folder / "index.html").write_bytes((folder / "index.html").read_bytes().replace(b"p", b"q"))
    ran = scorecard("verify", folder, "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["verdict"], told["genuine"], told["signed"]) == (1, "altered", False, True)
    assert [fault["where"].rpartition(", ")[2] for fault in told["faults"]] == ["index.html"]
    assert "index.html" in scorecard("verify", folder, "--format", "csv").out


def test_unsigned_is_said_apart(scorecard, folder):
    shutil.rmtree(folder / "signature")
    ran = scorecard("verify", folder, "--lang", "en")
    assert ran.code == 1 and ran.out.startswith("Unsigned:")


def test_a_pinned_key_is_asked_for(scorecard, folder, tmp_path):
    assert scorecard("verify", folder, "--key", signatures.public_path()).code == 0
    ran = scorecard("verify", folder, "--key", "0" * 64)
    assert ran.code == 1 and "不是 --key 指定的那一把" in ran.out


def test_a_month_is_checked_by_its_names(scorecard, tmp_path, monkeypatch):
    monkeypatch.setattr(request, "root", lambda: tmp_path)
    signed_folder(tmp_path / "reports" / CITY / MONTH)
    ran = scorecard("verify", "--city", "江阴市", "--month", "2021年3月")
    assert ran.code == 0 and "2021-03" in ran.err


@pytest.mark.parametrize("asked", [[], ["--city", "江阴"], ["x", "--city", "江阴"]])
def test_half_a_question_is_asked_back(scorecard, asked):
    ran = scorecard("verify", *asked)
    assert ran.code == 1 and "二者取一" in ran.err


@pytest.mark.parametrize("wrong", ["nowhere", "副本/index.html"])
def test_what_is_no_folder_has_no_traceback(scorecard, tmp_path, wrong):
    ran = scorecard("verify", tmp_path / wrong)
    assert ran.code == 1 and "Traceback" not in ran.err and wrong.rpartition("/")[2] in ran.err
