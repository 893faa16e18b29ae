"""A small project of its own for tests: one clause, one city, notebooks written by the test that runs them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import v4

import small_books
from analysis.reports import making
from analysis.reports.request import Request, checked_request

ROOT = Path(__file__).resolve().parents[1]
CITY, MONTH = "320281", "2021-03"
PRICED = "params/rulebooks/monitoring-2021"
"""The rulebook that says what a fabricated figure costs."""
SHARED = f'city = "{CITY}"\nmonth = "{MONTH}"\nscenarios = ["baseline"]\nlang = "zh"\n'
OF_OVERVIEW = f'{SHARED}rulebooks = ["small"]\n'
OF_SECTION = f'{SHARED}rulebook = "small"\n'


@dataclass(frozen=True)
class Project:
    """A project's top folder, with what a test wants to do in it."""

    home: Path

    def asked(self, lang: str = "zh", output: Path | None = None) -> Request:
        return checked_request(CITY, MONTH, ["small"], ["baseline"], lang, output)

    def book(self, *notebooks: str) -> None:
        """A rulebook of one clause, whose top groups name these notebooks."""
        groups = [
            f'[[group]]\nid = "{name}"\ntitle = "{name}"\ntitle_zh = "{name}"\nnotebook = "{name}"\n'
            for name in notebooks
        ]
        head = small_books.RULEBOOK.partition("[[group]]")[0]
        clause = small_books.spoilt(small_books.CLAUSE, 'group = "main"', f'group = "{notebooks[0]}"')
        folder = self.home / "params" / "rulebooks" / "small"
        small_books.written(folder, head + "\n".join(groups), **{"1": clause})

    def marks(self) -> dict[str, str]:
        """What each notebook must print at its end."""
        asked = self.asked()
        jobs = making.notebook_jobs(asked, making.scored_cards(asked))
        return {job.path.stem: job.mark for job in jobs}

    def notebook(self, name: str, *cells: str, texts: Sequence[str] = (), end: bool = True, **settings: str) -> Path:
        """A notebook: a heading, the parameters, texts, code cells, and the end mark."""
        parameters = settings.get("parameters", OF_OVERVIEW if name == "overview" else OF_SECTION)
        content = [v4.new_markdown_cell(f"# {name}")]
        content += [v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
        content += [v4.new_markdown_cell(text) for text in texts]
        content += [v4.new_code_cell(code) for code in cells]
        content += [v4.new_code_cell(f"print({self.marks()[name]!r})")] if end else []
        return written(self.home / "notebooks" / f"{name}.ipynb", content)

    def files(self, folder: Path) -> dict[str, bytes]:
        """Everything in a folder, by name."""
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def earlier(self) -> Path:
        """An earlier report in the place of the one to come."""
        folder = self.home / "reports" / CITY / MONTH
        (folder / "notebooks").mkdir(parents=True)
        (folder / "manifest.json").write_text('{"format": "city-credit-report/1"}', "utf-8")
        (folder / "index.html").write_text("earlier", "utf-8")
        return folder


def written(path: Path, cells: list[nbformat.NotebookNode]) -> Path:
    """The cells as a notebook file; their ids are their places."""
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def build(home: Path) -> Project:
    """A project with the tables, one month's figures, and a rulebook of one section."""
    for name in ("data/cities.csv", *(f"params/{name}.toml" for name in ("facts", "departments", "audit", "brief"))):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, home / name)
    shutil.copytree(ROOT / PRICED, home / PRICED)
    path = home / "data" / "facts" / CITY / f"{MONTH}.csv"
    path.parent.mkdir(parents=True)
    path.write_text(f"city,month,fact,value\n{CITY},{MONTH},joint_domains,4\n", "utf-8")
    project = Project(home)
    project.book("section")
    return project


ASKING = """from analysis import facts, rulebooks, scorecards, views
from analysis.scenarios import load_all

card = scorecards.card(facts.up_to(city, month), rulebooks.load(BOOK), city, month, load_all(scenarios))
views.Style()"""


def cities(project: Project, *codes: str) -> Project:
    """The project with the same month's figures for some cities, and notebooks that hold for each of them."""
    for place, code in enumerate(codes):
        path = project.home / "data" / "facts" / code / f"{MONTH}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"city,month,fact,value\n{code},{MONTH},joint_domains,{place % 5}\n", "utf-8")
    for name in ("overview", "section"):
        serving(project, name)
    shutil.copy(ROOT / "notebooks" / "change.ipynb", project.home / "notebooks" / "change.ipynb")
    return project


def serving(project: Project, name: str, *cells: str) -> Path:
    """A notebook that shows its city's clauses, after some cells more, and prints the end mark of any city."""
    asking = ASKING.replace("BOOK", "rulebook" if name == "section" else "rulebooks[0]")
    asking = asking.replace("import facts, rulebooks, scorecards", "import facts, rulebooks as books, scorecards")
    shown = "views.clauses(card, views.section(card, 'section'), lang)"
    asking = asking.replace("rulebooks.load", "books.load")
    return project.notebook(name, asking, *cells, shown, f"views.closing(card, {name!r})", end=False)
