"""Charts of a DOCX: SVG for those who can show it, PNG for all, described for those who can't see."""

from __future__ import annotations

import io
import zipfile

from lxml import etree
from PIL import Image

from analysis import documents
from documents import samples


def test_a_chart_is_there_as_svg_and_as_png():
    with zipfile.ZipFile(io.BytesIO(documents.write(samples.document(), "docx"))) as package:
        names = package.namelist()
        drawn = etree.fromstring(package.read("word/media/chart-1.svg"))
        png = Image.open(io.BytesIO(package.read(next(name for name in names if name.endswith(".png")))))
        body = package.read("word/document.xml").decode()
        kinds = package.read("[Content_Types].xml").decode()
    said = "".join(drawn.itertext())
    assert all(bar.label in said and bar.text in said for bar in samples.BARS.bars)
    assert png.width > 1000 and len(png.convert("L").getcolors()) > 2
    assert "svgBlip" in body and 'descr="图1　失分最多的是第17条"' in body and "image/svg+xml" in kinds
