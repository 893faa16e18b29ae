"""A published month signed: the page says so, every byte is covered, states go only forward, nothing signed is lost."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

import dated_books
import small_projects
from analysis import reports, scorecards, signatures
from analysis.problems import InputError
from analysis.reports import batch_worker, signing, since_signed
from analysis.reports.batch_worker import BatchSettings
from analysis.scorecards import card_store
from scorecards.test_rule_periods import table
from small_projects import CITY, MONTH, ROOT, Project

FIGURES = f"data/facts/{CITY}/{MONTH}.csv"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A project with one published report, to be copied."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(home))
        project = small_projects.cities(small_projects.build(home), CITY)
        shutil.copy(ROOT / "params" / "signing.toml", home / "params")
        _figure(project, "0", "2")
        publish(formats=["html,docx"], known_on="2021-04-25")
    return home


@pytest.fixture
def project(published, tmp_path, monkeypatch):
    home = shutil.copytree(published, tmp_path / "home")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(home))
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "keys" / "key.pem"))
    return Project(home)


@pytest.fixture
def place(project):
    return project.home / "reports" / CITY / MONTH


def publish(**settings):
    return reports.publish(CITY, MONTH, ["small"], ["baseline"], timeout=120, **settings)


def sign(state="reviewed", role="审核人"):
    return signing.sign_month("江阴", "2021年3月", state, role)


def _figure(project, before, after):
    path = project.home / FIGURES
    path.write_text(path.read_text("utf-8").replace(f"joint_domains,{before}", f"joint_domains,{after}"), "utf-8")


def state(place):
    return signatures.month_standing(CITY, MONTH, place).state


def said_on(place):
    return (place / "index.html").read_text("utf-8"), (place / "report.html").read_text("utf-8")


def test_the_state_alone_changes_and_every_file_is_signed(project, place):
    before = project.files(place)
    assert all("状态：草稿。" in page for page in said_on(place))
    sign()
    after = project.files(place)
    assert all("状态：已审核（审核人审核）。" in page for page in said_on(place))
    told = {"index.html", "report.html", "report.docx", "manifest.json", *signatures.PARTS}
    assert {name for name in after if after[name] != before.get(name)} == told
    assert after["index.html"].replace("已审核（审核人审核）".encode(), "草稿".encode()) == before["index.html"]
    then, now = (json.loads(files["manifest.json"]) for files in (before, after))
    assert {key for key in then if then[key] != now[key]} == {"published"}
    found = signatures.verify_month(CITY, MONTH, place)
    assert found.genuine and found.statement.files.keys() == after.keys() - set(signatures.PARTS)
    assert found.statement.inputs == now["inputs"]


def test_every_file_of_a_real_report_is_guarded(place):
    """Some bytes at places spread over every file: turned, each is found and the file named."""
    sign()
    for path in sorted(path for path in place.rglob("*") if path.is_file()):
        before = path.read_bytes()
        for at in {0, len(before) - 1, *range(0, len(before), max(1, len(before) // 8))}:
            path.write_bytes(before[:at] + bytes([before[at] ^ 0x20]) + before[at + 1 :])
            found = signatures.verify_copy(place)
            assert not found.genuine and path.name in (found.faults[0].where + found.faults[0].zh), (path.name, at)
        path.write_bytes(before)
    assert signatures.verify_copy(place).genuine


def test_states_go_only_forward(place):
    with pytest.raises(reports.Refused, match="尚未审核"):
        sign("filed", "归档人")
    sign()
    with pytest.raises(reports.Refused, match="已经审核"):
        sign()
    sign("filed", "归档人")
    assert all("状态：已归档（审核人审核、归档人归档）。" in page for page in said_on(place))
    for wanted in ("reviewed", "filed"):
        with pytest.raises(reports.Refused, match="已经归档"):
            sign(wanted)
    assert [each.state for each in signatures.kept_signatures(CITY, MONTH)] == ["reviewed", "filed"]


@pytest.mark.parametrize(("wanted", "role"), [("reviewed", "张三"), ("approved", "审核人")])
def test_bad_words_leave_everything_as_it_was(project, place, wanted, role):
    before = project.files(project.home)
    with pytest.raises(reports.Refused):
        sign(wanted, role)
    assert project.files(project.home) == before


def test_figures_that_changed_since_are_not_signed(project, place):
    before = project.files(place)
    _figure(project, 2, 3)
    with pytest.raises(reports.Refused) as error:
        sign()
    assert FIGURES in str(error.value) and "数据有变动" in str(error.value) and project.files(place) == before


def test_a_page_that_was_edited_is_not_signed(place):
    (place / "index.html").write_text("100 分", "utf-8")
    with pytest.raises(reports.Refused, match=r"index\.html"):
        sign()
    assert not (place / "signature").exists()


def test_nothing_published_is_nothing_to_sign(project, place):
    shutil.rmtree(place)
    with pytest.raises(reports.Refused, match="还没有已发布的报告"):
        sign()
    assert not place.exists()


def test_a_review_that_does_not_hold_is_not_filed(place):
    sign()
    (place / "signature" / "statement.sig").write_bytes(bytes(64))
    with pytest.raises(reports.Refused, match="不能归档"):
        sign("filed", "归档人")


def test_what_an_office_laid_beside_is_signed_too(place):
    (place / "盖章件.pdf").write_bytes(b"%PDF scanned")
    sign()
    assert "盖章件.pdf" in signatures.verify_copy(place).statement.files
    sign("filed", "归档人")
    assert signatures.verify_copy(place).genuine


def test_a_signed_report_is_left_as_it_is_while_nothing_changes(project, place):
    sign()
    before = project.files(place)
    publish()
    assert project.files(place) == before


def test_changed_figures_make_a_draft_again_and_what_changed_is_told(project, place):
    sign()
    _figure(project, 2, 3)
    told = since_signed.since_signed(CITY, MONTH)
    assert (told.standing.state, told.files, [problem.where for problem in told.inputs]) == ("reviewed", (), [FIGURES])
    publish()
    assert all("状态：草稿（此前一份已审核，本份尚未审核）。" in page for page in said_on(place))
    told = since_signed.since_signed(CITY, MONTH)
    assert (told.standing.state, told.standing.earlier, len(told.kept)) == ("draft", "reviewed", 1)
    assert {"index.html", "scorecard.csv"} <= {problem.where.rpartition(", ")[2] for problem in told.files}
    moved = told.corrections["small"]
    assert moved.facts.select("fact", "before", "after").rows() == [("joint_domains", 2.0, 3.0)]
    assert moved.change.after["points"] > moved.change.before["points"]
    assert signatures.verify_month(CITY, MONTH, place).verdict == "unsigned"
    sign()
    assert since_signed.since_signed(CITY, MONTH).corrections == {}


def test_a_filed_month_is_never_overwritten_unasked(project, place):
    sign()
    sign("filed", "归档人")
    before = project.files(place)
    publish()
    _figure(project, 2, 3)
    with pytest.raises(reports.Refused, match="已经归档"):
        publish()
    settings = BatchSettings(("small",), ("baseline",), "zh", ("html",), 120, 1, None, True)
    outcome = batch_worker.make_report(CITY, MONTH, settings, None, lambda *_: None)
    assert outcome.how == "refused" and "--correct" in outcome.problems[0].zh
    assert project.files(place) == before
    publish(correct=True)
    assert all("状态：草稿（此前一份已归档，本份为更正稿，尚未审核）。" in page for page in said_on(place))
    filed = signatures.kept_signatures(CITY, MONTH)[-1].folder / "report.zip"
    assert signatures.verify_copy(filed).genuine, "the filed report is there still"
    publish()
    sign()
    assert [each.fault for each in signatures.kept_signatures(CITY, MONTH)] == [None] * 3


def test_a_filed_month_whose_folder_was_deleted_is_not_made_anew_unasked(place):
    sign()
    sign("filed", "归档人")
    shutil.rmtree(place)
    with pytest.raises(reports.Refused, match="data/signatures/"):
        publish()
    publish(correct=True)
    assert state(place) == "draft"


def test_a_report_elsewhere_is_no_signed_one(project, place, tmp_path):
    sign()
    sign("filed", "归档人")
    elsewhere = publish(output=tmp_path / "copy")
    assert "状态：草稿。" in (elsewhere / "index.html").read_text("utf-8")
    assert state(place) == "filed"


def test_two_signings_at_once_lose_nothing(place):
    def attempt(_):
        try:
            return sign()
        except InputError as error:
            return error

    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(attempt, range(3)))
    assert sum(each == place for each in ended) == 1
    assert len(signatures.kept_signatures(CITY, MONTH)) == 1 and signatures.verify_copy(place).genuine


def test_a_run_that_died_before_keeping_loses_no_signature(place, monkeypatch):
    """The folder is in its place, signed; the next command keeps what the dead one did not."""
    adopt, calls = signatures.adopt_signature, []

    def dying(*given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        adopt(*given)

    monkeypatch.setattr(signatures, "adopt_signature", dying)
    with pytest.raises(KeyboardInterrupt):
        sign()
    monkeypatch.undo()
    monkeypatch.setenv("CITY_CREDIT_HOME", str(place.parents[2]))
    monkeypatch.setenv("CITY_CREDIT_KEY", str(place.parents[3] / "keys" / "key.pem"))
    assert signatures.kept_signatures(CITY, MONTH) == ()
    sign("filed", "归档人")
    kept = signatures.kept_signatures(CITY, MONTH)
    assert [(each.state, each.fault) for each in kept] == [("reviewed", None), ("filed", None)]


def test_a_second_month_and_city_have_standings_of_their_own(project, place):
    sign()
    assert signatures.month_standing("320282", MONTH, place.parents[1] / "320282" / MONTH).state == "draft"
    assert signatures.month_standing(CITY, "2021-04", place.parent / "2021-04").state == "draft"
    with pytest.raises(reports.Refused, match="还没有已发布的报告"):
        signing.sign_month(CITY, "2021-04", "reviewed", "审核人")


def test_the_signed_card_says_the_time_of_the_rules_it_was_judged_by(tmp_path, monkeypatch):
    monkeypatch.setattr(card_store, "root", lambda: tmp_path)
    book = dated_books.loaded(tmp_path / "dated")
    figures = table(["2021-01"], ["320281"]).unpivot(index=["city", "month"], variable_name="fact", value_name="value")
    card = scorecards.card(figures, book, "320281", "2021-01")
    scorecards.archive_cards([card], figures, "2021-02-20")
    assert signing._card(card, "baseline", "2021-02-20")["period"] == ["2021-01-01", "2022-12-31"]
