"""`scorecard signatures`: a month's signatures, and what changed since, as table and as JSON."""

from __future__ import annotations

import json
import shutil

import pytest

from analysis import signatures
from signed_folders import CITY, MONTH, signed_folder
from small_projects import ROOT, build

ASKED = ("signatures", "--city", "江阴", "--month", "2021-03")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "keys" / "key.pem"))
    (tmp_path / "home").mkdir()
    shutil.copytree(ROOT / "params" / "scenarios", tmp_path / "home" / "params" / "scenarios")
    return build(tmp_path / "home").home


def test_a_month_never_signed(scorecard, home):
    ran = scorecard(*ASKED)
    assert (ran.code, ran.err) == (0, "") and "这个月没有签署过" in ran.out and "这个月还没有已发布的报告" in ran.out


def test_what_changed_since_is_listed(scorecard, home):
    place = signed_folder(home / "reports" / CITY / MONTH)
    signatures.adopt_signature(place, CITY, MONTH)
    (place / "new.txt").write_bytes(b"x")
    ran = scorecard(*ASKED)
    assert "签署以后变动的文件（1 个）" in ran.out and "new.txt" in ran.out and "评分卡已损坏或不在了" in ran.err
    told = json.loads(scorecard(*ASKED, "--format", "json").out)
    assert (told["state"], told["signatures"][0]["role"]) == ("reviewed", "审核人")
    assert scorecard(*ASKED, "--format", "csv").out.splitlines()[1].startswith("1,reviewed,审核人,2021-04-28")
