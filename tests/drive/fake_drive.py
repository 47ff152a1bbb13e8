"""A Google Drive of our own: a server on this machine that speaks as much of Drive v3 as a reader needs, faults included.

It is strict where Google is: unknown fields, a broken query, a missing flag, a token of nobody. What it does wrong it does on
purpose, as a test asked for with ``fail``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
DOC = "application/vnd.google-apps.document"
SHEET = "application/vnd.google-apps.spreadsheet"
SLIDES = "application/vnd.google-apps.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READONLY = "https://www.googleapis.com/auth/drive.readonly"
_KNOWN_FIELDS = {
    "id", "name", "mimeType", "parents", "trashed", "size", "md5Checksum", "sha256Checksum", "headRevisionId", "version",
    "modifiedTime", "webViewLink", "driveId", "resourceKey", "shortcutDetails", "exportLinks", "capabilities",
    "copyRequiresWriterPermission", "owners", "lastModifyingUser",
}  # fmt: skip
_QUERY = re.compile(r"^'((?:[^'\\]|\\.)*)' in parents and trashed = false$")


@dataclass
class Seen:
    """A request as the server saw it."""

    method: str
    op: str
    id: str
    query: dict[str, str]
    headers: Mapping[str, str]


@dataclass
class Fault:
    """What a request gets instead of its answer. ``act`` writes to the handler itself and may do anything."""

    status: int = 0
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    times: int | None = None
    act: Callable[[_Handler], None] | None = None


def error_body(status: int, reason: str, message: str = "x") -> bytes:
    error = {"code": status, "message": message, "errors": [{"message": message, "domain": "global", "reason": reason}]}
    return json.dumps({"error": error}).encode()


class FakeDrive:
    """Files, faults and everything that was asked. Start it with ``running``."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.exports: dict[str, dict[str, bytes]] = {}
        self.seen: list[Seen] = []
        self.asked_scopes: list[str] = []
        self.faults: dict[tuple[str, str], list[Fault]] = {}
        self.flagged: set[str] = set()  # given to those alone who say that they know
        self.tokens: dict[str, float] = {}
        self.revoked: list[str] = []
        self.token_seconds = 3600.0
        self.refresh_error: str | None = None
        self.page_limit = 1000
        self.empty_pages = 0
        self.long_tokens = False
        self.incomplete: set[str] = set()
        self.leave_out: set[str] = set()
        self.ranges = True
        self.know_total = True
        self.gzip_json = False
        self.old_http = False
        self.base = "/drive/v3/"
        self.before: Callable[[str, str], None] = lambda op, item: None
        self.url = ""
        self._lock = threading.Lock()
        self._pages: dict[str, tuple[str, int]] = {}

    # ---- what lies in it ---------------------------------------------------------------------------------------------

    def add(self, id: str, name: str, mime: str, parent: str | None = None, content: bytes | None = None, **more: Any) -> str:
        """A file, folder or shortcut."""
        node: dict[str, Any] = {
            "id": id, "name": name, "mimeType": mime, "trashed": False, "version": "7", "modifiedTime": "2026-01-02T03:04:05.000Z",
            "webViewLink": f"https://drive.google.com/file/d/{id}/view", "capabilities": {"canDownload": True},
            "owners": [{"displayName": "Olga Owner", "emailAddress": "olga@example.com"}], "copyRequiresWriterPermission": False,
        }  # fmt: skip
        if parent is not None:
            node["parents"] = [parent]
        if content is not None:
            self.contents[id] = content
            node |= {
                "size": str(len(content)), "md5Checksum": hashlib.md5(content).hexdigest(),
                "sha256Checksum": hashlib.sha256(content).hexdigest(), "headRevisionId": f"rev-{id}",
            }  # fmt: skip
        node |= more
        self.nodes[id] = {key: value for key, value in node.items() if value is not None}
        return id

    def folder(self, id: str, name: str, parent: str | None = None, **more: Any) -> str:
        return self.add(id, name, FOLDER, parent, **more)

    def text(self, id: str, name: str, parent: str, content: str, **more: Any) -> str:
        return self.add(id, name, more.pop("mime", "text/markdown"), parent, content.encode(), **more)

    def google(self, id: str, name: str, parent: str, content: bytes, mime: str = DOC, **more: Any) -> str:
        """A document that Google stores itself and exports as ``content``."""
        target = DOCX if mime == DOC else XLSX
        self.exports[id] = {target: content}
        links = more.pop("exportLinks", {target: f"{self.url.removesuffix('drive/v3/')}exportlink/{id}"})
        return self.add(id, name, mime, parent, exportLinks=links, **more)

    def shortcut(self, id: str, name: str, parent: str, target: str | None, target_mime: str = FOLDER, **more: Any) -> str:
        details = {"targetId": target, "targetMimeType": target_mime} if target else None
        return self.add(id, name, SHORTCUT, parent, shortcutDetails=details, **more)

    def fail(self, op: str, id: str = "*", **fault: Any) -> None:
        """Answer an operation (get, list, media, export, link, token, about) on an id with a fault, ``times`` times or always."""
        self.faults.setdefault((op, id), []).append(Fault(**fault))

    # ---- what was asked ----------------------------------------------------------------------------------------------

    def ops(self, op: str, id: str | None = None) -> list[Seen]:
        return [s for s in self.seen if s.op == op and id in (None, s.id)]

    @property
    def methods(self) -> set[str]:
        """Methods of all requests but those for tokens."""
        return {s.method for s in self.seen if s.op not in {"token", "revoke"}}

    # ---- tokens ------------------------------------------------------------------------------------------------------

    def authorised_user(self, **more: Any) -> dict[str, Any]:
        return {
            "type": "authorized_user", "client_id": "client", "client_secret": "hush-client", "refresh_token": "hush-refresh",
            "token_uri": f"{self.url.removesuffix('drive/v3/')}token", **more,
        }  # fmt: skip

    def new_token(self) -> str:
        with self._lock:
            token = f"hush-access-{len(self.tokens)}"
            self.tokens[token] = time.monotonic() + self.token_seconds
        return token

    def expire_tokens(self) -> None:
        """All tokens that were handed out end now, before their time."""
        with self._lock:
            self.tokens.clear()

    @contextmanager
    def running(self) -> Iterator[FakeDrive]:
        server = _Server(("127.0.0.1", 0), _Handler)
        server.drive = self
        self.url = f"http://127.0.0.1:{server.server_address[1]}/drive/v3/"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    drive: FakeDrive

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Silence."""

    @property
    def drive(self) -> FakeDrive:
        return self.server.drive

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_PATCH(self) -> None:
        self._answer("PATCH")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def _answer(self, method: str) -> None:
        if self.drive.old_http:  # a connection for each request, and bodies that end with it
            self.protocol_version, self.close_connection = "HTTP/1.0", True
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        op, ident = self._operation(parts.path, query)
        self.drive.seen.append(Seen(method, op, ident, query, {k.lower(): v for k, v in self.headers.items()}))
        self.drive.before(op, ident)
        if self._failed(op, ident):
            return
        if op in {"token", "revoke"}:
            getattr(self, f"_{op}")(parse_qs(body.decode()))
        elif op != "hop" and not self._signed_in():
            self.error(401, "authError")
        elif method != "GET" or op == "unknown":
            self.error(404, "notFound")
        else:
            getattr(self, f"_{op}")(ident, query)

    def _operation(self, path: str, query: Mapping[str, str]) -> tuple[str, str]:
        for op in ("token", "revoke", "exportlink", "hop"):
            if path.startswith(f"/{op}"):
                return {"exportlink": "link"}.get(op, op), unquote(path.rpartition("/")[2])
        if not path.startswith(self.drive.base):
            return "unknown", path
        rest = path.removeprefix(self.drive.base).split("/")
        if rest == ["files"]:
            match = _QUERY.match(query.get("q", ""))
            return "list", re.sub(r"\\(.)", r"\1", match[1]) if match else ""
        if rest == ["about"]:
            return "about", ""
        if len(rest) == 3 and rest[2] == "export":
            return "export", unquote(rest[1])
        return ("media" if query.get("alt") == "media" else "get"), unquote(rest[1])

    def _failed(self, op: str, id: str) -> bool:
        for key in ((op, id), (op, "*")):
            for fault in self.drive.faults.get(key, []):
                if fault.times == 0:
                    continue
                if fault.times is not None:
                    fault.times -= 1
                if fault.act is not None:
                    fault.act(self)
                else:
                    self.error(fault.status, fault.reason, fault.headers, fault.body)
                return True
        return False

    def _signed_in(self) -> bool:
        token = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        return self.drive.tokens.get(token, 0) > time.monotonic()

    # ---- answers -----------------------------------------------------------------------------------------------------

    def send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "content-type": "application/octet-stream",
            "content-length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def error(self, status: int, reason: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> None:
        self.send(
            status, error_body(status, reason) if body is None else body, {"content-type": "application/json", **(headers or {})}
        )

    def _json(self, data: object) -> None:
        body = json.dumps(data).encode()
        if self.drive.gzip_json and "gzip" in self.headers.get("accept-encoding", ""):
            self.send(200, gzip.compress(body), {"content-type": "application/json; charset=UTF-8", "content-encoding": "gzip"})
        else:
            self.send(200, body, {"content-type": "application/json; charset=UTF-8"})

    def _visible(self, id: str, query: Mapping[str, str]) -> dict[str, Any] | None:
        node = self.drive.nodes.get(id)
        if node is None or (node.get("driveId") and query.get("supportsAllDrives") != "true"):
            return None
        key = node.get("resourceKey")
        sent = self.headers.get("x-goog-drive-resource-keys", "").split(",")
        return None if key and f"{id}/{key}" not in sent else node

    def _get(self, id: str, query: Mapping[str, str]) -> None:
        node = self._visible(id, query)
        if node is None:
            self.error(404, "notFound")
        elif wanted := self._fields(query.get("fields", "")):
            self._json({k: v for k, v in node.items() if k in wanted - self.drive.leave_out})

    def _list(self, id: str, query: Mapping[str, str]) -> None:
        drive = self.drive
        if not _QUERY.match(query.get("q", "")):
            return self.error(400, "invalid")
        if ("driveId" in query) != (query.get("corpora") == "drive"):
            return self.error(403, "teamDriveIdRequiresTeamDriveCorpora")
        match = re.fullmatch(r"nextPageToken,incompleteSearch,files\((.*)\)", query.get("fields", ""))
        wanted = self._fields(match[1] if match else "nonsense")
        if wanted is None:
            return None
        flags = query.get("supportsAllDrives") == query.get("includeItemsFromAllDrives") == "true"
        children = [n for n in drive.nodes.values() if id in n.get("parents", ()) and not n["trashed"]]
        children = [n for n in children if flags or not n.get("driveId")]
        size = min(int(query.get("pageSize", "100")), drive.page_limit)
        about, number = drive._pages[query["pageToken"]] if "pageToken" in query else (id, 0)
        if about != id:
            return self.error(400, "invalid")
        start = max(0, number - drive.empty_pages) * size
        end = start if number < drive.empty_pages else start + size
        answer: dict[str, Any] = {
            "files": [{k: v for k, v in n.items() if k in wanted - drive.leave_out} for n in children[start:end]]
        }
        if end < len(children) or number < drive.empty_pages:
            token = f"token {len(drive._pages)} ~!'/\"" + ("x" * 1900 if drive.long_tokens else "")
            drive._pages[token] = (id, number + 1)
            answer["nextPageToken"] = token
        if id in drive.incomplete:
            answer["incompleteSearch"] = True
        return self._json(answer)

    def _fields(self, text: str) -> set[str] | None:
        names = set(re.sub(r"\([^)]*\)", "", text).split(","))
        names = {name.partition("/")[0] for name in names}
        if names <= _KNOWN_FIELDS:
            return names
        self.error(400, "invalidParameter")
        return None

    def _media(self, id: str, query: Mapping[str, str]) -> None:
        node = self._visible(id, query)
        if node is None:
            return self.error(404, "notFound")
        if id not in self.drive.contents:
            return self.error(403, "fileNotDownloadable")
        if id in self.drive.flagged and query.get("acknowledgeAbuse") != "true":
            return self.error(403, "cannotDownloadAbusiveFile")
        data = self.drive.contents[id]
        span = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))
        if span is None or not self.drive.ranges:
            return self.send(200, data)
        start, end = int(span[1]), min(int(span[2]) + 1, len(data))
        if start >= len(data):
            return self.error(416, "requestedRangeNotSatisfiable")
        total = len(data) if self.drive.know_total else "*"
        return self.send(206, data[start:end], {"content-range": f"bytes {start}-{end - 1}/{total}"})

    def _export(self, id: str, query: Mapping[str, str]) -> None:
        data = self.drive.exports.get(id, {}).get(query.get("mimeType", ""))
        if data is None:
            return self.error(400, "badRequest")
        return self.chunked(data)

    def chunked(self, data: bytes, *, ended: bool = True, length: int = 50_000) -> None:
        self.send_response(200)
        if self.drive.old_http:
            self.end_headers()
            self.wfile.write(data)
            return
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for start in range(0, len(data), length):
            piece = data[start : start + length]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        if ended:
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.close_connection = True

    def _link(self, id: str, query: Mapping[str, str]) -> None:
        self.send(307, b"", {"location": f"/hop/{quote(id)}"})

    def _hop(self, id: str, query: Mapping[str, str]) -> None:
        if self.headers.get("authorization"):
            return self.error(500, "tokenLeaked")
        return self.send(200, next(iter(self.drive.exports[id].values())))

    def _about(self, id: str, query: Mapping[str, str]) -> None:
        self._json({"user": {"displayName": "Rita Reader", "emailAddress": "rita@example.com"}})

    def _token(self, form: Mapping[str, list[str]]) -> None:
        drive = self.drive
        if drive.refresh_error:
            return self.send(400, json.dumps({"error": drive.refresh_error, "error_description": "hush"}).encode())
        assertion = form.get("assertion", [""])[0]
        if assertion:
            import base64

            claims = json.loads(base64.urlsafe_b64decode(assertion.split(".")[1] + "=="))
            drive.asked_scopes.append(claims["scope"])
        elif "code" not in form:
            drive.asked_scopes.append(form.get("scope", [""])[0])
        answer = {
            "access_token": drive.new_token(),
            "expires_in": int(drive.token_seconds),
            "token_type": "Bearer",
            "scope": READONLY,
        }
        if "code" in form:
            answer["refresh_token"] = "hush-refresh"
        return self.send(200, json.dumps(answer).encode(), {"content-type": "application/json"})

    def _revoke(self, form: Mapping[str, list[str]]) -> None:
        self.drive.revoked += form.get("token", [])
        self.send(200, b"{}")
