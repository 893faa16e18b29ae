"""Posts sign, persons do not: what is not in the list is neither taken nor repeated."""

from __future__ import annotations

import pytest

from analysis import signatures
from analysis.problems import InputError


@pytest.mark.parametrize("text", ["审核人", " 审 核 人 ", "Reviewer", "REVIEWER"])
def test_a_post_is_known_by_either_name(text):
    assert signatures.role_named(text).zh == "审核人"


@pytest.mark.parametrize("text", ["张三", "欧阳修", "Zhang San", "审核人张三", "320281198001011234", "13912345678", ""])
def test_names_and_numbers_are_refused_and_not_shown(text):
    with pytest.raises(InputError) as error:
        signatures.role_named(text)
    said = str(error.value)
    assert "不写姓名" in said and "归档人" in said and (not text or text not in said)


def test_a_near_one_is_offered():
    with pytest.raises(InputError, match="是否想写“审核人”"):
        signatures.role_named("审核员")


def test_an_office_can_add_its_own(home):
    with (home / "params" / "signing.toml").open("a", encoding="utf-8") as file:
        file.write('[[role]]\nzh = "信用办主任"\nen = "Head of the credit office"\n')
    assert signatures.role_named("信用办主任").en == "Head of the credit office"


@pytest.mark.parametrize(
    "wrong", ['[[role]]\nzh = "甲"\n', '[[role]]\nzh = "电话13912345678"\nen = "x"\n', "[[role]\n", 'role = "x"\n']
)
def test_a_list_at_fault_is_told_by_its_file(home, wrong):
    (home / "params" / "signing.toml").write_text(wrong, "utf-8")
    with pytest.raises(InputError, match=r"params/signing\.toml"):
        signatures.signing_roles()
