"""Files made to do harm, or broken in ways that harm: every beast is written by a function, so that none has to be kept."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from reportlab.lib.pdfencrypt import StandardEncryption

from tests.documents.pdf_samples import drawn, prose, text_lines
from tests.documents.test_odt import package as odt
from tests.documents.word_files import docx, p, pack, part, r, tbl, tr, unpack

READ = "read"
Make = Callable[[], bytes]


class Beast(NamedTuple):
    """A file, and what may become of it: ``read``, or a code of ``UnreadableDocument``."""

    name: str
    make: Make
    ends: frozenset[str]


# ---- zip containers ------------------------------------------------------------------------------------------------------

_BODY = p("1 Purpose", style="Heading1") + p("The lead tests each fix.")
DOCTYPE = '<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)) + "]>"


def _with(files: Mapping[str, bytes], **changed: bytes) -> bytes:
    return pack({**files, **changed})


def _in_part(package: bytes, name: str, root: str, put: str, encoding: str = "utf-8") -> bytes:
    """A package with something put before the root element of one of its parts."""
    files = unpack(package)
    text = files[name].decode().replace("UTF-8", encoding.upper(), 1)
    assert root in text
    return pack({**files, name: text.replace(root, put + root, 1).encode(encoding)})


def _declared_utf_7() -> bytes:
    """A declaration that no search for its bytes finds."""
    files = unpack(docx(_BODY))
    text = files["word/document.xml"].decode()
    body = text[text.index("<w:document") :].encode("utf-7")
    head = b'<?xml version="1.0" encoding="UTF-7"?>' + DOCTYPE.encode("utf-7")
    return pack({**files, "word/document.xml": head + body})


def _sheet(rows: str = "", *, before: str = "", after: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Steps" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" '
        'Target="sheet1.xml"/></Relationships>',
        "xl/sheet1.xml": f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{main}"><sheetData>'
        f"{rows or _cells(1, 'The lead tests')}</sheetData>{after}</worksheet>",
    }
    return pack({**{name: text.encode() for name, text in files.items()}, **(more or {})})


def _pivot() -> bytes:
    """A sheet with a pivot table of which only the sheet can be read."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    way = f'<Relationships xmlns="{relations}"><Relationship Id="p1" Type="{office}/pivotTable" Target="pivot.xml"/></Relationships>'
    return _sheet(more={"xl/_rels/sheet1.xml.rels": way.encode(), "xl/pivot.xml": b"<pivotTableDefinition/>"})


def _cells(number: int, *texts: str) -> str:
    cells = "".join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for i, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def _nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


def _entries(number: int) -> bytes:
    return pack({**unpack(docx(_BODY)), **{f"word/media/{n}": b"" for n in range(number)}})


def _overlapping() -> bytes:
    """Two entries of the table of contents that name the same packed bytes."""
    data = bytearray(docx(_BODY, parts={"footnotes": part("footnotes", "")}))
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def _twice() -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w") as archive:
        for name, data in [*unpack(docx(_BODY)).items(), ("word/document.xml", b"<w:other")]:
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def _rotten(package: bytes, part_name: str) -> bytes:
    """The packed bytes of a part are spoilt, its checksum and sizes stand: zlib fails amid the part."""
    data = bytearray(package)
    at = data.find(part_name.encode()) + len(part_name)
    data[at + 8 : at + 40] = bytes(range(200, 232))
    return bytes(data)


def _template() -> bytes:
    """A template, a picture and a font elsewhere: words of it are read, and nobody is asked for the rest."""
    files = unpack(docx(_BODY))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = "".join(
        f'<Relationship Id="x{n}" Type="{kind}{name}" TargetMode="External" Target="http://192.0.2.1/{name}"/>'
        for n, name in enumerate(("attachedTemplate", "image", "font", "styles", "subDocument", "oleObject", "header"))
    )
    rels = files["word/_rels/document.xml.rels"].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    return pack({**files, "word/_rels/document.xml.rels": rels})


def _style_circle() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/><w:basedOn w:val="{1}"/></w:style>'
    return docx(p("The lead tests each fix.", style="a"), styles=style.format("a", "b") + style.format("b", "a"))


def _tracked(number: int) -> bytes:
    change = '<w:ins w:id="{0}" w:author="a"><w:r><w:t>in {0} </w:t></w:r></w:ins><w:del w:id="{0}"><w:r><w:delText>out</w:delText></w:r></w:del>'
    return docx(_BODY + p("".join(change.format(n) for n in range(number))))


def _picture() -> bytes:
    """A picture that claims 60,000 by 60,000 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    header = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return pack({**unpack(docx(_BODY)), "word/media/image1.png": png})


# ---- PDF -------------------------------------------------------------------------------------------------------------------

_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>{}>>"
_TEXT = "BT /F 11 Tf 56 780 Td (The product security officer shall rate each vulnerability within five days.) Tj ET"


def pdf(objects: Mapping[int, str | bytes] | None = None, trailer: str = "") -> bytes:
    """A PDF of one page whose objects may be replaced; a sound table of contents stands at its end."""
    whole: dict[int, str | bytes] = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: _PAGE.format(""),
        4: stream(_TEXT),
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        6: stream("", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
        **(objects or {}),
    }
    out = b"%PDF-1.7\n"
    places = {}
    for number, content in sorted(whole.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + (content if isinstance(content, bytes) else content.encode("latin-1")) + b"\nendobj\n"
    start = len(out)
    size = max(places) + 1
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size)]
    out += b"xref\n0 %d\n" % size + b"".join(rows)
    return out + f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()


def stream(content: str | bytes, more: str = "") -> bytes:
    """A stream object."""
    data = content if isinstance(content, bytes) else content.encode("latin-1")
    return f"<</Length {len(data)}{more}>>\nstream\n".encode("latin-1") + data + b"\nendstream"


def _deep_pages(depth: int) -> bytes:
    tree: dict[int, str | bytes] = {2: "<</Type/Pages/Kids[10 0 R]/Count 1>>"}
    for n in range(10, 10 + depth):
        tree[n] = f"<</Type/Pages/Parent {n - 1} 0 R/Kids[{n + 1} 0 R]/Count 1>>"
    tree[10 + depth] = _PAGE.format("")
    return pdf(tree)


def _cmap(ranges: str) -> dict[int, str | bytes]:
    return {
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>",
        7: stream(f"/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange {ranges} endbfrange endcmap end"),
    }


def _locked() -> bytes:
    return drawn(lambda canvas: text_lines(canvas, [prose(1)]), encrypt=StandardEncryption("secret", "owner"))


_FIELDS = ("/Annots[7 0 R]", "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[9 9 99 30]/Parent 7 0 R/Kids[7 0 R]/V 8 0 R>>", "8 0 R")


def _image(more: str) -> dict[int, str | bytes]:
    return {4: stream(_TEXT + " q 500 0 0 500 9 9 cm /X Do Q"), 6: stream(b"\xff" * 64, "/Type/XObject/Subtype/Image" + more)}


# ---- the zoo ---------------------------------------------------------------------------------------------------------------


def _beasts() -> dict[str, Beast]:
    found: dict[str, Beast] = {}

    def add(form: str, what: str, make: Make, *ends: str) -> None:
        found[f"{form}: {what}"] = Beast(f"{what.replace(' ', '-')}.{form}", make, frozenset(ends or (READ,)))

    add("docx", "cut", lambda: docx(_BODY)[:-300], "truncated")
    add("docx", "declaration", lambda: _in_part(docx(_BODY), "word/document.xml", "<w:document", DOCTYPE), "unsafe_xml")
    add(
        "docx",
        "declaration in UTF-16",
        lambda: _in_part(docx(_BODY), "word/document.xml", "<w:document", DOCTYPE, "utf-16"),
        "unsafe_xml",
    )
    add("docx", "declaration in UTF-7", _declared_utf_7, "unsafe_xml")
    add("docx", "declaration in the styles", lambda: _in_part(docx(_BODY), "word/styles.xml", "<w:styles", DOCTYPE), "unsafe_xml")
    add(
        "docx",
        "declaration of a place alone",
        lambda: _in_part(
            docx(_BODY), "word/document.xml", "<w:document", '<!-- x --><!DOCTYPE w:document SYSTEM "http://192.0.2.1/x.dtd">'
        ),
        "unsafe_xml",
    )
    add("docx", "billion laughs", lambda: _in_part(docx(_BODY), "word/document.xml", "<w:document", LAUGHS), "unsafe_xml")
    add("docx", "zip bomb", lambda: pack({**unpack(docx(_BODY)), "word/document.xml": bytes(30_000_000)}), "too_complex")
    add("docx", "entries", lambda: _entries(1500), "too_complex")
    add("docx", "overlapping", _overlapping, READ, "damaged")
    add("docx", "one name twice", _twice, READ, "damaged")
    add("docx", "rotten part", lambda: _rotten(docx(_BODY), "word/document.xml"), "damaged")
    add(
        "docx",
        "missing main part",
        lambda: pack({n: d for n, d in unpack(docx(_BODY)).items() if n != "word/document.xml"}),
        "damaged",
    )
    add("docx", "missing all but the main part", lambda: pack({"word/document.xml": unpack(docx(_BODY))["word/document.xml"]}))
    add("docx", "template and fonts elsewhere", _template)
    add("docx", "circle of styles", _style_circle)
    add(
        "docx",
        "tables in tables",
        lambda: docx(_nested("<w:tbl><w:tr><w:tc>", p("x"), "</w:tc></w:tr></w:tbl>", 75)),
        "too_complex",
    )
    add("docx", "nested beyond the parser", lambda: docx(_nested("<w:p>", "", "</w:p>", 3000)), "too_complex")
    add("docx", "ten thousand rows", lambda: docx(_BODY + tbl(*[tr(f"Step {n}", "QA") for n in range(10_000)])))
    add("docx", "a thousand columns", lambda: docx(_BODY + tbl(tr(*["x"] * 1000), tr(*["y"] * 1000))), READ, "too_complex")
    add("docx", "flood of tracked changes", lambda: _tracked(10_000))
    add("docx", "gigantic picture", _picture)
    add(
        "docx",
        "huge names",
        lambda: docx(
            p("The lead tests.", style="s" * 100_000),
            styles=(f'<w:style w:type="paragraph" w:styleId="{"s" * 100_000}"><w:name w:val="{"n" * 100_000}"/></w:style>'),
        ),
    )
    add("docx", "huge name of a part", lambda: pack({**unpack(docx(_BODY)), "word/" + "x" * 60_000: b"x"}))
    add(
        "docx",
        "huge relation",
        lambda: docx(_BODY + p('<w:hyperlink r:id="' + "x" * 200_000 + '"><w:r><w:t>x</w:t></w:r></w:hyperlink>')),
    )
    add(
        "docx",
        "spans without end",
        lambda: docx(_BODY + tbl('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>' + p("x") + "</w:tc></w:tr>")),
        READ,
        "too_complex",
    )
    add("docx", "open fields", lambda: docx(_BODY + p(('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("x")) * 5000)))
    add("docx", "nothing but zeros", lambda: bytes(100_000), "empty")

    add("xlsx", "declaration", lambda: _sheet(before=LAUGHS), "unsafe_xml")
    add(
        "xlsx",
        "declaration in a part of another name",
        lambda: _sheet(more={"xl/other.bin": DOCTYPE.encode() + b"<a/>"}),
        "unsafe_xml",
    )
    add("xlsx", "merged sheet", lambda: _sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "too_complex")
    add(
        "xlsx",
        "last cell",
        lambda: _sheet(_cells(1, "The lead") + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'),
    )
    add("xlsx", "ten thousand rows", lambda: _sheet("".join(_cells(n, f"Step {n}", "QA") for n in range(1, 10_001))))
    add("xlsx", "huge text", lambda: _sheet(_cells(1, "x" * 11_000_000)), "too_complex", "too_large")
    add(
        "xlsx",
        "circle of formulas",
        lambda: _sheet(_cells(1, "The lead tests") + '<row r="2"><c r="A2"><f>B2</f></c><c r="B2"><f>A2</f></c></row>'),
    )
    add("xlsx", "pivot table beyond openpyxl", _pivot)
    add(
        "xlsx",
        "missing sheet",
        lambda: pack({n: d for n, d in unpack(_sheet()).items() if n != "xl/sheet1.xml"}),
        "damaged",
        "no_text",
    )

    add(
        "odt",
        "declaration",
        lambda: _in_part(odt("<text:p>The lead tests.</text:p>"), "content.xml", "<office:document-content", DOCTYPE),
        "unsafe_xml",
    )
    add("odt", "one id twice", lambda: odt('<text:p xml:id="a">The lead tests.</text:p><text:p xml:id="a">And signs.</text:p>'))
    add(
        "odt",
        "declaration in the styles",
        lambda: _in_part(odt("<text:p>The lead tests.</text:p>"), "styles.xml", "<office:document-styles", DOCTYPE),
        "unsafe_xml",
    )
    add(
        "odt",
        "repeated cells",
        lambda: odt(
            '<text:p>The lead tests.</text:p><table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell '
            'table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
        ),
        READ,
        "too_complex",
    )
    add(
        "odt",
        "spaces without end",
        lambda: odt('<text:p>The lead<text:s text:c="2000000000"/>tests.</text:p>'),
        READ,
        "too_complex",
    )
    add(
        "odt",
        "sections in sections",
        lambda: odt(_nested("<text:section>", "<text:p>The lead.</text:p>", "</text:section>", 150)),
        READ,
        "too_complex",
    )
    add(
        "odt",
        "picture elsewhere",
        lambda: odt(
            '<text:p>The lead tests.<draw:frame><draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://192.0.2.1/x.png"/></draw:frame></text:p>'
        ),
    )
    add("odt", "missing content", lambda: pack({n: d for n, d in unpack(odt("")).items() if n != "content.xml"}), "damaged")

    add("pdf", "sound", pdf)
    add("pdf", "cut", lambda: pdf()[:-200], READ, "truncated", "damaged")
    add("pdf", "password", _locked, "encrypted")
    add(
        "pdf",
        "page that is its own parent",
        lambda: pdf({2: "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"}),
        READ,
        "damaged",
        "empty",
    )
    add(
        "pdf",
        "circle of pages",
        lambda: pdf({2: "<</Type/Pages/Kids[7 0 R]/Count 9>>", 7: "<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>"}),
        READ,
        "damaged",
        "empty",
    )
    add("pdf", "page tree without end", lambda: _deep_pages(2000), READ, "damaged", "empty", "too_complex")
    add(
        "pdf",
        "more pages than there are",
        lambda: pdf({2: "<</Type/Pages/Kids[3 0 R]/Count 99999999>>"}),
        READ,
        "damaged",
        "empty",
        "too_complex",
    )
    add("pdf", "table of contents that leads back to itself", lambda: pdf(trailer="/Prev 9"), READ, "damaged")
    add(
        "pdf",
        "form that draws itself",
        lambda: pdf(
            {
                4: stream(_TEXT + " /X Do"),
                6: stream("/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
            }
        ),
    )
    add(
        "pdf",
        "forms that draw two forms each",
        lambda: pdf(
            {
                4: stream(_TEXT + " /X Do"),
                **{
                    n: stream("/X Do /X Do", f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n + 1} 0 R>>>>")
                    for n in range(6, 40)
                },
            }
        ),
        READ,
        "timeout",
        "crashed",  # pdfium gives up at once where it gets no more memory
        "out_of_memory",
    )
    add("pdf", "length that is its own", lambda: pdf({4: b"<</Length 4 0 R>>\nstream\n" + _TEXT.encode() + b"\nendstream"}))
    add("pdf", "nested arrays", lambda: pdf({4: stream(_TEXT + "[" * 20_000 + "]" * 20_000)}), READ, "too_complex", "damaged")
    add(
        "pdf",
        "nested dictionaries",
        lambda: pdf({3: _PAGE.format("/X" + "<</X" * 5000 + " 1" + ">>" * 5000)}),
        READ,
        "too_complex",
        "damaged",
        "empty",
    )
    add("pdf", "saved states", lambda: pdf({4: stream("q " * 50_000 + _TEXT)}))
    add("pdf", "stream bomb", lambda: pdf({4: stream(zlib.compress(bytes(50_000_000), 9), "/Filter/FlateDecode")}), "too_complex")
    add(
        "pdf",
        "many contents",
        lambda: pdf({3: _PAGE.replace("/Contents 4 0 R", "/Contents[" + "4 0 R " * 300 + "]").format("")}),
        READ,
    )
    add(
        "pdf",
        "characters for all numbers",
        lambda: pdf(_cmap("<00000000> <ffffffff> <0041>")),
        READ,
        "timeout",
        "out_of_memory",
        "no_text",
    )
    add("pdf", "gigantic picture", lambda: pdf(_image("/Width 99999/Height 99999/ColorSpace/DeviceRGB/BitsPerComponent 8")))
    add("pdf", "gigantic page", lambda: pdf({3: _PAGE.replace("595 842", "99999999 99999999").format("")}))
    add("pdf", "page without room", lambda: pdf({3: _PAGE.replace("595 842", "0 0").format("")}), READ, "empty", "no_text")
    add("pdf", "field that is its own parent", lambda: pdf({3: _PAGE.format(_FIELDS[0]), 7: _FIELDS[1], 8: _FIELDS[2]}))
    add(
        "pdf",
        "font of a path",
        lambda: pdf(
            {
                5: "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/#2Ftmp#2Fevil/DescendantFonts[7 0 R]>>",
                7: "<</Type/Font/Subtype/CIDFontType0/BaseFont/F/CIDSystemInfo<</Registry(..#2F..#2Ftmp)/Ordering(evil)/Supplement 0>>>>",
            }
        ),
        READ,
        "no_text",
        "empty",
    )

    add("html", "nested without end", lambda: b"<html><body>" + b"<div>" * 50_000 + b"The lead tests.")
    add(
        "html",
        "spans without end",
        lambda: b"<html><body><p>The lead tests.<table><tr><td colspan=999999999 rowspan=999999999>x<td>y</table>",
    )
    add("html", "ten thousand rows", lambda: b"<html><table>" + b"<tr><td>Step<td>QA" * 10_000 + b"</table>")
    add("html", "laughs", lambda: f"{LAUGHS}<html><body><p>The lead tests. &l9;</p></body></html>".encode())
    add("md", "quotes in quotes", lambda: b">" * 20_000 + b" The lead tests.", READ, "too_complex", "no_text")
    add("md", "open brackets", lambda: b"The lead tests. " + b"[" * 4_000 + b"*_" * 4_000, READ, "too_complex")
    add("md", "ten thousand rows", lambda: b"| Step | Who |\n|---|---|\n" + b"| test | QA |\n" * 2_000)
    add("txt", "one line", lambda: b"The lead tests each fix. " * 20_000)
    add("txt", "control characters", lambda: b"The lead \x1b[2Jtests\x00\x07\x9b each fix.\n" * 50, "damaged")
    add(
        "mhtml",
        "parts in parts",
        lambda: (
            b"MIME-Version: 1.0\n"
            + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(300))
            + b"Content-Type: text/html\n\n<p>The lead tests."
        ),
        READ,
        "damaged",
        "too_complex",
    )
    return found


BEASTS = _beasts()
