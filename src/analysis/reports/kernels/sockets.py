"""Where kernels are spoken to: sockets in a short private folder, so that no two start on the same port (套接字).

Ports are looked for first and taken later, by another process: of many kernels started at once, two may choose the
same and one dies. A socket in a folder of its own is nobody else's. On Windows, where Jupyter has no such sockets,
ports it is.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOCKETS, PORTS = "ipc", "tcp"
TRANSPORT = PORTS if os.name == "nt" else SOCKETS
SHORT = "/tmp"
"""The path of a socket may have about a hundred characters; folders of reports, and of macOS, may be longer."""


@contextmanager
def socket_folder() -> Iterator[Path]:
    """A folder of its own that only its user may enter; it is gone with all it holds when this is over."""
    short = SHORT if os.access(SHORT, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="scorecard-", dir=short, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
