"""Kernels forked from one process: each alone, ended one by one or all together."""

from __future__ import annotations

import os
import time

import pytest

from analysis.reports.kernels import kernel_pool

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
