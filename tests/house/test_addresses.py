"""Nothing that is shown reaches outside, and no file speaks of the machine it was written on."""

from __future__ import annotations

import re

from house.sources import refuse, shown, texts

ADDRESS = re.compile(r"""(?:https?:)?//[\w-]+(?:\.[\w-]+)+(?::\d+)?[^\s"'<>)]*""")
# Names of XML's and Office's own vocabularies look like addresses, but nothing is asked of them.
SPARED = re.compile(
    r"(?:https?:)?//(?:www\.w3\.org/|127\.0\.0\.1[:/]"
    r"|schemas\.openxmlformats\.org/|schemas\.microsoft\.com/office/drawing/2016/SVG/main$)"
)
MACHINE = re.compile(r"(?<![\w.])/(?:root|home|work|mnt|Users)/\w|\b[A-Z]:\\+Users\\")


def test_what_is_shown_names_no_outside_address():
    hits = ((path, hit) for path in texts("src", "notebooks") for hit in ADDRESS.findall(path.read_text("utf-8")))
    refuse((f"{shown(path)}: {hit}" for path, hit in hits if not SPARED.match(hit)), "Outside addresses:")


def test_no_file_names_a_folder_of_the_machine():
    found = ((path, MACHINE.search(path.read_text("utf-8", errors="replace"))) for path in texts())
    refuse((f"{shown(path)}: {hit[0]}" for path, hit in found if hit), "Folders of one machine:")
