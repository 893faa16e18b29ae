"""The scorecard's sheet: points, low and high of every clause, group and the total, as formulas (评分表)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.formulas import compiler
from analysis.reports.workbooks.cells import MET, POINTS, POSSIBLE, ClauseCells, clause_parts, end_cells, reading_titles
from analysis.reports.workbooks.paper import HEAD_ROW, TINTS, SheetWriter, cell_address, text_literal
from analysis.reports.workbooks.sums import SumFormulas
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import Clause, Group, clauses
from analysis.scorecards import TOTAL, Card
from analysis.views import glosses, result_texts, sections, source_tables, words

COLUMNS = {
    "clause": 9, "title": 34, "points": 10, "low": 9, "high": 9, "possible": 9, "target": 10, "lost": 9,
    "then": 10, "reading": 20, "waits": 28, "responsible": 38, "formula": 60, "provenance": 9, "text": 80, "rank": 9,
}  # fmt: skip
PLACE = {name: place for place, name in enumerate(COLUMNS)}
PRINTED = "responsible"
PARTS = ("points", "low", "high", "possible")
RIGHT = {"align": "right"}
TWO, HAIR = "0.00", 1e-7


class ScoreSheet:
    """The rows being written, a rulebook's tree from the top down."""

    def __init__(self, layout: WorkbookLayout, leaf: SheetWriter, card: Card) -> None:
        self.layout, self.leaf, self.card, self.row = layout, leaf, card, HEAD_ROW + 1
        self.sums, self.cells = SumFormulas(layout, card), ClauseCells(layout, card)
        self.ranked: list[tuple[float, dict[str, Any]]] = []
        self.open, self.none = layout.say("open"), layout.say("open bound")

    def write(self) -> None:
        """The sheet: the total first, then group by group."""
        layout, leaf = self.layout, self.leaf
        leaf.write(0, 0, self.card.book.title_in(layout.lang), "title")
        leaf.write(1, 0, layout.say("scores note"), "subtitle")
        heads = [layout.say("title column" if key == "title" else key) for key in COLUMNS]
        leaf.heads(HEAD_ROW, heads, list(COLUMNS.values()))
        self._node(TOTAL, layout.say("total"), 0)
        for group, clause in self._tree(""):
            self._group(group) if group else self._clause(clause)
        leaf.sheet.freeze_panes(HEAD_ROW + 1, 2)
        leaf.printed(HEAD_ROW, PLACE[PRINTED], self.row - 1)
        leaf.sheet.set_column(PLACE["rank"], PLACE["rank"], None, None, {"hidden": True})
        for key in ("rank", "title", "waits", "lost", "points", "possible"):
            leaf.named(layout.node(self.card.book, TOTAL, f"{key}_column"), HEAD_ROW + 1, PLACE[key], self.row - 1)
        self._colours()

    def _tree(self, parent: str) -> Iterator[tuple[Any, Any]]:
        """Groups and clauses in the order of their first clause, each group before what lies under it."""
        book = self.card.book
        order = {name: place for place, name in enumerate(book.clauses)}
        branches: list[tuple[int, Group | None, Clause | None]] = [
            (min((order[clause.id] for clause in book.under(group.id)), default=len(order)), group, None)
            for group in book.groups.values()
            if group.parent == parent
        ]
        branches += [(order[clause.id], None, clause) for clause in book.clauses.values() if clause.group == parent]
        for _, group, clause in sorted(branches, key=lambda branch: branch[0]):
            yield group, clause
            if group:
                yield from self._tree(group.id)

    def _group(self, group: Group) -> None:
        depth = len(self.card.book.path(group.id))
        if sections.has_only_tests(self.card, group.id):
            self._tests(group, depth)
        else:
            self._node(group.id, group.title_in(self.layout.lang), depth)

    def _node(self, node: str, title: str, depth: int) -> None:
        """A group's or the total's row."""
        row, style = self.card.node(node), _style(depth)
        named = {part: self.layout.node(self.card.book, node, part) for part in PARTS}
        self._blank(style, title, depth)
        for part in PARTS:
            now = row[part] if row[part] is not None else self.open if part == "points" else self.none
            self._put(part, self.sums.of(node, part), now, style, named[part])
        self._lost(named["possible"], named["low"], row, style)
        then = self.open if row["points"] is None else row["points"]
        self.leaf.write(self.row, PLACE["then"], then, style, num_format=TWO, **RIGHT)
        self.row += 1

    def _tests(self, group: Group, depth: int) -> None:
        """A group of tests gives no points: how many are passed stands in their place."""
        style, book, layout = _style(depth), self.card.book, self.layout
        self._blank(style, group.title_in(layout.lang), depth)
        passed = "+".join(f"IFERROR({layout.part(book, clause, MET)},0)" for clause in book.under(group.id))
        met = [result_texts.clause_row(self.card, clause)["met"] for clause in book.under(group.id)]
        said = layout.say("passed of", count=len(met))
        self._put("points", f"({passed})&{text_literal(said)}", f"{met.count(True)}{said}", style)
        self.row += 1

    def _word(self, key: str) -> str:
        return words.say(key, self.layout.lang)

    def _blank(self, style: str, title: str, depth: int) -> None:
        for column in range(len(COLUMNS)):
            self.leaf.write(self.row, column, None, style)
        self.leaf.write(self.row, PLACE["title"], title, style, indent=max(0, depth - 1))

    def _clause(self, clause: Clause) -> None:
        layout, row = self.layout, result_texts.clause_row(self.card, clause)
        for key in COLUMNS:
            self.leaf.write(self.row, PLACE[key], None, "text")
        self.leaf.write(self.row, PLACE["clause"], clause.id, "text")
        self.leaf.write(self.row, PLACE["title"], clause.title_in(layout.lang), "text", indent=1)
        self._note(clause)
        if clause.kind != clauses.TESTED:
            self._points(clause, row)
        self._target(clause, row)
        self._said(clause, row)
        self.row += 1

    def _points(self, clause: Clause, row: dict[str, Any]) -> None:
        layout, book = self.layout, self.card.book
        points, most = (layout.part(book, clause, part) for part in (POINTS, POSSIBLE))
        low, high = end_cells(layout, self.card, clause)
        none = text_literal(self.none)
        formulas = {
            "points": f"IFERROR({points},{text_literal(self.open)})",
            "low": f"IFERROR({points},IFERROR({low},{none}))",
            "high": f"IFERROR({points},IFERROR({high},{none}))",
            "possible": f"IFERROR({most},{none})",
        }
        if self.sums.shared.takes_part(clause):
            formulas = self.sums.shared.points(clause)
        for part, formula in formulas.items():
            now = row[part] if row[part] is not None else self.open if part == "points" else self.none
            self._put(part, formula, now, "formula", layout.part(book, clause, f"{part}_shown"))
        lost = layout.part(book, clause, "possible_shown"), layout.part(book, clause, "low_shown")
        self._lost(*lost, row, "formula", ranked=clause.kind != clauses.DEDUCTED)
        then = row["points"] if row["points"] is not None else self.open
        self.leaf.write(self.row, PLACE["then"], then, "kept", num_format=TWO)

    def _lost(self, possible: str, low: str, row: dict[str, Any], style: str, ranked: bool = False) -> None:
        """What is lost, or may be; ranked by it, the upper row first where two lose alike."""
        bounded = row["possible"] is not None and row["low"] is not None
        lost = row["possible"] - row["low"] if bounded else None
        self._put("lost", f"IF(COUNT({possible},{low})=2,{possible}-{low},{text_literal(self.none)})",
                  self.none if lost is None else lost, style)  # fmt: skip
        if ranked:
            cell = cell_address(self.row, PLACE["lost"])
            now = "" if lost is None else lost - (self.row + 1) * HAIR
            self._put("rank", f'IF(ISNUMBER({cell}),{cell}-ROW()*1E-7,"")', now, "kept")

    def _target(self, clause: Clause, row: dict[str, Any]) -> None:
        layout = self.layout
        if MET not in clause_parts(clause):
            self.leaf.write(self.row, PLACE["target"], words.say("not there", layout.lang), "quiet", align="center")
            return
        met = layout.part(self.card.book, clause, MET)
        yes, no = ("passed", "failed") if clause.kind == clauses.TESTED else ("reached", "not reached")
        said = [text_literal(words.say(key, layout.lang)) for key in (yes, no, "missing")]
        now = words.say({True: yes, False: no, None: "missing"}[row["met"]], layout.lang)
        self._put("target", f"IFERROR(IF({met},{said[0]},{said[1]}),{said[2]})", now, "mark")
        if clause.kind == clauses.TESTED:
            self.leaf.write(self.row, PLACE["then"], now, "kept")

    def _said(self, clause: Clause, row: dict[str, Any]) -> None:
        """The reading, what is missing, who is responsible, the formula, its provenance, the clause's own text."""
        layout, lang = self.layout, self.layout.lang
        called = reading_titles(layout, clause)
        if len(called) > 1:
            self.leaf.write(self.row, PLACE["reading"], called[self._opens(clause)], "input", align="left")
            self.leaf.named(layout.part(self.card.book, clause, "reading_chosen"), self.row, PLACE["reading"])
            choice = layout.lists.choice(list(called.values()), layout.say("only listed"))
            self.leaf.sheet.data_validation(self.row, PLACE["reading"], self.row, PLACE["reading"], choice)
        waits = self._waits(clause, row)
        if clause.kind == clauses.SCORED and row["possible"] is not None and row["low"] is not None:
            lost = row["possible"] - row["low"]
            points = self.open if row["points"] is None else row["points"]
            texts = {
                "title": clause.title_in(lang),
                "waits": waits,
                "lost": lost,
                "points": points,
                "possible": row["possible"],
            }
            self.ranked.append((lost - (self.row + 1) * HAIR, texts))
        owners = source_tables.responsible_names(self.card, clause, lang)
        self.leaf.write(self.row, PLACE["responsible"], owners, "quiet")
        working = self.card.working(clause.id, lang)
        self.leaf.write(
            self.row,
            PLACE["formula"],
            "；".join(filter(None, [working.formula, working.target])),
            "quiet",
            text_wrap=False,
        )
        self.leaf.write(self.row, PLACE["provenance"], words.say(f"mark {row['provenance']}", lang), "quiet")
        text = " ".join(" ".join(glosses.glossed_lines(clause.text, lang)).split())
        self.leaf.write(self.row, PLACE["text"], text, "quiet", text_wrap=False)

    def _opens(self, clause: Clause) -> str:
        """The reading that the drop-down opens with: the default, scenarios that choose another apart."""
        return next(iter(clause.readings))

    def _waits(self, clause: Clause, row: dict[str, Any]) -> str:
        layout, book = self.layout, self.card.book
        judged = layout.part(book, clause, MET if clause.kind == clauses.TESTED else POINTS)
        waits, silent = layout.part(book, clause, "waits"), layout.say("silent")
        unknown = row["met" if clause.kind == clauses.TESTED else "points"] is None
        names = self.cells.waits(clause, row["reading"])[1]
        if clause.blank:
            silent = words.say("blank", layout.lang)
        elif f"{clause.id}.{compiler.FIELD}" in row["missing"]:
            silent = words.say("field open", layout.lang)
        is_open = f"ISERROR({judged})"
        if self.sums.shared.takes_part(clause):
            is_open = f"NOT(ISNUMBER({layout.part(book, clause, 'points_shown')}))"
            silent = silent if clause.blank else layout.say("shared silent")
        now = (names or silent) if unknown else ""
        self._put("waits", f'IF({is_open},IF({waits}="",{text_literal(silent)},{waits}),"")', now, "said")
        return now

    def _note(self, clause: Clause) -> None:
        """The clause's text and what is assumed, as a note on its title."""
        lang = self.layout.lang
        said = ["\n".join(glosses.glossed_lines(clause.text, lang))]
        said += [note.zh if lang == "zh" else note.en for note in clause.notes]
        said += [
            f"{reading.zh if lang == 'zh' else reading.name}：{reading.why_zh if lang == 'zh' else reading.why}"
            for reading in clause.readings.values()
            if reading.why
        ]
        options = {"author": "", "x_scale": 4, "y_scale": 2 + len("\n".join(said)) / 250}
        self.leaf.sheet.write_comment(self.row, PLACE["title"], "\n\n".join(said), options)

    def _put(self, key: str, formula: str, now: Any, style: str, name: str = "") -> None:
        shape = RIGHT if style.startswith("group") else {}
        self.leaf.formula(self.row, PLACE[key], formula, now, style, num_format=TWO, **shape)
        if name:
            self.leaf.named(name, self.row, PLACE[key])

    def _colours(self) -> None:
        """What is not settled is tinted, what fails is red, what differs from when the workbook was made is blue."""
        first, last, book = HEAD_ROW + 1, self.row - 1, self.layout.paper.book
        spans = {key: (first, PLACE[key], last, PLACE[key]) for key in ("points", "target")}
        open_tint = book.add_format({"bg_color": TINTS["missing"]})
        failed = book.add_format({"font_color": "#C00000", "bold": True})
        changed = book.add_format({"bg_color": TINTS["changed"], "bold": True})
        point, then = (f"${cell_address(first, PLACE[key]).replace('$', '')}" for key in ("points", "then"))
        differs = f'AND({then}<>"",OR(ISNUMBER({then})<>ISNUMBER({point}),IFERROR(ABS({then}-{point})>1E-9,FALSE)))'
        for kind, said in (("points", self.open), ("target", self._word("missing"))):
            rule = {"type": "cell", "criteria": "==", "value": text_literal(said), "format": open_tint}
            self.leaf.sheet.conditional_format(*spans[kind], rule)
        for said in ("failed", "not reached"):
            rule = {"type": "cell", "criteria": "==", "value": text_literal(self._word(said)), "format": failed}
            self.leaf.sheet.conditional_format(*spans["target"], rule)
        self.leaf.sheet.conditional_format(
            *spans["points"], {"type": "formula", "criteria": f"={differs}", "format": changed}
        )


def _style(depth: int) -> str:
    """The deeper a group, the lighter its row."""
    return "group" if depth < 2 else f"group {min(depth, 3)}"
