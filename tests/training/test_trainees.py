"""Pseudonyms: safe, and no persons."""

from __future__ import annotations

import pytest

from analysis.problems import InputError
from analysis.training import trainees


@pytest.mark.parametrize(
    ("said", "kept"), [("海棠", "海棠"), (" 海 棠 ", "海 棠"), ("Ａ组-3", "A组-3"), ("梅·二", "梅·二")]
)
def test_a_pseudonym_is_kept_plain(said, kept):
    assert trainees.pseudonym(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "",
        "  ",
        "../../etc",
        "a/b",
        "a\\b",
        "C:",
        "con.txt",
        "a\0b",
        "<b>",
        "=1+1",
        "名" * 17,
        "a\nb\tc/",
        "x_y",
        "|",
        "a*",
    ],
)
def test_nothing_of_a_path_or_of_markup(said):
    with pytest.raises(InputError, match="化名"):
        trainees.pseudonym(said)


@pytest.mark.parametrize(
    "said",
    ["320281199001011234", "13812345678", "３２０２８１１９９００１０１１２３４", "张三138 1234 5678", "12-34-56-78"],
)
def test_no_identity_or_telephone_number_and_none_is_repeated(said):
    with pytest.raises(InputError) as refused:
        trainees.pseudonym(said)
    assert "1234" not in refused.value.text() and "12-34" not in refused.value.text()


def test_the_mark_is_of_the_name_and_tells_nothing_of_it():
    assert trainees.file_prefix("海棠") == trainees.file_prefix(" 海棠 ") != trainees.file_prefix("海棠2")
    assert set(trainees.file_prefix("海棠")) <= set("0123456789abcdef") and len(trainees.file_prefix("海棠")) == 16
