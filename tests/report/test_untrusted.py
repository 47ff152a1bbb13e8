"""Text of documents, file names and answers of a Drive are shown as text and do nothing, in every format and in the terminal.

A format that joins ``report.REPORTS`` is tried by itself; one that writes another kind of file has to be given a check here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pypdfium2
import pytest
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from pydantic import BaseModel

from reviewer import report
from reviewer.model import Review
from reviewer.report.interface import Tier
from reviewer.report.terminal import print_summary
from tests.report.sample_review import GUIDANCE, REVIEW

MARK = "tricked"
TRICKS = {
    "script": f"<script>{MARK}()</script><img src=x onerror={MARK}()><a href='javascript:{MARK}()'>here</a>",
    "attribute": f"\"' onmouseover='{MARK}()' x=\"",
    "formula": f'=HYPERLINK("http://{MARK}.invalid";"x")',
    "command": f"@SUM(1+1)*cmd|' /C {MARK}'!A0",
    "minus": f"-2+3+cmd|' /C {MARK}'!A0",
    "line formula": f"plain\r\n=1+{MARK}()\t=2",
    "terminal": f"\x1b[2J\x1b]0;{MARK}\x07\x9b31m\x1b]8;;http://{MARK}.invalid\x1b\\x",
    "jinja": "{{ 7 * 191 }}{% for x in range(9) %}{{ self }}{% endfor %}{# " + MARK + " #}",
    "markdown": f"]( javascript:{MARK}() ) [x](http://{MARK}.invalid) ![x](http://{MARK}.invalid/p.png) <http://{MARK}.invalid> `a` **b** | c |",
    "markdown lines": f"\n\n# {MARK}\n\n---\n\n- [ ] {MARK}\n\n```\n{MARK}\n\n<img src=http://{MARK}.invalid>",
    "reference": f"[{MARK}]: http://{MARK}.invalid \n\n[{MARK}]",
    "typst": f'#eval("{MARK}") #image("/etc/passwd") $ {MARK} $ *b* _i_ @{MARK} <l> \\ // x',
    "bidi": f"gpj\u202e{MARK}\u2066\u2067\u200f\u061c exe\u202c",
    "xml": f"]]>&amp;&{MARK};<!--{MARK}--><?{MARK}?><!DOCTYPE x [<!ENTITY y 'z'>]>\x00\x0b\ufffe\ud800",
    "rich": f"[bold red]{MARK}[/] [link=http://{MARK}.invalid]x[/link] :boom:",
}
# What comes from a document, a folder or a Drive. Words of the rubric and of this program are trusted.
UNTRUSTED = {
    "name", "path", "paths", "title", "revision", "stated_revision", "owner", "text", "reason", "quote", "context", "heading_path",
    "caption", "link", "found", "modified_time", "language", "refers_to_name",
}  # fmt: skip
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def poisoned(value: Any, trick: str) -> Any:
    """A record with the trick in every text that is not ours."""
    if isinstance(value, BaseModel):
        if type(value).__name__ in {"ToolInfo", "RubricInfo"}:
            return value
        changed = {}
        for name in type(value).model_fields:
            old = getattr(value, name)
            if name in UNTRUSTED and type(value).__name__ not in {"Finding", "ElementResult"}:
                changed[name] = trick if isinstance(old, str) else tuple(trick for _ in old) if isinstance(old, tuple) else old
            else:
                changed[name] = poisoned(old, trick)
        return value.model_copy(update=changed)
    if isinstance(value, tuple):
        return tuple(poisoned(item, trick) for item in value)
    return value


def rendered(format: str, trick: str) -> dict[str, bytes]:
    review: Review = poisoned(REVIEW, trick.encode("utf-8", "replace").decode())  # no source lets a lone surrogate through
    files: dict[str, bytes] = {}
    for tier in Tier:
        files |= report.REPORTS[format](review, GUIDANCE, tier)
    return files


def steers(text: str) -> set[str]:
    """Characters that steer a terminal or turn a line round."""
    return {c for c in text if (unicodedata.category(c) == "Cc" and c not in "\n\r\t") or c in BIDI}


def check_page(data: bytes) -> None:
    text = data.decode()
    assert not steers(text)
    assert "1337" not in text
    page = lxml_html.document_fromstring(data)
    for element in page.iter(etree.Element):
        assert element.tag not in {"script", "img", "iframe", "object", "embed", "base"}, element.tag
        assert not any(str(name).startswith("on") for name in element.attrib), dict(element.attrib)
        for name in ("href", "src", "action"):
            assert re.match(r"(?:#|https?://|[\w.-]*(?:#|$))", element.get(name, "#")), element.get(name)
            assert MARK not in element.get(name, "").partition("#")[0], element.get(name)
        assert "id" not in element.attrib or MARK not in element.attrib["id"] or " " not in element.attrib["id"]


def check_json(data: bytes) -> None:
    json.loads(data)
    text = data.decode()
    assert not {c for c in text if c < " " and c != "\n"}  # data: quotes stand as they are, escaped as JSON does


def check_markdown(data: bytes) -> None:
    text = data.decode()
    assert not steers(text)
    page = lxml_html.document_fromstring(f"<div>{MarkdownIt('commonmark', {'html': True}).enable('table').render(text)}</div>")
    for element in page.iter(etree.Element):
        assert element.tag not in {"script", "img", "iframe"}
        assert not any(str(name).startswith("on") for name in element.attrib)
        assert MARK not in element.get("href", ""), element.get("href")
    for heading in page.iter("h1"):
        assert (heading.text_content() or "").strip() != MARK


def check_csv(data: bytes) -> None:
    text = data.decode("utf-8-sig")
    assert not steers(text)
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "@", "+", "-")) or re.fullmatch(r"[-+]?[\d.,]*", cell.strip()), cell


def check_text(data: bytes) -> None:
    text = data.decode("utf-8-sig")
    assert not steers(text)
    assert "1337" not in text


def check_package(data: bytes) -> None:
    """Office files: well formed, without formulas, fields that run something, macros or links that were not ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            assert not name.endswith(".bin")
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(content)
            assert not steers("".join(root.itertext()))
            for element in root.iter(etree.Element):
                local = etree.QName(element).localname
                assert local not in {"f", "script", "altChunk", "OLEObject"}, (name, local)
                if local == "instrText":
                    assert MARK not in (element.text or "")
                if local == "Relationship" and element.get("TargetMode") == "External":
                    assert MARK not in element.get("Target", "") and re.match(r"https?://", element.get("Target", ""))


def check_workbook(data: bytes) -> None:
    check_package(data)
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None or MARK not in str(cell.hyperlink.target)


def check_pdf(data: bytes) -> None:
    assert not re.search(rb"/(?:JavaScript|JS|Launch|OpenAction|EmbeddedFile|SubmitForm)\b", data)
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "root:" not in text and "1337" not in text
    assert not {c for c in text if c in BIDI}
    assert f"http://{MARK}.invalid" not in re.findall(rb"/URI ?\(([^)]*)\)", data)


CHECKS: dict[str, Callable[[bytes], None]] = {
    "html": check_page, "json": check_json, "md": check_markdown, "csv": check_csv, "txt": check_text, "docx": check_package,
    "xlsx": check_workbook, "pdf": check_pdf,
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("format", sorted(report.REPORTS))
def test_untrusted_text_does_nothing(format: str, trick: str) -> None:
    files = rendered(format, TRICKS[trick])
    assert files
    for name, data in files.items():
        assert MARK not in name
        check = CHECKS.get(name.rpartition(".")[2])
        assert check is not None, f"say here what may not be in {name}"
        check(data)


@pytest.mark.parametrize("trick", TRICKS)
def test_untrusted_text_does_nothing_in_a_terminal(trick: str) -> None:
    stream = io.StringIO()
    print_summary(poisoned(REVIEW, TRICKS[trick].encode("utf-8", "replace").decode()), stream)
    assert MARK in stream.getvalue() or trick in {"jinja", "reference"}
    assert not steers(stream.getvalue())
