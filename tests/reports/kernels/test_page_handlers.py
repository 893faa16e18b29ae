"""Visitors of served pages: each login has its own kernels, and what is sent to them is answered plainly."""

from __future__ import annotations

import asyncio
import http.cookiejar
import json
import re
import urllib.error
import urllib.request
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from analysis.reports import serving
from browsing import LONG, apart, free_port
from panel_homes import CITY, MONTH, built

TOKEN = "a-token-of-tests"
SERVICE = serving.Service(CITY, MONTH, "hard-2019", "baseline", "zh", "127.0.0.1", 0, TOKEN, visitors=4, idle=600)
QUIET = 1.0
"""Seconds of silence after which a kernel has said all it has to say."""


@dataclass
class Visitor:
    """A browser of its own that has come in with the token: its cookies, and the kernel of its page."""

    port: int
    cookies: http.cookiejar.CookieJar
    kernel: str = ""

    @property
    def header(self):
        return {"Cookie": "; ".join(f"{one.name}={one.value}" for one in self.cookies)}

    def asked(self, path, method="GET", body=None):
        """Status and text of a request."""
        jar = urllib.request.HTTPCookieProcessor(self.cookies)
        mark = next((one.value for one in self.cookies if one.name == "_xsrf"), "")
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=body, method=method, headers={"X-XSRFToken": mark}
        )
        try:
            with urllib.request.build_opener(jar).open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def entered(port):
    """A visitor with the panel open."""
    visitor = Visitor(port, http.cookiejar.CookieJar())
    _, text = visitor.asked(f"/?token={TOKEN}")
    return replace(visitor, kernel=re.search(r'"kernelId": *"([^"]+)"', text).group(1))


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(built(tmp_path_factory.mktemp("served"))))
        service = replace(SERVICE, port=free_port())
        with serving.running_server(service):
            yield service.port


@pytest.fixture(scope="module")
def own(port):
    return entered(port)


@pytest.fixture(scope="module")
def other(port):
    return entered(port)


@asynccontextmanager
async def joined(visitor, kernel):
    """The channel of a kernel, opened by a visitor; closed when this is over."""
    address = f"ws://127.0.0.1:{visitor.port}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    channel = await websocket_connect(HTTPRequest(address, headers=visitor.header))
    try:
        yield channel
    finally:
        channel.close()
        while await channel.read_message() is not None:
            pass


async def answers(channel, last):
    """What a kernel says, until a reply of a kind has come and it is silent."""
    texts, patience = [], LONG
    while True:
        try:
            texts.append(json.loads(await asyncio.wait_for(channel.read_message(), patience)))
        except TimeoutError:
            return texts
        patience = QUIET if texts[-1]["header"]["msg_type"] == last else patience


def message(kind, content, channel="shell"):
    header = {"msg_id": uuid.uuid4().hex, "username": "x", "session": "x", "msg_type": kind, "version": "5.3"}
    parts = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    return json.dumps({**parts, "channel": channel, "buffers": []})


MALFORMED = (
    message("comm_msg", [1]), message("comm_msg", {}), message("execute_request", {"code": "1/0"}), "{{{", b"\x01",
    json.dumps({"channel": "shell"}), message("comm_msg", {"comm_id": "none", "data": {}}), "null", "[[[]]]",
)  # fmt: skip


def test_a_kernel_is_not_there_for_another_login(own, other):
    for path, method in ((f"/api/kernels/{own.kernel}", "GET"), (f"/api/kernels/{own.kernel}", "DELETE"),
                         (f"/voila/api/shutdown/{own.kernel}", "POST")):  # fmt: skip
        assert other.asked(path, method, b"" if method == "POST" else None)[0] == 404

    async def tried():
        async with joined(other, own.kernel):
            pass

    with pytest.raises(HTTPClientError) as refused:
        apart(asyncio.run, tried())
    assert refused.value.code == 404
    assert own.asked(f"/api/kernels/{own.kernel}")[0] == 200


def test_its_owner_may_use_and_end_it(port):
    visitor = entered(port)

    async def spoken():
        async with joined(visitor, visitor.kernel) as channel:
            await channel.write_message(message("kernel_info_request", {}))
            return await answers(channel, "kernel_info_reply")

    assert "kernel_info_reply" in [said["header"]["msg_type"] for said in apart(asyncio.run, spoken())]
    assert visitor.asked(f"/voila/api/shutdown/{visitor.kernel}", "POST", b"")[0] == 204
    assert visitor.asked(f"/api/kernels/{visitor.kernel}")[0] == 404


def test_what_cannot_be_gets_no_traceback_and_the_kernel_lives(own):
    """Each widget of the page, output or input, is sent what no page sends."""
    strange = [{"method": "update", "state": {"value": None, "index": 99, "children": "x", "width": {"a": 1}}}, {},
               {"method": "custom", "content": "x"}, [1]]  # fmt: skip

    async def attacked():
        async with joined(own, own.kernel) as channel:
            await channel.write_message(message("comm_info_request", {"target_name": "jupyter.widget"}))
            said = await answers(channel, "comm_info_reply")
            names = next(list(one["content"]["comms"]) for one in said if "comms" in one["content"])
            bad = [message("comm_msg", {"comm_id": name, "data": data}) for name in names[::20] for data in strange]
            for text in (*bad, *MALFORMED, message("kernel_info_request", {})):
                await channel.write_message(text)
            return await answers(channel, "kernel_info_reply")

    said = apart(asyncio.run, attacked())
    kinds = {one["header"]["msg_type"] for one in said}
    assert "kernel_info_reply" in kinds and "stream" not in kinds
    faults = {json.dumps(one["content"], ensure_ascii=False) for one in said if one["header"]["msg_type"] == "error"}
    assert faults and all("没有改动" in fault for fault in faults)
    assert not any(word in str(said) for word in ("Traceback", "site-packages", "restarting"))


@pytest.mark.parametrize(
    "path",
    [
        "/voila/templates/", "/voila/templates/x", "/voila/templates/lab/other/x", "/voila/templates/none/static/x",
        "/voila/templates/lab/static/%00", "/voila/templates/lab/static/../../x", "/voila/templates/lab/static/none.js",
        "/voila/templates/%2e%2e/static/x", "/voila/templates/lab/static", "/voila/static/%00", "/voila/static/none",
        "/voila/labextensions/%00", "/voila/labextensions/x/y", "/voila/api/themes/%00", "/voila/api/themes/x",
        "/voila/files/%00", "/voila/api/shutdown/x", "/api/kernels/0-0-0-0-0", "/api/kernels", "/api/contents",
        "/voila/execution/0-0-0-0-0", "/none", "/lab", "/voila/tree", "/%00",
    ],
)  # fmt: skip
def test_wrong_addresses_are_not_found(own, path):
    status, text = own.asked(path)
    assert status in (403, 404, 405) and "Traceback" not in text and "site-packages" not in text


def test_whoever_signs_out_is_told_so_and_must_come_in_again(port):
    visitor = Visitor(port, http.cookiejar.CookieJar())
    visitor.asked(f"/login?token={TOKEN}")
    status, text = visitor.asked("/logout")
    assert status == 200 and "已经退出" in text
    status, text = visitor.asked("/")
    assert status == 200 and "口令" in text
