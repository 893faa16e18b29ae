"""A made-up city from its story to measured facts: what is measured is what was true."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

import polars as pl
import pytest

from analysis import simulations
from analysis.facts.measured.registry import MEASURES
from analysis.facts.measuring.month_measurement import measure_month
from analysis.problems import InputError
from analysis.registers.quarantine import REASONS
from analysis.simulations.simulated_city import build_scene

from .conftest import PLANTED, person_marks

ROOT = Path(__file__).resolve().parents[2]
CITY, LAST = "320200", ("2021-02", "2021-03")
PERSON = r"{}|{}|(?<!\d){}\d{{4}}(?!\d)"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A project with a city of 2,000 bodies and 13 months, every fault planted."""
    place = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "params", place / "params")
    for table in ("cities.csv", "divisions.csv"):
        (place / "data").mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / table, place / "data" / table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(place))
        simulations.simulate("无锡", "2021-03", 13, 2_000, 7, PLANTED)
        yield place


@pytest.fixture(scope="module")
def measured(home):
    """The last two months, measured."""
    return {month: measure_month([CITY], month) for month in LAST}


@pytest.fixture(scope="module")
def true(home):
    return _read(home, "truth.csv")


def _read(home, name):
    return pl.read_csv(home / "data" / "registers" / CITY / name, schema_overrides={"city": pl.String})


def test_every_fact_that_a_register_gives_has_its_truth(true):
    assert set(true["fact"]) == set(MEASURES)
    assert true.height == 13 * len(MEASURES)


@pytest.mark.parametrize("month", LAST)
def test_what_is_measured_is_what_was_true(measured, true, month):
    """Value and number of records, exactly."""
    own = measured[month].facts.select("city", "month", "fact", "value", "records").sort("fact")
    assert own.rows() == true.filter(pl.col("month") == month).sort("fact").rows()
    assert set(own.filter(pl.col("value").is_null())["fact"]) <= {"objection_days"}


def test_a_window_that_began_before_the_story_gives_no_truth(true):
    windowed = true.filter(pl.col("fact").is_in(["penalties", "permits", "disclosure_late", "xinyidai_loans"]))
    unknown = windowed.filter(pl.col("value").is_null())
    assert unknown.height == 4 * 11 and max(unknown["month"]) == "2021-01"


@pytest.mark.parametrize("month", LAST)
def test_every_row_ends_where_it_was_planted_to_end(home, measured, month):
    """Read, used, dropped as a natural person's, and set aside by reason, in each register."""
    planted = _read(home, "truth_rows.csv").filter(pl.col("month") == month)
    found = pl.concat([_counted(measured[month], month), _set_aside(measured[month], month)])
    wanted = planted.filter(pl.col("rows") > 0).select("register", "outcome", "rows")
    assert sorted(found.filter(pl.col("rows") > 0).rows()) == sorted(wanted.rows())


def _counted(measurement, month):
    tables = measurement.deliveries.tables.filter(pl.col("month") == month)
    summed = tables.group_by("register").agg(pl.col("read", "used", "natural").sum())
    return summed.unpivot(index="register", variable_name="outcome", value_name="rows").cast({"rows": pl.Int64})


def _set_aside(measurement, month):
    names = {said[2]: name for name, said in REASONS.items()}
    listed = pl.read_csv(measurement.quarantines[0], infer_schema=False).filter(
        pl.col("file").str.contains(f"/{month}/")
    )
    reasons = listed.filter(pl.col("reason_en").is_in(names)).with_columns(
        pl.col("reason_en").replace_strict(names).alias("outcome")
    )
    rows = reasons.unique(["register", "file", "sheet", "line", "outcome"])
    return rows.group_by("register", "outcome").agg(pl.len().cast(pl.Int64).alias("rows"))


def test_every_reason_of_the_story_is_planted(home):
    planted = set(_read(home, "truth_rows.csv")["outcome"])
    left_out = {"no column", "finer than fen", "not a number", "digits lost", "beside records"}
    assert planted - {"read", "used", "natural"} >= set(REASONS) - left_out


def test_no_person_is_found_in_anything_that_is_written(home, measured):
    """Marked names, identity and mobile numbers: in the registers as delivered, and nowhere after."""
    marks_there = person_marks(build_scene("无锡", "2021-03", 1, 2_000, 7, "none"))
    person = re.compile(PERSON.format("|".join(marks_there[:-2]), *marks_there[-2:]))
    registers = [path for path in (home / "data" / "registers").rglob("*.csv") if person.search(_text(path))]
    products = [path for path in (home / "data" / "encoded").rglob("*") if path.is_file()]
    assert len(registers) > 100 and {path.suffix for path in products} >= {".parquet", ".csv", ".json"}
    assert [path.name for path in products if person.search(_text(path))] == []
    said = [str(measurement.deliveries.notes) + str(measurement.facts.rows()) for measurement in measured.values()]
    assert not person.search("".join(said))


def _text(path):
    """All that a file holds, full-width signs made narrow."""
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        cells = (cell for name in frame.columns for cell in frame[name].cast(pl.String).drop_nulls().unique())
        text = "\n".join([*frame.columns, *cells])
    else:
        content = path.read_bytes()
        text = content.decode("utf-8" if _is_utf8(content) else "gb18030")
    return unicodedata.normalize("NFKC", text)


def _is_utf8(content):
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_the_same_seed_gives_the_same_bytes_and_another_others(tmp_path):
    first, same, other = (_bytes(tmp_path / name, seed) for name, seed in (("one", 1), ("same", 1), ("other", 2)))
    assert first == same
    assert first.keys() == other.keys()
    changed = [name for name in first if first[name] != other[name]]
    assert len(changed) > 0.8 * len(first) and "320281/truth.csv" in changed, "only files without a row are alike"


def _bytes(folder, seed):
    city = simulations.simulate("江阴", "2021-03", 2, 300, seed, "usual", folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in city.folder.rglob("*") if path.is_file()}


def test_registers_that_no_simulation_made_are_not_touched(tmp_path):
    real = tmp_path / "320281" / "2021-03" / "penalties.csv"
    real.parent.mkdir(parents=True)
    real.write_text("决定书文号\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match="no simulation made"):
        simulations.simulate("江阴", "2021-03", 1, 300, 1, "none", tmp_path)
    assert real.read_text(encoding="utf-8") == "决定书文号\n1\n"


def test_an_earlier_simulation_is_taken_away(tmp_path):
    simulations.simulate("江阴", "2021-03", 2, 300, 1, "none", tmp_path)
    city = simulations.simulate("江阴", "2021-03", 1, 300, 1, "none", tmp_path)
    assert [path.name for path in city.folder.iterdir() if path.is_dir()] == ["2021-03"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"city": "江阳"}, "江阳"),
        ({"months": 0}, "--months"),
        ({"entities": 10}, "--entities"),
        ({"seed": -1}, "--seed"),
        ({"faults": "lat=0.1"}, "late"),
        ({"month": "2035-03"}, "2035"),
    ],
)
def test_what_sets_no_scene_is_refused(tmp_path, settings, said):
    whole = {"city": "江阴", "month": "2021-03", "months": 1, "entities": 300, "seed": 1, "faults": "none"}
    with pytest.raises(InputError, match=said):
        simulations.simulate(**whole | settings, folder=tmp_path)
    assert not list(tmp_path.iterdir())
