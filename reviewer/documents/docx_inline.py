"""What stands inside a paragraph of a .docx: runs, fields, tracked changes, content controls, symbols, notes and boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reviewer.documents.docx_parts import CHART, DIAGRAM, DRAWING, MATH, MC, VML, W14, W15, R, W, number, switch, value
from reviewer.documents.docx_styles import Look, Styles, run_look
from reviewer.documents.flow import Run, has_word
from reviewer.documents.markup import Element, children, tag
from reviewer.documents.remarks import Tally
from reviewer.documents.symbols import BOX, TICKED, symbol, translate

AnchorKind = Literal["footnote", "endnote", "box", "diagram", "art"]

_TRANSPARENT = {W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "rt", "moveTo", "ins")}
_REMOVED = {W + "del", W + "moveFrom"}
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES: dict[str, AnchorKind] = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_PICTURES = {"drawing", "pict", "object"}
# Content controls that somebody fills in; the others frame text that is there already.
_ENTRY_CONTROLS = tuple(W + name for name in ("dropDownList", "comboBox", "date"))


# No more is looked at of what an instruction says, nor of fields within fields.
_LONGEST_INSTRUCTION = 1000
_DEEPEST_FIELD = 50


@dataclass(slots=True)
class Inline:
    """The content of a paragraph. Anchors are what hangs on it: notes by id, boxes by element, diagrams by relationship, and
    the words of WordArt themselves."""

    runs: list[Run] = field(default_factory=list)
    anchors: list[tuple[AnchorKind, str | Element]] = field(default_factory=list)
    form_field: bool = False
    contents: bool = False
    breaks_before: int = 0  # page breaks ahead of its text, as Word left them when it was last shown
    breaks_within: int = 0

    def turn_page(self) -> None:
        """Note that a page ended here."""
        if any(run.text.strip() for run in self.runs):
            self.breaks_within += 1
        else:
            self.breaks_before += 1


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction until ``result`` is reached, then its text."""

    instruction: str = ""
    result: bool = False
    ticked: bool | None = None
    choice: str = ""
    entry: bool = False


class InlineReader:
    """Reads the paragraphs of one story (body, note, box, header) in order; fields may run over several of them."""

    def __init__(self, styles: Styles, tally: Tally) -> None:
        self._styles = styles
        self._tally = tally
        self._fields: list[_Field] = []

    def read(self, paragraph: Element, base: Look, inserted: bool = False) -> Inline:
        """The content of a paragraph. ``base`` is what its style says of runs."""
        into = Inline(contents=self._in_contents())
        self._walk(paragraph, base, inserted, into)
        into.contents = into.contents or self._in_contents()
        for begun in self._fields:
            begun.result = (
                True  # an instruction ends with its paragraph at the latest, or a stray mark would hide all that follows
            )
        return into

    def _in_contents(self) -> bool:
        return any(begun.instruction.split()[:1] in (["TOC"], ["INDEX"]) for begun in self._fields)

    def _walk(self, parent: Element, base: Look, inserted: bool, into: Inline) -> None:
        for child in children(parent):
            name = tag(child)
            if name == W + "r":
                self._run(child, base, inserted, into)
            elif name in _REMOVED:
                self._tally.deletions += any(has_word(node.text or "") for node in child.iter(W + "delText", W + "t"))
            elif name in _TRANSPARENT:
                change = name in (W + "ins", W + "moveTo")
                self._tally.insertions += change
                self._walk(child, base, inserted or change, into)
            elif name == W + "fldSimple":
                self._simple_field(child, base, inserted, into)
            elif name == W + "sdt":
                self._control(child, base, inserted, into)
            elif name == MC + "AlternateContent":
                self._alternate(child, base, inserted, into, in_run=False)
            elif name in (MATH + "oMath", MATH + "oMathPara"):
                into.runs.append(
                    Run(f" {_formula(child)} ", size=base.size or 0.0, inserted=inserted, hidden=base.hidden is True)
                )

    # ---- runs --------------------------------------------------------------------------------------------------------

    def _run(self, run: Element, base: Look, inserted: bool, into: Inline) -> None:
        properties = run.find(W + "rPr")
        look = base
        if properties is not None:
            style = value(properties.find(W + "rStyle"))
            look = run_look(properties).over(self._styles.look(style).over(base) if style else base)
        self._content(run, look, inserted, into)

    def _content(self, parent: Element, look: Look, inserted: bool, into: Inline) -> None:
        for child in children(parent):
            name = tag(child)
            local = name.removeprefix(W)
            if local == "t":
                # A line end in the markup is a blank; real ones are elements.
                self._text((child.text or "").replace("\n", " "), look, inserted, into, child)
            elif local in _MARKS:
                self._text(_MARKS[local], look, inserted, into)
            elif local == "lastRenderedPageBreak":
                into.turn_page()
            elif local == "sym":
                self._symbol(child, look, inserted, into)
            elif local == "fldChar":
                self._field_mark(child, look, inserted, into)
            elif local == "instrText":
                self._instruct(child.text or "")
            elif local in _NOTES and self._shown():
                into.anchors.append((_NOTES[local], value(child, "id") or ""))
            elif local in _PICTURES:
                self._picture(child, into)
            elif local == "commentReference":
                self._tally.comments += 1
            elif name == MC + "AlternateContent":
                self._alternate(child, look, inserted, into, in_run=True)
            elif local == "ruby":
                for base_text in child.iterchildren(W + "rubyBase"):
                    self._walk(base_text, look, inserted, into)

    def _text(self, text: str, look: Look, inserted: bool, into: Inline, origin: Element | None = None) -> None:
        if not self._shown():
            return
        plain, known = translate(text, look.font)
        self._tally.unknown_symbols += not known
        whole = origin if len(plain) == len(text) else None
        into.runs.append(Run(plain, look.strong is True, look.size or 0.0, look.hidden is True, inserted, whole))

    def _symbol(self, element: Element, look: Look, inserted: bool, into: Inline) -> None:
        try:
            sign = symbol(int(value(element, "char") or "", 16), value(element, "font"))
        except (ValueError, OverflowError):
            sign = None
        self._tally.unknown_symbols += sign is None
        self._put(sign or " ", look, inserted, into)

    def _put(self, text: str, look: Look, inserted: bool, into: Inline) -> None:
        """Add text that is already plain, whatever the font of its run."""
        if self._shown():
            into.runs.append(Run(text, look.strong is True, look.size or 0.0, look.hidden is True, inserted))

    # ---- fields ------------------------------------------------------------------------------------------------------

    def _shown(self) -> bool:
        return all(begun.result for begun in self._fields)

    def _instruct(self, text: str) -> None:
        if self._fields and not self._fields[-1].result and len(self._fields[-1].instruction) < _LONGEST_INSTRUCTION:
            self._fields[-1].instruction += text

    def _field_mark(self, mark: Element, look: Look, inserted: bool, into: Inline) -> None:
        kind = value(mark, "fldCharType")
        if kind == "begin":
            begun = _begun(mark.find(W + "ffData"))
            into.form_field |= begun.entry
            if begun.ticked is not None or begun.choice:
                self._put(begun.choice or (TICKED if begun.ticked else BOX), look, inserted, into)
            if len(self._fields) < _DEEPEST_FIELD:
                self._fields.append(begun)
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
            if self._fields[-1].choice:
                self._fields[-1].result = False  # Word keeps an empty or stale result behind a choice
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            words = ended.instruction.split(maxsplit=2)
            if words[:1] in (["MACROBUTTON"], ["GOTOBUTTON"]) and len(words) == 3:  # "Click here and type" of a template
                into.form_field = True
                self._put(words[2], look, inserted, into)

    def _simple_field(self, element: Element, base: Look, inserted: bool, into: Inline) -> None:
        begun = _begun(element.find(W + "ffData"))
        into.form_field |= begun.entry
        if begun.ticked is not None:
            self._put(TICKED if begun.ticked else BOX, base, inserted, into)
        self._walk(element, base, inserted, into)

    # ---- content controls and alternatives ---------------------------------------------------------------------------

    def _control(self, control: Element, base: Look, inserted: bool, into: Inline) -> None:
        ticked = tick_state(control)
        into.form_field |= is_entry(control)
        if ticked is not None:
            self._put(TICKED if ticked else BOX, base, inserted, into)
            return
        for content in control.iterchildren(W + "sdtContent"):
            self._walk(content, base, inserted, into)

    def _alternate(self, element: Element, look: Look, inserted: bool, into: Inline, *, in_run: bool) -> None:
        """One of several versions of the same thing: the first that says something, since the others repeat it."""
        for version in element.iterchildren(MC + "Choice", MC + "Fallback"):
            before = (len(into.runs), len(into.anchors), self._tally.pictures)
            if in_run:
                self._content(version, look, inserted, into)
            else:
                self._walk(version, look, inserted, into)
            if (len(into.runs), len(into.anchors), self._tally.pictures) != before:
                return

    # ---- pictures, boxes and diagrams --------------------------------------------------------------------------------

    def _picture(self, element: Element, into: Inline) -> None:
        if not self._shown():
            return
        found = False
        for box in boxes(element):
            into.anchors.append(("box", box))
            found = True
        for relation in element.iter(DIAGRAM + "relIds"):
            into.anchors.append(("diagram", relation.get(R + "dm") or ""))
            found = True
        for art in element.iter(VML + "textpath"):
            into.anchors.append(("art", art.get("string") or ""))
            found = True
        if element.tag == W + "object":
            self._tally.objects += 1
        elif not found and next(element.iter(DRAWING + "blip", CHART + "chart", VML + "imagedata"), None) is not None:
            self._tally.pictures += 1


def boxes(element: Element) -> list[Element]:
    """The text boxes in a drawing, each once: not in its fallback, nor those within another box, which is read itself."""
    found: list[Element] = []
    for child in children(element):
        if child.tag == W + "txbxContent":
            found.append(child)
        elif child.tag == MC + "AlternateContent":
            for version in child.iterchildren(MC + "Choice", MC + "Fallback"):
                inner = boxes(version)
                found += inner
                if inner:
                    break
        else:
            found += boxes(child)
    return found


def tick_state(control: Element) -> bool | None:
    """Whether the tick box of a content control is ticked; None where it is no tick box."""
    properties = control.find(W + "sdtPr")
    box = properties.find(W14 + "checkbox") if properties is not None else None
    if box is None:
        return None
    checked = box.find(W14 + "checked")
    return checked is not None and checked.get(W14 + "val") in ("1", "true", "on")


def is_entry(control: Element) -> bool:
    """Whether somebody is to fill a content control in."""
    properties = control.find(W + "sdtPr")
    if properties is None:
        return False
    if properties.find(W14 + "checkbox") is not None or switch(properties, "showingPlcHdr"):
        return True
    if any(properties.find(name) is not None for name in _ENTRY_CONTROLS):
        return True
    # Plain text bound to a property of the file shows it; unbound plain text is typed in.
    bound = properties.find(W + "dataBinding") is not None or properties.find(W15 + "dataBinding") is not None
    return properties.find(W + "text") is not None and not bound


def _begun(data: Element | None) -> _Field:
    """A field that begins, with the form entry that it is, if any."""
    if data is None:
        return _Field()
    box, choices = data.find(W + "checkBox"), data.find(W + "ddList")
    if box is not None:
        ticked = switch(box, "checked")
        return _Field(ticked=(switch(box, "default") is True) if ticked is None else ticked, entry=True)
    if choices is not None:
        entries = [value(entry) or "" for entry in choices.iterchildren(W + "listEntry")]
        chosen = number(choices.find(W + "result")) or number(choices.find(W + "default")) or 0
        return _Field(choice=entries[chosen] if 0 <= chosen < len(entries) else "", entry=True)
    return _Field(entry=True)


def _formula(element: Element) -> str:
    """A formula on one line."""
    parts: list[str] = []
    for child in children(element):
        if child.tag == MATH + "t":
            parts.append(child.text or "")
        elif child.tag == MATH + "f":
            halves = (child.find(MATH + "num"), child.find(MATH + "den"))
            parts.append(" / ".join(_formula(half) for half in halves if half is not None))
        elif not tag(child).endswith("Pr"):
            parts.append(_formula(child))
    return "".join(parts)
