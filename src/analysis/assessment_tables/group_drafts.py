"""The tree of groups of a rulebook, from the groups that items stand under, and what each item is called (分组)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.assessment_tables.items import BONUS, DEDUCTION, ORDINARY, GroupTitle, Item, nature_of

WHOLE = GroupTitle("考核项目", None, ORDINARY, "")
LONGEST_TITLE = 24
Path = tuple[GroupTitle, ...]


@dataclass(frozen=True)
class GroupTree:
    """The groups as a rulebook file holds them, and for each item its group's id and its own title."""

    groups: list[dict[str, Any]]
    homes: list[str]
    titles: list[str]


def group_tree(items: Sequence[Item]) -> GroupTree:
    """The groups in the order of their first items.

    What stands in the last column of indicators is the item's own title where no other item shares it, else a group.
    """
    shares = Counter(item.groups for item in items)
    paths = [_path(item, shares) for item in items]
    ids = _ids(paths)
    groups = [_group(path, ids) for path in ids]
    titles = [_title(item, path, shares) for item, path in zip(items, paths, strict=True)]
    return GroupTree(groups, [ids[path] for path in paths], titles)


def _path(item: Item, shares: Mapping[Path, int]) -> Path:
    """The groups above an item: all but its own title."""
    groups = item.groups
    is_plain = groups[-1:] and groups[-1].nature in (ORDINARY, nature_of(groups[:-1]))
    own = is_plain and len(item.line.columns.levels) > 1 and len(groups) > 1 and _is_alone(item, shares)
    return (groups[:-1] if own else groups) or (WHOLE,)


def _is_alone(item: Item, shares: Mapping[Path, int]) -> bool:
    """Whether no other item shares what stands in the last column of indicators."""
    levels, groups = item.line.columns.levels, item.groups
    deepest = bool(groups) and bool(levels) and item.line.text(levels[-1]).startswith(groups[-1].title)
    return deepest and shares[groups] == 1


def _title(item: Item, path: Path, shares: Mapping[Path, int]) -> str:
    if len(item.groups) > len(path) or _is_alone(item, shares):
        return item.groups[-1].title.replace("\n", " ")
    said = item.text("content") or item.text("standard") or path[-1].title
    return short_title(said)


def short_title(text: str) -> str:
    """The beginning of a text, as far as it makes a title."""
    first = re.split(r"[。；;：:\n]", text.strip())[0]
    if len(first) <= LONGEST_TITLE:
        return first
    part = re.split(r"[，,]", first)[0]
    return part if len(part) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def _ids(paths: Sequence[Path]) -> dict[Path, str]:
    ids: dict[Path, str] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            part, above = path[:depth], path[: depth - 1]
            if part not in ids:
                beside = sum(other[:-1] == above and len(other) == depth for other in ids) + 1
                ids[part] = f"{ids[above]}-{beside}" if above else f"g{beside}"
    return ids


def _group(path: Path, ids: Mapping[Path, str]) -> dict[str, Any]:
    group, title = path[-1], path[-1].title.replace("\n", " ")
    table: dict[str, Any] = {"id": ids[path], "title": title, "title_zh": title, "parent": ids.get(path[:-1], "")}
    stated = group.points
    if group.nature == BONUS:
        table["bonus"] = True
    if stated is None:
        return table
    source = f"{title}（{stated:g}分）"
    if group.nature == BONUS:
        table["cap"] = {"is": stated, "unit": "point", "source": source}
    elif group.nature == DEDUCTION:
        table["least"] = {"is": -stated, "unit": "point", "source": source}
    else:
        table["possible"] = stated
    return table
