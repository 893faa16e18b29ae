"""The look-up tables and the packed numbers."""

from __future__ import annotations

import numpy as np

from analysis.identifiers import code_standard
from analysis.identifiers.lookup_tables import FLAGS, SUMS, build_lookup_tables


def test_sums_over_all_places_never_run_into_the_next_part():
    """The largest number each table can add, summed, stays below 63 bits, and sums below their part."""
    pairs = build_lookup_tables(code_standard()).pairs
    assert sum(int(table.max()) for table in pairs) < 1 << 62
    assert sum(int(SUMS.of(table).max()) for table in pairs) < 1 << SUMS.width


def test_an_accepted_pair_raises_no_flag():
    first = build_lookup_tables(code_standard()).pairs[0]
    places = np.frombuffer("".join(sorted(code_standard().pairs)).encode(), dtype=np.uint16)
    assert not FLAGS.of(first[places]).any()
