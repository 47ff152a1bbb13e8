"""Looks over the bytes of a PDF before it is parsed: is it whole, and does it unpack to a bearable size."""

from __future__ import annotations

import re
import zlib

from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument

_STREAM = re.compile(rb"stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_CHUNK = 1024 * 1024
_SMALL = 4 * 1024 * 1024  # a stream that unpacks to less than this does no harm, whatever its ratio
_HEADER_WITHIN = 1024
_DICTIONARY = 2048


def check(data: bytes, limits: Limits) -> None:
    """Raise UnreadableDocument if the bytes are no PDF, too many, or a decompression bomb."""
    if len(data) > limits.max_bytes:
        raise UnreadableDocument("too_large", f"the file is larger than {limits.max_bytes // 2**20} MB; split it")
    if not data.strip():
        raise UnreadableDocument("empty", "the file is empty")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise UnreadableDocument("damaged", "the file does not start like a PDF; save it as PDF anew")
    _check_streams(data, limits)


def is_cut_short(data: bytes) -> bool:
    """True if the end mark that every PDF ends with is missing."""
    return b"%%EOF" not in data[-2048:]


def _check_streams(data: bytes, limits: Limits) -> None:
    """Unpack every Flate stream in small pieces and stop at the first that is a bomb, before a parser takes it whole."""
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        described = data[max(0, match.start() - _DICTIONARY) : match.start()]
        described = described[described.rfind(b"obj") :]
        if _IMAGE.search(described):
            # A blank scan packs a thousandfold; it is harmless as long as it fits into memory.
            if _unpacked(data, start, limits, any_ratio=True) > limits.max_unpacked_bytes:
                raise _too_large(limits)
        elif described.count(b"FlateDecode") > 1:
            total += _unpacked(_unpacked_bytes(data, start), 0, limits)
        else:
            total += _unpacked(data, start, limits)
        if total > limits.max_unpacked_bytes:
            raise _too_large(limits)


def _too_large(limits: Limits) -> UnreadableDocument:
    return UnreadableDocument("too_large", f"the file unpacks to more than {limits.max_unpacked_bytes // 2**20} MB")


def _unpacked(data: bytes, start: int, limits: Limits, *, any_ratio: bool = False) -> int:
    """Size that a stream unpacks to; 0 for one that is not packed with Flate."""
    unpacker = zlib.decompressobj()
    size, at = 0, start
    while at < len(data) and not unpacker.eof:
        piece = data[at : at + 65536]
        at += len(piece)
        while piece and not unpacker.eof:  # after the end zlib gives the rest back for ever
            try:
                size += len(unpacker.decompress(piece, _CHUNK))
            except zlib.error:
                return size
            piece = unpacker.unconsumed_tail
            if not any_ratio and size > _SMALL and size > (at - start) * limits.max_compression_ratio:
                raise UnreadableDocument("too_complex", "a part of the file is packed beyond the allowed ratio, as in a zip bomb")
            if size > limits.max_unpacked_bytes:
                return size
    return size


def _unpacked_bytes(data: bytes, start: int) -> bytes:
    """The first layer of a stream that is packed twice, cut where it grows beyond harm."""
    try:
        return zlib.decompressobj().decompress(data[start : start + 4 * _CHUNK], 4 * _CHUNK)
    except zlib.error:
        return b""
