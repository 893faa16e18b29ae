"""Where kernels are spoken to: a short private folder that is gone afterwards."""

from __future__ import annotations

import os
import stat

import pytest

from analysis.reports.kernels import sockets


def test_the_folder_is_its_users_alone_and_gone_afterwards():
    with sockets.socket_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
        (folder / "kernel-ipc-1").touch()
    assert not folder.exists()


def test_a_socket_s_path_is_short_enough_wherever_temporary_files_lie(tmp_path, monkeypatch):
    """A kernel of the web page has the longest name; 104 characters are the least any system allows."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / ("long" * 30)))
    with sockets.socket_folder() as folder:
        assert len(f"{folder}/kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-5") < 104


@pytest.mark.skipif(os.name == "nt", reason="Jupyter has no such sockets there")
def test_kernels_are_spoken_to_by_sockets():
    assert sockets.TRANSPORT == "ipc"
