"""The card in three sentences."""

from __future__ import annotations

from analysis import views


def test_three_sentences_say_verdict_losses_and_gaps(card_of):
    outcome, losses, gaps = views.brief(card_of(township_plan=0)).paragraphs
    assert "江阴市2021年3月按《小规则集》计：" in outcome
    assert "一票否决" in outcome
    assert "在 3.00–8.00 之间，满分合计 9（原文未印总分）" in outcome
    assert "工作假定情景“试算”下为 6.00，不是国家评分。" in outcome
    assert losses.startswith("失分最多的是 1.1 领域")
    assert "可能失分最多的是 2 占比（至多 5.00）" in losses
    assert gaps == "1 项基准没有公布、留空；1 条因此未定；1 条的公式为假定。"


def test_the_brief_speaks_english_too(card_of):
    text = repr(views.brief(card_of(), "en"))
    assert "Jiangyin, March 2021" in text
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_a_brief_with_a_script_shows_it_as_text(card_of):
    assert "<script" not in views.brief(card_of())._repr_html_()
