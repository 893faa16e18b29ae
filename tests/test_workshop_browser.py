"""The workshop in a real browser: by keyboard alone, nothing that keeps somebody out, one page as another."""

from __future__ import annotations

import shutil

import pytest

import office_tables as office
from analysis import rulebooks
from analysis.assessment_tables import new_rulebook
from analysis.reports import serving, workshop_page
from browsing import PHONE, chromium, entered, free_port, opened, serious_faults, until

SOUND = ".wb-workshop .wb-live .good"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = office.project(tmp_path_factory.mktemp("home"))
        (folder / "notebooks").mkdir(exist_ok=True)
        shutil.copy(office.ROOT / "notebooks" / "rulebook_workshop.ipynb", folder / "notebooks")
        patch.setenv("CITY_CREDIT_HOME", str(folder))
        patch.chdir(folder)
        new_rulebook("我的细则", office.word_table(folder / "考核表.docx"))
        service = workshop_page.WorkshopService(
            "江阴", "2021-03", "我的细则", "baseline", "zh", "127.0.0.1", free_port(), "t", 4, 600, clause="19"
        )
        with serving.running_server(service):
            yield service.address


@pytest.fixture
def page_of(address):
    said = []
    with chromium() as browser:
        yield lambda **size: opened(browser, address, said, **size)
    assert said == []


def test_an_item_is_written_and_confirmed_by_keys_alone_and_a_second_editor_is_told(page_of):
    page, other = page_of(), page_of()
    for each in (page, other):
        each.locator(SOUND).first.wait_for()
    page.get_by_label("计分公式").focus()
    page.keyboard.type("most * satisfied")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("satisfied｜群众满意率｜share｜1")
    page.get_by_label("群众满意率").wait_for()
    assert serious_faults(page) == []
    page.get_by_label("群众满意率").focus()
    page.keyboard.type("90%")
    page.get_by_text("得分 2.70 / 3").wait_for()
    entered(page.get_by_role("button", name="保存并确认"))
    page.get_by_text("已保存并确认").wait_for()
    until(lambda: rulebooks.load("我的细则").clauses["19"].provenance == "local")
    other.get_by_label("计分公式").fill("most")
    other.get_by_role("button", name="保存（待确认）").click()
    other.get_by_text("别人已改过").wait_for()
    assert str(rulebooks.load("我的细则").clauses["19"].reading().points.code) == "mul(most, satisfied)"


def test_faults_are_read_out_and_keep_nobody_out_on_a_phone(page_of):
    page = page_of(size=PHONE)
    page.locator(SOUND).first.wait_for()
    page.get_by_label("计分公式").fill("mots * 2")
    page.locator(".wb-faults li").first.wait_for()
    assert page.locator(".wb-live:has(.wb-faults)").get_attribute("aria-live") == "polite"
    assert serious_faults(page) == []
