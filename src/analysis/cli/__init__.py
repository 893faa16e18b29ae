"""The command line: `scorecard` (命令行)."""

from __future__ import annotations

import sys
from itertools import pairwise

from analysis.problems import InputError

DONE, BAD_INPUT, USAGE, SOME_FAILED, VETOED, OUT_OF_REACH = 0, 1, 2, 3, 4, 5
"""Exit codes: done; bad input; wrong usage; ran, but some failed; `--strict` and a veto fell; a goal out of reach."""


def asked_language() -> str:
    """The language that `--lang` asks for; empty where it is not given."""
    words = sys.argv[1:]
    asked = [after for word, after in pairwise(words) if word == "--lang"]
    asked += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    return asked[-1] if asked else ""


def error_text(error: InputError) -> str:
    """What went wrong, in the language that `--lang` asks for; in both where it is not given."""
    return error.text(asked_language())


def main() -> None:
    """Run the command; a user's mistake ends with its explanation and exit code 1, never with a traceback."""
    # The commands take their exit codes from here, so this module stands before them.
    from analysis.cli.commands import app

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except InputError as error:
        sys.stderr.write(f"{error_text(error)}\n")
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.stderr.write("已中断，未改动任何文件。Interrupted; nothing was changed.\n")
        sys.exit(SOME_FAILED)
