"""Data is never code: what could run, or reach outside, is refused by name."""

from __future__ import annotations

import pytest

from analysis.reports.safety import chart_faults, html_faults


@pytest.mark.parametrize(
    "text",
    [
        '<table class="small"><tr><th scope="row">1</th><td colspan="2">a &lt; b &amp; c</td></tr></table>',
        '<div lang="zh-CN"><p>一<br>二<b>三</b></p><a href="#overview">上</a></div>',
        '<img alt="" src="data:image/png;base64,iVBORw0KGgo=">',
        '<span style="color: #005a8c" aria-label="x" data-kind="y">文</span>',
        "no markup",
    ],
)
def test_plain_tables_and_texts_may_stand(text):
    assert html_faults(text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<SCRIPT SRC=//x.example></SCRIPT>", "<script>"),
        ("<b onclick='x()'>a</b>", "<b onclick>"),
        ("<a href='https://x.example'>a</a>", "<a href>"),
        ("<a href='java&#115;cript:x()'>a</a>", "<a href>"),
        ("<img src='https://x.example/p.png'>", "<img src>"),
        ("<img src='data:image/svg+xml;base64,AAAA'>", "<img src>"),
        ("<iframe srcdoc='x'></iframe>", "<iframe>"),
        ("<svg><use href='#a'/></svg>", "<svg>"),
        ("<style>@import '//x.example'</style>", "<style>"),
        ("<p style='background: url(//x.example)'>a</p>", "<p style>"),
        ("<form action='//x.example'></form>", "<form>"),
        ("<meta http-equiv='refresh'>", "<meta>"),
        ("<base href='//x.example'>", "<base>"),
        ("<!-- a -->", "<!-- -->"),
        ("<!DOCTYPE html>", "<!>"),
        ("<div>", "<div> (not closed)"),
        ("</div>", "</div>"),
        ("<b><i></b></i>", "</b>"),
        ("a <scr", "<"),
        ("<![CDATA[ a ]]>", "<"),
    ],
)
def test_what_could_run_or_reach_outside_is_named(text, named):
    assert any(named in en for _, en in html_faults(text)), html_faults(text)


def test_a_plain_chart_may_stand():
    assert (
        chart_faults({"data": [{"type": "heatmap"}, {"type": "treemap"}], "layout": {"title": {"text": "<b>a</b>"}}})
        == []
    )


@pytest.mark.parametrize(
    "figure",
    [
        {"data": [{"type": "bar", "text": ["<a href='//x.example'>a</a>"]}]},
        {"data": [{"type": "bar"}], "layout": {"title": {"text": "< a target=x>"}}},
        {"data": [{"type": "choropleth"}]},
        {"data": [{"type": "scattermap"}]},
        {"data": [{"type": "image", "source": "https://x.example/p.png"}]},
        {"data": [], "layout": {"images": [{"source": "//x.example/p.png"}]}},
        {"data": "none"},
        [],
    ],
)
def test_a_chart_with_links_maps_or_pictures_from_outside_may_not(figure):
    assert chart_faults(figure)
