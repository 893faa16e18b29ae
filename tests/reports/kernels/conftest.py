"""Here it is tested how notebooks are run: no process is shared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import warm_notebooks


@pytest.fixture(autouse=True)
def _no_warm_process_is_shared() -> Iterator[None]:
    with warm_notebooks.apart():
        yield
