"""A table copied into one form, so that an import goes on at any row without reading what comes before.

An import runs in chunks, each perhaps in another process. The uploaded file cannot be entered in its middle: XLSX is
compressed, and in a CSV a line break may stand inside quotes. So it is read once, wholly (which also finds what makes
it unreadable before the first row is written), into lines of JSON: the header, then `[row number, [cells]]` for each
row. A chunk then reads from a byte offset, from a file or out of a range of a stored object.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from .cells import Cell, Record, from_json, to_json
from .files import Table


@dataclass(frozen=True)
class Spooled:
    """What was copied. `first_offset` is the byte at which the first row begins, `size` the bytes in all."""

    header: list[str]
    rows: int
    first_offset: int
    size: int


@dataclass(frozen=True)
class Chunk:
    """Some rows, and the byte offset at which the next chunk begins (the file's size when there is none)."""

    rows: list[Record]
    next_offset: int


def spool_table(table: Table, target: BinaryIO, see: Callable[[list[Cell]], object] = len) -> Spooled:
    """Copy `table` into `target`, from its current position. Every row is also shown to `see` (to judge whole columns).

    Raises:
        UnreadableFile: the file breaks off or holds a row beyond all measure; the copy is then to be thrown away.
    """
    first_offset = size = target.write(_line(table.header))
    count = 0
    for number, cells in table.rows():
        see(cells)
        size += target.write(_line([number, [to_json(cell) for cell in cells]]))
        count += 1
    return Spooled(table.header, count, first_offset, size)


def read_header(source: BinaryIO) -> list[str]:
    """The header of a copy that is open at its beginning."""
    source.seek(0)
    return [str(name) for name in json.loads(source.readline())]


def read_chunk(source: BinaryIO, offset: int, most: int, base: int = 0) -> Chunk:
    """At most `most` rows from byte `offset` of the copy on.

    `source` may hold only a part of the copy, which begins at byte `base` of the whole; a row that is cut off at its
    end is left for the next chunk. No rows with `next_offset == offset` thus means: nothing more in this part.
    """
    source.seek(offset - base)
    rows: list[Record] = []
    while len(rows) < most:
        line = source.readline()
        if not line.endswith(b"\n"):
            break
        number, cells = json.loads(line)
        rows.append((number, [from_json(cell) for cell in cells]))
        offset += len(line)
    return Chunk(rows, offset)


def _line(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
