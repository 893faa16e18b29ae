"""The page stands alone: its own scripts by their hashes, no address, data that can't become markup."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re

import pytest
from nbformat import v4
from plotly.offline import get_plotlyjs

from analysis import rulebooks, scenarios
from analysis.reports import heads
from analysis.reports.pages import PageHead, page_html, page_section

HEAD = PageHead("<江阴> 2021-03", (("数据", "a <b>"),))
FIGURE = {"data": [{"type": "bar", "y": [1], "text": ["</script><script>x()</script><!--"]}], "layout": {"height": 300}}


def notebook(*outputs):
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# 概览 & 结论", metadata={"tags": ["zh"]}),
            v4.new_markdown_cell("# Overview", metadata={"tags": ["en"]}),
            v4.new_code_cell("secret_code()", outputs=[v4.new_output("display_data", data=data) for data in outputs]),
        ]
    )


def page_of(*outputs, lang="zh"):
    return page_html(HEAD, [page_section("overview", "", notebook(*outputs), lang)], lang)


def chart(**data):
    return {"application/vnd.plotly.v1+json": FIGURE, **data}


def scripts(text):
    return re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)


def library(text):
    """The charts' library as the page unpacks it."""
    packed = re.search(r'<script type="application/octet-stream" id="library">(.*?)</script>', text)[1]
    return gzip.decompress(base64.b64decode(packed)).decode()


def test_no_code_and_every_text_escaped():
    text = page_of({"text/plain": "<script>x()</script>"})
    assert "secret_code" not in text
    assert "<title>&lt;江阴&gt; 2021-03</title>" in text
    assert "&lt;script&gt;x()&lt;/script&gt;" in text
    assert len(scripts(text)) == 1 and "x()" not in scripts(text)[0]


def test_only_the_pages_own_scripts_may_run():
    text = page_of(chart())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    run = [library(text), *scripts(text)]
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in run]
    assert len(digests) == 2
    assert f"script-src 'sha256-{digests[0]}' 'sha256-{digests[1]}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe-eval" not in policy and "http" not in policy


def test_a_page_without_charts_runs_its_own_script_alone():
    text = page_of({"text/html": "<p>a</p>"})
    assert len(scripts(text)) == 1 and "unfoldAround" in scripts(text)[0] and "octet-stream" not in text
    assert len(text) < 100_000


def test_the_library_is_that_of_the_package_packed():
    text = page_of(chart())
    assert library(text) == get_plotlyjs() and len(text) < 3_000_000


def test_a_charts_data_cannot_end_its_script():
    text = page_of(chart(), chart())
    charts = re.findall(r'<script type="application/json" data-chart="(chart-\d)">(.*?)</script>', text)
    assert [name for name, _ in charts] == ["chart-1", "chart-2"]
    assert all(json.loads(data) == FIGURE for _, data in charts)
    assert re.search(r'id="chart-1" role="img" aria-label="[^"]*" style="height:300px"', text)


def test_nothing_outside_is_linked_or_loaded():
    text = page_of(chart(), {"text/html": "<p>a</p>"})
    for script in [*scripts(text), re.search(r'id="library">(.*?)</script>', text)[1]]:
        text = text.replace(script, "")
    assert not re.findall(r"https?:|//\w", text)
    assert set(re.findall(r'href="([^"]*)"', text)) == {"#overview", "#made-from"}


def test_the_contents_name_each_section_in_the_language():
    assert '<a href="#overview">概览 &amp; 结论</a>' in page_of()
    assert '<a href="#overview">Overview</a>' in page_of(lang="en")
    assert '<html lang="en">' in page_of(lang="en")


def test_equal_notebooks_give_an_equal_page():
    assert page_of(chart()) == page_of(chart())


def test_the_first_section_is_open_and_all_others_are_folded():
    sections = [page_section(name, "", notebook({"text/html": f"<p>{name}</p>"}), "zh") for name in ("brief", "rest")]
    text = page_html(HEAD, sections, "zh")
    first, rest = text.split('<section id="rest">')
    assert "<p>brief</p>" in first and "<details" not in first.partition("<nav")[0]
    assert rest.index("<details>") < rest.index("<p>rest</p>") < rest.index("</details>")


def test_a_sections_title_stands_once():
    assert (
        len(
            re.findall("<h2>概览 &amp; 结论</h2>", page_html(HEAD, [page_section("a", "", notebook(), "zh")] * 2, "zh"))
        )
        == 1
    )


def test_a_link_whose_place_is_not_on_the_page_is_text():
    text = page_of({"text/html": '<p id="a"><a href="#a">here</a> <a href="#gone">away</a></p>'})
    assert '<a href="#a">here</a> away</p>' in text


def test_the_list_of_sections_stands_after_the_first_and_a_link_leads_past_it():
    sections = [page_section(name, "", notebook({"text/html": f"<p>{name}</p>"}), "zh") for name in ("brief", "rest")]
    text = page_html(HEAD, sections, "zh")
    assert text.index("<p>brief</p>") < text.index("<nav") < text.index("<p>rest</p>")
    assert text.index('<a class="skip" href="#brief">') < text.index("<h1>")


@pytest.mark.parametrize(
    ("scenario", "zh", "en"),
    [
        ("baseline", "", ""),
        ("assumed-benchmarks", "情景测算：", "by scenario: "),
        ("peer-benchmarks@best", "情景测算：同组基准：最好", "by scenario: "),
        ("peer-benchmarks", "情景测算：同组基准：90%分位", "by scenario: "),
        ("peer-benchmarks@median", "情景测算：同组基准：中位数", "by scenario: "),
    ],
)
def test_every_printed_page_says_under_which_scenario_its_points_are(scenario, zh, en):
    """Page two of a brief has no sentence on it: beside the page's number it stands all the same."""
    books = [rulebooks.load("monitoring-2021")]
    marks = {lang: heads.page_mark(books, scenarios.load(scenario), lang) for lang in ("zh", "en")}
    assert marks["zh"].startswith(zh) and marks["en"].startswith(en) and bool(marks["zh"]) == bool(zh)
    example = heads.page_mark([rulebooks.load("assessment-example")], scenarios.load(scenario), "zh")
    assert example.startswith("示例，非正式文件") and example.endswith(marks["zh"])
