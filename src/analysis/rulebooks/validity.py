"""From when to when a rule is in force (施行期)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Validity:
    """From which day to which a rule is in force, both included; None where it has no beginning or end."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def is_dated(self) -> bool:
        return (self.since, self.until) != (None, None)


ALWAYS = Validity()


@dataclass(frozen=True)
class DatedAmount:
    """What a rule value is for a time, and where that is printed; `amount` None where no source gives one."""

    validity: Validity
    amount: float | None
    source: str
