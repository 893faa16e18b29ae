"""What a command's exit code says (退出码)."""

from __future__ import annotations

DONE, BAD_INPUT, USAGE, SOME_FAILED, VETOED = 0, 1, 2, 3, 4
"""Done; bad input; wrong usage; ran, but some failed; `--strict` and a veto fell."""
