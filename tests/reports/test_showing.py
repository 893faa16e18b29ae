"""What of a cell is shown on a page: texts of the language, outputs, never code."""

from __future__ import annotations

import pytest
from nbformat import v4

from analysis.reports import showing
from analysis.views import stylesheet


def output(**data):
    named = {"html": "text/html", "plain": "text/plain", "markdown": "text/markdown", "png": "image/png"}
    return v4.new_output("display_data", data={named.get(kind, kind): content for kind, content in data.items()})


def shown(*outputs, lang="zh"):
    return [
        (piece.kind, piece.content)
        for piece in showing.cell_pieces(v4.new_code_cell("code", outputs=list(outputs)), lang)
    ]


def text(source, *tagged, lang="zh"):
    cell = v4.new_markdown_cell(source, metadata={"tags": list(tagged)})
    return "".join(piece.content for piece in showing.cell_pieces(cell, lang))


def test_texts_of_the_other_language_are_left_out():
    assert text("文", "zh") == text("文") == "<p>文</p>\n"
    assert text("words", "en") == ""
    assert text("words", "en", lang="en") == "<p>words</p>\n"


def test_headings_stand_below_the_page_title():
    assert text("# 一\n\n### 二") == "<h2>一</h2>\n<h4>二</h4>\n"


def test_raw_html_in_a_text_is_shown_as_text():
    assert text("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"


def test_links_and_pictures_of_a_text_lead_nowhere():
    assert text("[a](https://x.example) ![b](https://x.example/p.png) https://y.example") == (
        "<p>a b https://y.example</p>\n"
    )


def test_the_richest_form_of_an_output_is_shown():
    chart = {"data": [], "layout": {}}
    assert shown(output(**{"application/vnd.plotly.v1+json": chart, "html": "<p>a</p>", "plain": "a"})) == [
        ("chart", chart)
    ]
    assert shown(output(html="<p>a</p>", plain="a")) == [("html", "<p>a</p>")]
    assert shown(output(markdown="*a*")) == [("html", "<p><em>a</em></p>\n")]
    assert shown(output(plain="a")) == [("text", "a")]
    assert shown(output(png="iVBO\nRw0K")) == [("html", '<img alt="" src="data:image/png;base64,iVBORw0K">')]


def test_what_is_printed_is_shown_but_not_the_end_mark_nor_warnings():
    streams = [v4.new_output("stream", name=name, text=said) for name, said in (("stdout", "a\n"), ("stderr", "w\n"))]
    assert shown(*streams, output(plain="【完】section · small")) == [("text", "a")]


def test_the_stylesheet_is_on_the_page_already():
    assert shown(output(html=f"<style>\n{stylesheet()}</style>", plain="")) == []


@pytest.mark.parametrize("data", [{"html": "<script>x</script>"}, {"application/x": "1"}])
def test_what_a_page_cannot_show_is_a_fault(data):
    assert list(showing.unshowable_outputs(v4.new_code_cell("code", outputs=[output(**data)])))


def test_a_name_that_looks_like_markup_is_shown_as_it_is():
    assert shown(output(markdown="<script>x</script>")) == [("html", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n")]


def test_a_script_in_a_text_is_a_fault_but_not_in_its_code():
    assert list(showing.unshowable_outputs(v4.new_markdown_cell("a <script>x</script>")))
    assert list(showing.unshowable_outputs(v4.new_markdown_cell("a `<script>` b"))) == []
