"""Telling people: a command of the user's is given each run's record, so that mail or chat can be wired (通知).

The command is started as it is, without a shell; one JSON document stands on its standard input. It can't change a
run: what it prints is dropped, and its failure is a warning.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from analysis.paths import root
from analysis.problems import Problem
from analysis.reports.run_records import RunRecord
from analysis.text_normalisation import quoted_value

SECONDS = 30
"""How long the command may take."""
ENDING = 5
BATCH = (".bat", ".cmd")
"""What Windows starts only by its shell."""


def notify(command: str, record: RunRecord, seconds: float = SECONDS) -> Problem | None:
    """Start the command with the record on its standard input; what went wrong, None where it ended with 0."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
        said = f"{json.dumps({**record.document(), 'project': str(root())}, ensure_ascii=False)}\n".encode()
        return _ended(_run(words, said, seconds))
    except subprocess.TimeoutExpired:
        return _warning(f"{seconds:g} 秒内没有结束，已终止", f"it took more than {seconds:g} seconds and was ended")
    except (OSError, ValueError, IndexError) as error:
        text = quoted_value(getattr(error, "strerror", None) or error)
        return _warning(f"无法启动（{text}）", f"it can't be started ({text})")


def _run(words: Sequence[str], said: bytes, seconds: float) -> tuple[int, str]:
    """The exit code, and the last line on the error stream; the command and what it started end with the time."""
    process = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        shell=os.name == "nt" and words[0].casefold().endswith(BATCH),
    )  # fmt: skip
    try:
        _, errors = process.communicate(said, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        raise
    lines = errors.decode("utf-8", errors="replace").strip().splitlines()
    return process.returncode, lines[-1] if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command with whatever it started."""
    with suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=ENDING)


def _ended(result: tuple[int, str]) -> Problem | None:
    code, last = result
    if code == 0:
        return None
    text = f"：{quoted_value(last)}" if last else ""
    return _warning(f"以退出码 {code} 结束{text}", f"it ended with {code}{text}")


def _warning(zh: str, en: str) -> Problem:
    zh_end, en_end = (
        "；运行结果不受影响，请检查该命令。",
        "; the run's results stand as they are. Look at that command.",
    )
    return Problem("--notify", f"通知命令{zh}{zh_end}", f"The command to tell people: {en}{en_end}")
