"""What a file really is, by its first bytes and not by its name.

Files in company folders are misnamed more often than one thinks: pages saved as .doc, Word documents as .pdf.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reviewer.documents.archive import Archive
from reviewer.documents.encodings import is_wide
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Remark

_BY_EXTENSION: Final = {
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), "docx"),
    **dict.fromkeys(("odt", "ott"), "odt"),
    **dict.fromkeys(("doc", "dot", "rtf"), "doc"),
    "pdf": "pdf",
    **dict.fromkeys(("md", "markdown", "mdown", "mkd"), "md"),
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
    **dict.fromkeys(("mht", "mhtml"), "mhtml"),
    **dict.fromkeys(("txt", "text"), "txt"),
    **dict.fromkeys(("xlsx", "xlsm", "xltx", "xltm"), "xlsx"),
}
_ZIPPED = ("docx", "odt", "xlsx")
_TEXTUAL = ("md", "html", "mhtml", "txt")

_READABLE = "save it as .docx, .pdf, .odt, .xlsx, .html, .md or .txt"
_ADVICE = {
    **dict.fromkeys(("pptx", "ppt", "odp", "key", "vsd", "vsdx"), "export it as .pdf"),
    **dict.fromkeys(("xls", "xlsb", "ods", "csv", "tsv", "numbers"), "save it as .xlsx"),
    **dict.fromkeys(("pages", "wpd", "wps", "fodt", "tex", "rst", "adoc"), "export it as .docx or .pdf"),
    **dict.fromkeys(
        ("png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp", "webp", "heic"), "run text recognition and save it as .pdf"
    ),
    **dict.fromkeys(("zip", "7z", "rar", "gz", "tar"), "unpack it and name the folder"),
    **dict.fromkeys(("msg", "eml"), "save its attachments as files"),
    **dict.fromkeys(("gdoc", "gsheet", "gslides"), "it only points to a Google document; name the Drive folder instead"),
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "png"),
    (b"\xff\xd8\xff", "a JPEG picture", "jpg"),
    (b"GIF8", "a GIF picture", "gif"),
    (b"II*\x00", "a TIFF picture", "tif"),
    (b"MM\x00*", "a TIFF picture", "tif"),
    (b"\x7fELF", "a program", "exe"),
    (b"\xcf\xfa\xed\xfe", "a program", "exe"),
    (b"\xca\xfe\xba\xbe", "a program", "exe"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "7z"),
    (b"Rar!\x1a\x07", "a RAR archive", "rar"),
    (b"\x1f\x8b\x08", "a gzip archive", "gz"),
    (b"SQLite format 3\x00", "a database", "sqlite"),
    (b"\x00\x05\x16\x07", "a companion file of macOS", "macos"),
    (b"%!PS", "a PostScript file", "ps"),
    (b"\xffWPC", "a WordPerfect document", "wpd"),
)
_PARTS: Final = (
    (re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled"), "docx"),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled"), "xlsx"),
    (re.compile(rb"presentationml\.|ms-powerpoint\."), "pptx"),
    (re.compile(rb"ms-visio\."), "vsdx"),
    (re.compile(rb"ms-excel\.sheet\.binary"), "xlsb"),
)
_NAMES: Final = {
    "docx": "a Word document", "odt": "an OpenDocument text", "doc": "an old Word document", "pdf": "a PDF", "html": "a web page",
    "mhtml": "a saved web page", "txt": "plain text", "md": "Markdown", "xlsx": "an Excel workbook", "pptx": "a presentation",
    "vsdx": "a Visio drawing", "xlsb": "a binary Excel workbook", "ods": "an OpenDocument sheet",
    "odp": "an OpenDocument presentation",
    "xls": "an old Excel workbook", "ppt": "an old presentation", "msg": "a saved e-mail", "pages": "a Pages document",
    "zip": "a zip archive", "ole": "a compound file",
}  # fmt: skip
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_MHTML = re.compile(rb"^mime-version:\s*1|^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_WORD_XML = re.compile(rb'progid="Word\.Document"|<pkg:package')
_LFS = b"version https://git-lfs.github.com/spec/"
# Word's file information block, which says at its tenth byte whether the text is encrypted; it begins a sector.
_FIB = re.compile(rb"\xec\xa5[\xc1\xd9\x01\x0c\x12][\x00\x01].{6}(.{2})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The format to read a file as, and a remark where its name says otherwise."""

    format: str
    remark: Remark | None = None


def sniff(data: bytes, name: str, limits: Limits) -> Sniffed:
    """The real format of a file. Raises UnreadableDocument where it is none that can be read."""
    if not data.strip(b"\x00"):
        raise UnreadableDocument("empty", "the file is empty" if not data else "the file holds nothing but zero bytes")
    if name.startswith(("~$", "._", ".~lock.")):
        raise UnreadableDocument("unsupported", "a lock or companion file that an office program left behind, not a document")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    declared = _BY_EXTENSION.get(extension)
    if declared is None and extension:
        raise UnreadableDocument(
            "unsupported", f"files of type .{extension[:10]} are not read; {_ADVICE.get(extension, _READABLE)}"
        )
    real = _real(data, declared, limits)
    if real == declared:
        return Sniffed(real)
    if real not in _BY_EXTENSION.values():
        what = next((text for _, text, kind in _FOREIGN if kind == real), _NAMES.get(real, "something else"))
        code = "wrong_extension" if extension else "unsupported"
        named = f"is named .{extension} and is {what}" if extension else f"is {what}"
        raise UnreadableDocument(code, f"the file {named}; {_ADVICE.get(real, _READABLE)}")
    if declared is None:
        return Sniffed(real)
    text = f"The file is named .{extension} and was read as what it is: {_NAMES[real]}."
    return Sniffed(real, Remark(code="wrong_extension", text=text))


def _real(data: bytes, declared: str | None, limits: Limits) -> str:
    head = data[:1024]
    if head.lstrip().startswith(b"%PDF-") or (declared == "pdf" and b"%PDF-" in head):
        return "pdf"
    if data.startswith(_OLE):
        return _in_compound_file(data, declared)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data, declared, limits)
    if head.lstrip().startswith(b"{\\rtf"):
        return "doc"
    for magic, _, kind in _FOREIGN:
        if data.startswith(magic):
            return kind
    if data.startswith(b"MZ") and b"\x00" in head:
        return "exe"
    if data.startswith(_LFS):
        raise UnreadableDocument("unsupported", "a pointer that Git LFS left in place of the document; fetch the document itself")
    return _in_text(data, declared)


def _in_text(data: bytes, declared: str | None) -> str:
    """The format of what has no magic bytes: text in some encoding, or damage."""
    if declared in ("md", "txt"):
        return declared
    head = data[:4096].replace(b"\x00", b"") if is_wide(data) else data[:4096]
    if _WORD_XML.search(head):
        return "doc"
    if _MHTML.search(head[:1024]) and b"html" in head.lower():
        return "mhtml"
    if _HTML.search(head):
        return "html"
    if declared in _TEXTUAL:
        return declared
    # A stray control character in a whole page of bytes is the mark of something that is no text.
    if sum(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in head) > len(head) // 200:
        if declared is None:
            raise UnreadableDocument("unsupported", f"the file has no extension and is of no known format; {_READABLE}")
        raise UnreadableDocument(
            "damaged", f"the file is not {_NAMES[declared]}, nor anything else that is known; fetch it again"
        )
    return "txt"


def _in_zip(data: bytes, declared: str | None, limits: Limits) -> str:
    try:
        archive = Archive(data, limits)
        types = archive.read("[Content_Types].xml") or b""
        kind = (archive.read("mimetype") or b"").strip().decode("ascii", "replace") if "mimetype" in archive else ""
        names = archive.names()
    except UnreadableDocument as error:
        # Its reader finds the same fault; without a reader to turn to it is told here.
        if declared in _ZIPPED:
            return declared
        raise UnreadableDocument(error.code, error.reason) from None
    for pattern, kind_of_part in _PARTS:
        if pattern.search(types):
            return kind_of_part
    if "opendocument.text" in kind and "web" not in kind:
        return "odt"
    if "opendocument" in kind:
        return "ods" if "spreadsheet" in kind else "odp"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "odt"
    return "pages" if any(name.endswith(".iwa") for name in names) else "zip"


def _in_compound_file(data: bytes, declared: str | None) -> str:
    """What an OLE compound file holds, going by the names in its directory, which are never packed; their case means nothing."""
    folded = data.lower()  # of ASCII letters alone

    def holds(stream: str) -> bool:
        return (stream + "\0").lower().encode("utf-16-le") in folded

    # A document may have a workbook or an encrypted package embedded, and these a document: the name tells which is which.
    encrypted = holds("EncryptedPackage") and holds("EncryptionInfo")
    if holds("WordDocument") and (declared == "doc" or not (encrypted or holds("Workbook"))):
        encrypted = any(match.start() % 512 == 0 and match[1][1] & 0x01 for match in _FIB.finditer(data))
        if not encrypted:
            return "doc"
    if encrypted:
        raise UnreadableDocument("encrypted", "the file is protected by a password; save a copy without one")
    for stream, kind in (
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
        ("__properties_version1.0", "msg"),
    ):
        if holds(stream):
            return kind
    return "ole"
