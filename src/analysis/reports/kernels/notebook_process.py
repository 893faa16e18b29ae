"""One notebook, run in a process of its own that is started from this file and told what on its input (运行进程).

Reads one line of JSON: notebook, parameters, timeout, how the kernel is spoken to. Works in its current folder:
leaves `executed.ipynb` and `result.json`. Its input stays open as long as the run is wanted; when it closes, the
process ends.
Imports nothing of the package, so that it starts fast. `fork_server` runs the same work in a process already warm.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXECUTED, RESULT, EMPTY = "executed.ipynb", "result.json", "empty"
SLOW = "rfc3987_syntax"  # with it jsonschema spends a second on a grammar of addresses that no notebook needs
STARTING = 90  # seconds a kernel may take to start, apart from the notebook's own time
SAVED = 5  # seconds after which what was executed so far is written down again


def main() -> int:
    """Run the notebook told of; 0 where papermill reports no fault (which proves little: the caller looks)."""
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    sys.modules[SLOW] = None  # type: ignore[assignment]
    return run_notebook(job)


def run_notebook(job: dict[str, Any], **settings: Any) -> int:
    """Run a notebook in the current folder and write what came of it. `settings`: more for papermill's client."""
    progress: dict[str, Any] = {"cell": None, "fault": None}
    try:
        _execute(job, progress, settings)
    except BaseException as error:
        progress["fault"] = _fault(error)
    Path(RESULT).write_text(json.dumps(progress), encoding="utf-8")
    return 0 if progress["fault"] is None else 1


def _end_with_input() -> None:
    # Whoever asked for this run is gone; the kernel notices and ends too.
    os.read(sys.stdin.fileno(), 1)
    os._exit(3)


def _execute(job: dict[str, Any], progress: dict[str, Any], settings: dict[str, Any]) -> None:
    import nbformat
    import papermill
    from traitlets.config import Config

    kept = _Kept()

    def begun(cell: Any, cell_index: int) -> None:
        progress.update(cell=cell_index)
        kept.now_and_then()

    papermill.engines.papermill_engines.register("kept", kept.engine())
    try:
        papermill.execute_notebook(
            nbformat.read(job["notebook"], as_version=4),
            EXECUTED,
            parameters=job["parameters"],
            engine_name="kept",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            cwd=EMPTY,
            request_save_on_cell_execute=False,
            start_timeout=STARTING,
            timeout_func=_remaining(job["timeout"]),
            on_cell_start=begun,
            record_timing=False,
            config=Config(KernelManager=job["kernel"]),
            shutdown_kernel="immediate",
            **settings,
        )
    except BaseException:
        kept.save()
        raise


class _Kept:
    """The notebook as far as it was executed, written down even where the run breaks off.

    Papermill itself writes before and after each cell, which takes longer than most cells.
    """

    def __init__(self) -> None:
        self.notebook: Any = None
        self.place, self.saved = Path(EXECUTED).absolute(), time.monotonic()

    def engine(self) -> type:
        """Papermill's own engine, which tells what notebook it has in hand."""
        from papermill.engines import NBClientEngine

        kept = self

        class Engine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
            @classmethod
            def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> Any:
                kept.notebook = nb_man.nb
                return super().execute_managed_notebook(nb_man, kernel_name, **settings)

        return Engine

    def now_and_then(self) -> None:
        """Write it down, unless that was done a moment ago."""
        if time.monotonic() - self.saved > SAVED:
            self.save()

    def save(self) -> None:
        """Write it down as it is."""
        import nbformat

        if self.notebook is not None:
            nbformat.write(self.notebook, self.place)
        self.saved = time.monotonic()


def _remaining(seconds: float) -> Callable[[Any], int]:
    """What is left for each next cell when all together may take so many seconds, from the first cell on."""
    begun: list[float] = []

    def left(cell: Any) -> int:
        begun.append(time.monotonic())
        return max(1, round(begun[0] + seconds - time.monotonic()))

    return left


def _fault(error: BaseException) -> dict[str, str]:
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return {"kinds": " ".join(kinds), "name": type(error).__name__, "text": str(error)[-2000:]}


if __name__ == "__main__":
    sys.exit(main())
