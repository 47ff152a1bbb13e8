"""Reader of saved web pages (.mht), which wikis also write under the name of .doc."""

from __future__ import annotations

import email
import email.policy

from reviewer.documents.html import read as read_html
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Document


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read the page in a saved web page; its pictures and styles are left aside."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page: str = part.get_content()
            # A byte order mark outweighs the encoding that the page declares and no longer has.
            return read_html(b"\xef\xbb\xbf" + page.encode("utf-8", "replace"), name, limits)
    raise UnreadableDocument("damaged", "the saved web page holds no page; save it again as .html or .pdf")
