"""The README's pictures: each is taken by `make pictures`, and shown."""

from __future__ import annotations

import re

from house.sources import ROOT

DOCS = ROOT / "docs"


def test_every_picture_of_the_readme_is_taken_from_the_program():
    shown = set(re.findall(r"\(docs/([\w-]+\.png)\)", (ROOT / "README.md").read_text("utf-8")))
    taken = set(re.findall(r'DOCS / "([\w-]+\.png)"', (DOCS / "pictures.py").read_text("utf-8")))
    assert shown == taken == {path.name for path in DOCS.glob("*.png")}


def test_the_make_target_runs_the_script_that_is_there():
    (line,) = re.findall(r"^pictures:.*\n\t@\$\(BIN\)/python (\S+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert (ROOT / line).is_file()
