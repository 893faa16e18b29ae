"""Scripts in a page: data that cannot end its element, and the hash a policy lets a script in by (页面脚本)."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any


def script_json(content: Any) -> str:
    """JSON that can stand inside a script element: no `<` is left that could end it."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def content_source(content: str) -> str:
    """What a content security policy calls a script or a style by: the hash of its text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
