"""What stands inside a paragraph of an .odt: spans, fields, tracked insertions, notes, boxes and form controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from reviewer.documents.flow import Run, has_word
from reviewer.documents.markup import Element, children, tag
from reviewer.documents.odt_styles import DRAW, FORM, LOEXT, OFFICE, TEXT, XML, Look, Styles
from reviewer.documents.remarks import Tally
from reviewer.documents.symbols import BOX, TICKED, translate

_FIELD: Final = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_SKIPPED = {
    OFFICE + "annotation-end",
    TEXT + "number",
    TEXT + "script",
    TEXT + "ruby-text",
    TEXT + "tracked-changes",
    DRAW + "image",
    _FIELD + "param",
}
_ENTRIES = {TEXT + "placeholder", TEXT + "text-input", TEXT + "drop-down"}
_MOST_SPACES = 100
_ON = ("true", "checked", "1")


@dataclass(slots=True)
class Inline:
    """The content of a paragraph; ``anchors`` are the notes and boxes that hang on it."""

    runs: list[Run] = field(default_factory=list)
    anchors: list[Element] = field(default_factory=list)
    form_field: bool = False


class InlineReader:
    """Reads paragraphs in order; a tracked insertion may run over several of them."""

    def __init__(self, styles: Styles, insertions: set[str], controls: Mapping[str, Element], tally: Tally) -> None:
        self._styles = styles
        self._insertions = insertions
        self._controls = controls
        self._tally = tally
        self._open: set[str] = set()

    def read(self, paragraph: Element, look: Look) -> Inline:
        """The content of a paragraph, whose style looks like this."""
        into = Inline()
        self._walk(paragraph, look, into)
        return into

    def _walk(self, parent: Element, look: Look, into: Inline) -> None:
        self._text(parent.text, look, into)
        for child in parent:
            if isinstance(child.tag, str):
                self._element(child, look, into)
            self._text(child.tail, look, into)

    def _text(self, text: str | None, look: Look, into: Inline) -> None:
        if text:
            # Line ends in the markup are mere blanks; real ones are elements.
            plain, known = translate(text.replace("\n", " "), look.font)
            self._tally.unknown_symbols += not known
            self._put(plain, look, into)

    def _put(self, text: str, look: Look, into: Inline) -> None:
        into.runs.append(Run(text, look.strong is True, look.size or 0.0, look.hidden is True, bool(self._open)))

    def _element(self, child: Element, look: Look, into: Inline) -> None:
        name = tag(child)
        if name == TEXT + "span":
            self._walk(child, self._styles.look("text", child.get(TEXT + "style-name")).over(look), into)
        elif name == TEXT + "s":
            count = child.get(TEXT + "c", "1")
            self._put(" " * min(int(count) if count.isdigit() and len(count) < 9 else 1, _MOST_SPACES), look, into)
        elif name in (TEXT + "tab", TEXT + "line-break"):
            self._put("\t" if name == TEXT + "tab" else "\n", look, into)
        elif name in (TEXT + "change-start", TEXT + "change-end"):
            self.change(child)
        elif name == TEXT + "note" or (name.startswith(DRAW) and name != DRAW + "image"):
            self._anchor(child, look, into)
        elif name in (TEXT + "hidden-text", TEXT + "hidden-paragraph", TEXT + "conditional-text"):
            self._conditional(child, look, into)
        elif name == OFFICE + "annotation":
            self._tally.comments += 1
        elif name == LOEXT + "content-control" or name in _ENTRIES or name.startswith(_FIELD):
            self._entry(child, name, look, into)
        elif name not in _SKIPPED:
            self._walk(child, look, into)

    def change(self, mark: Element) -> None:
        """The beginning or end of a tracked change, which may stand between paragraphs too."""
        change = mark.get(TEXT + "change-id", "")
        if tag(mark) == TEXT + "change-start" and change in self._insertions:
            self._open.add(change)
        else:
            self._open.discard(change)

    def _conditional(self, element: Element, look: Look, into: Inline) -> None:
        if tag(element) == TEXT + "hidden-paragraph":
            if element.get(TEXT + "is-hidden") == "true":
                # The mark hides the whole paragraph that it stands in.
                for run in into.runs:
                    run.hidden = True
                return
            self._walk(element, look, into)
            return
        hidden = tag(element) == TEXT + "hidden-text" and element.get(TEXT + "is-hidden") != "false"
        self._walk(element, Look(hidden=True).over(look) if hidden else look, into)

    # ---- entries -----------------------------------------------------------------------------------------------------

    def _entry(self, element: Element, name: str, look: Look, into: Inline) -> None:
        if name == LOEXT + "content-control" and element.get(LOEXT + "checkbox") == "true":
            into.form_field = True
            self._put(TICKED if element.get(LOEXT + "checked") in _ON else BOX, look, into)
            return
        if name.startswith(_FIELD):
            self._form_mark(element, look, into)
            return
        kinds = ("showing-place-holder", "dropdown", "combobox", "date", "plain-text")
        into.form_field |= name in _ENTRIES or any(element.get(LOEXT + kind) in _ON for kind in kinds)
        into.form_field |= name == LOEXT + "content-control" and element.find(LOEXT + "list-item") is not None
        self._walk(element, look, into)

    def _form_mark(self, element: Element, look: Look, into: Inline) -> None:
        """A form field that came from a Word document."""
        kind = element.get(_FIELD + "type", "")
        if "FORM" in kind:
            into.form_field = True
        if kind.endswith("FORMCHECKBOX"):
            states = {param.get(_FIELD + "name"): param.get(_FIELD + "value") for param in element.iterchildren(_FIELD + "param")}
            self._put(TICKED if states.get("Checkbox_Checked") in _ON else BOX, look, into)

    def _control(self, element: Element, look: Look, into: Inline) -> None:
        control = self._controls.get(element.get(DRAW + "control", ""))
        if control is None:
            return
        into.form_field = True
        kind = tag(control)
        if kind in (FORM + "checkbox", FORM + "radio"):
            state = control.get(FORM + "current-state") or control.get(FORM + "state")
            state = state or control.get(FORM + "current-selected") or control.get(FORM + "selected")
            self._put(f"{TICKED if state in _ON else BOX} {control.get(FORM + 'label') or ''} ", look, into)
        else:
            self._put(f" {control.get(FORM + 'current-value') or control.get(FORM + 'value') or ''} ", look, into)

    # ---- notes, boxes, pictures --------------------------------------------------------------------------------------

    def _anchor(self, element: Element, look: Look, into: Inline) -> None:
        name = tag(element)
        if name == DRAW + "control":
            self._control(element, look, into)
        elif name == TEXT + "note" or holds_text(element):
            into.anchors.append(element)
        elif next(element.iter(DRAW + "object", DRAW + "object-ole"), None) is not None:
            self._tally.objects += 1
        elif next(element.iter(DRAW + "image"), None) is not None:
            self._tally.pictures += 1


def holds_text(element: Element) -> bool:
    """Whether a drawing carries text of its own."""
    return any(has_word("".join(map(str, paragraph.itertext()))) for paragraph in element.iter(TEXT + "p", TEXT + "h"))


def insertions_and_deletions(body: Element) -> tuple[set[str], int]:
    """The ids of the tracked insertions, and the number of tracked deletions that took words away."""
    inserted: set[str] = set()
    deleted = 0
    for region in body.iter(TEXT + "changed-region"):
        for change in children(region):
            if tag(change) == TEXT + "insertion":
                inserted |= {region.get(TEXT + "id", ""), region.get(XML + "id", "")} - {""}
            elif tag(change) == TEXT + "deletion":
                deleted += any(has_word("".join(map(str, gone.itertext()))) for gone in change.iter(TEXT + "p", TEXT + "h"))
    return inserted, deleted
