"""`scorecard sign`: what a user sees, exit codes, and that a person's name goes nowhere."""

from __future__ import annotations

import pytest

from analysis import reports, signatures
from analysis.problems import Problem
from analysis.reports import signing
from signed_folders import CITY, MONTH, signed_folder

ASKED = ("--city", "江阴", "--month", "2021-03")


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "keys" / "key.pem"))


def test_it_says_the_state_and_where_the_public_key_lies(scorecard, tmp_path, monkeypatch):
    folder = signed_folder(tmp_path / CITY / MONTH)
    monkeypatch.setattr(signing, "sign_month", lambda *_: folder)
    ran = scorecard("sign", *ASKED, "--as", "reviewed", "--role", "审核人")
    assert (ran.code, ran.err) == (0, "")
    assert (
        "状态：已审核（审核人审核）。" in ran.out and signatures.own_fingerprint() in ran.out and "key.pub" in ran.out
    )


def test_a_name_ends_with_1_and_is_not_repeated(scorecard):
    ran = scorecard("sign", *ASKED, "--as", "reviewed", "--role", "张三丰")
    assert ran.code == 1 and "不写姓名" in ran.err and "张三丰" not in ran.err + ran.out


def test_without_a_report_it_ends_with_1(scorecard, tmp_path, monkeypatch):
    monkeypatch.setattr(signing, "own_place", lambda *_: tmp_path / "nothing")
    ran = scorecard("sign", *ASKED, "--as", "已审核", "--role", "审核人")
    assert ran.code == 1 and "还没有已发布的报告" in ran.err and "Traceback" not in ran.err


def test_another_process_at_it_ends_with_3(scorecard, monkeypatch):
    def taken(*_asked):
        raise reports.ReportError([Problem("x", "另一个进程正在生成这份报告。", "Another process is making it.")])

    monkeypatch.setattr(signing, "sign_month", taken)
    ran = scorecard("sign", *ASKED, "--as", "reviewed", "--role", "审核人")
    assert ran.code == 3 and "另一个进程" in ran.err
