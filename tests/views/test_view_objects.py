"""What a view gives back."""

from __future__ import annotations

from analysis import views
from analysis.views.view_objects import Table, TonedText, ViewSequence, table_columns

HEADS = table_columns("Name", ("Points", "number"))
TABLE = Table("A title", HEADS, (("<b>x</b>", TonedText("1.00", "good")),), "en", ("A note",))


def test_a_table_prints_as_plain_text():
    assert repr(TABLE) == "A title\nName | Points\n<b>x</b> | 1.00\nA note"


def test_a_tables_html_is_escaped_and_toned():
    page = TABLE._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert 'class="number good">1.00</td>' in page
    assert '<div class="scorecard" lang="en">' in page


def test_several_views_are_outputs_of_their_own(capsys):
    ViewSequence((TABLE, TABLE))._ipython_display_()
    assert capsys.readouterr().out.count("A title") == 2


def test_the_style_fetches_nothing():
    assert "url(" not in views.stylesheet()
    assert "@import" not in views.stylesheet()
    assert views.Style()._repr_html_() == f"<style>\n{views.stylesheet()}</style>"
