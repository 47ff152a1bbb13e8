"""What of a .docx is text: fields, changes, controls, symbols, boxes, notes, hidden words, headers and footers."""

import io

import docx2python
import mammoth  # type: ignore[import-untyped]
import pytest

from reviewer.model import BlockKind
from tests.documents.word_files import box, check, codes, docx, fld, kinds, lines, load, p, part, r, tbl, tc, tr

SDT = "<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


M = "<m:r><m:t>{}</m:t></m:r>"


def control(content: str, properties: str = "") -> str:
    return SDT.format(properties=properties, content=content)


def only_text(content: str) -> str:
    return load(p(content)).text


# ---- inline containers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (r("The ") + f'<w:hyperlink r:id="x">{r("procedure")}</w:hyperlink>' + r(" applies."), "The procedure applies."),
        (f'<w:smartTag w:element="place">{r("Ulm")}</w:smartTag>' + r(" site"), "Ulm site"),
        (f'<w:customXml w:element="x">{r("custom")}</w:customXml>', "custom"),
        (f'<w:fldSimple w:instr=" REF _Ref1 ">{r("section 5")}</w:fldSimple>', "section 5"),
        (r("See ") + fld(" REF _Ref1 \\h ", "5.3") + r("."), "See 5.3."),
        (control(r("inline control")), "inline control"),
        (control(control(r("twice"))), "twice"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "a b-c"),
        ("<w:r><w:t>post</w:t><w:softHyphen/><w:t>market</w:t></w:r>", "postmarket"),
        ("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>", "one two"),
        ("<w:r><w:t>An end.\n- no item</w:t></w:r>", "An end. - no item"),
        (f"<m:oMath>{M.format('R=')}<m:f><m:num>{M.format('S')}</m:num><m:den>{M.format(2)}</m:den></m:f></m:oMath>", "R=S / 2"),
        ("<w:ruby><w:rt/></w:ruby>" + r("plain"), "plain"),
        (f"<w:r><w:ruby><w:rt>{r('gloss')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:r>", "base"),
    ],
)  # fmt: skip
def test_text_is_found_in_every_wrapper(content: str, expected: str) -> None:
    assert only_text(content) == expected


def test_a_nested_field_shows_its_outer_result_only() -> None:
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
        + fld(" MERGEFIELD site ", "hidden inner")
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("shown") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    assert only_text(nested) == "shown"


def test_a_field_that_never_ends_hides_no_later_paragraph() -> None:
    stray = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>')
    assert load(stray + p("The manufacturer informs users.")).text == "The manufacturer informs users."
    assert load(p('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("Stays.")).text == "Stays."


def test_template_button_shows_its_words_and_is_an_entry() -> None:
    button = '<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MACROBUTTON NoMacro [name of the lead]</w:instrText>'
    document = load(p(r("Lead: ") + f'<w:r>{button}</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'))
    assert document.text == "Lead: [name of the lead]"
    assert document.blocks[0].form_field


# ---- tracked changes -------------------------------------------------------------------------------------------------


def test_the_text_is_that_with_all_changes_accepted() -> None:
    body = p(
        r("QA ") + f'<w:ins w:id="1">{r("always ")}</w:ins>' + '<w:del w:id="2"><w:r><w:delText>never </w:delText></w:r></w:del>'
        + f'<w:moveFrom w:id="3">{r("gone ")}</w:moveFrom><w:moveTo w:id="4">{r("here ")}</w:moveTo>' + r("approves.")
    )  # fmt: skip
    document = load(body + p("Unchanged text."))
    assert document.text == "QA always here approves.\nUnchanged text."
    assert [block.inserted for block in document.blocks] == [True, False]
    remark = next(remark.text for remark in document.remarks if remark.code == "tracked_changes")
    assert "2 insertions" in remark
    assert "2 deletions" in remark


def test_an_insertion_within_a_deletion_is_out() -> None:
    assert only_text(f'<w:del w:id="1"><w:ins w:id="2"><w:r><w:delText>no</w:delText></w:r></w:ins></w:del>{r("yes")}') == "yes"


def test_a_deleted_paragraph_mark_joins_the_paragraphs() -> None:
    first = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + r("The reviewer signs ") + "</w:p>"
    assert load(first + p("within two days.")).text == "The reviewer signs within two days."
    assert load(first).text == "The reviewer signs"
    assert load(first + tbl(tr("a", "b"), tr("c", "d"))).text.startswith("The reviewer signs\na | b")


def test_deleted_rows_and_cells_are_out_inserted_rows_are_marked() -> None:
    rows = tr("Step", "Who", header=True) + tr("Gone", "QA", properties='<w:del w:id="1"/>')
    rows += tr("New", "QA", properties='<w:ins w:id="2"/>') + tr("Old", tc("R&D", properties='<w:cellDel w:id="3"/>'))
    document = load(tbl(rows))
    assert document.text == "Step | Who\nNew | QA\nOld"
    assert [block.inserted for block in document.blocks] == [False, True, False]
    assert "tracked_changes" in codes(document)


def test_former_properties_of_a_change_are_not_read() -> None:
    body = (
        '<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange></w:pPr>'
        + r("Plain text")
        + "</w:p>"
    )
    assert kinds(load(body)) == ["paragraph"]


def test_no_remark_without_changes() -> None:
    assert not load(p("All approved.")).remarks


# ---- controls and symbols --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "sign"), [("1", "☒"), ("0", "☐"), ("true", "☒")])
def test_tick_box_controls(state: str, sign: str) -> None:
    box_properties = f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>'
    document = load(p(control(r("?"), box_properties) + r(" released")))
    assert document.text == f"{sign} released"
    assert document.blocks[0].form_field


@pytest.mark.parametrize(
    ("data", "sign"),
    [
        ("<w:checkBox><w:default w:val='0'/></w:checkBox>", "☐"),
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☒"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐"),
        ("<w:ddList><w:result w:val='1'/><w:listEntry w:val='low'/><w:listEntry w:val='high'/></w:ddList>", "high"),
        ("<w:ddList><w:listEntry w:val='low'/></w:ddList>", "low"),
    ],
)
def test_legacy_form_fields(data: str, sign: str) -> None:
    document = load(p(fld(" FORM ", "", f"<w:ffData>{data}</w:ffData>") + r(" severity")))
    assert document.text == f"{sign} severity"
    assert document.blocks[0].form_field


@pytest.mark.parametrize(
    ("properties", "entry"),
    [
        ("<w:date/>", True), ("<w:dropDownList/>", True), ("<w:showingPlcHdr/>", True), ("<w:text/>", True),
        ("<w:text/><w:dataBinding w:xpath='x'/>", False), ("", False), ("<w:richText/>", False),
    ],
)  # fmt: skip
def test_which_controls_are_entries(properties: str, entry: bool) -> None:
    document = load(p(r("Owner: ") + control(r("name"), properties)) + control(p("A block inside."), properties))
    assert document.text == "Owner: name\nA block inside."
    assert [block.form_field for block in document.blocks] == [entry, entry]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐ done"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☒ done"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☒ done"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥ done"),
        ('<w:r><w:sym w:font="Wingdings" w:char="006F"/></w:r>', "☐ done"),
        (r("\uf0a8", '<w:rFonts w:ascii="Wingdings"/>'), "☐ done"),
        (r("o", '<w:rFonts w:ascii="Wingdings"/>'), "☐ done"),
        (r("m", '<w:rFonts w:ascii="Symbol"/>'), "μ done"),
        (r("3", '<w:rFonts w:ascii="Symbol"/>'), "3 done"),
        (r("x \uf0e0"), "x → done"),
    ],
)
def test_symbols(content: str, expected: str) -> None:
    document = load(p(content + r(" done")))
    assert document.text == expected
    assert document.blocks[0].form_field is ("☐" in expected or "☒" in expected)
    assert not document.remarks


@pytest.mark.parametrize("char", ["F0FF", "zzz", "", "FFFFFFFFFFFFFFFF"])
def test_an_unknown_symbol_is_said(char: str) -> None:
    document = load(p(r("before ") + f'<w:r><w:sym w:font="Webdings" w:char="{char}"/></w:r>' + r(" after")))
    assert document.text == "before after" or char == "F0FF"
    assert ("unknown_symbols" in codes(document)) is (document.text == "before after")


@pytest.mark.parametrize("line", ["Name: ________", "Date ........", "☐ yes ☐ no"])
def test_typed_entries_are_form_fields(line: str) -> None:
    assert load(p(line)).blocks[0].form_field


def test_a_typed_contents_line_is_no_form_field() -> None:
    assert not load(p("5 Procedure ........ 3")).blocks[0].form_field


# ---- boxes, notes, pictures ------------------------------------------------------------------------------------------


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    document = load(p(r("Flow ") + box(p("Triage by PSIRT") + p("Assess", bold=True)) + r("chart.")) + p("Next."))
    assert lines(document) == ["Flow chart.", "Triage by PSIRT", "Assess", "Next."]
    assert kinds(document) == ["paragraph", "text_box", "text_box", "paragraph"]


def test_a_box_that_only_older_programs_know_is_read() -> None:
    old = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('Old box')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert load(p(old)).text == "Old box"
    empty_choice = old.replace("<w:pict>", "<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback><w:pict>").replace(
        "</w:pict>", "</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert load(p(empty_choice)).text == "Old box"


def test_boxes_within_boxes_and_tables_within_boxes() -> None:
    inner = p(box(p("innermost")))
    document = load(p(r("Body.") + box(p("outer") + inner + tbl(tr("Role", "Duty", header=True), tr("QA", "approves")))))
    assert lines(document) == ["Body.", "outer", "innermost", "Role | Duty", "QA | approves"]


def test_footnotes_follow_the_text_that_names_them() -> None:
    notes = part(
        "footnotes",
        f'<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">{p("Within the EU.")}</w:footnote>'
        f'<w:footnote w:id="3">{p("As in SOP-4.")}</w:footnote><w:footnote w:id="9">{p("Never named.")}</w:footnote>',
    )
    ends = part("endnotes", f'<w:endnote w:id="2">{p("At the end.")}</w:endnote>')
    named = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    table = tbl(tr("Step", "Who", header=True), tr(tc(p(r("Log") + named.format(2))), "QA"))
    body = p(r("Report it") + named.format(3) + r(".")) + table + p(r("End") + '<w:r><w:endnoteReference w:id="2"/></w:r>')
    document = load(body, parts={"footnotes": notes, "endnotes": ends})
    assert lines(document) == [
        "Report it.",
        "1 As in SOP-4.",
        "Step | Who",
        "Log | QA",
        "2 Within the EU.",
        "End",
        "i At the end.",
    ]
    assert [block.kind for block in document.blocks].count(BlockKind.footnote) == 3


def test_a_footnote_that_names_itself_ends() -> None:
    loop = p(r("loop") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    notes = part("footnotes", f'<w:footnote w:id="2">{loop}</w:footnote>')
    assert load(loop, parts={"footnotes": notes}).text == "loop\nloop"


def test_smart_art_is_read() -> None:
    shapes = "".join(f"<dgm:pt><dgm:t><a:p><a:r><a:t>{word}</a:t></a:r></a:p></dgm:t></dgm:pt>" for word in ("Receive", "Assess"))
    data = part("x", f"<dgm:ptLst>{shapes}</dgm:ptLst>")
    art = '<w:drawing><a:graphic><a:graphicData><dgm:relIds r:dm="id-diagramData"/></a:graphicData></a:graphic></w:drawing>'
    document = load(p(f"<w:r>{art}</w:r>"), parts={"diagramData": data})
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        (BlockKind.text_box, "Receive"),
        (BlockKind.text_box, "Assess"),
    ]
    assert not document.remarks


def test_word_art_and_large_initials_are_read() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="Stop here"/></v:shape></w:pict></w:r>'
    initial = p("T", more='<w:framePr w:dropCap="drop"/>')
    assert lines(load(p(r("Sign.") + art) + initial + p("he manufacturer."))) == ["Sign.", "Stop here", "The manufacturer."]


def test_what_is_not_read_is_said() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r><w:r><w:drawing><wps:wsp/></w:drawing></w:r>"
    body = p(r("Text") + picture + "<w:r><w:object/></w:r>" + '<w:r><w:commentReference w:id="1"/></w:r>')
    document = load(body + '<w:altChunk r:id="x"/>')
    assert document.text == "Text"
    assert codes(document) == {"pictures", "embedded_objects", "comments", "embedded_documents"}
    assert next(remark.text for remark in document.remarks if remark.code == "pictures").startswith("1 picture ")


# ---- hidden text -----------------------------------------------------------------------------------------------------


def test_hidden_words_never_stand_in_a_visible_block() -> None:
    body = p(r("QA reviews ") + r("secretly ", "<w:vanish/>") + r("all complaints.")) + p(r("Author's note", "<w:vanish/>"))
    document = load(body)
    assert [(document.text[b.start : b.end], b.hidden) for b in document.blocks] == [
        ("QA reviews all complaints.", False),
        ("secretly", True),
        ("Author's note", True),
    ]
    assert codes(document) == {"hidden_text"}


def test_hidden_by_style_and_shown_again_by_the_run() -> None:
    style = '<w:style w:type="paragraph" w:styleId="Aid"><w:name w:val="Aid"/><w:rPr><w:vanish/></w:rPr></w:style>'
    style += '<w:style w:type="character" w:styleId="Inst"><w:name w:val="Inst"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("Instruction", style="Aid") + p(r("Shown", '<w:vanish w:val="0"/>'), style="Aid")
    body += p(r("by character style", '<w:rStyle w:val="Inst"/>'))
    assert [block.hidden for block in load(body, styles=style).blocks] == [True, False, True]


def test_hidden_rows_and_hidden_words_in_rows() -> None:
    hidden = p(r("only for us", "<w:vanish/>"))
    rows = tbl(tr("Step", "Who", header=True), tr(tc(hidden), tc(hidden)), tr(tc(p("Log") + hidden), "QA"))
    document = load(rows)
    assert [(document.text[b.start : b.end], b.hidden) for b in document.blocks] == [
        ("Step | Who", False),
        ("only for us | only for us", True),
        ("Log | QA", False),
        ("only for us", True),
    ]


def test_web_hidden_is_not_hidden() -> None:
    assert not load(p(r("Page number", "<w:webHidden/>"))).blocks[0].hidden


# ---- headers and footers ---------------------------------------------------------------------------------------------


def sections(*references: str) -> str:
    return (
        "<w:sectPr>"
        + "".join(f'<w:{name.rstrip("0123456789")}Reference w:type="default" r:id="id-{name}"/>' for name in references)
        + "</w:sectPr>"
    )


def test_headers_and_footers_are_furniture() -> None:
    head = part("hdr", tbl(tr("SOP-012", "Revision C")) + p("Complaint handling"))
    foot = part("ftr", p(r("Page ") + fld(" PAGE ", "1") + r(" of ") + fld(" NUMPAGES ", "9")))
    unused = part("hdr", p("Old header"))
    body = p("Body text.") + sections("header", "footer")
    document = load(body, parts={"header": head, "footer": foot, "header2": unused})
    assert document.text == "Body text."
    assert document.furniture == ("SOP-012 | Revision C", "Complaint handling", "Page 1 of 9")


def test_a_watermark_is_said() -> None:
    head = part("hdr", p('<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'))
    document = load(p("Body text.") + sections("header"), parts={"header": head})
    assert document.furniture == ("DRAFT",)
    assert "DRAFT" in next(remark.text for remark in document.remarks if remark.code == "watermark")


def test_changes_in_a_header_are_said_too() -> None:
    head = part("hdr", p(f'<w:ins w:id="1">{r("Revision D")}</w:ins>'))
    assert "tracked_changes" in codes(load(p("Body.") + sections("header"), parts={"header": head}))


# ---- cross-check with other readers ----------------------------------------------------------------------------------


INSERTED = f'<w:ins w:id="1">{r("also ")}</w:ins><w:fldSimple w:instr="REF x">{r("applies ")}</w:fldSimple>'
RICH = (
    p("Purpose", style="Heading1")
    + p(r("This procedure ") + INSERTED + r("here."))
    + control(p(r("A controlled clause with ") + control(r("a value")) + r(".")))
    + tbl(tr("Step", "Who"), tr(tc("Log", span=2)), tr("Assess", tc(tbl(tr("inner one"), tr("inner two")) + "<w:p/>")))
    + p(f'<w:hyperlink w:anchor="x">{r("A linked phrase")}</w:hyperlink>')
)


def test_no_word_is_lost_against_docx2python() -> None:
    with docx2python.docx2python(io.BytesIO(docx(RICH))) as other:
        words = {word for word in other.text.split() if word.isalpha()}
    assert len(words) > 15
    assert words <= set(load(RICH).text.split())


def test_no_word_is_lost_against_mammoth() -> None:
    words = set(mammoth.extract_raw_text(io.BytesIO(docx(RICH))).value.split())
    assert len(words) > 15
    assert words <= set(load(RICH).text.split())


def test_the_helpers_notice_an_overlap() -> None:
    document = load(p("One.") + p("Two."))
    with pytest.raises(AssertionError):
        check(document.model_copy(update={"blocks": document.blocks[:1]}))
