"""The card in three sentences."""

from __future__ import annotations

from analysis import views


def test_three_sentences_say_verdict_losses_and_gaps(card_of):
    outcome, losses, gaps = views.brief(card_of(township_plan=0)).paragraphs
    assert outcome.startswith("江阴市2021年3月按《小规则集》评定，未通过（1 项一票否决指标未达标），其中")
    assert "在 3.00–8.00 之间，满分合计 9（文件未载明总分）" in outcome
    assert "按“试算”参考测算（非国家评分）为 6.00，不计入得分。" in outcome
    assert losses.startswith("失分最多的是第1.1项“领域")
    assert "可能失分最多的是第2项“占比”（至多 5.00）" in losses
    assert gaps == "1 项基准值国家未公布；1 项因此暂不能评定；1 项的公式为假定。"


def test_the_brief_speaks_english_too(card_of):
    text = repr(views.brief(card_of(), "en"))
    assert "Jiangyin (江阴市), March 2021" in text
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.replace("江阴市", ""))


def test_a_brief_with_a_script_shows_it_as_text(card_of):
    assert "<script" not in views.brief(card_of())._repr_html_()


def test_clauses_that_pay_about_half_at_their_target_are_named_with_what_they_pay(sample_card):
    losses = views.brief(sample_card).paragraphs[1]
    assert "只得约一半分值的有14.1（1/2）、14.2（1/2）、15（1.5/3）、16（1/2）、17（2.5/4）、18.1（3/6）。" in losses
    assert "不得满分的有19.2（2/2.4）" in losses


def test_estimated_figures_are_said_not_to_be_the_city_s_own(sample_card):
    assert "项为估算。估算数不是报送数，结果不代表该市的真实成绩。" in views.brief(sample_card).paragraphs[2]
