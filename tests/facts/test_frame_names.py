"""Frames handed in under Chinese names give what the same frames give under the dictionary's own."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import facts, rulebooks, scorecards
from analysis.problems import InputError
from analysis.questions import coverage, decisions, goal

CITY, MONTH = "320281", "2021-03"
BOOK = rulebooks.load("hard-2019")
WIDE = made_up.cities(BOOK, 3, seed=4, missing=0.1)
HEADS = {"city": "城市", "month": "月份", "fact": "指标", "value": "数值"}


def chinese(frame, headings=True):
    """The frame with every fact, and every heading, under its Chinese name."""
    names = {name: fact.zh for name, fact in BOOK.dictionary.items()}
    if "fact" in frame.columns:
        frame = frame.with_columns(pl.col("fact").replace(names))
    called = {name: text for name, text in (HEADS | names if headings else names).items() if name in frame.columns}
    return frame.rename(called)


FORMS = {
    "wide": chinese(WIDE), "wide, English city and month": chinese(WIDE, headings=False),
    "long": chinese(made_up.long(WIDE)), "long, English headings": chinese(made_up.long(WIDE), headings=False),
}  # fmt: skip


@pytest.mark.parametrize("given", FORMS.values(), ids=list(FORMS))
@pytest.mark.parametrize("kind", ["polars", "lazy", "pandas"])
def test_scores_are_those_of_the_same_figures_under_their_own_names(given, kind):
    frame = {"polars": lambda: given, "lazy": given.lazy, "pandas": given.to_pandas}[kind]()
    assert scorecards.total(frame, BOOK).equals(scorecards.total(WIDE, BOOK))
    assert scorecards.score(frame, BOOK).equals(scorecards.score(WIDE, BOOK))


@pytest.mark.parametrize("given", FORMS.values(), ids=list(FORMS))
def test_cards_and_questions_take_them_too(given):
    city, own = WIDE["city"][0], made_up.long(WIDE)
    ends = [
        (scorecards.card(frame, BOOK, city, MONTH).total(), coverage.by_fact(frame, [BOOK], city, MONTH).rows())
        for frame in (given, own)
    ]
    assert ends[0] == ends[1]
    sought = [goal.seek(frame, BOOK, city, MONTH, "信易+实施领域数", 30) for frame in (given, own)]
    assert len({(found.before, found.needed, found.after) for found in sought}) == 1


def test_the_months_decision_takes_a_wide_frame_under_chinese_names():
    found = [decisions.month_decision(frame, ["hard-2019"], WIDE["city"][0], MONTH) for frame in (chinese(WIDE), WIDE)]
    assert found[0].lacking.equals(found[1].lacking) and found[0].undecided.equals(found[1].undecided)


def test_an_unknown_name_offers_the_near_one_in_either_language():
    with pytest.raises(InputError, match="信易贷放款金"):
        scorecards.total(made_up.row(joint_domains=1.0).with_columns(信易贷放款金=1.0), BOOK)
    for name, near in (("信易贷放款金", "信易贷放款金额"), ("xinyidai_loan", "xinyidai_loans")):
        rows = {"city": [CITY], "month": [MONTH], "fact": [name], "value": [1.0]}
        for frame in (pl.DataFrame(rows), made_up.row(**{name: 1.0})):
            with pytest.raises(InputError, match=f"是否想写“{near}”"):
                scorecards.total(frame, BOOK)


def test_two_columns_of_one_fact_are_refused_wide_and_long():
    wide = made_up.row(joint_domains=1.0).with_columns(联合奖惩领域数=2.0)
    with pytest.raises(InputError, match="请只留一列"):
        scorecards.total(wide, BOOK)
    long = {"city": [CITY] * 2, "month": [MONTH] * 2, "fact": ["joint_domains", "联合奖惩领域数"], "value": [1.0, 2.0]}
    with pytest.raises(InputError, match="主键重复"):
        scorecards.total(pl.DataFrame(long), BOOK)


def test_text_that_is_no_number_is_told_of_and_frames_by_their_own_names_stay_as_they_are():
    with pytest.raises(InputError, match="不符合类型"):
        facts.long_facts(made_up.row().with_columns(联合奖惩领域数=pl.lit("约四十")))
    plain = made_up.long(WIDE)
    assert facts.named_columns(plain, BOOK.dictionary) is plain
    assert facts.named_facts(plain, BOOK.dictionary) is plain
