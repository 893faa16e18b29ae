"""The circular published: three pages at most, the same numbers in every file, whole or not at all, equal bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest

import nations
from analysis import documents
from analysis.facts import month_paths
from analysis.questions import bulletins
from analysis.reports import Refused, circulars
from documents.reading import docx_tables, docx_text, html_text, pdf_pages, pdf_text, squeezed

MONTH = "2021-03"
NUMBER = re.compile(r"\d[\d,]*\.\d+")


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        home = nations.empty_project(tmp_path_factory.mktemp("nation"))
        patch.setenv("CITY_CREDIT_HOME", str(home))
        nations.simulated(40, months=2)
        yield home


@pytest.fixture(scope="module")
def published(nation):
    asked = circulars.checked_bulletin(MONTH, formats=["docx,pdf,html"])
    return asked, circulars.load_bulletin(asked), circulars.publish_bulletin(asked)


def test_it_stands_in_a_place_of_its_own(nation, published):
    _, _, folder = published
    assert folder == nation / "reports" / "bulletins" / "2021-03-hard-2019"
    names = {path.name for path in folder.iterdir()}
    assert names == {"bulletin.csv", "bulletin.docx", "bulletin.html", "bulletin.pdf", "manifest.json"}


def test_another_comparison_has_another_place(nation):
    usual = circulars.checked_bulletin(MONTH).output
    others = [
        circulars.checked_bulletin(MONTH, league=3).output,
        circulars.checked_bulletin(MONTH, "monitoring-2021").output,
        circulars.checked_bulletin(MONTH, "monitoring-2021", "assumed-benchmarks").output,
        circulars.checked_bulletin(MONTH, cities=["江阴", "昆山"]).output,
    ]
    assert len({usual, *others}) == 5
    assert circulars.checked_bulletin(MONTH, cities=["昆山市", "320281"]).output == others[-1]


def test_all_files_say_the_same(published):
    _, _, folder = published
    texts = {
        "docx": squeezed(docx_text((folder / "bulletin.docx").read_bytes())),
        "html": squeezed(html_text((folder / "bulletin.html").read_text("utf-8"))),
        "pdf": pdf_text((folder / "bulletin.pdf").read_bytes()),
    }
    rows = [cell for table in docx_tables((folder / "bulletin.docx").read_bytes()) for row in table for cell in row]
    assert len(rows) > 100
    for name, text in texts.items():
        assert [cell for cell in rows if squeezed(cell) not in text] == [], name


def test_the_paper_and_the_table_of_all_units_agree(published):
    _, loaded, folder = published
    listed = list(csv.DictReader(io.StringIO((folder / "bulletin.csv").read_text("utf-8-sig"))))
    assert len(listed) == loaded.result.places.height == 40
    total = {row["城市 name"]: row["总分 points"] for row in listed}
    for row in loaded.result.places.iter_rows(named=True):
        points = total[row["name"]]
        assert (float(points) if points else None) == pytest.approx(row["points"])
    [places] = [table for table in docx_tables((folder / "bulletin.docx").read_bytes()) if table[0][1] == "名次"]
    for _, _, name, points, *_ in places[1:]:
        if "–" not in points:
            assert points == f"{max(0.0, float(total[name])):.2f}"


@pytest.mark.parametrize("book", ["hard-2019", "monitoring-2021"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 5, 40])
def test_it_has_one_to_three_pages(nation, count, lang, book):
    codes = sorted(path.name for path in (nation / "data" / "facts").iterdir())[:count]
    asked = circulars.checked_bulletin(MONTH, book, cities=codes, lang=lang)
    document = circulars.bulletin_document(circulars.load_bulletin(asked).result, lang)
    assert 1 <= len(pdf_pages(documents.write(document, "pdf"))) <= 3


@pytest.fixture(scope="module")
def whole_nation(tmp_path_factory):
    """Every city of a made-up nation of 300, in three leagues; and each league by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path_factory.mktemp("whole"))))
        nations.simulated(300, months=2)
        asked = {league: circulars.checked_bulletin(MONTH, league=league) for league in (None, 1, 2, 3)}
        return {league: circulars.load_bulletin(each).result for league, each in asked.items()}


@pytest.mark.parametrize("league", [None, 1, 2, 3])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_300_cities_too_it_has_three_pages_at_most(whole_nation, lang, league):
    assert whole_nation[None].places.height == 300 and len(whole_nation[None].leagues()) == 3
    document = circulars.bulletin_document(whole_nation[league], lang)
    assert len(pdf_pages(documents.write(document, "pdf"))) <= 3


def test_equal_inputs_give_equal_bytes_and_its_manifest_names_them(nation, published, tmp_path):
    _, _, folder = published
    again = circulars.publish_bulletin(
        circulars.checked_bulletin(MONTH, formats=["docx,pdf,html"], output=tmp_path / "b")
    )
    said = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name in ("bulletin.csv", "bulletin.docx", "bulletin.html", "bulletin.pdf"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()
    assert set(said["published"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert len(said["inputs"]["facts"]) == 80 and said["parameters"]["bulletin"] == MONTH


def test_a_format_once_published_is_made_again_and_strange_files_stay(nation, tmp_path):
    def publish(names):
        return circulars.publish_bulletin(circulars.checked_bulletin(MONTH, formats=[names], output=tmp_path / "b"))

    (publish("html,docx") / "signed.txt").write_text("签发")
    names = {path.name for path in publish("docx").iterdir()}
    assert names == {"bulletin.csv", "bulletin.docx", "bulletin.html", "manifest.json", "signed.txt"}


def test_a_folder_that_is_no_circular_is_left_alone(nation, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("x")
    asked = circulars.checked_bulletin(MONTH, formats=["html"], output=tmp_path / "letters")
    with pytest.raises(Refused):
        circulars.publish_bulletin(asked)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["letter.txt"]


def test_every_fault_of_the_asking_is_said_at_once(nation):
    with pytest.raises(Refused) as refused:
        circulars.checked_bulletin("2021-13", "hard2019", formats=["doc"], cities=["江阳"])
    assert len(refused.value.problems) == 4


def test_nobody_with_figures_is_refused_with_what_to_do(nation):
    with pytest.raises(Refused) as refused:
        circulars.load_bulletin(circulars.checked_bulletin("2020-01"))
    assert "无从通报" in str(refused.value)


def test_a_city_whose_figures_are_faulty_is_left_out_and_named(nation, tmp_path, monkeypatch):
    shutil.copytree(nation, tmp_path / "home", ignore=shutil.ignore_patterns("reports"))
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path / "home"))
    code = sorted(path.name for path in (tmp_path / "home" / "data" / "facts").iterdir())[0]
    [path] = month_paths(code, MONTH)
    path.unlink()
    path.with_suffix(".csv").write_text("指标,数值\n户籍人口,很多\n", "utf-8")
    loaded = circulars.load_bulletin(circulars.checked_bulletin(MONTH))
    assert loaded.excluded == (code,) and loaded.faults and code not in loaded.result.absent
    assert "数据有误、未列入的" in docx_text(
        documents.write(circulars.bulletin_document(loaded.result, "zh", loaded.excluded), "docx")
    )


def test_the_csv_holds_every_column_of_the_rows(published):
    _, loaded, _ = published
    assert set(bulletins.unit_rows(loaded.result).columns) == set(circulars.HEADINGS)
