"""A report is what its newest signature says just as long as its manifest is the one that was signed."""

from __future__ import annotations

import shutil

from analysis import signatures
from analysis.signatures import Standing
from signed_folders import ARCHIVIST, CITY, CONTENT, MONTH, REVIEWER, signed_folder, written


def test_a_month_without_a_signature_is_a_draft(home):
    assert signatures.month_standing(CITY, MONTH, home / "nowhere") == Standing("draft", (), "")
    assert signatures.folder_standing(home / "nowhere") == Standing()


def test_states_by_whom_and_back_to_draft(home):
    place = home / "reports" / CITY / MONTH
    signed_folder(place)
    signatures.adopt_signature(place, CITY, MONTH)
    assert signatures.month_standing(CITY, MONTH, place) == Standing("reviewed", (("reviewed", REVIEWER),))
    signed_folder(place, {**CONTENT, "manifest.json": b"{}"}, state="filed")
    signatures.adopt_signature(place, CITY, MONTH)
    by = (("reviewed", REVIEWER), ("filed", ARCHIVIST))
    assert signatures.month_standing(CITY, MONTH, place) == signatures.folder_standing(place) == Standing("filed", by)
    written(place, {"manifest.json": b'{"made": "again"}'})
    assert signatures.month_standing(CITY, MONTH, place) == Standing("draft", (), "filed")
    assert signatures.folder_standing(place) == Standing()


def test_a_signature_taken_away_changes_no_standing(home):
    place = home / "reports" / CITY / MONTH
    signed_folder(place, state="filed")
    signatures.adopt_signature(place, CITY, MONTH)
    shutil.rmtree(place / "signature")
    assert signatures.month_standing(CITY, MONTH, place).state == "filed"


def test_a_filed_month_whose_folder_is_gone_is_known(home):
    place = home / "reports" / CITY / MONTH
    signed_folder(place, state="filed")
    signatures.adopt_signature(place, CITY, MONTH)
    assert not signatures.is_filed_without_folder(CITY, MONTH, place)
    shutil.rmtree(place)
    assert signatures.is_filed_without_folder(CITY, MONTH, place)
