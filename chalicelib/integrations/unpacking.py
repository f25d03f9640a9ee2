"""Uploads that come packed (gzip), unpacked into a file within bounds: 10 MB of gzip can hold 10 GB of zeros."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from chalicelib.core.errors import Unreadable, Unsupported

from .errors import UploadTooLarge

MOST_UNPACKED_MB = 200
_GZIP = b"\x1f\x8b"
#: What a decompressor may hand out at once.
_PIECE = 1 << 20
_BOTH_FORMATS = 32 + zlib.MAX_WBITS


def unpack(content: bytes, encoding: str, target: BinaryIO) -> int:
    """Write the upload into `target`; returns how many bytes it has. `encoding` is the Content-Encoding.

    Gzip is also recognised by its first bytes: some gateways take the header away.

    Raises:
        UploadTooLarge, Unreadable (broken gzip), Unsupported (another encoding)
    """
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Unsupported()
    if not content.startswith(_GZIP):
        if encoding in ("gzip", "x-gzip"):
            raise Unreadable("The body is not gzip, although Content-Encoding says so.")
        target.write(content)
        return len(content)
    return _inflate(content, target)


def _inflate(content: bytes, target: BinaryIO) -> int:
    size = 0
    rest = content
    try:
        while rest:  # gzip files may be several, one after another
            inflater = zlib.decompressobj(_BOTH_FORMATS)
            while not inflater.eof:
                piece = inflater.decompress(rest, _PIECE)
                rest = inflater.unconsumed_tail or inflater.unused_data
                size += target.write(piece)
                if size > MOST_UNPACKED_MB << 20:
                    raise UploadTooLarge(limit=MOST_UNPACKED_MB)
                if not piece and not rest and not inflater.eof:
                    raise Unreadable("The gzip body breaks off.")
            if not inflater.unused_data.startswith(_GZIP):
                break
    except zlib.error as error:
        raise Unreadable("The gzip body is damaged.") from error
    return size
