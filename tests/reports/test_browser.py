"""The sample's report in a real browser, opened as a file: whole without a network, readable on a phone."""

from __future__ import annotations

import csv
import io
import json
import re
import time

import pytest
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from analysis import reports
from browsing import GRAVE, serious_faults
from house.refused import refused_in

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = {"width": 1200, "height": 1400}, {"width": 390, "height": 844}
DESK, SCREENS = {"width": 1366, "height": 768}, 3
TABLET, ZOOMED = {"width": 768, "height": 1024}, {"width": 683, "height": 384}
"""`ZOOMED`: a desk's page at 200 percent."""
MEGABYTES = 5
NOTABLE = (*GRAVE, "moderate")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The sample's report, made as users make it."""
    return reports.publish("江阴", "2021-03", output=tmp_path_factory.mktemp("reports") / "2021-03")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def said():
    """What pages complain of or ask for from elsewhere."""
    return []


@pytest.fixture(autouse=True)
def _nothing_is_said(said):
    yield
    assert said == []


def opened(browser, folder, said, size, address="", **settings):
    page = browser.new_context(viewport=size, **settings).new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", lambda route: _only_local(route, said))
    page.goto(f"{(folder / 'index.html').as_uri()}{address}")
    return page


def _only_local(route, said):
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        said.append(f"asked for {route.request.url}")
        route.abort()


@pytest.fixture(scope="module")
def page(browser, folder, said):
    """The page on a desk, its charts drawn."""
    return drawn(opened(browser, folder, said, WIDE))


def drawn(page):
    """The page with every section unfolded and every chart drawn."""
    page.evaluate("document.querySelector('.contents > details').open = true")
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
    assert leads[0] == "brief" and leads[-2:] == ["figures", "made-from"] and len(leads) == 13
    page.click(f'.contents a[href="#{leads[-3]}"]')
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


def test_nor_does_the_english_page(browser, said, tmp_path):
    made = reports.publish("江阴", "2021-03", lang="en", output=tmp_path / "en")
    page = opened(browser, made, said, DESK)
    page.locator("#brief .plot-container").first.wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREENS * DESK["height"]


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


def test_the_page_is_small_and_its_words_do_not_wait_for_the_charts(browser, folder, said):
    """The brief is there as soon as the page is read; the charts' library is unpacked afterwards."""
    assert (folder / "index.html").stat().st_size <= MEGABYTES * 2**20
    page = browser.new_page(viewport=DESK, java_script_enabled=False)
    page.goto((folder / "index.html").as_uri())
    assert "总体情况" in page.inner_text("#brief") and not page.locator("#brief .plot-container").count()
    page.close()


def test_every_link_leads_to_a_place_of_the_page(desk):
    dead = """() => [...document.querySelectorAll('a[href^="#"]')].map(each => each.getAttribute('href').slice(1))
      .filter(place => !document.getElementById(place))"""
    assert desk.evaluate(dead) == []


def test_from_a_number_of_the_brief_to_its_working_to_its_figure_and_back(desk):
    desk.click("#brief .vetoes tbody a >> nth=0")
    desk.locator("#hard-2019-3[open] dl").wait_for()
    desk.click("#hard-2019-3 a[href='#fact-gov_breaches']")
    row = desk.locator("tr:has(#fact-gov_breaches)")
    row.wait_for()
    assert "15起" in row.inner_text() and "data/registers" in row.inner_text()
    row.locator("a[href='#hard-2019-3']").click()
    until(lambda: desk.evaluate("document.activeElement.closest('#hard-2019-3') !== null"))
    desk.go_back()
    until(lambda: desk.evaluate("location.hash") == "#fact-gov_breaches")


def test_from_the_total_to_a_groups_points_to_a_clause_and_back_to_the_brief(desk):
    desk.click("#brief .outcome a >> text=/^33.16$/")
    desk.locator("#totals-hard-2019").wait_for()
    desk.click("#totals-hard-2019 tbody tr:nth-child(3) td:nth-child(2) a")
    desk.locator("#points-hard-2019-leading_items").wait_for()
    desk.click("#points-hard-2019-leading_items tbody a[href='#hard-2019-19.8'] >> nth=0")
    desk.click("#hard-2019-19\\.8[open] .back a")
    desk.locator("#points-hard-2019-leading_items").wait_for()
    desk.click("#points-hard-2019-leading_items caption a")
    desk.click("#totals-hard-2019 caption a")
    until(lambda: desk.evaluate("location.hash") == "#brief")


def test_the_points_of_every_step_lead_to_the_working_of_their_clause(desk):
    places = "all => all.map(each => each.querySelector('td.number a')?.hash.slice(1))"
    leads = desk.eval_on_selector_all("#brief .steps tbody tr", places)
    assert leads[0] == "hard-2019-19.8" and len(leads) > 2
    assert all(desk.locator(f"details.clause[id='{lead}']").count() == 1 for lead in leads)


def test_every_veto_step_and_lost_point_leads_to_where_it_comes_from(desk):
    bare = """() => [...document.querySelectorAll('#brief tbody th')].filter(each => !each.querySelector('a')).length"""
    assert desk.evaluate(bare) == 0
    numbers = """() => [...document.querySelectorAll('#overview table')].filter(each => each.caption.textContent
      .includes('失分排序')).flatMap(each => [...each.tBodies[0].rows]).map(row => row.querySelectorAll('a').length)"""
    assert set(desk.evaluate(numbers)) == {3}


def test_the_list_of_sections_follows_what_is_read(desk):
    current = "document.querySelector('.contents [aria-current]').getAttribute('href')"
    assert desk.evaluate(current) == "#brief"
    desk.click("#unfold")
    desk.evaluate("document.getElementById('hard-2019.leading_items').scrollIntoView()")
    until(lambda: desk.evaluate(current) == "#hard-2019.leading_items")
    assert desk.evaluate("document.querySelector('.contents').getBoundingClientRect().top") < DESK["height"]


@pytest.mark.parametrize(("asked", "count"), [("18", 4), ("第18.1项", 1), ("9", 5), ("第 5 项", 2), ("27-30", 1)])
def test_a_number_finds_its_item_and_those_under_it(desk, asked, count):
    """Of the one document 18.1 to 18.3 and 9.1 to 9.4, of the other 18 and 9."""
    desk.fill("#find", asked.replace(" ", ""))
    until(lambda: f"共 {count} 项" in desk.inner_text("#found"))


def test_a_departments_own_items_alone_are_shown(desk):
    options = desk.eval_on_selector_all("#department option", "all => all.map(each => each.textContent)")
    assert options[0] == "全部单位" and "税务局" in options
    desk.select_option("#department", "税务局")
    own = desk.eval_on_selector_all(
        ".clause", "all => all.filter(each => !each.hidden).map(each => each.dataset.units)"
    )
    assert own and all("税务局" in units.split("|") for units in own)
    assert f"共 {len(own)} 项" in desk.inner_text("#found")
    desk.select_option("#state", "lost")
    until(lambda: int(desk.inner_text("#found").split()[1]) <= len(own))


def test_the_keyboard_reaches_the_text_first_and_escape_takes_a_search_back(desk):
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert desk.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    desk.fill("#find", "13")
    until(lambda: "项" in desk.inner_text("#found"))
    desk.keyboard.press("Escape")
    assert desk.input_value("#find") == "" and desk.inner_text("#found") == ""
    desk.focus("#overview summary")
    desk.keyboard.press("Enter")
    desk.locator("#overview > details[open]").wait_for()
    desk.keyboard.press("Escape")
    until(lambda: desk.locator("#overview > details[open]").count() == 0)


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE, ZOOMED], ids=["desk", "tablet", "phone", "zoom"])
def test_no_table_is_cut_and_nothing_scrolls_sideways(browser, folder, said, size):
    page = drawn(opened(browser, folder, said, size))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    cut = "[...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth + 1).length"
    assert page.evaluate(cut) == 0


def test_on_a_phone_the_brief_comes_before_the_list_which_is_folded(browser, folder, said):
    page = opened(browser, folder, said, PHONE)
    tops = page.evaluate(
        "['#brief', '.contents'].map(each => document.querySelector(each).getBoundingClientRect().top)"
    )
    assert tops[0] < 200 and tops[0] < tops[1]
    assert page.locator(".contents > details[open]").count() == 0


def test_the_brief_alone_is_printed_on_two_pages(desk):
    desk.locator("#brief .plot-container").first.wait_for()
    desk.evaluate("window.print = () => {}")
    desk.click("#print-brief")
    desk.evaluate("dispatchEvent(new Event('beforeprint'))")
    text = [page.extract_text() for page in PdfReader(io.BytesIO(desk.pdf(format="A4"))).pages]
    assert len(text) <= 2 and "存在问题" in text[0] and "数据来源与记录" not in "".join(text)
    desk.evaluate("dispatchEvent(new Event('afterprint'))")
    assert desk.locator(".brief-only").count() == 0


def test_nobody_is_kept_out(browser, folder, said):
    """axe-core finds nothing, not even moderate, folded as it opens and with everything unfolded."""
    page = opened(browser, folder, said, DESK, bypass_csp=True)
    assert serious_faults(page, impacts=NOTABLE) == []
    page = drawn(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert serious_faults(page, impacts=NOTABLE) == []


def test_the_words_that_were_given_up_are_not_on_the_page(page):
    """What documents print word for word is left out, and the grounds, where the method has its name."""
    text = page.evaluate("""() => { const own = document.querySelector('main').cloneNode(true);
      own.querySelectorAll('blockquote, script, #made-from').forEach(each => each.remove());
      return own.textContent; }""")
    assert refused_in(text) == []
    assert not re.search(r"→ (否|是)(；|\s|$)|\b0\.8666|(?<![第\d.])13 部门", text)
