"""What a Word file has once: its properties, its logo, its page and its footer."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Emu, Mm

from reviewer.report import raster
from reviewer.report.brand import Brand
from reviewer.report.paper import docx_parts as parts
from reviewer.report.paper import zipped
from reviewer.report.paper.content import Paper
from reviewer.report.paper.text import clean

MARGIN_MM, WIDTH_MM, HEIGHT_MM = 22, 210, 297
TEXT_WIDTH = Mm(WIDTH_MM - 2 * MARGIN_MM)
LOGO_HEIGHT = Mm(16)


def set_properties(document: Any, paper: Paper) -> None:
    """Title, author and the date of the review, the only clock; nothing of the template that the file is made from."""
    properties, brand = document.core_properties, paper.brand
    made = _moment(paper.made_at)
    properties.title, properties.subject = clean(paper.title)[:250], clean(paper.kind)[:250]
    properties.author = properties.last_modified_by = clean(brand.name)
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = made
    properties.language, properties.revision = "en-GB", 1
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the template
            del package.rels[key]


def add_logo(document: Any, paragraph: Any, brand: Brand, number: int) -> None:
    """The logo of a brand into a paragraph, as the picture of that number, no wider than the text."""
    logo = brand.logo
    assert logo is not None
    picture = raster.png(logo.content) if logo.kind == "svg" else logo.content
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), height=LOGO_HEIGHT)
    if shape.width > TEXT_WIDTH:
        shape.height, shape.width = Emu(int(shape.height * TEXT_WIDTH / shape.width)), TEXT_WIDTH
    parts.describe(shape, clean(f"Logo of {brand.name}" if brand.name else "Logo"), number)
    if logo.kind == "svg":
        parts.add_svg(document, shape, logo.content, number)


def set_page(document: Any, paper: Paper) -> None:
    """A4, with a footer that says what it is, whose, and which page."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(WIDTH_MM), Mm(HEIGHT_MM)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    section.footer_distance = Mm(9)
    brand = paper.brand
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Report Note"]
    foot.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, alignment=WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(clean(" · ".join(filter(None, (paper.kind, brand.name)))))
    foot.add_run("\tPage ")
    parts.field(foot, "PAGE", "1")
    foot.add_run(" of ")
    parts.field(foot, "NUMPAGES", "1")
    if brand.disclaimer:
        section.footer.add_paragraph(clean(brand.disclaimer), style="Report Note")


def _moment(made_at: str) -> datetime:
    """When the review was made; a fixed day where that is not known."""
    try:
        made = datetime.fromisoformat(made_at)
    except ValueError:
        return zipped.EPOCH
    return made.astimezone(UTC).replace(tzinfo=None, microsecond=0) if made.tzinfo else made.replace(microsecond=0)
