"""Columns and rows of penalties, the register that meets every kind of cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import small_registers
from analysis.registers import register_wordings

HEADS = [
    "决定书文号", "相对人类别", "相对人名称", "统一社会信用代码", "违法行为类型", "处罚类别", "处罚决定日期",
    "处罚机关", "罚款金额(万元)", "上报日期", "是否瞒报",
]  # fmt: skip


@pytest.fixture
def heads() -> list[str]:
    return list(HEADS)


@pytest.fixture
def row() -> Callable[..., list[str]]:
    """A sound row of penalties: `row(1)`; other cells by their place: `row(2, {6: "2021-02-30"})`."""

    def build(number: int, cells: dict[int, object] | None = None) -> list[str]:
        plain = [
            f"CF-{number}", "法人", "某某有限公司", small_registers.code(number), "无证经营", "罚款", "2021-03-05",
            "某局", "1.5", "2021-03-10", "否",
        ]  # fmt: skip
        return [(cells or {}).get(place, cell) for place, cell in enumerate(plain)]

    return build


@pytest.fixture
def penalties():
    return register_wordings()["penalties"]
