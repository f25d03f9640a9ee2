"""Which files a card takes: by name, by what the sender says they are, and by how they begin. Pure.

What is served is always the type of this table, never what somebody declared. SVG and HTML are not in it: they run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.workflow.errors import FileTypeRefused

#: How many bytes `begins_right` wants to see.
LOOKED_AT = 4096
_LONGEST_NAME = 120
_OOXML = "application/vnd.openxmlformats-officedocument."
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Controls, formats (bidirectional ones too), surrogates, private use, unassigned, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: What browsers say where they know no type.
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class FileType:
    """`served` is the type that it is sent and kept as; `also` is what else browsers call it."""

    served: str
    begins: Callable[[bytes], bool]
    also: tuple[str, ...] = ()


def _with(*signatures: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda start: start[at:].startswith(signatures)


def _is_pdf(start: bytes) -> bool:
    """Readers look for the mark in the first 1,024 bytes (PDF 1.7, annex H, note 13)."""
    return b"%PDF-" in start[:1024]


def _is_webp(start: bytes) -> bool:
    return start.startswith(b"RIFF") and start[8:12] == b"WEBP"


def _is_heif(start: bytes) -> bool:
    return start[4:8] == b"ftyp" and start[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc")


def _is_text(start: bytes) -> bool:
    """No NUL, unless it is UTF-16 with its mark; and not what a browser or a shell would take for a program."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    lead = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower()
    return b"\0" not in start and not lead.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"#!"))


_TYPES: dict[str, FileType] = {
    "pdf": FileType("application/pdf", _is_pdf, ("application/x-pdf",)),
    "docx": FileType(f"{_OOXML}wordprocessingml.document", _with(_ZIP)),
    "xlsx": FileType(f"{_OOXML}spreadsheetml.sheet", _with(_ZIP)),
    "pptx": FileType(f"{_OOXML}presentationml.presentation", _with(_ZIP)),
    "doc": FileType("application/msword", _with(_OLE)),
    "xls": FileType("application/vnd.ms-excel", _with(_OLE)),
    "ppt": FileType("application/vnd.ms-powerpoint", _with(_OLE)),
    "png": FileType("image/png", _with(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileType("image/jpeg", _with(b"\xff\xd8\xff"), ("image/jpg", "image/pjpeg")),
    "jpeg": FileType("image/jpeg", _with(b"\xff\xd8\xff"), ("image/jpg", "image/pjpeg")),
    "gif": FileType("image/gif", _with(b"GIF87a", b"GIF89a")),
    "webp": FileType("image/webp", _is_webp),
    "heic": FileType("image/heic", _is_heif, ("image/heif",)),
    "tif": FileType("image/tiff", _with(b"II*\0", b"MM\0*")),
    "tiff": FileType("image/tiff", _with(b"II*\0", b"MM\0*")),
    "txt": FileType("text/plain", _is_text),
    # With Excel installed, Windows calls a CSV file an Excel one.
    "csv": FileType("text/csv", _is_text, ("application/csv", "text/plain", "application/vnd.ms-excel")),
    "zip": FileType(
        "application/zip", _with(_ZIP, b"PK\x05\x06"), ("application/x-zip-compressed", "application/x-zip")
    ),
}


def type_of(name: str, declared: str) -> FileType:
    """The type of a file called `name` (cleaned) whose sender says that it is `declared`.

    Raises:
        FileTypeRefused
    """
    found = _TYPES.get(name.rpartition(".")[2].casefold()) if "." in name else None
    said = declared.partition(";")[0].strip().lower()
    if found is None or said not in (found.served, *found.also, _UNKNOWN):
        raise FileTypeRefused()
    return found


def begins_right(name: str, start: bytes) -> bool:
    """Whether a file called `name` begins as its type does; `start` are its first `LOOKED_AT` bytes, or all."""
    found = _TYPES.get(name.rpartition(".")[2].casefold())
    return found is not None and found.begins(start)


def cleaned_name(name: str) -> str:
    """A name that shows what it is: no path, no controls, nothing invisible or that turns the reading direction.

    "" where nothing is left. A long name is cut before its ending.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(each for each in last if unicodedata.category(each) not in _UNSEEN)
    seen = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", seen)).strip(" .")
    stem, dot, ending = seen.rpartition(".")
    if not dot or len(seen) <= _LONGEST_NAME:
        return seen[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}"[-_LONGEST_NAME:]
