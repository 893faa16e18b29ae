"""The panel's server: who is let in, what it gives, how it ends."""

from __future__ import annotations

import json
import signal
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from analysis.problems import InputError
from analysis.reports import parameters, serving
from browsing import free_port
from panel_homes import CITY, MONTH, ROOT, built

TOKEN = "a-token-of-tests"
SERVICE = serving.Service(CITY, MONTH, "hard-2019", "baseline", "zh", "127.0.0.1", 0, TOKEN, visitors=1, idle=600)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A server of the panel with room for one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(built(tmp_path_factory.mktemp("served"))))
        patch.setenv("A_SECRET_OF_TESTS", "told to nobody")
        service = replace(SERVICE, port=free_port())
        with serving.running_server(service):
            yield service


def asked(service, path, token=""):
    """Status and text of a request that does not follow where it is sent to."""
    sent = {"Authorization": f"token {token}"} if token else {}
    request = urllib.request.Request(f"http://127.0.0.1:{service.port}{path}", headers=sent)
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.mark.parametrize("token", ["", "wrong"])
def test_nobody_comes_in_without_the_token(service, token):
    status, text, headers = asked(service, "/", token)
    assert status == 302 and headers["Location"].startswith("/login") and "wb-panel" not in text
    assert asked(service, "/api/kernels/0-0-0-0-0", token)[0] in (401, 403, 404)


def test_the_door_asks_in_chinese_and_leads_nowhere_else(service):
    status, text, headers = asked(service, "/login")
    assert status == 200 and "口令" in text and "://" not in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("path", ["what_if.ipynb", "home/config", "../log.txt", "x.png"])
def test_no_file_is_given_to_anybody(service, path, token):
    assert asked(service, f"/voila/files/{path}", token)[0] in (403, 404)


def test_a_visitor_gets_the_panel_without_code_and_the_next_is_told_to_wait(service):
    status, text, headers = asked(service, "/", TOKEN)
    assert status == 200 and "试算" in text and "panels.panel" not in text
    assert "told to nobody" not in text and "fontawesome" not in text
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    status, text, _ = asked(service, "/", TOKEN)
    assert status == 503 and "已满" in text


def test_a_port_that_is_taken_is_refused(service):
    with pytest.raises(InputError, match="占用"), serving.running_server(service):
        pass


def test_the_page_ends_with_its_panel_and_speaks_one_language():
    source = parameters.read_notebook(ROOT / "notebooks" / "what_if.ipynb")
    page = serving.panel_page(source, replace(SERVICE, lang="en", city="'; import os"))
    assert serving.PANEL in parameters.cell_tags(page.cells[-1])
    assert all("zh" not in parameters.cell_tags(cell) for cell in page.cells)
    given = parameters.declared_parameters(page, "page")
    assert given["lang"] == "en" and given["city"] == "'; import os"
    nbformat.validate(page)


def test_kernels_have_a_clean_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET_OF_TESTS", "told to nobody")
    around = serving.clean_environment(tmp_path, tmp_path / "spoken")
    assert "A_SECRET_OF_TESTS" not in around and Path(around["HOME"]).is_relative_to(tmp_path)
    kernel = json.loads((Path(around["JUPYTER_PATH"]) / "kernels" / "python3" / "kernel.json").read_text("utf-8"))
    assert kernel["argv"][1:3] == ["-P", "-s"]


def test_a_signal_to_end_is_taken_like_ctrl_c():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), serving.stop_on_signals():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_address_holds_the_token_and_names_the_machine_where_it_is_open():
    assert replace(SERVICE, port=8866).address == f"http://127.0.0.1:8866/?token={TOKEN}"
    assert "0.0.0.0" not in replace(SERVICE, host="0.0.0.0").address
    assert replace(SERVICE, token="").address.endswith("/")
    assert len(serving.new_token()) >= 32 and serving.new_token() != serving.new_token()
