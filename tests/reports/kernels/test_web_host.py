"""What Voilà is told before it serves."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from tornado.web import HTTPError

from analysis.reports.kernels import web_host
from browsing import apart

ASKED = {
    "notebook": "what_if.ipynb", "template": "workbench", "host": "127.0.0.1", "port": 8866, "token": "x",
    "visitors": 3, "idle": 900, "lang": "zh", "transport": "ipc", "spoken": "spoken",
}  # fmt: skip


def test_it_serves_one_notebook_and_nothing_else():
    config = web_host.host_config(ASKED)
    voila = config.VoilaConfiguration
    assert voila.file_allowlist == [] and voila.strip_sources is True and voila.show_tracebacks is False
    assert voila.allow_template_override == voila.allow_theme_override == "NO"
    assert (config.Voila.ip, config.Voila.token, config.Voila.port_retries) == ("127.0.0.1", "x", 0)
    assert config.Voila.config_file_paths == [] and config.PasswordIdentityProvider.allow_password_change is False


def test_kernels_are_spoken_to_by_sockets_where_it_is_told():
    config = web_host.host_config(ASKED)
    assert (config.KernelManager.transport, config.Voila.connection_dir_root) == ("ipc", "spoken")


def test_kernels_of_those_who_left_end():
    kernels = web_host.host_config(ASKED).MappingKernelManager
    assert kernels.cull_idle_timeout == 900 and kernels.cull_interval <= 60 and kernels.cull_connected is True


def test_a_kernel_that_no_page_is_joined_to_ends():
    """A browser that crashed says no goodbye."""
    ended = []

    class Held(web_host.VisitorKernels):
        async def shutdown_kernel(self, kernel_id, **_):
            ended.append(kernel_id)

    async def looked_at():
        kernels = Held(left=0)
        kernels._kernel_connections = {"joined": 1, "left": 1, "awaited": 0}
        for _ in range(3):
            for name in ("joined", "left", "awaited"):
                with suppress(KeyError):  # there is no such kernel to look at further
                    await kernels.cull_kernel_if_idle(name)
            kernels._kernel_connections["left"] = 0

    apart(asyncio.run, looked_at())
    assert set(ended) == {"left"}


def test_there_are_no_more_visitors_than_may_be():
    async def third():
        await web_host.VisitorKernels(config=web_host.host_config({**ASKED, "visitors": 1}), most=0).start_kernel()

    with pytest.raises(HTTPError) as refused:
        apart(asyncio.run, third())
    assert refused.value.status_code == 503


def test_the_pages_may_ask_nothing_of_any_other_place():
    rules = web_host.content_policy().split("; ")
    assert "default-src 'none'" in rules and not any("://" in rule or "*" in rule for rule in rules)
