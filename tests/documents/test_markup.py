"""No XML parser is shown a part that declares a document type, however it is written."""

from __future__ import annotations

import pytest

from reviewer.documents import markup
from reviewer.errors import UnreadableDocument

DOCTYPE = '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">'
PLAIN = '<?xml version="1.0"?>'


@pytest.mark.parametrize(
    "data",
    [
        (DOCTYPE + "<a/>").encode(),
        (PLAIN + DOCTYPE + "<a/>").encode(),
        (PLAIN + "\n<!-- <a> -- -> --><?pi ?>" + DOCTYPE + "<a/>").encode(),
        (PLAIN + "<!--" + "-" * 0 + " x " * 100_000 + "-->" + DOCTYPE + "<a/>").encode(),
        b"\xef\xbb\xbf" + (PLAIN + DOCTYPE + "<a/>").encode(),
        (PLAIN + DOCTYPE + "<a/>").encode("utf-16"),
        (PLAIN + DOCTYPE + "<a/>").encode("utf-16-be"),
        (PLAIN + DOCTYPE + "<a/>").encode("utf-16-le"),
        (PLAIN + DOCTYPE + "<a/>").encode("utf-32"),
        (PLAIN + DOCTYPE + "<a/>").encode("utf-32-le"),
        (PLAIN + DOCTYPE + "<a/>").encode("cp037"),
        b'<?xml version="1.0" encoding="UTF-7"?>' + DOCTYPE.encode("utf-7") + b"<a/>",
        b'<?xml version="1.0" encoding="UTF-7"?><a/>',
        b"<?xml version='1.0' encoding = 'ISO-2022-JP'?><a/>",
    ],
)
def test_a_declaration_is_refused_before_a_parser_sees_it(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(*_: object) -> None:
        raise AssertionError("a parser was shown it")

    monkeypatch.setattr(markup.etree, "fromstring", shown)
    with pytest.raises(UnreadableDocument) as caught:
        markup.parse(data, "document.xml", 10_000_000)
    assert caught.value.code == "unsafe_xml"
    assert "192.0.2.1" not in caught.value.reason


@pytest.mark.parametrize(
    "data",
    [
        b"<a><![CDATA[<!DOCTYPE html>]]></a>",
        b"<!-- <!DOCTYPE html> --><a/>",
        b"<?pi <!DOCTYPE html> ?><a/>",
        (PLAIN + "<a>\u00e4</a>").encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-8"?><a>&lt;!DOCTYPE</a>',
        b'<?xml version="1.0" encoding="windows-1252"?><a>\xe4</a>',
    ],
)
def test_its_name_in_text_or_a_comment_is_none(data: bytes) -> None:
    assert markup.parse(data, "document.xml", 10_000).tag == "a"


def test_the_search_takes_no_longer_than_the_text() -> None:
    for piece in (b"<!--", b"<?x ", b" ", b"<!---", b"<?x?"):
        with pytest.raises(UnreadableDocument):
            markup.parse(piece * 200_000 + b"<!DOCTYPE", "document.xml", 10_000_000)
