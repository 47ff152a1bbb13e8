"""What the files of the sample sets look like. All data; what the documents state stands in their sources.

Extras are what sets Word files of real companies apart from clean ones. Their anchors are words of passages that no gold
label rests on, and what they add to a document says nothing that an element could be met by.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Format(StrEnum):
    """A file format that documents are rendered to."""

    docx = "docx"
    pdf = "pdf"
    html = "html"
    xlsx = "xlsx"
    md = "md"


# ---- extras of a Word document ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inserted:
    """Words of the source that stand in a tracked insertion."""

    words: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A tracked deletion behind words of the source; its text is in no source."""

    after: str
    text: str


@dataclass(frozen=True, slots=True)
class Remarked:
    """A comment on words of the source."""

    words: str
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden text behind words of the source."""

    after: str
    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A footnote behind words of the source."""

    after: str
    text: str


@dataclass(frozen=True, slots=True)
class Control:
    """Words of the source that stand in a content control."""

    words: str
    tag: str


@dataclass(frozen=True, slots=True)
class Boxed:
    """A text box anchored in the paragraph with these words."""

    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """A line of tick boxes behind the title block: content controls, or symbols of the font Wingdings."""

    label: str
    choices: tuple[str, ...]
    chosen: int | None = None
    symbols: bool = False


Extra = Inserted | Deleted | Remarked | Hidden | Noted | Control | Boxed | Ticked


class Headings(StrEnum):
    """How a Word document has its headings and their numbers."""

    typed = "typed"  # heading styles, numbers typed
    automatic = "automatic"  # heading styles and clauses in a multi-level list, no number in the text
    fake = "fake"  # bold paragraphs in Normal, numbers typed


@dataclass(frozen=True, slots=True)
class DocxLook:
    """The look of a Word document."""

    headings: Headings = Headings.typed
    font: str = "Calibri"
    colour: str = "1F3864"
    contents: bool = False  # a table of contents behind the title block
    logo_cell: str = ""  # a cell with these words, merged over all rows of the title block
    merged: tuple[str, ...] = ()  # headings whose next table has equal neighbours of its last column merged
    watermark: str = ""
    language: str = "en-GB"
    extras: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfLook:
    """The look of a PDF document."""

    font: str = "Times"  # Times, Helvetica: built in; Vera: embedded
    size: float = 10.5
    justified: bool = False  # with hyphenation
    columns: int = 1
    slides: bool = False  # landscape, a page for each heading
    footer: str = ""
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Format and looks of one document."""

    format: Format
    docx: DocxLook = DocxLook()
    pdf: PdfLook = PdfLook()
    publisher: str = ""  # where it is not the company of the set


@dataclass(frozen=True, slots=True)
class SetRecipe:
    """How a set is rendered: each document by its stem, the others by default."""

    company: str
    default: Recipe
    documents: dict[str, Recipe] = field(default_factory=dict)
    oddities: bool = False  # files that nobody authored and no reader can read


# ---- the sets --------------------------------------------------------------------------------------------------------

_NORDLYS = SetRecipe(
    "Nordlys Respiratory AS",
    Recipe(Format.docx),
    {
        "NR-SOP-017-software-observations": Recipe(
            Format.docx, DocxLook(Headings.automatic, contents=True, extras=(Control("Head of Software Development", "owner"),))
        ),
        "NR-SOP-019-change-control-and-release": Recipe(Format.docx, DocxLook(Headings.fake)),
        "NR-SOP-021-security-weaknesses": Recipe(
            Format.docx,
            DocxLook(
                Headings.automatic,
                extras=(
                    Boxed("The purpose of this procedure", "Printed copies are valid on the day of printing only."),
                    Noted("with nobody else awake in the house", "Figures on home use are kept by the Medical Department."),
                    Control("Head of Product Security", "owner"),
                    Remarked("one external course", "Is the course in Trondheim still offered? S.B.", "Solveig Brekke"),
                    Inserted(" so that no role is vacant during holidays"),
                    Deleted("Substitutes shall be named in the staffing list NR-LST-15", " on the notice board"),
                    Hidden("with names removed", " [template NR-TPL-001, version 7]"),
                ),
            ),
        ),
        "NR-SOP-030-production-and-market-information": Recipe(Format.docx, DocxLook(logo_cell="Nordlys Respiratory")),
        "NR-FRM-044-retest-record": Recipe(
            Format.docx,
            DocxLook(
                extras=(
                    Control("Test Manager", "owner"),
                    Ticked("Language of the entries:", ("Norwegian", "English")),
                )
            ),
        ),
    },
)

_CALDER_FOOTER = "Printed copies are not controlled."
_CALDER = SetRecipe(
    "Calder & Voss Imaging Ltd",
    Recipe(Format.pdf, pdf=PdfLook(justified=True, footer=_CALDER_FOOTER)),
    {
        "CVI-QP-21-Security-of-Lumenary": Recipe(
            Format.pdf, pdf=PdfLook(size=10.5, justified=True, columns=2, footer=_CALDER_FOOTER)
        )
    },
)

_KESTREL = SetRecipe(
    "Kestrel Analysers GmbH",
    Recipe(Format.docx, DocxLook(font="Arial", colour="7B1E1E")),
    {
        "KA-VA-114": Recipe(Format.docx, DocxLook(font="Arial", colour="7B1E1E", contents=True)),
        "KA-VA-114_2022": Recipe(Format.docx, DocxLook(Headings.automatic, font="Arial", colour="7B1E1E")),
        "KA-VA-120": Recipe(Format.pdf, pdf=PdfLook("Helvetica", 9.5, colour="#7B1E1E", footer="Kestrel internal")),
        "KA-VA-120_neu": Recipe(
            Format.docx,
            DocxLook(
                font="Arial",
                colour="7B1E1E",
                watermark="DRAFT",
                extras=(
                    Inserted(" under control"),
                    Deleted("Valid for every change of the software", " and of the accessories"),
                    Remarked("Work on a change", "Should emergency service states be named here? P.A.", "P. Achterberg"),
                ),
            ),
        ),
        "KA-VA-131": Recipe(Format.docx, DocxLook(Headings.fake, font="Arial", colour="000000")),
        "KA-FB-114-2": Recipe(
            Format.docx,
            DocxLook(
                font="Arial",
                colour="7B1E1E",
                merged=("Part A Finding",),
                extras=(Control("............", "dn_number"), Ticked("Copy:", ("paper", "electronic"), symbols=True)),
            ),
        ),
        "DN-2025-0417": Recipe(
            Format.docx,
            DocxLook(font="Arial", colour="7B1E1E", extras=(Ticked("Filed in:", ("Radar", "paper folder"), 0, symbols=True),)),
        ),
        "KA-AW-151_DE": Recipe(Format.docx, DocxLook(font="Arial", colour="7B1E1E", language="de-DE")),
        "KA-GL-001_Glossary": Recipe(Format.md),
        "KA-TB-114": Recipe(Format.xlsx),
        "IA-2025-07_Checklist": Recipe(Format.xlsx),
        "CELIF-PSH-12_excerpt": Recipe(
            Format.pdf,
            pdf=PdfLook("Times", 11, justified=True, footer="Single-user copy, order 88412. Copying and networking prohibited."),
            publisher="CELIF PSH 12:2023",
        ),
        "Training_Product_Security_2025": Recipe(
            Format.pdf, pdf=PdfLook("Vera", 18, slides=True, colour="#7B1E1E", footer="Basic training 2025")
        ),
        "Tessloh_Product_Security_Whitepaper": Recipe(
            Format.pdf, pdf=PdfLook("Vera", 9.5, colour="#0B5563"), publisher="Tessloh Systemtechnik AG"
        ),
    },
    oddities=True,
)

SETS: dict[str, SetRecipe] = {"nordlys-ventilators": _NORDLYS, "calder-imaging": _CALDER, "kestrel-analysers": _KESTREL}
