"""A check and a month's signatures in words, Chinese and English, by objects written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.problems import Problem
from analysis.signatures import KeptSignature, Role, SignedFile, Standing, Statement, Verification
from analysis.views import brief_sentences, signature_tables

REVIEWER = Role("审核人", "Reviewer")
SAID = Statement(
    "320281", "2021-03", "reviewed", {"reviewed": REVIEWER}, "2021-04-28T10:00:00+08:00", "ab" * 32, "", "2021-04-25",
    {"index.html": SignedFile("0" * 64, 9)}, {}, {}, (),
)  # fmt: skip


def texts(found, pinned=False, lang="zh"):
    return "\n".join(signature_tables.verification_texts(found, pinned, lang))


@pytest.mark.parametrize(
    ("expected", "pinned", "key"),
    [(True, True, "--key 指定的密钥"), (True, False, "本机"), (False, False, "请向签署单位核对")],
)
def test_a_genuine_one_says_who_when_and_how_sure_the_key_is(expected, pinned, key):
    said = texts(Verification("x", "genuine", SAID, "ab" * 32, expected), pinned)
    assert "逐字节相同" in said and "审核人于 2021-04-28T10:00:00+08:00 签署，共 1 个文件" in said
    assert key in said and "ab" * 32 in said


@pytest.mark.parametrize("verdict", ["altered", "foreign", "broken", "unsigned"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_other_verdict_has_its_own_sentence(verdict, lang):
    said = texts(
        Verification("copy", verdict, faults=(Problem("copy, index.html", "不同。", "It differs."),)), lang=lang
    )
    first, fault = said.splitlines()
    assert "copy" in first and ("不同" if lang == "zh" else "It differs") in fault
    assert "相符：" not in first and "Genuine:" not in first


def test_many_faults_are_counted_not_printed():
    faults = tuple(Problem(f"f{place}", "不同。", "It differs.") for place in range(100))
    said = texts(Verification("x", "altered", SAID, faults=faults))
    assert (
        said.count("不同。") == signature_tables.MOST_FILES and f"另有 {100 - signature_tables.MOST_FILES} 处" in said
    )
    assert signature_tables.fault_frame(Verification("x", "altered", faults=faults)).height == 100


def test_a_record_tells_unsigned_from_altered():
    record = signature_tables.verification_record(Verification("x", "unsigned"), "zh")
    assert (record["signed"], record["genuine"], record["state"]) == (False, False, None)


def test_the_signatures_of_a_month_and_a_damaged_one():
    damaged = KeptSignature(2, "filed", Path("x"), fault=Problem("x", "损坏", "damaged"))
    kept = (KeptSignature(1, "reviewed", Path("x"), SAID), damaged)
    table = signature_tables.signatures_table(kept, Standing("draft", (), "reviewed"), "zh")
    assert [row[:3] for row in table.rows] == [("1", "已审核", "审核人"), ("2", "已归档", "")]
    assert table.rows[1][-1].tone == "bad" and table.notes == ("状态：草稿（此前一份已审核，本份尚未审核）。",)
    assert signature_tables.signature_frame(kept)["sound"].to_list() == [True, False]


def test_a_month_never_signed_says_so():
    (table,) = signature_tables.since_tables((), Standing(), (), (), {}, "en")
    assert table.empty == "This month was never signed." and table.notes == ("State: draft.",)


@pytest.mark.parametrize(
    ("standing", "zh", "en"),
    [
        (Standing(), "状态：草稿。", "State: draft."),
        (Standing("reviewed", (("reviewed", REVIEWER),)), "状态：已审核（审核人审核）。", "reviewed by the Reviewer"),
        (Standing("draft", (), "filed"), "更正稿，尚未审核", "is its correction"),
    ],
)
def test_the_brief_s_sentence(standing, zh, en):
    assert zh in brief_sentences.standing_text(standing, "zh") and en in brief_sentences.standing_text(standing, "en")
