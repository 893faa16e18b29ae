"""The what-if page in a real browser, opened from disk: it shows what the engine says, and nobody is kept out."""

from __future__ import annotations

import re

import pytest

import browsing
import jiangyin
import what_if_pages
from analysis import rulebooks
from analysis.questions.starting_points import starting_point
from analysis.reports import what_if
from analysis.reports.what_if import page_content
from analysis.scenarios import Change, Scenario
from analysis.views.words import rounded_text, total_span
from published_kinds import Kind, book_of

DESK, TABLET, PHONE = {"width": 1366, "height": 768}, {"width": 768, "height": 1024}, {"width": 390, "height": 844}
MEGABYTE = 2**20
LOANS = ".lever[data-target='xinyidai_loans']"
STRANGE = '<img src=x onerror="alert(1)">&“引号”</script>'


@pytest.fixture(scope="module")
def browser():
    with browsing.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def here():
    return starting_point(jiangyin.known(), "hard-2019", jiangyin.CITY, jiangyin.MONTH)


@pytest.fixture(scope="module")
def path(here, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "江阴.html"
    path.write_text(what_if.what_if_html(here), "utf-8")
    return path


@pytest.fixture
def said():
    complaints = []
    yield complaints
    assert complaints == []


@pytest.fixture
def page(browser, path, said):
    opened = browsing.opened(browser, path.as_uri(), said, DESK)
    yield opened
    opened.context.close()


def typed(page, target, text):
    box = page.locator(f".lever[data-target='{target}'] input[type=number]")
    page.evaluate("document.querySelectorAll('details').forEach(part => (part.open = true))")
    box.fill(text)
    box.press("Enter")


def total(page):
    return page.inner_text("#total")


def test_it_opens_on_what_the_engine_says(page, here):
    assert total(page) == total_span(here.total, "zh") and page.inner_text("#verdict") == "一票否决指标全部达标"
    assert page.inner_text("#by") == "与基准相同" and "尚未改动" in page.inner_text("#finding")
    shown = page.eval_on_selector_all(
        "#points tbody tr", "all => all.map(each => [each.dataset.clause, each.cells[1].textContent])"
    )
    assert len(shown) == sum(clause.kind != "test" for clause in here.book.clauses.values())
    assert all(text == rounded_text(here.here[f"points {name}"]) for name, text in shown if here.here[f"points {name}"])


MOVES = [("xinyidai_loans", 150.0, 1e8), ("xinyi_domains", 9, 1), ("residents_scored", 900000, 1),
         ("joint_domains", 31, 1), ("18.3.rate", 0.00003, 1), ("17.half", 55.0, 0.01)]  # fmt: skip


def test_typed_figures_come_to_what_the_engine_says(page, here):
    """Beyond the slider too, in 亿元 and percent."""
    amounts = {target: shown * scale for target, shown, scale in MOVES}
    changes = tuple(Change(target, "set", round(amount, 10)) for target, amount in amounts.items())
    wanted = starting_point(jiangyin.known(), here.book, here.city, here.month, Scenario("moved", changes))
    for target, shown, _ in MOVES:
        typed(page, target, str(shown))
    assert total(page) == total_span(wanted.total, "zh") != total_span(here.total, "zh")
    state = page.evaluate("whatIf.state().v")
    assert {target: state[target] for target in amounts} == pytest.approx(amounts, rel=1e-15)
    assert page.locator("#changes tbody tr").count() == len(MOVES)


def test_the_slider_moves_by_the_keyboard_and_what_changes_is_told(page):
    page.locator(f"{LOANS} input[type=range]").focus()
    page.keyboard.press("End")
    assert page.locator(LOANS).get_attribute("class").endswith("moved")
    assert "信易贷放款金额" in page.inner_text("#changes") and "18.3" in page.inner_text("#shifts")
    assert re.search(r"比基准 [+]\d", page.inner_text("#by"))


def test_an_empty_box_is_missing_and_not_zero(page, here):
    typed(page, "xinyidai_loans", "")
    low, high = total(page).split("–")
    open_already = here.total["high"] - here.total["low"]
    assert float(high) - float(low) == pytest.approx(open_already + here.possible("18.3"), abs=0.011)
    assert "缺：信易贷放款金额" in page.text_content("section[data-clause='18.3'] .lacking")
    typed(page, "xinyidai_loans", "0")
    assert total(page).split("–")[0] == low
    assert page.inner_text("section[data-clause='18.3'] .result") == "0.00 / 2"


@pytest.mark.parametrize(("target", "text", "why"), [
    ("xinyidai_loans", "-1", "低于下限"), ("xinyi_domains", "2.5", "须是整数"),
    ("residents_scored", "99999999", "大于整体“户籍人口”"), ("joint_domains", "1e400", "填一个数"),
])  # fmt: skip
def test_what_cannot_be_is_not_taken_and_said(page, target, text, why):
    before = page.evaluate("whatIf.state().v")
    typed(page, target, text)
    box = page.locator(f".lever[data-target='{target}']")
    assert why in box.inner_text() and page.evaluate("whatIf.state().v") == before
    assert box.locator(".bad").count() == 1


def test_a_part_follows_its_whole(page):
    typed(page, "registered_population", "1000000")
    typed(page, "residents_scored", "1000001")
    assert "大于整体" in page.inner_text(".lever[data-target='residents_scored']")
    typed(page, "residents_scored", "1000000")
    typed(page, "registered_population", "999999")
    assert "低于下限" in page.inner_text(".lever[data-target='registered_population']")


def test_readings_flags_and_reset(page, here):
    before = total(page)
    page.evaluate("document.querySelectorAll('details').forEach(part => (part.open = true))")
    typed(page, "residents_scored", str(round(here.values["registered_population"] * 0.65)))
    page.select_option("select[data-reading='17']", "linear")
    page.locator(".lever-flag input[value='']").first.check()
    wanted = here.book.clauses["17"].reading("linear")
    assert wanted.zh in page.inner_text("#changes") and "读法" in page.inner_text("#changes")
    points = page.evaluate("whatIf.score(whatIf.state().v, whatIf.state().readings).clauses['17'].points")
    share = page.evaluate("whatIf.state().v.residents_scored") / here.values["registered_population"]
    assert points == pytest.approx(1.5 + 0.5 * (share - 0.5) / 0.1) or points is None
    page.click("#reset")
    assert total(page) == before and not page.locator("#changes").is_visible()
    assert page.locator(".lever.moved").count() == 0 and page.input_value("select[data-reading='17']") == "default"


def test_paper_has_the_results_and_not_the_sliders(page):
    typed(page, "xinyidai_loans", "150")
    page.evaluate("document.querySelector('.every').open = false")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert not page.locator(".levers").is_visible() and page.locator("#changes").is_visible()
    assert page.locator("#points").is_visible() and page.locator("#made-head").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#points").is_visible()


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
def test_nothing_scrolls_sideways_and_the_total_stays_in_sight(browser, path, said, size):
    page = browsing.opened(browser, path.as_uri(), said, size)
    typed(page, "xinyidai_loans", "150")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.evaluate("document.querySelector('.levers .clause:last-child').scrollIntoView()")
    box = page.locator("#total").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
    page.context.close()


def test_nobody_is_kept_out(browser, path, said):
    """axe-core, folded and unfolded; the first stop of the keyboard leads to the levers."""
    page = browser.new_context(viewport=DESK, bypass_csp=True).new_page()
    page.goto(path.as_uri())
    assert browsing.serious_faults(page) == []
    typed(page, "xinyidai_loans", "-1")
    typed(page, "xinyi_domains", "")
    assert browsing.serious_faults(page) == []
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "levers"
    page.context.close()


def test_it_is_one_small_file_that_asks_for_nothing(path):
    text = path.read_text("utf-8")
    assert len(text.encode()) <= MEGABYTE
    assert not re.search(r"https?:|//[a-z]+\.|<link|src=|@import|url\(", text)
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy.replace("&#39;", "'").startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in policy


def test_a_script_put_into_it_does_not_run(browser, path, said, tmp_path):
    """The policy lets in what the page was written with and nothing else."""
    other = tmp_path / "changed.html"
    other.write_text(
        path.read_text("utf-8").replace("</body>", "<script>document.title = 'x'</script></body>"), "utf-8"
    )
    page = browsing.opened(browser, other.as_uri(), [])
    assert page.title() == "江阴市2021年3月试算"
    page.context.close()


def test_equal_inputs_give_equal_bytes(here):
    again = starting_point(jiangyin.known(), "hard-2019", "江阴", "2021年3月")
    assert what_if.what_if_html(here) == what_if.what_if_html(again)


def test_texts_of_a_rulebook_are_texts(browser, said, tmp_path):
    book = rulebooks.load(_strange(tmp_path))
    here = what_if_pages.city_of(book, 1, missing=0)
    with what_if_pages.opened_page(browser, here, tmp_path) as page:
        assert page.locator("img").count() == 0 and STRANGE in page.text_content("#points")
        page.select_option("select[data-reading='1']", STRANGE)
        assert total(page) == "0.00"


def _strange(tmp_path):
    title = STRANGE.replace('"', '\\"')
    kind = Kind("比较。", "min(most, each * answered)", title=title,
                values={"most": (5, "point"), "each": (1, "point/document")})  # fmt: skip
    path = book_of(tmp_path / "strange", **{"1": kind})
    [file] = path.glob("1_*.toml")
    reading = (
        f'[[reading]]\nname = "{title}"\nzh = "{title}"\npoints = "0"\nwhy = "w"\nwhy_zh = "因"\nprovenance = "text"\n'
    )
    file.write_text(f"{file.read_text('utf-8')}\n{reading}", "utf-8")
    return path


def test_a_city_without_a_figure_is_open_everywhere(browser, said, tmp_path):
    book = rulebooks.load("hard-2019")
    rows = jiangyin.known().filter(fact="registered_population")
    here = starting_point(rows, book, jiangyin.CITY, jiangyin.MONTH)
    with what_if_pages.opened_page(browser, here, tmp_path) as page:
        assert total(page) == total_span(here.total, "zh") and "–" in total(page)
        assert "暂不能评定" in page.inner_text("#verdict")


def test_a_rule_value_that_no_source_gives_is_named_and_can_be_given(browser, tmp_path):
    book = rulebooks.load("monitoring-2021")
    with what_if_pages.opened_page(browser, what_if_pages.city_of(book, 3, missing=0), tmp_path) as page:
        clause = page.locator("section[data-clause='9']")
        page.evaluate("document.querySelectorAll('details').forEach(part => (part.open = true))")
        assert book.clauses["9"].values["limit"].amount is None
        lacking = f"缺：第9项 {book.clauses['9'].values['limit'].zh}"
        assert lacking in clause.locator(".lacking").text_content()
        typed(page, "9.limit", "5")
        assert not clause.locator(".lacking").text_content() and "–" not in clause.locator(".result").text_content()


def test_the_english_page_speaks_english(browser, here, tmp_path):
    with what_if_pages.opened_page(browser, here, tmp_path, "en") as page:
        typed(page, "xinyidai_loans", "")
        text = page.inner_text("main")
        assert "Every test is met" in text and "of the certain points" in text
        own = page.evaluate(
            "[...document.querySelectorAll('.note, h2, caption, button')].map(at => at.textContent).join(' ')"
        )
    assert not re.search(r"[一-鿿]", own)


def test_a_figure_that_two_clauses_judge_is_moved_in_one_place(here):
    shown = page_content.page_clauses(here, "zh")
    targets = [lever.target for each in shown for lever in each.levers]
    assert len(targets) == len(set(targets)) and set(targets) == set(here.book.facts())
    elsewhere = {place for each in shown for _, place in each.elsewhere}
    assert elsewhere <= set(here.book.clauses)
