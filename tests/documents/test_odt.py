"""The reader of .odt: against markup written here, and against the .docx reader through LibreOffice where it is installed."""

import io
import subprocess
from pathlib import Path

import odf.opendocument  # type: ignore[import-untyped]
import odf.teletype  # type: ignore[import-untyped]
import odf.text  # type: ignore[import-untyped]
import pytest

from reviewer.documents import odt
from reviewer.documents.doc import find_libreoffice
from reviewer.documents.docx import read as read_docx
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document
from tests.documents import word_files as word
from tests.documents.word_files import check, codes, kinds, lines, pack

NAMESPACES = " ".join(
    [
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "form", "meta")
    ]
    + [
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
        'xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
STYLES = (
    '<style:style style:family="text" style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:family="text" style:name="Hid"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:family="text" style:name="W"><style:text-properties style:font-name="Wingdings"/></style:style>'
    '<style:style style:family="paragraph" style:name="PHid"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:family="paragraph" style:name="Heading_20_2" style:default-outline-level="2"/>'
    '<style:style style:family="paragraph" style:name="P7" style:parent-style-name="Heading_20_2"/>'
    '<style:style style:family="paragraph" style:name="Title"/>'
    '<style:style style:family="table-cell" style:name="Grey"><style:table-cell-properties fo:background-color="#cccccc"/></style:style>'
    '<style:style style:family="section" style:name="SHid"><style:section-properties text:display="none"/></style:style>'
)


def level(
    index: int, figures: str, *, shown: int = 1, suffix: str = ".", start: int = 1, kind: str = "list-level-style-number"
) -> str:
    return (
        f'<text:{kind} text:level="{index}" style:num-format="{figures}" style:num-suffix="{suffix}" text:display-levels="{shown}" '
        f'text:start-value="{start}"/>'
    )


LISTS = (
    f'<text:list-style style:name="L">{level(1, "1")}{level(2, "a", suffix=")")}{level(3, "i", shown=3)}</text:list-style>'
    '<text:list-style style:name="Dot"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    '<text:list-style style:name="Box"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0a8"/></text:list-style>'
)


def package(body: str, named: str = "", *, automatic: str = STYLES + LISTS, master: str = "", title: str = "") -> bytes:
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{named}</office:styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {NAMESPACES}><office:meta><dc:title>{title}</dc:title></office:meta></office:document-meta>",
    }
    return pack({name: text.encode() for name, text in files.items()})


def load(body: str, named: str = "", **more: str) -> Document:
    document = odt.read(package(body, named, **more), "sop.odt", Limits())
    check(document)
    return document


def h(text: str, depth: int = 1, more: str = "") -> str:
    return f'<text:h text:outline-level="{depth}" {more}>{text}</text:h>'


def p(content: str = "", style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def span(content: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def items(*contents: str, style: str = "L", more: str = "") -> str:
    named = f'text:style-name="{style}"' if style else ""
    return (
        f"<text:list {named} {more}>"
        + "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
        + "</text:list>"
    )


def cell(content: str = "", more: str = "") -> str:
    return f"<table:table-cell {more}>{p(content) if not content.startswith('<t') else content}</table:table-cell>"


def row(*cells: str) -> str:
    made = (one if one.startswith("<table:") else cell(one) for one in cells)
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def table(*rows: str, head: str = "") -> str:
    header = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    return f"<table:table>{header}{''.join(rows)}</table:table>"


COVERED = "<table:covered-table-cell/>"
BODY = p("The quality manager reviews every complaint within five working days.")


# ---- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d", "a b c d"),
        ("a<text:s text:c='99999999999'/>b", "a b"),
        (f"The {span('bold', 'B')} tail", "The bold tail"),
        ("<text:a>link</text:a> tail", "link tail"),
        ("<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>gloss</text:ruby-text></text:ruby>", "base"),
        ("see <text:bookmark-ref>5.3</text:bookmark-ref>.", "see 5.3."),
        ("<text:number>9</text:number>text", "text"),
        ("x<office:annotation><text:p>a remark</text:p></office:annotation>y", "xy"),
        ("line one\n   line two", "line one line two"),
        (span("\uf0fe", "W") + " done", "☒ done"),
        (span("o", "W") + " done", "☐ done"),
    ],
)
def test_inline_text(content: str, expected: str) -> None:
    assert load(p(content)).text == expected


def test_tracked_changes() -> None:
    regions = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region><text:changed-region text:id="c2">'
        "<text:deletion><text:p>never</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    start, end = '<text:change-start text:change-id="c1"/>', '<text:change-end text:change-id="c1"/>'
    body = regions + p(f'QA <text:change text:change-id="c2"/>reviews {start}and signs.') + p(f"At once.{end}") + p("Old.")
    document = load(body)
    assert document.text == "QA reviews and signs.\nAt once.\nOld."
    assert [block.inserted for block in document.blocks] == [True, True, False]
    assert codes(document) == {"tracked_changes"}


def test_hidden_words_paragraphs_and_sections() -> None:
    hidden = '<text:section text:style-name="SHid">' + p("in a section") + "</text:section>"
    body = p("Seen" + span(" unseen", "Hid")) + p("All of it", "PHid") + hidden
    body += '<text:section text:display="none">' + p("another") + "</text:section>" + p("Seen again")
    document = load(body)
    assert [(document.text[b.start : b.end], b.hidden) for b in document.blocks] == [
        ("Seen", False), ("unseen", True), ("All of it", True), ("in a section", True), ("another", True), ("Seen again", False),
    ]  # fmt: skip


def test_notes_boxes_and_shapes() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        + p("In the EU.")
        + "</text:note-body></text:note>"
    )
    box = f"<draw:frame><draw:text-box>{p('Triage')}</draw:text-box></draw:frame>"
    shape = f"<draw:g><draw:custom-shape>{p('Assess')}</draw:custom-shape><draw:line/></draw:g>"
    document = load(p(f"Report it{note}.") + p(f"Flow{box}") + shape + p("<draw:frame><draw:image/></draw:frame>Picture"))
    assert lines(document) == ["Report it.", "1 In the EU.", "Flow", "Triage", "Assess", "Picture"]
    assert kinds(document) == ["paragraph", "footnote", "paragraph", "text_box", "text_box", "paragraph"]
    assert codes(document) == {"pictures"}


def test_entries() -> None:
    forms = '<office:forms><form:form><form:checkbox form:id="k" form:label="approved" form:current-state="checked"/></form:form></office:forms>'
    body = (
        forms
        + p('<draw:control draw:control="k"/>')
        + p('<loext:content-control loext:checkbox="true">x</loext:content-control> no')
    )
    body += p("Lead: <text:placeholder>&lt;name&gt;</text:placeholder>") + p("Plain")
    body += p('<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX"/> old')
    document = load(body)
    assert lines(document) == ["☒ approved", "☐ no", "Lead: <name>", "Plain", "☐ old"]
    assert [block.form_field for block in document.blocks] == [True, True, True, False, True]


# ---- headings and lists ----------------------------------------------------------------------------------------------


def labels(document: Document) -> list[str]:
    return [block.label for block in document.blocks]


def test_headings_titles_and_styles() -> None:
    document = load(p("Complaint handling", "Title") + h("Purpose") + BODY + p("By style", "P7") + BODY + h("Deep", 3) + BODY)
    assert [(b.kind.value, b.level) for b in document.blocks if b.kind is not BlockKind.paragraph] == [
        ("title", 0), ("heading", 1), ("heading", 2), ("heading", 3),
    ]  # fmt: skip


def test_outline_numbers() -> None:
    outline = "<text:outline-style>" + "".join(
        level(n, "1", shown=n, suffix="", kind="outline-level-style") for n in (1, 2, 3)
    )  # fmt: skip
    body = "".join(h("Chapter", n) + BODY for n in (1, 2, 2, 3, 1, 2))
    body += (
        h("Unnumbered", 1, 'text:is-list-header="true"')
        + BODY
        + h("Anew", 1, 'text:restart-numbering="true" text:start-value="7"')
        + BODY
    )
    document = load(body, outline + "</text:outline-style>")
    assert [b.label for b in document.blocks if b.kind is BlockKind.heading] == ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "", "7"]


def test_lists_nest_restart_and_go_on() -> None:
    nested = items(p("one"), p("two") + items(p("two a"), p("two b") + items(p("deep"), style=""), style=""))
    document = load(nested + items(p("anew")) + p("between") + items(p("goes on"), more='text:continue-numbering="true"'))
    assert labels(document) == ["1.", "2.", "a)", "b)", "2.b.i.", "1.", "", "2."]
    assert [block.level for block in document.blocks] == [1, 1, 2, 2, 3, 1, 0, 1]


def test_list_details() -> None:
    first = items(p("first") + p("its second paragraph"), more='xml:id="l1"')
    header = '<text:list text:style-name="L"><text:list-header>' + p("no number") + "</text:list-header></text:list>"
    seven = '<text:list text:style-name="L"><text:list-item text:start-value="7">' + p("seven") + "</text:list-item></text:list>"
    document = load(first + items(p("second"), more='text:continue-list="l1"') + header + seven + items(p("dot"), style="Dot"))
    assert labels(document) == ["1.", "", "2.", "", "7.", ""]
    assert kinds(document) == ["list_item", "paragraph", "list_item", "paragraph", "list_item", "list_item"]
    assert load(items(p("tick"), style="Box")).blocks[0].form_field


def test_a_heading_in_a_list_has_its_number() -> None:
    document = load(items(h("Purpose") + BODY, items(h("Detail", 2), style="") + BODY))
    assert [(b.label, b.level) for b in document.blocks if b.kind is BlockKind.heading] == [("1.", 1), ("a)", 2)]


def test_contents_are_text_under_a_heading() -> None:
    title = f"<text:index-title>{p('Contents')}</text:index-title>"
    index = (
        f"<text:table-of-content><text:index-body>{title}{p('1 Purpose<text:tab/>2')}</text:index-body></text:table-of-content>"
    )
    document = load(index + h("Purpose") + BODY)
    assert lines(document)[:3] == ["Contents", "1 Purpose 2", "Purpose"]
    assert kinds(document) == ["heading", "paragraph", "heading", "paragraph"]


# ---- tables ----------------------------------------------------------------------------------------------------------


def texts(document: Document, number: int) -> list[tuple[str, str]]:
    block = [block for block in document.blocks if block.kind is BlockKind.table_row][number]
    return [(cell.header, document.text[cell.start : cell.end]) for cell in block.cells]


def test_merged_cells() -> None:
    document = load(
        table(
            row(cell("Intake", 'table:number-rows-spanned="2"'), "Log", "QA"),
            row(COVERED, cell("Assess and decide", 'table:number-columns-spanned="2"'), COVERED),
            row("Closure", cell("", 'table:number-columns-repeated="2"')),
            head=row("Phase", "Step", "Who"),
        )
    )
    assert lines(document) == ["Phase | Step | Who", "Intake | Log | QA", "Assess and decide", "Closure"]
    assert texts(document, 2) == [("Phase", ""), ("Step / Who", "Assess and decide"), ("Who", "")]
    assert texts(document, 3) == [("Phase", "Closure"), ("Step", ""), ("Who", "")]


def test_shaded_header_nested_table_and_layout() -> None:
    grey = 'table:style-name="Grey"'
    inner = table(row("high", "5"), head=row("Grade", "Days"))
    document = load(table(row(cell("Alpha", grey), cell("Beta", grey)), row("one", cell(p("two") + inner)), row("three", "four")))
    assert [block.header_row for block in document.blocks] == [True, False, True, False, False]
    assert [block.table for block in document.blocks] == [0, 0, 1, 1, 0]
    layout = load(table(row(cell(h("Purpose") + BODY)), row(cell(h("Scope") + BODY))))
    assert kinds(layout) == ["heading", "paragraph"] * 2


def test_absurd_repetitions_are_bounded() -> None:
    big = 'table:number-columns-repeated="99999999" table:number-columns-spanned="99999999"'
    with pytest.raises(UnreadableDocument) as caught:
        load(table(row(cell("x", big), "y"), row("a", "b")))
    assert caught.value.code == "too_complex"
    many = '<table:table-row table:number-rows-repeated="99999999">' + cell("a") + cell("b") + "</table:table-row>"
    assert load(table(many)).text == "a | b"
    nested = "<text:p/>"
    for _ in range(12):
        nested = table(row(cell(nested, 'table:number-columns-repeated="200"'), "x"))
    assert set(load(nested).text) == {"x", "\n"}


# ---- furniture, package, damage --------------------------------------------------------------------------------------


def test_headers_and_footers_are_furniture() -> None:
    master = f"<style:master-page><style:header>{p('SOP-012')}</style:header><style:footer>{p('Page 1')}</style:footer>"
    master += f'<style:header-left style:display="false">{p("unused")}</style:header-left></style:master-page>'
    document = load(BODY, master=master, title="Complaints")
    assert document.furniture == ("SOP-012", "Page 1")
    assert document.title == "Complaints"


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        odt.read(data, "a.odt", limits or Limits())
    return caught.value.code


def test_refusals() -> None:
    files = word.unpack(package(BODY))
    assert refusal(pack(files | {"META-INF/manifest.xml": b"<manifest:encryption-data/>"})) == "encrypted"
    assert refusal(pack(files | {"content.xml": b"<broken"})) == "damaged"
    assert refusal(pack(files | {"content.xml": b"<a/>"})) == "damaged"
    assert refusal(pack({"mimetype": b"x"})) == "damaged"
    assert refusal(package(BODY)[:-400]) == "truncated"
    deep = BODY
    for _ in range(70):
        deep = f"<text:section>{deep}</text:section>"
    assert refusal(package(deep)) == "too_complex"
    lists = p("x")
    for _ in range(70):
        lists = items(lists)
    assert refusal(package(lists)) == "too_complex"


def test_a_damaged_side_part_is_said() -> None:
    files = word.unpack(package(h("Purpose") + BODY))
    document = odt.read(pack(files | {"styles.xml": b"<broken"}), "a.odt", Limits())
    assert codes(document) == {"damaged_part"}
    assert kinds(document) == ["heading", "paragraph"]


# ---- cross-checks ----------------------------------------------------------------------------------------------------


def test_no_word_is_lost_against_odfpy() -> None:
    made = odf.opendocument.OpenDocumentText()
    made.text.addElement(odf.text.H(outlinelevel=1, text="Purpose of it"))
    made.text.addElement(odf.text.P(text="The manufacturer informs the users."))
    bullets = odf.text.List()
    for word_ in ("first", "second"):
        item = odf.text.ListItem()
        item.addElement(odf.text.P(text=word_))
        bullets.addElement(item)
    made.text.addElement(bullets)
    buffer = io.BytesIO()
    made.write(buffer)
    document = odt.read(buffer.getvalue(), "a.odt", Limits())
    check(document)
    loaded = odf.opendocument.load(io.BytesIO(buffer.getvalue()))
    expected = [odf.teletype.extractText(one) for kind in (odf.text.H, odf.text.P) for one in loaded.getElementsByType(kind)]
    assert sorted(lines(document)) == sorted(expected)


SOFFICE = find_libreoffice()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_turns_a_docx_into_an_odt_that_reads_alike(tmp_path: Path) -> None:
    numbering = word.multilevel(*word.DECIMAL) + word.multilevel(("bullet", "•"), abstract=7, num=7)
    notes = "".join(
        f'<w:footnote w:id="{n}" w:type="{kind}"><w:p/></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    parts = {
        "numbering": word.part("numbering", numbering),
        "footnotes": word.part("footnotes", notes + f'<w:footnote w:id="2">{word.p("Within the EU.")}</w:footnote>'),
    }
    r, w = word.r, word.p
    body = (
        w("Purpose", style="Heading1") + w("This procedure applies to all sites.")
        + w(r("QA ") + f'<w:ins w:id="1" w:author="a">{r("always ")}</w:ins>' + r("approves."))
        + "".join(w(f"Step {depth} of it", num=1, level=int(depth)) for depth in "0123312012")
        + w("a point", num=7, level=0) + w("counted on", num=1, level=0)
        + w("Bold heading", bold=True) + w(r("Report it") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("."))
        + word.tbl(word.tr("Phase", "Step", "Who", header=True), word.tr(word.tc("Intake", merge="restart"), "Log", "QA"),
                   word.tr(word.tc("", merge="continue"), word.tc("Assess and decide", span=2)))
        + w(r("Seen. ") + r("Unseen", "<w:vanish/>")) + w(r("Flow ") + word.box(w("Triage")) + r("chart.")) + w("The end.")
    )  # fmt: skip
    data = word.docx(body, parts=parts)
    (tmp_path / "a.docx").write_bytes(data)
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    expected = read_docx(data, "a", Limits())
    document = odt.read((tmp_path / "a.odt").read_bytes(), "a", Limits())
    check(document)
    assert document.text == expected.text
    assert document.blocks == expected.blocks
    assert codes(document) == codes(expected)
