"""A month's circular, published whole or not at all (月度通报).

reports/bulletins/<month>-<rulebook>/: bulletin.docx, bulletin.pdf …, bulletin.csv, manifest.json
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from analysis import documents, facts, rulebooks, scenarios
from analysis.calendars import months_back, parse_month
from analysis.catalogue import checked_language
from analysis.catalogue import report_phrase as phrase
from analysis.documents import Block, Document, Heading, Paragraph, format_names, view_blocks
from analysis.paths import root
from analysis.problems import InputError, Problem, Problems
from analysis.questions import bulletins, league
from analysis.reports import manifest, publishing
from analysis.reports.heads import day_text, page_mark
from analysis.reports.manifest import NAME
from analysis.reports.request import as_refused
from analysis.reports.scorecard import MARK, csv_cell
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, Scenario, scenario_files
from analysis.views import bulletin_parts, unit_views, words

FORMATS = ("docx", "pdf")
STEM = "bulletin"
TABLE = f"{STEM}.csv"
SHORT = 8
TABLES = ("facts.toml", "departments.toml")


@dataclass(frozen=True)
class BulletinRequest:
    """A circular asked for, checked. `cities`: the codes of the units compared; all that have figures where None."""

    month: str
    book: Rulebook
    scenario: Scenario
    league: int | None
    cities: tuple[str, ...] | None
    lang: str
    output: Path
    formats: tuple[str, ...]
    kinds: tuple[str, ...] = (facts.CITY,)

    def parameters(self) -> dict[str, Any]:
        """The request as plain texts and lists."""
        return {
            "bulletin": self.month, "month": self.month, "rulebooks": [self.book.id], "lang": self.lang,
            "scenarios": [self.scenario.name], "league": self.league,
            "cities": None if self.cities is None else list(self.cities), "kinds": list(self.kinds),
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class LoadedBulletin:
    """A circular's content, the faults of the units left out, and their codes."""

    result: bulletins.MonthBulletin
    faults: tuple[Problem, ...]
    excluded: tuple[str, ...]


def checked_bulletin(
    month: str,
    rulebook: str = "hard-2019",
    scenario: str = BASELINE.name,
    league: int | None = None,
    cities: Sequence[str] | None = None,
    lang: str = "zh",
    output: Path | None = None,
    formats: Sequence[str] = FORMATS,
    kind: str = facts.CITY,
) -> BulletinRequest:
    """The request of these texts. `kind`: which units, where none are named. Raises `Refused` with all its faults."""
    problems = Problems()
    when = problems.absorb(lambda: parse_month(month))
    book = problems.absorb(lambda: rulebooks.load(rulebook))
    changed = problems.absorb(lambda: scenarios.load(scenario))
    problems.absorb(lambda: checked_language(lang))
    names = problems.absorb(lambda: format_names(formats, documents.WRITERS)) or ()
    problems.absorb(lambda: documents.require_formats(names))
    codes = None if cities is None else [problems.absorb(partial(facts.code_of, city, when)) for city in cities]
    if problems.found or when is None or book is None or changed is None:
        raise as_refused(InputError(list(dict.fromkeys(problems.found))))
    chosen = None if codes is None else tuple(dict.fromkeys(code for code in codes if code is not None))
    place = Path(output) if output else own_bulletin_place(when, book.id, changed.name, league, chosen, kind)
    kinds = (kind,) if chosen is None else tuple(dict.fromkeys(map(facts.kind_of, chosen)))
    return BulletinRequest(when, book, changed, league, chosen, lang, place.absolute(), names, kinds)


def own_bulletin_place(
    month: str, book: str, scenario: str, league: int | None, cities: Sequence[str] | None, kind: str = facts.CITY
) -> Path:
    """Where a circular is published unless another folder is named: one place for each comparison."""
    name = [month, book, *([scenario] if scenario != BASELINE.name else []), *([f"league-{league}"] if league else [])]
    if kind != facts.CITY and cities is None:
        name.append(kind)
    if cities is not None:
        name.append(f"units-{manifest.sha256(' '.join(sorted(cities)).encode())[:SHORT]}")
    return root() / "reports" / "bulletins" / "-".join(name)


def load_bulletin(asked: BulletinRequest) -> LoadedBulletin:
    """The circular's content, by the figures of all cities. Raises `Refused` where nobody has figures of the month."""
    before = months_back(asked.month, 2)[0]
    meanings = {**facts.dictionary(), **asked.book.dictionary}
    now = facts.all_cities(asked.month, league.league_months(asked.book, asked.month), meanings, asked.kinds)
    earlier = facts.all_cities(before, league.league_months(asked.book, before), meanings, asked.kinds)
    excluded = tuple(code for code in now.left_out if asked.cities is None or code in asked.cities)
    cities = None if asked.cities is None else [code for code in asked.cities if code not in excluded]
    try:
        result = bulletins.month_bulletin(
            now.facts, asked.book, asked.month, asked.scenario, earlier.facts, cities, asked.league
        )
    except InputError as error:
        raise as_refused(InputError([*error.problems, *now.faults])) from None
    absent = tuple(code for code in result.absent if code not in excluded)
    return LoadedBulletin(dataclasses.replace(result, absent=absent), now.faults if excluded else (), excluded)


def publish_bulletin(asked: BulletinRequest, loaded: LoadedBulletin | None = None) -> Path:
    """Write the circular in every format and its table; gives back the folder, replaced whole or not at all.

    A format once published is made again with the rest. Raises `ReportError` with every fault found.
    """
    started = datetime.now(UTC)
    content = loaded or load_bulletin(asked)
    with publishing.working_folder(asked.output) as work:
        names = tuple(dict.fromkeys([*asked.formats, *bulletin_formats(asked.output)]))
        document = bulletin_document(content.result, asked.lang, content.excluded)
        files = {f"{STEM}.{name}": documents.write(document, name) for name in names}
        files[TABLE] = bulletin_csv(content.result)
        warned = {"figures": [problem.zh for problem in content.faults]} if content.faults else {}
        made_from = bulletin_inputs(asked, content)
        listed = manifest.product_json(
            asked.month, asked.parameters(), made_from, files, names, started, {"warnings": warned}
        )
        return publishing.publish_files({**files, NAME: listed}, work, asked.output)


def bulletin_formats(folder: Path) -> tuple[str, ...]:
    """The formats in which a circular stands in a folder."""
    return tuple(name for name in documents.WRITERS if (folder / f"{STEM}.{name}").is_file())


def bulletin_inputs(asked: BulletinRequest, content: LoadedBulletin) -> dict[str, Any]:
    """Everything the circular depends on, by kind, with the SHA-256 of each."""
    units, params = [*content.result.places["city"].sort(), *content.result.absent], root() / "params"
    figures = [path for unit in units for path in manifest.fact_files(unit, asked.month)]
    tables = [root() / "data" / "cities.csv", *(params / name for name in TABLES)]
    tables += sorted({path for unit in units for path in facts.list_files(unit)})
    tables += sorted(path for unit in units if (path := params / "departments" / f"{unit}.toml").is_file())
    scenario = scenario_files.scenarios_folder() / f"{asked.scenario.name}.toml"
    return {
        "facts": manifest.file_hashes(figures), "tables": manifest.file_hashes(tables),
        "rulebooks": {asked.book.id: asked.book.sha256},
        "scenarios": manifest.file_hashes([scenario] if scenario.is_file() else []), "code": manifest.code_hash(),
    }  # fmt: skip


def bulletin_document(result: bulletins.MonthBulletin, lang: str = "zh", excluded: Sequence[str] = ()) -> Document:
    """The circular as a document in the layout of an official brief."""
    parts = bulletin_parts.bulletin_parts(result, lang, excluded)
    inner = [block for part in parts.values() for block in _blocks(part)]
    last = manifest.month_period(result.month)["to"]
    return Document(
        bulletin_parts.bulletin_title(result, lang), tuple(inner), lang,
        addressees=words.say("bulletin addressed", lang),
        date=phrase("until", lang, day=day_text(last, lang)), day=last,
        mark=page_mark([result.book], result.scenario, lang),
    )  # fmt: skip


def _blocks(part: bulletin_parts.BulletinPart) -> Iterator[Block]:
    yield Heading(part.title)
    yield from (Paragraph(sentence) for sentence in part.sentences)
    for view in part.views:
        for block in view_blocks.blocks_of(view):
            yield _compact(block, part.id) if isinstance(block, documents.DocumentTable) else block


def _compact(table: documents.DocumentTable, part: str) -> Block:
    """The table in small print; its title only where it says more than the heading above it."""
    return dataclasses.replace(table, small=True, title=table.title if part == "places" else "")


CITIES = "城市"
HEADINGS: Mapping[str, str] = {
    "city": "城市代码 city", "name": "城市 name", "league": "类别 league", "rank": "名次 rank",
    "best": "最好名次 best", "worst": "最差名次 worst", "cities": "同类个数 cities", "passes": "一票否决通过 passes",
    "points": "总分 points", "low": "最低可能 low", "high": "最高可能 high", "possible": "满分 possible",
    "points_before": "上月总分 points_before", "low_before": "上月最低可能 low_before",
    "high_before": "上月最高可能 high_before", "rank_before": "上月名次 rank_before",
    "best_before": "上月最好名次 best_before", "worst_before": "上月最差名次 worst_before",
    "cities_before": "上月同类个数 cities_before", "change": "较上月 change", "change_low": "至少变动 change_low",
    "change_high": "至多变动 change_high", "up_low": "至少升位 up_low", "up_high": "至多升位 up_high",
    "failed": "未达标的一票否决指标 failed", "undecided": "缺报数据的一票否决指标数 undecided",
    "behind": "低于同类平均的条款 behind", "owed": "缺报数据 owed",
}  # fmt: skip


def bulletin_csv(result: bulletins.MonthBulletin) -> bytes:
    """Every unit compared in a row, unrounded: what the paper has no room for; lists joined by `;`, missing empty."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    rows = bulletins.unit_rows(result).select(list(HEADINGS))
    called = unit_views.unit_heading(set(rows["city"]), "zh")
    writer.writerow([text.replace(CITIES, called) for text in HEADINGS.values()])
    writer.writerows([csv_cell(value) for value in row] for row in rows.iter_rows())
    return (MARK + written.getvalue()).encode("utf-8")
