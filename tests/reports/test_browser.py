"""The sample's report in a real browser, opened as a file: whole without a network, readable on a phone."""

from __future__ import annotations

import csv
import json
import time

import pytest
from playwright.sync_api import sync_playwright

from analysis import reports

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = {"width": 1200, "height": 1400}, {"width": 390, "height": 844}
DESK, SCREENS = {"width": 1366, "height": 768}, 3


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The sample's report, made as users make it."""
    return reports.publish("江阴", "2021-03", output=tmp_path_factory.mktemp("reports") / "2021-03")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def said():
    """What pages complain of or ask for from elsewhere."""
    return []


@pytest.fixture(autouse=True)
def _nothing_is_said(said):
    yield
    assert said == []


def opened(browser, folder, said, size, **settings):
    page = browser.new_context(viewport=size, **settings).new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", lambda route: _only_local(route, said))
    page.goto((folder / "index.html").as_uri())
    return page


def _only_local(route, said):
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        said.append(f"asked for {route.request.url}")
        route.abort()


@pytest.fixture(scope="session")
def page(browser, folder, said):
    """The page on a desk, its charts drawn."""
    return drawn(opened(browser, folder, said, WIDE))


def drawn(page):
    """The page with every section unfolded and every chart drawn."""
    page.click("#unfold")
    page.locator(".chart").last.locator(".plot-container .main-svg").first.wait_for()
    return page


def until(holds, seconds=10):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert holds()


def test_every_chart_is_drawn(page, folder):
    drawn = [output for path in (folder / "notebooks").iterdir() for output in outputs(path)]
    count = sum("application/vnd.plotly.v1+json" in data for data in drawn) + 1  # and the brief's
    assert page.locator("script[data-chart]").count() == page.locator(".chart > .plot-container").count() == count > 0
    sizes = page.eval_on_selector_all(".chart .main-svg", "all => all.map(one => one.getBoundingClientRect().width)")
    assert min(sizes) > 0


def outputs(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [output["data"] for cell in cells for output in cell.get("outputs", []) if "data" in output]


def test_verdict_and_totals_are_those_of_the_table(page, folder):
    text = page.inner_text("main")
    assert page.title() == "江阴市社会信用体系建设评分报告 2021-03"
    assert "结论" in text and "总分" in text
    with (folder / "scorecard.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["规则集 rulebook"] for row in rows} == {"hard-2019", "monitoring-2021"}
    assert all(row["名称 title"] in text for row in rows)


def test_the_contents_lead_to_every_section(page):
    leads = page.eval_on_selector_all(".contents a", "all => all.map(one => one.getAttribute('href').slice(1))")
    assert leads == page.eval_on_selector_all("main > section", "all => all.map(one => one.id)")
    assert leads[0] == "brief" and leads[-1] == "made-from" and len(leads) == 12
    page.click(f'.contents a[href="#{leads[-2]}"]')
    until(lambda: page.evaluate("scrollY > innerHeight"))


def test_chinese_is_set_in_a_font_that_has_it(page):
    """What a font lacks is drawn as one and the same box; these characters differ from it and from each other."""
    measure = """() => {
      const ink = text => {
        const canvas = document.createElement("canvas"); canvas.width = canvas.height = 40;
        const pen = canvas.getContext("2d"); pen.font = "32px " + getComputedStyle(document.body).fontFamily;
        pen.fillText(text, 2, 34);
        return Array.from(pen.getImageData(0, 0, 40, 40).data).join();
      };
      return ["信", "用", "分", "\\uE123"].map(ink);
    }"""
    assert len(set(page.evaluate(measure))) == 4


def test_on_a_phone_the_page_does_not_scroll_sideways(browser, folder, said):
    page = drawn(opened(browser, folder, said, PHONE, is_mobile=True, has_touch=True))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    widths = page.eval_on_selector_all(".chart .main-svg", "all => all.map(one => one.getBoundingClientRect().right)")
    assert max(widths) <= PHONE["width"]


def test_on_paper_the_charts_are_as_wide_as_the_paper(page):
    widths = "[...document.querySelectorAll('.chart .main-svg')].map(one => one.getBoundingClientRect().width)"
    before = page.evaluate(widths)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    until(lambda: max(page.evaluate(widths)) <= 780)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    until(lambda: page.evaluate(widths) == before)


def test_nothing_leads_elsewhere(page):
    links = page.eval_on_selector_all("[href], [src]", "all => all.map(one => one.getAttribute('href') || one.src)")
    assert all(link.startswith("#") for link in links)
    assert page.locator(".modebar, .modebar-container a").count() == 0


def test_without_scripts_the_tables_tell_it_all(browser, folder, said):
    page = opened(browser, folder, said, WIDE, java_script_enabled=False)
    assert page.locator("main table").count() > 10
    assert "图表不显示" in page.inner_text("main")


@pytest.fixture
def desk(browser, folder, said):
    """The page as it opens on an office's screen."""
    return opened(browser, folder, said, DESK)


def test_the_page_opens_no_longer_than_three_screens(desk):
    assert desk.evaluate("document.documentElement.scrollHeight") <= SCREENS * DESK["height"]


def test_the_first_screen_says_verdict_points_change_what_fails_and_who_acts(desk):
    seen = """() => [...document.querySelectorAll('.brief h3, .brief p, .brief td, .brief th')]
      .filter(each => each.getBoundingClientRect().bottom <= innerHeight).map(each => each.textContent).join(' ')"""
    text = desk.evaluate(seen)
    for word in ("未通过", "得分 33.16 分", "较上月", "尚差", "责任单位", "下一步工作"):
        assert word in text, word


def test_a_folded_chart_is_drawn_when_its_section_is_unfolded(desk):
    assert desk.locator("#overview .plot-container").count() == 0
    desk.click("#overview summary")
    desk.locator("#overview .plot-container").first.wait_for()


def test_clauses_are_found_by_number_word_and_department(desk):
    desk.fill("#find", "第5项 不会有的词")
    until(lambda: "共 0 项" in desk.inner_text("#found"))
    desk.fill("#find", "行政许可和行政处罚信息上报公示")
    until(lambda: "共 1 项" in desk.inner_text("#found"))
    assert desk.locator(".clause:visible").count() == 1
    desk.fill("#find", "")
    assert desk.inner_text("#found") == ""


def test_failed_vetoes_alone_are_shown_on_request(desk):
    desk.select_option("#state", "failed")
    until(lambda: "共 4 项" in desk.inner_text("#found"))
    assert desk.locator(".clause.failed:visible").count() == 4 == desk.locator(".clause:visible").count()


def test_paper_shows_what_is_folded_and_the_page_is_folded_again(desk):
    shut = "document.querySelectorAll('details:not([open])').length"
    before = desk.evaluate(shut)
    desk.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert before > 20 and desk.evaluate(shut) == 0
    desk.evaluate("dispatchEvent(new Event('afterprint'))")
    assert desk.evaluate(shut) == before


def test_an_address_of_a_folded_section_unfolds_it(browser, folder, said):
    page = opened(browser, folder, said, DESK)
    page.goto(f"{(folder / 'index.html').as_uri()}#hard-2019.base_items")
    page.locator("#hard-2019\\.base_items details[open]").first.wait_for()
