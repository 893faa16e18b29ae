"""Charts of a DOCX: drawn as SVG, with a PNG for programs that show no SVG (图)."""

from __future__ import annotations

import io
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.documents import bar_pictures
from analysis.documents.chart_png import chart_png
from analysis.documents.contents import DocumentChart
from analysis.documents.layout import UPRIGHT

SVG = "image/svg+xml"
SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
IMAGE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def add_chart(body: Any, chart: DocumentChart, lang: str, number: int) -> None:
    """A chart with its title below it. `number`: its place among the charts, from 1."""
    paragraph = body.add_paragraph(style="Figure")
    shape = paragraph.add_run().add_picture(io.BytesIO(chart_png(chart, lang)), width=Pt(UPRIGHT))
    described = shape._inline.docPr
    described.set("descr", chart.title)
    described.set("name", f"chart-{number}")
    asked = bar_pictures.bars_svg(chart.bars)
    part = Part(PackURI(f"/word/media/chart-{number}.svg"), SVG, asked.encode(), body.part.package)
    _prefer(shape._inline, body.part.relate_to(part, IMAGE_RELATION))
    body.add_paragraph(chart.title, "Figure Caption")


def _prefer(inline: Any, relation: str) -> None:
    """Let the picture name its SVG, which newer programs show in place of the PNG."""
    blip = next(inline.iter(qn("a:blip")))
    blip.append(
        parse_xml(
            f'<a:extLst xmlns:a="{blip.nsmap["a"]}"><a:ext uri="{EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{SVG_NAMESPACE}" '
            f'xmlns:r="{IMAGE_RELATION.rpartition("/")[0]}" r:embed="{relation}"/></a:ext></a:extLst>'
        )
    )
