"""What is asked of a report, with every fault of the asking at once (报告参数)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from analysis import documents, facts, rulebooks, scenarios
from analysis.calendars import parse_day, parse_month
from analysis.catalogue import checked_language
from analysis.paths import root
from analysis.problems import InputError, Problem, Problems
from analysis.reports import formats, workbooks
from analysis.reports.failures import Refused
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario
from analysis.signatures import Standing

UNSIGNED = Standing()
USUAL = ("baseline", "assumed-benchmarks")


@dataclass(frozen=True)
class Request:
    """A report asked for: checked, with rulebooks and scenarios loaded, the folder it goes to, and its standing.

    `annexes`: the formats in which the working papers are files of their own.
    """

    city: str
    month: str
    books: tuple[Rulebook, ...]
    scenarios: tuple[Scenario, ...]
    lang: str
    output: Path
    formats: tuple[str, ...] = (formats.HTML,)
    as_of: str = ""
    annexes: tuple[str, ...] = ()
    standing: Standing = UNSIGNED

    def parameters(self) -> Mapping[str, Any]:
        """The request as plain text and lists; `as_of` only where it is asked for."""
        asked = {
            "city": self.city,
            "month": self.month,
            "rulebooks": [book.id for book in self.books],
            "scenarios": [scenario.name for scenario in self.scenarios],
            "lang": self.lang,
        }
        return {**asked, "as_of": self.as_of} if self.as_of else asked


def checked_request(
    city: str,
    month: str,
    rulebook_names: Sequence[str],
    scenario_names: Sequence[str] | None,
    lang: str,
    output: Path | None,
    format_names: Sequence[str] = (),
    as_of: str = "",
    annex: bool = False,
) -> Request:
    """The request of these texts; where no scenarios are named, the usual ones of these rulebooks.

    Raises `Refused` with all faults at once.
    """
    problems = Problems()
    wanted = problems.absorb(lambda: parse_month(month))
    code = problems.absorb(lambda: facts.code_of(city, wanted if isinstance(wanted, str) else None))
    books = _each(rulebook_names, "rulebooks 规则集", rulebooks.load, problems)
    named = USUAL if scenario_names is None else scenario_names
    chosen_scenarios = _each(named, "scenarios 情景", scenarios.load, problems)
    day = problems.absorb(lambda: parse_day(as_of, "as-of 截至日期")) if as_of else ""
    problems.absorb(lambda: checked_language(lang))
    wanted_formats = problems.absorb(lambda: formats.chosen_formats(format_names)) or ()
    raise_any(problems)
    if scenario_names is None:
        chosen_scenarios = [scenario for scenario in chosen_scenarios if _fits_any(scenario, books)]
    _refuse_unfit(books, chosen_scenarios, problems)
    problems.absorb(lambda: _check_workbook(wanted_formats, books, chosen_scenarios))
    raise_any(problems)
    place = Path(output) if output else own_place(str(code), str(wanted), str(day))
    place = place.absolute()
    return Request(
        str(code), str(wanted), tuple(books), tuple(chosen_scenarios), lang, place, tuple(wanted_formats), str(day),
        formats.annex_formats(wanted_formats) if annex else (),
    )  # fmt: skip


def with_published_formats(asked: Request) -> Request:
    """The request with what stands in its folder, formats and annex: made again, never left out or left old.

    Raises `Refused` where this machine can't make them.
    """
    problems = Problems()
    present = formats.published_formats(asked.output)
    names = problems.absorb(lambda: formats.chosen_formats([*asked.formats, *present])) or ()
    problems.absorb(lambda: _check_workbook(names, asked.books, asked.scenarios))
    annexes = formats.annex_formats(names) if asked.annexes else formats.published_annexes(asked.output)
    problems.absorb(lambda: documents.require_formats(annexes))
    raise_any(problems)
    return replace(asked, formats=names, annexes=annexes)


def _check_workbook(names: Sequence[str], books: Sequence[Rulebook], chosen_scenarios: Sequence[Scenario]) -> None:
    if "xlsx" in names:
        workbooks.check_fits_workbook(books, chosen_scenarios)


def own_place(city: str, month: str, as_of: str = "") -> Path:
    """Where a report is published unless another folder is named; one of what was known then beside it."""
    return (root() / "reports" / city / (f"{month}-as-of-{as_of}" if as_of else month)).absolute()


def raise_any(problems: Problems) -> None:
    """Raise `Refused` with the problems found so far; nothing when there are none."""
    if problems.found:
        raise Refused(dict.fromkeys(problems.found))


def as_refused(error: InputError) -> Refused:
    """The same problems, as those of a report."""
    return Refused(error.problems, error.closing)


def _each(names: Sequence[str], where: str, load: Any, problems: Problems) -> list[Any]:
    listed = [names] if isinstance(names, str) else list(names)
    if not listed:
        problems.report(where, "至少要有一个。", "Name at least one.")
    loaded = [problems.absorb(partial(_load, load, name, where)) for name in dict.fromkeys(listed)]
    return [item for item in loaded if item is not None]


def _load(load: Callable[[str], Any], name: Any, where: str) -> Any:
    return load(_text(name, where))


def _text(name: Any, where: str) -> str:
    if isinstance(name, str) and name and not set(name) & set("/\\{}\0"):
        return name
    raise InputError([Problem(where, f"{name!r} 不是名称。", f"{name!r} is not a name.")])


def _refuse_unfit(books: Sequence[Rulebook], chosen_scenarios: Sequence[Scenario], problems: Problems) -> None:
    for scenario in [scenario for scenario in chosen_scenarios if not _fits_any(scenario, books)]:
        zh = f"只用于规则集 {scenario.rulebook}，所选规则集中没有它。"
        en = f"It is only for rulebook {scenario.rulebook}, which is not among those chosen."
        problems.report(f"scenario 情景 {scenario.name}", zh, en)


def _fits_any(scenario: Scenario, books: Sequence[Rulebook]) -> bool:
    return any(scenario.fits(book) for book in books)
