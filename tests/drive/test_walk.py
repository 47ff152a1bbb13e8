"""What is found in a Drive: every file once, with all its paths, and nothing lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reviewer.errors import ReviewerError
from reviewer.sources.drive.settings import Settings
from reviewer.sources.drive.source import DriveSource
from reviewer.sources.interface import Listing
from tests.drive.conftest import TEXT
from tests.drive.fake_drive import SLIDES, FakeDrive


@pytest.fixture
def listing(settings: Settings, waits: list[float]) -> Iterator[Any]:
    opened: list[DriveSource] = []

    def run(*sources: str, **changes: Any) -> Listing:
        opened.append(DriveSource(settings.model_copy(update=changes)))
        return opened[-1].list_files(sources or ("drive:root",))

    yield run
    for source in opened:
        source.close()


def paths(found: Listing) -> dict[str, tuple[str, ...]]:
    return {file.id: file.drive.paths for file in found.files if file.drive}


def passed(found: Listing) -> dict[str, tuple[str, str]]:
    return {entry.file.id: (entry.code.value, entry.reason) for entry in found.passed_over}


def test_nested_folders_in_an_order_of_paths_and_ids(drive: FakeDrive, listing: Any) -> None:
    drive.folder("f2", "B", "root")
    drive.folder("f1", "A", "root")
    drive.folder("f3", "deeper", "f1")
    for ident, parent in (("z", "f3"), ("y", "f2"), ("x", "root"), ("w", "f1")):
        drive.text(ident, "same.md", parent, TEXT)
    found = listing()
    assert [file.id for file in found.files] == ["z", "w", "y", "x"]
    assert paths(found)["z"] == ("QMS/A/deeper/same.md",)
    assert found.passed_over == ()


@pytest.mark.parametrize("empty", [0, 3])
@pytest.mark.parametrize("long_tokens", [False, True])
def test_pages_are_followed_to_the_end_whatever_their_length(
    drive: FakeDrive, listing: Any, empty: int, long_tokens: bool
) -> None:
    drive.page_limit, drive.empty_pages, drive.long_tokens = 3, empty, long_tokens
    for number in range(10):
        drive.text(f"d{number}", f"{number}.md", "root", TEXT)
    assert len(listing().files) == 10
    assert len(drive.ops("list", "root")) == 4 + empty
    assert drive.methods == {"GET"}  # Google's own client turns a GET with a long token into a POST


def test_five_thousand_files_in_a_number_of_requests_that_grows_with_the_pages(drive: FakeDrive, listing: Any) -> None:
    for number in range(5000):
        drive.text(f"d{number}", f"{number:04}.md", "root", "x")
    assert len(listing().files) == 5000
    assert len(drive.ops("list")) == 5
    assert len(drive.ops("get")) == 1


def test_trashed_files_are_left_out_even_where_the_server_sends_them(drive: FakeDrive, listing: Any) -> None:
    drive.text("kept", "kept.md", "root", TEXT)
    drive.text("gone", "gone.md", "root", TEXT, trashed=True)
    drive.shortcut("s", "to trash", "root", "gone")
    found = listing()
    assert list(paths(found)) == ["kept"]
    assert passed(found) == {
        "s": ("broken_link", "a shortcut that leads to a file in the trash; restore the file, or remove the shortcut")
    }
    assert all("trashed = false" in seen.query["q"] for seen in drive.ops("list"))


def test_an_incomplete_search_is_said_loudly(drive: FakeDrive, listing: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.incomplete.add("root")
    code, reason = passed(listing())["root"]
    assert code == "incomplete_listing" and "may be missing" in reason


def test_a_shared_drive_is_asked_for_with_both_flags(drive: FakeDrive, listing: Any) -> None:
    drive.folder("team", "Team drive", driveId="team")
    drive.folder("sub", "Sub", "team", driveId="team")
    drive.text("d", "d.md", "sub", TEXT, driveId="team")
    assert paths(listing("drive:team")) == {"d": ("Team drive/Sub/d.md",)}
    assert {(s.query["corpora"], s.query["driveId"]) for s in drive.ops("list")} == {("drive", "team")}


def test_a_folder_of_a_shared_drive_that_the_account_is_no_member_of(drive: FakeDrive, listing: Any) -> None:
    def not_a_member(handler: Any) -> None:
        if "corpora=drive" in handler.path:
            handler.error(404, "notFound")
        else:
            handler._list("sub", drive.seen[-1].query)

    drive.folder("sub", "Sub", driveId="team")
    drive.text("d", "d.md", "sub", TEXT, driveId="team")
    drive.fail("list", "sub", act=not_a_member)
    assert list(paths(listing("drive:sub"))) == ["d"]


def test_shortcuts_are_followed_and_a_document_is_listed_once_with_all_paths(drive: FakeDrive, listing: Any) -> None:
    drive.folder("f", "Real", "root")
    drive.text("d", "SOP.md", "f", TEXT)
    drive.shortcut("s1", "also here", "root", "d", "text/markdown")
    drive.shortcut("s2", "all of it", "root", "f", "application/pdf")  # what it says of its target is old
    found = listing()
    assert paths(found) == {"d": ("QMS/Real/SOP.md", "QMS/all of it/SOP.md", "QMS/also here")}
    assert found.files[0].name == "SOP.md"
    assert len(drive.ops("list", "f")) == 1
    assert found.files[0].drive.remarks == ()


def test_what_lies_outside_is_read_and_said_to_lie_outside(drive: FakeDrive, listing: Any) -> None:
    drive.folder("elsewhere", "Elsewhere")
    drive.text("d", "SOP.md", "elsewhere", TEXT)
    drive.shortcut("s", "more", "root", "elsewhere")
    (file,) = listing().files
    assert [remark.code for remark in file.drive.remarks] == ["outside_folder"]
    assert passed(listing(follow_shortcuts=False))["s"][0] == "not_followed"


def test_cycles_end_and_are_reported(drive: FakeDrive, listing: Any) -> None:
    drive.folder("a", "A", "root")
    drive.folder("b", "B", "a")
    drive.text("d", "d.md", "b", TEXT)
    drive.shortcut("up", "up", "b", "root")
    drive.shortcut("self", "self", "a", "a")
    drive.nodes["b"]["parents"] = ["a", "b"]  # as no Drive should have it
    found = listing()
    assert paths(found)["d"] == ("QMS/A/B/d.md",)
    assert {ident: code for ident, (code, _) in passed(found).items()} == dict.fromkeys(("up", "self", "b"), "folder_loop")


def test_folders_with_many_shortcuts_to_each_other_do_not_explode(drive: FakeDrive, listing: Any) -> None:
    for one in range(8):
        drive.folder(f"f{one}", f"F{one}", "root")
        drive.text(f"d{one}", "d.md", f"f{one}", TEXT)
        for other in range(8):
            drive.shortcut(f"s{one}-{other}", f"to {other}", f"f{one}", f"f{other}")
    found = listing()
    assert len(found.files) == 8
    assert len(drive.ops("list")) == 9
    assert all(len(p) <= 20 for p in paths(found).values())
    assert all("more_paths" in [remark.code for remark in file.drive.remarks] for file in found.files)


def test_dangling_shortcuts_are_reported(drive: FakeDrive, listing: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.shortcut("dead", "dead", "root", "nowhere")
    drive.shortcut("blank", "blank", "root", None)
    drive.text("hidden", "h.md", "root", TEXT, parents=[])
    drive.shortcut("denied", "denied", "root", "hidden")
    drive.fail("get", "hidden", status=403, reason="insufficientFilePermissions")
    found = listing()
    assert list(paths(found)) == ["d"]
    assert {ident: code for ident, (code, _) in passed(found).items()} == dict.fromkeys(
        ("dead", "blank", "denied"), "broken_link"
    )


def test_a_denied_subfolder_is_reported_and_the_rest_is_listed(drive: FakeDrive, listing: Any) -> None:
    drive.folder("locked", "Locked", "root")
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("list", "locked", status=403, reason="insufficientFilePermissions")
    found = listing()
    assert list(paths(found)) == ["d"]
    code, reason = passed(found)["locked"]
    assert code == "no_access" and "share it as Viewer" in reason


def test_a_list_that_breaks_off_keeps_what_came_and_says_so(drive: FakeDrive, listing: Any) -> None:
    drive.page_limit = 2
    drive.folder("sub", "Sub", "root")
    for number in range(6):
        drive.text(f"d{number}", f"{number}.md", "sub", TEXT)

    def second_page(handler: Any) -> None:
        query = drive.seen[-1].query
        handler.error(500, "backendError") if "pageToken" in query else handler._list("sub", query)

    drive.fail("list", "sub", act=second_page)
    found = listing()
    assert len(found.files) == 2
    assert passed(found)["sub"][0] == "incomplete_listing"


def test_pages_in_a_circle_end(drive: FakeDrive, listing: Any) -> None:
    drive.folder("sub", "Sub", "root")
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("list", "sub", status=200, body=b'{"files": [], "nextPageToken": "again"}')
    assert passed(listing())["sub"][0] == "incomplete_listing"


def test_slides_forms_and_the_rest_are_listed_as_not_read(drive: FakeDrive, listing: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.add("slides", "Training", SLIDES, "root")
    drive.add("form", "Form", "application/vnd.google-apps.form", "root")
    drive.add("third", "Chart", "application/vnd.google-apps.drive-sdk.12345", "root")
    drive.add("film", "film.mp4", "video/mp4", "root", b"x")
    drive.add("big", "big.pdf", "application/pdf", "root", b"x", size=str(101 * 1024 * 1024))
    drive.add("locked", "locked.pdf", "application/pdf", "root", b"x", capabilities={"canDownload": False})
    found = listing()
    codes = {ident: code for ident, (code, _) in passed(found).items()}
    assert codes == {
        "slides": "unsupported", "form": "unsupported", "third": "unsupported", "film": "unsupported", "big": "too_large", "locked": "no_download",
    }  # fmt: skip
    assert all(";" in reason for _, reason in passed(found).values()), "every reason says what to do"


def test_litter_is_passed_over(drive: FakeDrive, listing: Any) -> None:
    for name in ("d.md", "~$d.docx", ".DS_Store", "reviewer.yaml"):
        drive.text(f"id-{len(name)}-{name[0]}", name, "root", TEXT)
    found = listing()
    assert [file.name for file in found.files] == ["d.md"]
    assert len(found.passed_over) == 3


@pytest.mark.parametrize(
    "leave_out", [{"size", "md5Checksum", "sha256Checksum"}, {"webViewLink", "version", "owners", "capabilities"}, {"name"}]
)
def test_missing_fields_lose_no_file(drive: FakeDrive, listing: Any, leave_out: set[str]) -> None:
    drive.leave_out = leave_out
    drive.text("d", "d.md", "root", TEXT)
    (file,) = listing().files
    assert file.drive.link.startswith("https://")
    assert ("unverified" in [remark.code for remark in file.drive.remarks]) == ("size" in leave_out)


def test_odd_but_legal_answers(drive: FakeDrive, listing: Any) -> None:
    body = (
        b'\xef\xbb\xbf {"kind":null,"files":[{"id":"a","name":"\\ud800\\u0000x/y.md","size":12,"md5Checksum":null,"mimeType":"text/markdown",'
        b'"owners":[],"shortcutDetails":null,"capabilities":null,"webViewLink":"javascript:alert(1)","trashed":null},{"name":"no id"},null]}'
    )
    drive.fail("list", "root", status=200, body=body)
    found = listing()
    (file,) = found.files
    assert file.size == 12 and file.drive.link == "https://drive.google.com/open?id=a"
    file.name.encode("utf-8")
    assert file.drive.paths[0].count("/") == 1
    assert passed(found)["root"][0] == "incomplete_listing"


def test_gzip_is_understood(drive: FakeDrive, listing: Any) -> None:
    drive.gzip_json = True
    drive.text("d", "d.md", "root", TEXT)
    assert len(listing().files) == 1


def test_resource_keys_are_sent(drive: FakeDrive, listing: Any) -> None:
    drive.folder("linked", "Linked", resourceKey="0-key")
    drive.text("d", "d.md", "linked", TEXT, resourceKey="0-own")
    found = listing("https://drive.google.com/drive/folders/linked?resourcekey=0-key&usp=sharing")
    assert list(paths(found)) == ["d"]
    assert drive.ops("list")[0].headers["x-goog-drive-resource-keys"] == "linked/0-key"
    with pytest.raises(ReviewerError, match="whole address"):
        listing("drive:linked")


def test_a_single_document_may_be_named(drive: FakeDrive, listing: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    assert paths(listing("drive:d", "drive:d")) == {"d": ("d.md",)}


def test_a_folder_may_be_named_twice(drive: FakeDrive, listing: Any) -> None:
    drive.text("d", "d.md", "root", TEXT)
    assert paths(listing("drive:root", "https://drive.google.com/drive/folders/root")) == {"d": ("QMS/d.md",)}
    assert len(drive.ops("list")) == 1


@pytest.mark.parametrize("holds", ["nothing", "litter", "a loop", "empty folders"])
def test_an_empty_root_is_no_green_result(drive: FakeDrive, listing: Any, holds: str) -> None:
    if holds == "litter":
        drive.text("x", ".DS_Store", "root", "x")
    elif holds == "a loop":
        drive.shortcut("x", "up", "root", "root")
    elif holds == "empty folders":
        drive.folder("x", "x", "root")
    with pytest.raises(ReviewerError, match="holds no files that the account that is signed in can see") as caught:
        listing()
    assert "shared with" in caught.value.advice


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"status": 404, "reason": "notFound"}, "shows no such folder"),
        ({"status": 403, "reason": "accessNotConfigured"}, "API is not enabled"),
        ({"status": 403, "reason": "insufficientPermissions"}, "drive.readonly"),
        ({"status": 401, "reason": "authError"}, "sign in again"),
        ({"status": 500, "reason": "backendError"}, "review again later"),
        ({"status": 502, "body": b"<html>Bad gateway</html>"}, "review again later"),
        ({"status": 200, "body": b"<html>Sign in</html>"}, "no JSON"),
        ({"status": 200, "body": b"[]"}, "another form"),
    ],
)
def test_a_root_that_cannot_be_seen_is_the_users_to_mend(
    drive: FakeDrive, listing: Any, fault: dict[str, Any], said: str
) -> None:
    drive.fail("get", "root", **fault)
    with pytest.raises(ReviewerError, match=said) as caught:
        listing()
    assert "\n" not in str(caught.value) and "hush" not in str(caught.value)


def test_a_trashed_root_is_the_users_to_mend(drive: FakeDrive, listing: Any) -> None:
    drive.nodes["root"]["trashed"] = True
    with pytest.raises(ReviewerError, match="trash"):
        listing()


def test_ids_are_escaped_in_queries(drive: FakeDrive, listing: Any) -> None:
    drive.folder("it's \\ odd", "Odd", "root")
    drive.text("d", "d.md", "it's \\ odd", TEXT)
    assert list(paths(listing())) == ["d"]
