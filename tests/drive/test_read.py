"""What is fetched is what Google Drive keeps, or is listed with the reason; one bad file never costs another."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

import pytest

from reviewer.sources.drive import read as reading
from reviewer.sources.drive.session import Session
from reviewer.sources.drive.settings import Settings
from reviewer.sources.drive.source import DriveSource
from reviewer.sources.interface import Fetched
from tests.drive.conftest import TEXT
from tests.drive.fake_drive import DOCX, SHEET, FakeDrive, error_body
from tests.drive.files import word, workbook

LIMIT = 100 * 1024 * 1024


@pytest.fixture
def fetch(settings: Settings, waits: list[float], drive: FakeDrive) -> Iterator[Any]:
    opened: list[DriveSource] = []

    def run(limit: int = LIMIT, **changes: Any) -> dict[str, Fetched]:
        opened.append(DriveSource(settings.model_copy(update=changes)))
        files = opened[-1].list_files(["drive:root"]).files
        return {fetched.file.id: fetched for fetched in opened[-1].fetch(files, limit)}

    yield run
    for source in opened:
        source.close()
    assert drive.methods == {"GET"}


def code(fetched: Fetched) -> str | None:
    return fetched.fault.code if fetched.fault else None


def test_a_blob_comes_in_pieces(drive: FakeDrive, fetch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 1000)
    content = bytes(range(256)) * 20
    drive.add("d", "d.bin", "application/octet-stream", "root", content)
    assert fetch()["d"].data == content
    assert [seen.headers["range"] for seen in drive.ops("media")][:2] == ["bytes=0-999", "bytes=1000-1999"]
    assert len(drive.ops("media")) == 6


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 3000])
@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("facts", ["all", "no total", "nothing"])
def test_whatever_the_server_says_of_the_size(
    drive: FakeDrive, fetch: Any, monkeypatch: pytest.MonkeyPatch, size: int, ranges: bool, facts: str
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 1000)
    drive.ranges, drive.know_total = ranges, facts == "all"
    drive.leave_out = {"size", "md5Checksum", "sha256Checksum"} if facts == "nothing" else set()
    drive.add("d", "d.bin", "application/octet-stream", "root", b"a" * size)
    assert fetch()["d"].data == b"a" * size


@pytest.mark.parametrize("leave_out", [{"md5Checksum"}, {"sha256Checksum"}, set()])
def test_a_wrong_content_is_noticed_and_fetched_again(drive: FakeDrive, fetch: Any, leave_out: set[str]) -> None:
    drive.leave_out = leave_out
    drive.text("d", "d.md", "root", TEXT)
    drive.fail(
        "media",
        "d",
        times=1,
        act=lambda h: h.send(206, b"x" * len(TEXT), {"content-range": f"bytes 0-{len(TEXT) - 1}/{len(TEXT)}"}),
    )
    assert fetch()["d"].data == TEXT.encode()


def test_a_content_that_stays_wrong_is_listed(drive: FakeDrive, fetch: Any) -> None:
    drive.text("d", "d.md", "root", TEXT, md5Checksum="0" * 32, sha256Checksum=None)
    drive.text("e", "e.md", "root", TEXT)
    found = fetch()
    assert code(found["d"]) == "truncated" and found["d"].data is None
    assert found["e"].data == TEXT.encode()
    assert len(drive.ops("media", "d")) == 3


def test_a_file_that_was_changed_meanwhile_is_read_as_it_is_now(drive: FakeDrive, fetch: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)

    def change(op: str, id: str) -> None:
        if op == "media" and drive.nodes["d"]["headRevisionId"] == "rev-d":
            drive.text("d", "d.md", "root", "new words", headRevisionId="rev-2")

    drive.before = change
    fetched = fetch()["d"]
    assert fetched.data == b"new words"
    assert fetched.file.drive.revision == "rev-2"


def cut_body(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "5000")
    handler.end_headers()
    handler.wfile.write(b"only this")
    handler.close_connection = True


def drop(handler: Any) -> None:
    handler.close_connection = True
    handler.connection.close()


@pytest.mark.parametrize("act", [cut_body, drop, lambda h: h.chunked(TEXT.encode(), ended=False)])
def test_a_truncated_body_is_fetched_again(drive: FakeDrive, fetch: Any, act: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", times=2, act=act)
    assert fetch()["d"].data == TEXT.encode()


def test_a_content_length_that_is_too_small_is_noticed(drive: FakeDrive, fetch: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", times=1, act=lambda h: h.send(200, TEXT.encode(), {"content-length": "10"}))
    assert fetch()["d"].data == TEXT.encode()


def test_a_piece_that_was_not_asked_for_is_not_taken(drive: FakeDrive, fetch: Any) -> None:
    drive.text("d", "d.md", "root", TEXT, md5Checksum=None, sha256Checksum=None)
    drive.fail("media", "d", times=1, act=lambda h: h.send(206, b"later", {"content-range": "bytes 20-24/109"}))
    drive.fail("media", "d", times=1, act=lambda h: h.send(206, b"no range"))
    assert fetch()["d"].data == TEXT.encode()


def test_a_body_without_end_is_cut_at_the_limit(drive: FakeDrive, fetch: Any) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    drive.add("d", "d.bin", "application/octet-stream", "root", b"x", size=None, md5Checksum=None, sha256Checksum=None)
    drive.google("g", "G", "root", word("x"))
    drive.fail("media", "d", act=endless)
    drive.fail("export", "g", act=endless)
    found = fetch(limit=1_000_000)
    assert code(found["d"]) == code(found["g"]) == "too_large"


def test_a_packed_bomb_is_cut(drive: FakeDrive, fetch: Any) -> None:
    import gzip

    packed = gzip.compress(bytes(400_000_000), 9)
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", act=lambda h: h.send(200, packed, {"content-encoding": "gzip"}))
    assert fetch()["d"].data is None


def test_a_server_that_never_answers_is_given_up(drive: FakeDrive, fetch: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.text("e", "e.md", "root", TEXT)
    drive.fail("media", "d", act=lambda h: time.sleep(3))
    found = fetch(timeout=0.2, max_retries=1)
    assert code(found["d"]) == "network" and "--drive-timeout" in found["d"].fault.reason
    assert found["e"].data == TEXT.encode()


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(drive: FakeDrive, fetch: Any) -> None:
    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "100000")
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", act=drip)
    assert code(fetch(timeout=0.2, max_retries=0)["d"]) == "network"


def test_what_is_flagged_is_fetched_for_those_alone_who_ask_for_it(drive: FakeDrive, fetch: Any) -> None:
    drive.text("bad", "bad.md", "root", TEXT)
    drive.text("good", "good.md", "root", TEXT)
    drive.flagged.add("bad")
    assert code(fetch()["bad"]) == "flagged"
    found = fetch(acknowledge_abuse=True)
    assert found["bad"].data == TEXT.encode()
    assert [remark.code for remark in found["bad"].file.drive.remarks] == ["flagged"]
    assert found["good"].file.drive.remarks == ()
    # Nobody says of a file that Google does not flag that they know it for malware.
    assert all("acknowledgeAbuse" not in seen.query for seen in drive.ops("media", "good"))


@pytest.mark.parametrize(
    ("status", "reason", "expected", "asked"),
    [
        (403, "insufficientFilePermissions", "no_access", 1),
        (403, "appNotAuthorizedToFile", "no_access", 1),
        (403, "cannotDownloadFile", "no_download", 1),
        (403, "cannotDownloadAbusiveFile", "flagged", 1),
        (403, "fileNotDownloadable", "not_content", 1),
        (403, "dailyLimitExceeded", "quota", 1),
        (403, "downloadQuotaExceeded", "quota", 1),
        (403, "insufficientPermissions", "scope", 1),
        (403, "accessNotConfigured", "api_off", 1),
        (403, "somethingNew", "no_access", 1),
        (404, "notFound", "gone", 1),
        (410, "gone", "gone", 1),
        (401, "authError", "sign_in", 2),
        (403, "userRateLimitExceeded", "rate_limit", 6),
        (403, "rateLimitExceeded", "rate_limit", 6),
        (429, "", "rate_limit", 6),
        (500, "backendError", "network", 6),
        (503, "", "network", 6),
    ],
)
def test_the_reason_decides(drive: FakeDrive, fetch: Any, status: int, reason: str, expected: str, asked: int) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.text("e", "e.md", "root", TEXT)
    drive.fail("media", "d", status=status, reason=reason)
    found = fetch()
    assert code(found["d"]) == expected
    assert ";" in found["d"].fault.reason and "hush" not in found["d"].fault.reason
    assert len(drive.ops("media", "d")) == asked
    assert found["e"].data == TEXT.encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Forbidden</html>",
        b"[]",
        b'{"error": null}',
        b'{"error": {"errors": [null, 3], "details": "x"}}',
        b'{"errors": []}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("status", [403, 500, 400, 302])
def test_errors_without_a_reason_end_too(drive: FakeDrive, fetch: Any, status: int, body: bytes) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", status=status, body=body)
    assert code(fetch(max_retries=1)["d"]) in {"network", "no_access", "bad_request"}


def test_newer_errors_name_their_reason_in_the_details(drive: FakeDrive, fetch: Any) -> None:
    body = (
        b'{"error": {"code": 403, "status": "PERMISSION_DENIED", "errors": [{"reason": "forbidden"}],'
        b'"details": [{"@type": "x"}, {"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}'
    )
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", status=403, body=body)
    assert code(fetch()["d"]) == "scope"


def test_documents_and_sheets_are_exported(drive: FakeDrive, fetch: Any) -> None:
    document, book = word("The developer shall test it."), workbook(("Step", "Who"))
    drive.google("g", "Release v1.2", "root", document)
    drive.google("s", "List", "root", book, SHEET)
    found = fetch()
    assert (found["g"].data, found["g"].read_as) == (document, "Release v1.2.docx")
    assert (found["s"].data, found["s"].read_as) == (book, "List.xlsx")
    assert "supportsAllDrives" not in drive.ops("export")[0].query


@pytest.mark.parametrize(
    "fault", [{"status": 403, "reason": "exportSizeLimitExceeded"}, {"status": 500, "reason": "internalError"}]
)
@pytest.mark.parametrize("leave_out", [set(), {"exportLinks"}])
def test_an_export_that_fails_falls_back_to_its_link(
    drive: FakeDrive, fetch: Any, fault: dict[str, Any], leave_out: set[str]
) -> None:
    document = word("x")
    drive.google("g", "G", "root", document)
    drive.fail("export", "g", **fault)
    if leave_out:
        links = drive.nodes["g"].pop("exportLinks")
        drive.before = lambda op, item: drive.nodes["g"].update(exportLinks=links) if op == "export" else None
    assert fetch()["g"].data == document
    assert "authorization" in drive.ops("link")[0].headers
    assert "authorization" not in drive.ops("hop")[0].headers


def test_the_token_goes_to_no_foreign_host(drive: FakeDrive, fetch: Any) -> None:
    with FakeDrive().running() as foreign:
        elsewhere = foreign.url.removesuffix("drive/v3/")
        drive.google("g", "G", "root", word("x"), exportLinks={DOCX: f"{elsewhere}exportlink/g?id=hush-path"})
        drive.google("h", "H", "root", word("x"))
        drive.fail("export", status=403, reason="exportSizeLimitExceeded")
        drive.fail("link", "h", status=307, body=b"", headers={"location": f"{elsewhere}hop/h"})
        found = fetch()
        assert code(found["g"]) == code(found["h"]) == "refused"
        assert "hush" not in found["g"].fault.reason
        assert foreign.seen == []


def test_a_page_to_sign_in_is_no_document(drive: FakeDrive, fetch: Any) -> None:
    drive.google("g", "G", "root", word("x"))
    drive.fail("export", "g", status=403, reason="exportSizeLimitExceeded")
    drive.fail("link", "g", status=200, body=b"<!doctype html><title>Sign in</title>", headers={"content-type": "text/html"})
    assert code(fetch()["g"]) == "export_too_large"


def test_a_page_to_sign_in_is_no_file_either(drive: FakeDrive, fetch: Any) -> None:
    drive.leave_out = {"md5Checksum", "sha256Checksum", "size"}
    drive.text("d", "d.docx", "root", TEXT, mime=DOCX)
    drive.fail("media", "d", status=200, body=b"<html>Sign in</html>", headers={"content-type": "text/html"})
    assert code(fetch()["d"]) == "network"


def test_an_export_without_its_end_is_fetched_again(drive: FakeDrive, fetch: Any) -> None:
    document = word("x")

    def until_closed(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.wfile.write(document[:2000])
        handler.close_connection = True

    drive.google("g", "G", "root", document)
    drive.fail("export", "g", times=2, act=until_closed)
    assert fetch()["g"].data == document


def test_a_document_that_is_edited_during_its_export_has_the_version_that_was_read(drive: FakeDrive, fetch: Any) -> None:
    drive.google("g", "G", "root", word("old"))
    newer = word("new")

    def edit(op: str, id: str) -> None:
        if op == "export" and drive.nodes["g"]["version"] == "7":
            drive.nodes["g"]["version"] = "8"
        elif op == "get" and id == "g":
            drive.exports["g"] = {DOCX: newer}

    drive.before = edit
    fetched = fetch()["g"]
    assert fetched.data == newer and fetched.file.drive.revision == "8"


def test_a_document_that_is_edited_all_the_while_is_read_and_said_to_be(drive: FakeDrive, fetch: Any) -> None:
    drive.google("g", "G", "root", word("x"))

    def edit(op: str, id: str) -> None:
        if op == "export":
            drive.nodes["g"]["version"] = str(int(drive.nodes["g"]["version"]) + 1)

    drive.before = edit
    fetched = fetch()["g"]
    assert fetched.data is not None
    assert [remark.code for remark in fetched.file.drive.remarks] == ["edited_meanwhile"]
    assert len(drive.ops("export")) == 3


def test_a_blob_that_changes_all_the_while_is_listed(drive: FakeDrive, fetch: Any) -> None:
    def edit(op: str, id: str) -> None:
        if op == "media":
            number = len(drive.ops("media"))
            drive.text("d", "d.md", "root", f"{TEXT}{number}", headRevisionId=str(number))

    drive.text("d", "d.md", "root", TEXT)
    drive.before = edit
    assert code(fetch()["d"]) == "changing"


def test_a_document_that_vanishes_after_its_export_was_read(drive: FakeDrive, fetch: Any) -> None:
    document = word("x")
    drive.google("g", "G", "root", document)
    drive.fail("get", "g", status=404, reason="notFound")
    assert fetch()["g"].data == document


def test_a_server_of_the_old_kind_will_do(drive: FakeDrive, fetch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 40)
    drive.old_http = True
    document = word("x")
    drive.google("g", "G", "root", document)
    for number in range(12):
        drive.text(f"d{number}", f"{number}.md", "root", TEXT)
    found = fetch()
    assert found.pop("g").data == document
    assert {fetched.data for fetched in found.values()} == {TEXT.encode()}


def test_a_proxy_of_the_environment_does_not_come_between(drive: FakeDrive, fetch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    drive.text("d", "d.md", "root", TEXT)
    assert fetch()["d"].data == TEXT.encode()


@pytest.mark.parametrize("op", ["list", "media", "export"])
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff garbage\r\n\r\n",
        b"HTTP/1.1 999 What\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: nonsense\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 300 + b"\r\n",
        b"HTTP/1.1 206 Partial\r\ncontent-range: bytes 0-4/5\r\ncontent-length: 5\r\n\r\nhello",
        b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: \r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: http://[::1\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: /drive/v3/files\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: ?again\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 401 No\r\nwww-authenticate: Basic realm=x, Digest\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n",
    ],
)
def test_answers_that_make_no_sense_cost_no_other_file(drive: FakeDrive, fetch: Any, op: str, raw: bytes) -> None:
    def act(handler: Any) -> None:
        handler.wfile.write(raw)
        handler.close_connection = True

    drive.folder("sub", "Sub", "root")
    drive.text("inside", "d.md", "sub", TEXT)
    drive.text("media", "d.md", "root", TEXT)
    drive.google("export", "G", "root", word("x"), exportLinks=None)
    drive.text("other", "e.md", "root", TEXT)
    drive.fail(op, {"list": "sub", "media": "media", "export": "export"}[op], act=act)
    found = fetch(max_retries=1)
    assert found["other"].data == TEXT.encode()
    if op == "list":
        assert "inside" not in found
    else:
        assert found[op].data is None and found[op].fault is not None


def test_a_service_that_falls_silent_is_not_waited_for_with_every_file(drive: FakeDrive, fetch: Any) -> None:
    for number in range(60):
        drive.text(f"d{number:02}", f"{number:02}.md", "root", TEXT)
    silent = {"about", "get", "media"}
    drive.before = lambda op, item: time.sleep(30) if op in silent and len(drive.ops("media")) > 10 else None
    found = fetch(timeout=0.5, max_retries=2)
    read = {ident for ident, fetched in found.items() if fetched.data}
    assert {f"d{n:02}" for n in range(6)} <= read <= {f"d{n:02}" for n in range(11)}
    assert {code(fetched) for fetched in found.values() if not fetched.data} == {"network"}
    assert "not asked again" in found["d59"].fault.reason
    assert len(drive.ops("about")) == 1
    assert drive.ops("media", "d59") == [], "the later files are not even asked for"


def test_an_endpoint_without_a_path(drive: FakeDrive, fetch: Any) -> None:
    drive.base = "/"
    drive.text("d", "d.md", "root", TEXT)
    assert fetch(endpoint=drive.url.removesuffix("/drive/v3/"))["d"].data == TEXT.encode()


@pytest.mark.parametrize("base", ["/drive/v3/", "/"])
def test_many_files_without_an_answer_cost_no_other_file(drive: FakeDrive, fetch: Any, base: str) -> None:
    drive.base = base
    for number in range(30):
        drive.text(f"d{number:02}", f"{number:02}.md", "root", TEXT)
        if number < 20:
            drive.fail("media", f"d{number:02}", act=lambda h: time.sleep(3))
    found = fetch(timeout=0.2, max_retries=1, endpoint=drive.url.removesuffix("/drive/v3/") + base.removesuffix("/"))
    assert [ident for ident, fetched in found.items() if fetched.data] == [f"d{n:02}" for n in range(20, 30)]
    assert len(drive.ops("about")) >= 1


def test_where_nothing_succeeds_any_more_requests_are_repeated_less(drive: FakeDrive, fetch: Any) -> None:
    for number in range(40):
        drive.text(f"d{number:02}", f"{number:02}.md", "root", TEXT)
        if number < 30:
            drive.fail("media", f"d{number:02}", status=503)
    drive.fail("media", "d30", status=503, times=2)
    found = fetch(concurrency=1)
    assert [ident for ident, fetched in found.items() if fetched.data] == [f"d{n:02}" for n in range(30, 40)]
    assert len(drive.ops("media", "d00")) == 6
    assert len(drive.ops("media", "d29")) == 3


@pytest.mark.parametrize("seed", range(4))
def test_a_bad_day_of_google_costs_nothing(drive: FakeDrive, fetch: Any, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Every third request fails in some way that passes, never more than twice for the same thing."""
    monkeypatch.setattr(reading, "CHUNK", 50)
    chance = random.Random(seed)
    drive.page_limit, drive.gzip_json = 7, True
    for number in range(40):
        drive.folder(f"f{number % 5}", f"F{number % 5}", "root")
        drive.text(f"d{number:02}", f"{number:02}.md", f"f{number % 5}", TEXT)
    documents = {f"g{number}": word(f"text {number}") for number in range(8)}
    for ident, document in documents.items():
        drive.google(ident, ident, "root", document)
    ways = [
        {"status": 429, "headers": {"retry-after": "1"}},
        {"status": 403, "reason": "userRateLimitExceeded"},
        {"status": 500, "reason": "backendError"},
        {"status": 502, "body": b"<html>Bad gateway</html>"},
        {"status": 401, "reason": "authError"},
        {"act": drop},
        {"act": cut_body},
    ]
    for op, ids in {
        "list": [f"f{n}" for n in range(5)],
        "media": [f"d{n:02}" for n in range(40)],
        "export": list(documents),
    }.items():
        for ident in ids:
            for _ in range(chance.choice((0, 0, 1, 2))):
                drive.fail(op, ident, times=1, **chance.choice(ways))
    found = fetch(concurrency=8)
    assert {ident: fetched.data for ident, fetched in found.items()} == documents | {
        f"d{number:02}": TEXT.encode() for number in range(40)
    }


def test_waits_grow_are_uneven_and_have_an_end(drive: FakeDrive, fetch: Any, waits: list[float]) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", status=503)
    fetch(max_retries=12)
    assert 8 <= len(waits) <= 12
    assert all(0.25 * 2**n <= wait <= 0.5 * 2**n for n, wait in enumerate(waits[:6]))
    assert max(waits) <= 32
    assert len({round(wait / 2**n, 6) for n, wait in enumerate(waits[:6])}) > 1


@pytest.mark.parametrize("seconds", ["7", "7.0", "date"])
def test_retry_after_is_obeyed(drive: FakeDrive, fetch: Any, waits: list[float], seconds: str) -> None:
    import email.utils

    header = email.utils.formatdate(time.time() + 8, usegmt=True) if seconds == "date" else seconds
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", status=429, times=1, headers={"retry-after": header})
    assert fetch()["d"].data == TEXT.encode()
    assert 5 < waits[0] < 9


def test_a_wait_beyond_patience_is_not_waited(drive: FakeDrive, fetch: Any, waits: list[float]) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", status=429, headers={"retry-after": "3600"})
    found = fetch()["d"]
    assert code(found) == "rate_limit" and "3600 s" in found.fault.reason
    assert waits == []


@pytest.mark.parametrize("header", ["soon", "", "-5", "nan", "inf", "Wed, 99 Foo 2026"])
def test_a_senseless_retry_after_is_ignored(drive: FakeDrive, fetch: Any, waits: list[float], header: str) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("media", "d", status=503, times=1, headers={"retry-after": header})
    assert fetch()["d"].data == TEXT.encode()
    assert len(waits) == 1 and waits[0] < 1


def test_all_threads_keep_quiet_when_the_account_is_asked_to(
    settings: Settings, drive: FakeDrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    monkeypatch.setattr(Session, "rest", lambda self, seconds: asked.append(seconds))
    for number in range(3):
        drive.text(f"d{number}", f"{number}.md", "root", TEXT)
    drive.fail("media", "d0", status=429, times=1, headers={"retry-after": "50"})
    with DriveSource(settings.model_copy(update={"concurrency": 1})) as source:
        files = source.list_files(["drive:root"]).files
        assert all(fetched.data for fetched in source.fetch(files, LIMIT))
    assert len([wait for wait in asked if wait > 40]) >= 3  # the one that was told, and those after it


def test_a_token_that_ends_early_is_renewed_once_for_all(drive: FakeDrive, fetch: Any) -> None:
    for number in range(20):
        drive.text(f"d{number}", f"{number}.md", "root", TEXT)

    def expire(op: str, id: str) -> None:
        if op == "media" and len(drive.ops("media")) == 10:
            drive.expire_tokens()

    drive.before = expire
    found = fetch()
    assert all(fetched.data == TEXT.encode() for fetched in found.values())
    assert 2 <= len(drive.ops("token")) <= 3


def test_a_sign_in_that_is_revoked_midway_costs_only_what_was_not_read(drive: FakeDrive, fetch: Any) -> None:
    for number in range(12):
        drive.text(f"d{number:02}", f"{number:02}.md", "root", TEXT)

    def revoke(op: str, id: str) -> None:
        if op == "media" and id == "d06":
            drive.expire_tokens()
            drive.refresh_error = "invalid_grant"

    drive.before = revoke
    found = fetch(concurrency=1)
    assert [ident for ident, fetched in found.items() if fetched.data] == [f"d{n:02}" for n in range(6)]
    assert {code(found[f"d{n:02}"]) for n in range(6, 12)} == {"sign_in"}
    assert "Testing" in found["d06"].fault.reason
    assert len(drive.ops("token")) == 2  # nobody asks again what was refused


def test_no_more_than_a_few_contents_are_held_at_a_time(drive: FakeDrive, settings: Settings) -> None:
    for number in range(30):
        drive.text(f"d{number:02}", f"{number:02}.md", "root", TEXT)
    with DriveSource(settings.model_copy(update={"concurrency": 3})) as source:
        files = source.list_files(["drive:root"]).files
        for number, _ in enumerate(source.fetch(files, LIMIT)):
            time.sleep(0.005)
            assert len(drive.ops("media")) <= number + 3


def test_error_bodies_of_the_fake_are_as_documented() -> None:
    assert b'"reason": "notFound"' in error_body(404, "notFound")
