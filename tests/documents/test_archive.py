"""Zip containers that are damaged or made to harm."""

import io
import struct
import zipfile

import pytest

from reviewer.documents.archive import Archive
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from tests.documents.word_files import pack

LIMITS = Limits()


def code(data: bytes, limits: Limits = LIMITS, name: str = "a.xml") -> str:
    with pytest.raises(UnreadableDocument) as caught:
        Archive(data, limits).read(name)
    return caught.value.code


def test_names_are_found_whatever_their_case_and_slashes() -> None:
    archive = Archive(pack({"Word\\Document.xml": b"x"}), LIMITS)
    assert archive.read("/word/document.xml") == b"x"
    assert "word/DOCUMENT.xml" in archive
    assert archive.read("word/styles.xml") is None


def test_a_cut_file_is_truncated_a_spoilt_one_is_damaged() -> None:
    whole = pack({"a.xml": b"x" * 5000, "b.xml": b"y"})
    assert code(whole[: len(whole) // 2]) == "truncated"
    assert code(whole[:-10]) == "damaged"
    assert code(whole.replace(b"PK\x01\x02", b"PK\x09\x09")) == "damaged"


def test_a_member_with_other_bytes_than_promised_is_damaged() -> None:
    whole = bytearray(pack({"a.xml": bytes(range(256)) * 20}))
    whole[60] ^= 0xFF
    assert code(bytes(whole)) == "damaged"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert code(pack({"a.xml": b"\0" * 50_000_000})) == "too_complex"
    assert code(pack({"a.xml": bytes(1000)}), Limits(max_unpacked_bytes=999)) == "too_large"


def test_a_small_part_may_pack_well() -> None:
    assert len(Archive(pack({"a.xml": b" " * 900_000}), LIMITS).read("a.xml") or b"") == 900_000


def test_all_reads_count_together() -> None:
    archive = Archive(pack({"a.xml": b"x" * 600, "b.xml": b"y" * 600}), Limits(max_unpacked_bytes=1000))
    archive.read("a.xml")
    with pytest.raises(UnreadableDocument) as caught:
        archive.read("b.xml")
    assert caught.value.code == "too_large"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    whole = pack({"a.xml": b"\0" * 50_000_000})
    lie = struct.pack("<I", 1000)
    lying = whole.replace(struct.pack("<I", 50_000_000), lie)
    assert lying != whole
    assert code(lying) == "damaged"


def test_an_encrypted_member_is_said() -> None:
    whole = bytearray(pack({"a.xml": b"secret"}))
    directory = whole.index(b"PK\x01\x02")
    whole[directory + 8] |= 1
    assert code(bytes(whole)) == "encrypted"


def test_an_unknown_way_of_packing_is_damage_not_a_crash() -> None:
    whole = bytearray(pack({"a.xml": b"x" * 100}))
    for header, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = whole.index(header) + offset
        whole[at : at + 2] = struct.pack("<H", 97)
    assert code(bytes(whole)) == "damaged"


def test_too_many_members() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index in range(20_001):
            archive.writestr(f"{index}", b"")
    assert code(buffer.getvalue()) == "too_complex"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(17), b"PK\x05\x06" + b"\xff" * 18, b"PK"])
def test_scraps_of_a_zip_are_unreadable(data: bytes) -> None:
    assert code(data) in ("truncated", "damaged")
