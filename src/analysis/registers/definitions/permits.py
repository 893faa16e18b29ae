"""The register of administrative permits, as double disclosure has them (行政许可“双公示”台账)."""

from __future__ import annotations

from analysis.registers.definitions.disclosure import disclosure_register

REGISTER = disclosure_register("permits")
