"""Which kinds of files are read, in which form they are fetched, and what to do about the others."""

from __future__ import annotations

from reviewer.sources.drive.item import DOCX, FOLDER, GOOGLE, GOOGLE_DOC, GOOGLE_SHEET, SHORTCUT, XLSX, Item
from reviewer.sources.interface import PassedOverCode

EXPORTS = {GOOGLE_DOC: DOCX, GOOGLE_SHEET: XLSX}
"""Google's own documents, and the format in which they keep their headings and tables."""
_EXTENSIONS = {
    DOCX: "docx",
    XLSX: "xlsx",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.ms-word.document.macroenabled.12": "docm",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsm",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template": "dotx",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "md",
    "text/x-markdown": "md",
    "text/plain": "txt",
    "multipart/related": "mhtml",
    "message/rfc822": "mhtml",
}
_READ = {*_EXTENSIONS.values(), "dotm", "ott", "dot", "markdown", "mdown", "mkd", "htm", "xhtml", "mht", "text", "xltx", "xltm"}
_GOOGLE_KINDS = {
    "presentation": ("a Google Slides presentation", "export it as .pdf"),
    "form": ("a Google Form", "print it to .pdf if it is part of a procedure"),
    "drawing": ("a Google drawing", "export it as .pdf"),
    "site": ("a Google Site", "print its pages to .pdf"),
    "map": ("a Google map", "it holds no procedure"),
    "jam": ("a Jamboard", "export it as .pdf"),
    "script": ("an Apps Script", "it holds no procedure"),
    "fusiontable": ("a fusion table", "export it as .xlsx"),
    "vid": ("a Google Vids video", "write down what it says"),
    "mail-layout": ("a mail layout", "it holds no procedure"),
}
_FAMILIES = {
    "image/": ("a picture", "run text recognition and save it as .pdf"),
    "video/": ("a video", "write down what it says"),
    "audio/": ("a sound recording", "write down what it says"),
    "font/": ("a font", "it holds no procedure"),
    "application/zip": ("an archive", "unpack it and name the folder"),
    "application/x-zip": ("an archive", "unpack it and name the folder"),
    "application/x-7z": ("an archive", "unpack it and name the folder"),
    "application/x-rar": ("an archive", "unpack it and name the folder"),
    "application/vnd.rar": ("an archive", "unpack it and name the folder"),
    "application/gzip": ("an archive", "unpack it and name the folder"),
    "application/vnd.ms-powerpoint": ("a presentation", "export it as .pdf"),
    "application/vnd.openxmlformats-officedocument.presentationml": ("a presentation", "export it as .pdf"),
}


def read_as(item: Item) -> str:
    """The name under which its content is read: with the extension of what is fetched, where its own says nothing."""
    wanted = _EXTENSIONS.get(EXPORTS.get(item.mime, item.mime).lower())
    if item.mime in EXPORTS:
        return f"{item.name}.{wanted}"
    if wanted is None or _extension(item.name) in _READ:
        return item.name
    return f"{item.name}.{wanted}"


def unread(item: Item, max_bytes: int) -> tuple[PassedOverCode, str] | None:
    """Why it is not even fetched, with advice; None where it is."""
    if item.mime.startswith(GOOGLE) and item.mime not in EXPORTS:
        return PassedOverCode.unsupported, _google_kind(item.mime)
    if not item.can_download:
        return PassedOverCode.no_download, "its owner does not let viewers download it; ask the owner to allow it, or for a copy"
    if item.mime not in EXPORTS:
        family = next((said for start, said in _FAMILIES.items() if item.mime.lower().startswith(start)), None)
        if family and _extension(item.name) not in _READ:
            return PassedOverCode.unsupported, f"{family[0]}, which is not read; {family[1]}"
        if item.size is not None and item.size > max_bytes:
            return PassedOverCode.too_large, too_large(max_bytes)
    return None


def too_large(max_bytes: int) -> str:
    """What to say of a file beyond the limit."""
    return f"the file is larger than {max_bytes / 1024 / 1024:,.0f} MB, more than is read; split it"


def named(mime: str) -> str:
    """A kind of file in few words, for lists."""
    if mime in {FOLDER, SHORTCUT}:
        return "folder" if mime == FOLDER else "shortcut"
    if mime in EXPORTS:
        return "Google Doc" if mime == GOOGLE_DOC else "Google Sheet"
    if mime.startswith(GOOGLE):
        kind = mime.removeprefix(GOOGLE)
        return _GOOGLE_KINDS[kind][0].removeprefix("a ").removeprefix("an ") if kind in _GOOGLE_KINDS else "other Google file"
    return _EXTENSIONS.get(mime.lower(), mime)


def _google_kind(mime: str) -> str:
    kind = mime.removeprefix(GOOGLE)
    if kind in _GOOGLE_KINDS:
        what, advice = _GOOGLE_KINDS[kind]
        return f"{what}, which cannot be read as a document; {advice}"
    return "made by a Google or third-party app that has no text to export; export it as .docx or .pdf if it is a procedure"


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
