"""The served course: three people at once, each alone; nothing but the course is given, and no code is taken."""

from __future__ import annotations

import asyncio
import html
import http.cookiejar
import json
import re
import time
import urllib.error
import urllib.request
import uuid

import nbformat
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

import class_visits
import panel_homes
from analysis.reports import classroom, parameters
from analysis.training import answer_records
from browsing import LONG, apart, chromium, opened, serious_faults, until
from class_visits import LESSON, TOKEN

NAMES = ("海棠", "丁香", "石榴")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """A project whose figures stay as they are, and a secret of who starts the server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(panel_homes.built(tmp_path_factory.mktemp("class"))))
        patch.setenv("A_SECRET_OF_TESTS", "told to nobody")
        yield


@pytest.fixture(scope="module")
def served(home, kept):
    """The class being served: address and process."""
    with class_visits.opened_room(class_visits.room(kept, people=8)) as opened_class:
        yield opened_class


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


UPGRADE = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGVzdHM=",
}  # fmt: skip


def asked(served, path, token=TOKEN, headers=None):
    sent = {"Authorization": f"token {token}"} if token else {}
    request = urllib.request.Request(f"{served[0]}{path}", headers=sent | (headers or {}))
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=60) as answer:
            return answer.status, html.unescape(answer.read().decode(errors="replace"))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


def test_the_list_names_six_lessons_and_the_panel(served):
    status, text = asked(served, "/")
    assert status == 200 and len(re.findall('<a href="/[a-z_]+">', text)) == 7 and "试算" in text
    assert "://" not in text


@pytest.mark.parametrize("path", ["/", f"/{LESSON}", "/panel", "/what_if"])
def test_nobody_comes_in_without_the_token(served, path):
    for token in ("", "wrong"):
        status, text = asked(served, path, token)
        assert status == 302 and "练习" not in text


OUTSIDE = (
    "/board", "/training/board", "/what_if.ipynb", "/reading_a_clause.ipynb", "/teacher", "/lab", "/tree",
    "/voila/tree", "/voila/render/reading_a_clause.ipynb", "/voila/render/../../params/training.toml",
    "/voila/api/contents", "/voila/api/contents/reading_a_clause.ipynb", "/api/contents", "/api/contents/x",
    "/api/sessions", "/api/terminals", "/api/kernelspecs", "/api/kernels", "/files/reading_a_clause.ipynb",
    "/voila/files/reading_a_clause.ipynb", "/voila/files/../log.txt", "/voila/files/..%2flog.txt",
    "/voila/files/%2e%2e/log.txt", "/voila/static/../../../../../etc/passwd",
    "/voila/static/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/voila/templates/..%2f..%2f..%2f..%2fetc/passwd", "/voila/templates/workbench/static/..%2findex.html.j2",
    "/voila/labextensions/..%2f..%2f..%2f..%2fetc/passwd", "/voila/api/themes/..%2f..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/reading_a_clause/../../params/training.toml",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_course_is_given(served, path):
    status, text = asked(served, path)
    assert status in (302, 400, 403, 404, 405), text[:200]
    assert "root:" not in text and "lesson]" not in text and "cells" not in text


def message(kind, content):
    head = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "x", "username": "x", "version": "5.3", "date": ""}
    return json.dumps({
        "channel": "shell", "header": head, "parent_header": {}, "metadata": {}, "content": content, "buffers": [],
    })  # fmt: skip


async def replies(served, kernel, sent, cookies):
    """The kinds of reply to who has a page's cookies, until the last message is answered."""
    address = f"{served[0].replace('http', 'ws')}/api/kernels/{kernel}/channels"
    socket = await websocket_connect(HTTPRequest(address, headers={"Cookie": cookies}))
    kinds = []
    for text in sent:
        await socket.write_message(text)
    while "comm_info_reply" not in kinds:
        reply = await asyncio.wait_for(socket.read_message(), 30)
        if reply is None:
            break
        kinds.append(json.loads(reply)["msg_type"])
    socket.close()
    while await socket.read_message() is not None:
        pass
    return kinds


def test_a_page_takes_no_code_from_the_browser(served, kept):
    """The kernel answers what widgets ask, and nothing that would run a text."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with opener.open(f"{served[0]}/{LESSON}?token={TOKEN}", timeout=LONG) as answer:
        kernel = re.search(r'"kernelId": *"([0-9a-f-]+)"', answer.read().decode())[1]
    mark = kept / "written-by-a-visitor"
    code = {"code": f"open({str(mark)!r}, 'w')", "silent": False, "store_history": True, "user_expressions": {}}
    wanted = [
        message("execute_request", code), message("complete_request", {"code": "imp", "cursor_pos": 3}),
        message("inspect_request", {"code": "lesson", "cursor_pos": 6, "detail_level": 1}),
        message("history_request", {"hist_access_type": "tail", "n": 9, "raw": True, "output": True}),
        message("comm_info_request", {}),
    ]  # fmt: skip
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
    kinds = apart(asyncio.run, replies(served, kernel, wanted, cookies))
    assert "comm_info_reply" in kinds
    assert not {"execute_reply", "execute_input", "complete_reply", "inspect_reply", "history_reply"} & set(kinds)
    time.sleep(0.5)
    assert not mark.exists()
    for token in ("", "wrong"):
        assert asked(served, f"/api/kernels/{kernel}/channels", token, UPGRADE)[0] in (302, 403)
        assert asked(served, f"/api/kernels/{kernel}", token)[0] in (302, 403)


def test_the_page_shows_no_code_and_no_secret(served):
    _, text = asked(served, f"/{LESSON}")
    assert text.count("application/vnd.jupyter.widget-view+json") > 5
    assert "lesson.ask" not in text and "told to nobody" not in text and "练习" in text
    assert "lesson.hint(1)" not in text, "what is for the desk is left out"


def test_three_people_work_alone_and_leave_nothing_running(kept):
    said = []
    with class_visits.opened_room(class_visits.room(kept, people=3)) as (address, server), chromium() as browser:
        pages = {name: opened(browser, f"{address}/?token={TOKEN}", said) for name in NAMES}
        for page in pages.values():
            page.get_by_role("link", name="读懂一条").click()
        for name, page in pages.items():
            page.locator(".wb-first").first.wait_for()
            class_visits.enter(page, address, name)
        assert class_visits.kernels(server) == 3
        answers = {
            name: class_visits.answer(page, 1, text) for (name, page), text in zip(pages.items(), "129", strict=True)
        }
        assert "达到目标就得满分" in answers["丁香"] and "不像常见的错" in answers["石榴"]
        for name, page in pages.items():
            shown = page.locator("body").inner_text()
            assert name in shown and not [other for other in NAMES if other != name and other in shown]
            assert page.locator(".wb-said p").first.inner_text() == answers[name]
        for page in pages.values():
            page.close()
        until(lambda: class_visits.kernels(server) == 0, 60)
    assert said == []
    frame = answer_records.load(kept).frame
    assert set(frame["trainee"]) == set(NAMES) and frame.height == 3


def test_the_course_keeps_nobody_out(served):
    """axe-core finds nothing serious on the list of lessons, nor on a lesson's page."""
    said = []
    with chromium() as browser:
        page = opened(browser, f"{served[0]}/?token={TOKEN}", said)
        assert serious_faults(page) == []
        page.get_by_role("link", name="读懂一条").click()
        page.locator(".wb-first").first.wait_for()
        page.locator(".wb-ask:not(.wb-desk) input[type=text]").first.wait_for()
        assert serious_faults(page) == []
    assert said == []


def test_a_lessons_page_has_boxes_and_a_way_back():
    source = parameters.read_notebook(panel_homes.ROOT / "notebooks" / "training" / f"{LESSON}.ipynb")
    room = class_visits.room(panel_homes.ROOT / "x'y", 2)
    page = classroom.lesson_page(source, "读懂一条", room)
    nbformat.validate(page)
    given = parameters.declared_parameters(page, "page")
    assert given["boxes"] is True and given["folder"].endswith("x'y") and given["pseudonym"] == ""
    assert not [cell for cell in page.cells if classroom.DESK in parameters.cell_tags(cell)]
    assert "](./)" in page.cells[0].source
