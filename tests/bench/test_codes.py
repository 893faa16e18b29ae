"""Every way to check codes and to find duplicates that the bench measures gives the same answer."""

from __future__ import annotations

from bench import big, codes


def test_there_is_something_to_find():
    with big.home(big.FEW):
        faulty, doubled = codes.check(codes.OURS, big.FEW)(), codes.duplicates(codes.OURS, big.FEW)()
    assert 0 < faulty < 0.02 * big.FEW.codes
    assert doubled.height > 0


def test_a_way_that_differs_is_named(monkeypatch):
    monkeypatch.setattr(codes, "FORMAL", 0)
    monkeypatch.setattr(codes, "SQL", codes.SQL.replace("others > 1", "others > 2"))
    found = codes.faults()
    assert len(found) == 2 and codes.ROWS in found[0] and codes.DUCK in found[1]
