"""Cells that lead somewhere are texts like any other, and on a page links to their working, figure and back."""

from __future__ import annotations

import re

from analysis import views
from analysis.views import links
from analysis.views.view_objects import Table, TonedText, table_columns


def html_of(*cells):
    return Table("t", table_columns("甲", "乙"), (cells,), "zh")._repr_html_()


def test_a_linked_text_is_the_text_with_its_tone():
    text = links.linked_text(TonedText("未通过", "bad"), "a-1")
    assert (text, text.tone, text.leads) == ("未通过", "bad", (("未通过", "a-1"),))
    assert '<th scope="row" class="bad"><a href="#a-1">未通过</a></th>' in html_of(text, "")


def test_each_of_several_leads_to_its_own_place_and_text_is_escaped():
    several = links.LinkedText("<1>、2", (("<1>", "a-1"), ("2", "a-2")), between="、")
    shown = html_of("x", several)
    assert '<a href="#a-1">&lt;1&gt;</a>、<a href="#a-2">2</a>' in shown


def test_a_place_of_its_own_is_its_id():
    assert '<th scope="row" id="fact-a">名</th>' in html_of(links.LinkedText("名", anchor="fact-a"), "")


def test_a_cell_says_its_heading_for_narrow_pages():
    assert '<td data-head="乙">2</td>' in html_of("1", "2")


def test_working_and_figures_lead_to_each_other(card_of):
    card = card_of()
    page = views.working(card)._repr_html_() + views.source_tables.figures_used([card])._repr_html_()
    page = links.without_dead_links(page)
    places = re.findall(r'id="([^"]*)"', page)
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(places) and len(places) == len(set(places))
    assert links.clause_anchor(card.book.id, "1") in places and links.fact_anchor("joint_domains") in places


def test_figures_of_several_cards_stand_once_with_the_items_of_all(card_of):
    card = card_of()
    table, twice = views.source_tables.figures_used([card]), views.source_tables.figures_used([card, card])
    assert len(table.rows) == len(twice.rows) == len({row[0] for row in table.rows})
    assert len(twice.rows[0][-1].leads) == 2 * len(table.rows[0][-1].leads)


def test_a_link_to_nowhere_is_text():
    assert (
        links.without_dead_links('<p id="a"><a href="#a">x</a><a href="#b">y</a></p>')
        == '<p id="a"><a href="#a">x</a>y</p>'
    )


def test_totals_are_led_to_from_the_brief(card_of):
    card = card_of()
    assert f'id="{links.totals_anchor(card.book.id)}"' in views.totals(card)._repr_html_()


def test_in_a_sentence_what_leads_somewhere_is_linked_where_it_stands_else_after_it():
    said = links.LinkedText("得分 33.16 分。", (("33.16", "a"), ("计算过程", "b")))
    assert said.pieces() == [("得分 ", ""), ("33.16", "a"), (" 分。", "")]
    assert said.further() == [("计算过程", "b")]


def test_a_word_that_only_leads_on_goes_with_its_dead_link():
    assert links.without_dead_links('<p>x <a class="more" href="#gone">y</a></p>') == "<p>x</p>"


def test_points_of_groups_lead_to_their_clauses_and_back_to_the_totals(card_of):
    card = card_of()
    sections = dict.fromkeys(group.notebook for group in card.book.groups.values() if not group.parent)
    totals, tables = views.totals(card), [views.clauses(card, views.section(card, name)) for name in sections]
    anchors = [links.points_anchor(card.book.id, name) for name in sections]
    led = dict.fromkeys(lead[1] for row in totals.rows[1:] for lead in row[1].leads)
    assert list(led) == anchors == [table.anchor for table in tables]
    for points in tables:
        assert points.title.leads[0][1] == links.totals_anchor(card.book.id) == totals.anchor
    assert totals.under("甲").title.leads == totals.title.leads and totals.title.leads[0][1] == links.BRIEF


def test_a_working_leads_back_to_the_points_of_its_section(card_of):
    card = card_of()
    sections = {group.notebook for group in card.book.groups.values()}
    backs = {lead[1] for block in views.working(card).blocks for lead in block.back.leads}
    assert backs <= {links.points_anchor(card.book.id, name) for name in sections} and backs
