"""Runs of a Word paragraph, with what people leave in their documents: changes, comments, hidden text, notes, controls."""

from __future__ import annotations

from itertools import count
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn

from bench.render.blocks import RenderError, Span, Spans, cut, plain
from bench.render.docx_xml import NAMESPACES, Element, element, parsed, run, text
from bench.render.recipes import Boxed, Control, Deleted, Extra, Hidden, Inserted, Noted, Remarked, Ticked

DATE = "2025-06-02T08:00:00Z"
_AUTHOR = "Document Control"


class Marks:
    """Turns spans into runs and puts each extra where its anchor first occurs."""

    def __init__(self, document: Document, extras: tuple[Extra, ...]) -> None:
        self._document = document
        self._waiting = [extra for extra in extras if not isinstance(extra, Ticked)]
        self._notes: list[str] = []
        self._ids = count(1)

    def runs(self, spans: Spans, look: Span | None = None) -> list[Element]:
        """The runs of a paragraph or cell. ``look`` is laid over the looks of the spans."""
        words, made, position = plain(spans), list[Element](), 0
        for start, end, extra in self._found(words):
            made += self._plain(cut(spans, position, start), look)
            made += self._marked(extra, self._plain(cut(spans, start, end), look))
            position = end
        return made + self._plain(cut(spans, position, len(words)), look)

    def finish(self) -> None:
        """Write the notes; complain of extras that found no place."""
        if self._waiting:
            raise RenderError(f"{self._waiting[0]}: its words are not in the document; change the recipe along with the source")
        if self._notes:
            self._write_notes()

    def _found(self, words: str) -> list[tuple[int, int, Extra]]:
        found: list[tuple[int, int, Extra]] = []
        for extra in list(self._waiting):
            behind = isinstance(extra, Deleted | Hidden | Noted)
            anchor = extra.after if isinstance(extra, Deleted | Hidden | Noted) else extra.words
            start = words.find(anchor)
            if start < 0:
                continue
            end = start + len(anchor)
            found.append((end if behind else start, start if isinstance(extra, Boxed) else end, extra))
            self._waiting.remove(extra)
        return sorted(found, key=lambda place: place[:2])

    def _plain(self, spans: Spans, look: Span | None) -> list[Element]:
        made: list[Element] = []
        for span in spans:
            shown = Span("", span.bold or bool(look and look.bold), span.italic, span.code, span.href)
            part = run(text(span.text), look=shown)
            if span.href:
                link = element("hyperlink", [part])
                link.set(qn("r:id"), self._document.part.relate_to(span.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
                part = link
            made.append(part)
        return made

    def _marked(self, extra: Extra, runs: list[Element]) -> list[Element]:
        if isinstance(extra, Inserted):
            return [element("ins", runs, id=next(self._ids), author=_AUTHOR, date=DATE)]
        if isinstance(extra, Deleted):
            return [element("del", [run(text(extra.text, deleted=True))], id=next(self._ids), author=_AUTHOR, date=DATE)]
        if isinstance(extra, Hidden):
            return [run(text(extra.text), properties=[element("vanish")])]
        if isinstance(extra, Control):
            return [_control(extra.tag, runs)]
        if isinstance(extra, Noted):
            self._notes.append(extra.text)
            raised = element("vertAlign", val="superscript")
            return [run(element("footnoteReference", id=len(self._notes)), properties=[raised])]
        if isinstance(extra, Boxed):
            return [_text_box(extra.text)]
        assert isinstance(extra, Remarked)
        return self._commented(extra, runs)

    def _commented(self, extra: Remarked, runs: list[Element]) -> list[Element]:
        initials = "".join(name[0] for name in extra.author.split())
        comment = self._document.comments.add_comment(extra.text, extra.author, initials)
        comment._comment_elm.set(qn("w:date"), DATE)
        id_ = comment.comment_id
        reference = run(element("commentReference", id=id_))
        return [element("commentRangeStart", id=id_), *runs, element("commentRangeEnd", id=id_), reference]

    def _write_notes(self) -> None:
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{id_}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
            for kind, id_, mark in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
        )
        notes = "".join(
            f'<w:footnote w:id="{id_}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr>'
            '<w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
            for id_, words in enumerate(self._notes, start=1)
        )
        xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {NAMESPACES}>{separators}{notes}</w:footnotes>'
        document = self._document.part
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.package)
        document.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def tick_boxes(extra: Ticked) -> list[Element]:
    """The runs of a line of tick boxes."""
    runs = [run(text(extra.label), look=Span("", bold=True))]
    for place, choice in enumerate(extra.choices):
        runs += [run(text("  ")), _tick(place == extra.chosen, extra.symbols), run(text(f" {choice}"))]
    return runs


def _tick(ticked: bool, symbol: bool) -> Element:
    if symbol:
        return run(element("sym", font="Wingdings", char="F0FE" if ticked else "F0A8"))
    return parsed(
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" '
        'w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent>'
        f"<w:r><w:t>{'☒' if ticked else '☐'}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def _control(tag: str, runs: list[Element]) -> Element:
    properties = element("sdtPr", [element("alias", val=tag), element("tag", val=tag), element("text")])
    return element("sdt", [properties, element("sdtContent", runs)])


def _text_box(words: str) -> Element:
    """A text box as Word saves it: a drawing, and the same again in VML for old readers."""
    content = f"<w:txbxContent><w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{escape(words)}</w:t></w:r></w:p></w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    size = 'cx="1800000" cy="760000"'
    return parsed(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="45720" distB="45720" distL="114300" '
        'distR="114300" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>60000</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" name="Text Box 1"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="808080"/></a:solidFill></a:ln></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape style="position:absolute;width:142pt;height:60pt">'
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
