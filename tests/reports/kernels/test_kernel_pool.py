"""Kernels forked from one process: each alone, ended one by one or all together."""

from __future__ import annotations

import os
import time

import pytest
from jupyter_client.manager import KernelManager

from analysis.reports.kernels import kernel_pool
from browsing import LONG

pytestmark = pytest.mark.skipif(not kernel_pool.POSSIBLE, reason="only where the system can fork")


@pytest.fixture(scope="module")
def pool():
    pool = kernel_pool.KernelPool()
    yield pool
    pool.close()


def kernel(pool, place, **environment):
    place.mkdir()
    file = place / "kernel.json"
    file.write_text(
        '{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "", '
        f'"transport": "ipc", "ip": "{place}/s", "signature_scheme": "hmac-sha256"}}'
    )
    return pool.kernel(place, {"PATH": os.environ["PATH"], "HOME": str(place), **environment}, str(file))


def until(holds):
    ends = time.monotonic() + 30
    while not holds() and time.monotonic() < ends:
        time.sleep(0.05)
    assert holds()


def test_a_kernel_has_its_own_place_and_ends_when_it_is_told(pool, tmp_path):
    first, other = kernel(pool, tmp_path / "a"), kernel(pool, tmp_path / "b")
    until(lambda: (tmp_path / "a" / "s-1").exists() and (tmp_path / "b" / "s-1").exists())
    assert first.pid != other.pid and first.poll() is None
    assert os.readlink(f"/proc/{first.pid}/cwd") == str(tmp_path / "a")
    first.kill()
    assert first.wait() == -9 and other.poll() is None
    other.terminate()
    until(lambda: other.poll() is not None)


def test_when_the_pool_ends_its_kernels_do(tmp_path):
    own = kernel_pool.KernelPool()
    process = kernel(own, tmp_path / "a")
    until(lambda: (tmp_path / "a" / "s-1").exists())
    own.close()
    until(lambda: not os.path.exists(f"/proc/{process.pid}"))


def test_a_page_is_told_of_all_widgets_at_once(pool, tmp_path):
    """Asked for one by one, hundreds of answers overran the server now and then, and a page waited without end."""
    manager = KernelManager(transport="ipc", connection_file=str(tmp_path / "k.json"), ip=str(tmp_path / "s"))
    manager.write_connection_file()
    (tmp_path / "place").mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    process, client = pool.kernel(tmp_path / "place", environment, manager.connection_file), manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LONG)
        client.execute_interactive("import ipywidgets; shown = ipywidgets.IntSlider()", timeout=LONG)
        for kind, content in (
            ("comm_open", {"comm_id": "a", "target_name": "jupyter.widget.control", "data": {}}),
            ("comm_msg", {"comm_id": "a", "data": {"method": "request_states"}}),
        ):
            client.shell_channel.send(client.session.msg(kind, content, metadata={"version": "1.0.0"}))
        said = answer(client, "comm_msg", "comm_close")
        assert said["header"]["msg_type"] == "comm_msg" and said["content"]["data"]["method"] == "update_states"
        models = [state["model_name"] for state in said["content"]["data"]["states"].values()]
        assert "IntSliderModel" in models
    finally:
        client.stop_channels()
        process.kill()
        process.wait()
        manager.cleanup_connection_file()


def answer(client, *kinds):
    """The first message of some kinds that the kernel gives out, after what it said of the widget's making."""
    while True:
        message = client.get_iopub_msg(timeout=LONG)
        if message["header"]["msg_type"] in kinds and message["parent_header"]["msg_type"] != "execute_request":
            return message
