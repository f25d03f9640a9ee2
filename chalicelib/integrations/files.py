"""An uploaded table, CSV or XLSX, as a header and numbered rows. Its bytes decide what it is; nobody's word does.

Memory is flat for CSV: the file is read row by row. To go on in the middle, copy the table once (`spool.py`) and
read the copy by byte offset; `rows(start)` reads over what comes before.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Protocol

from .cells import MAX_COLUMNS, Cell, Record, clean_text, is_blank, text_of
from .encodings import Encoding, guess_encoding
from .errors import (
    FileEmpty,
    FileNotATable,
    FileWithoutHeader,
    QuoteNotClosed,
    RowTooLong,
    TooManyColumns,
    UnreadableFile,
    WorkbookBroken,
    WorkbookEncrypted,
    WorkbookOld,
)

MAX_ROW_CHARS = 1_000_000
#: What stands where a character of a damaged file could not be decoded; a cell with it is not to be trusted.
GARBLED = "\ufffd"

_DELIMITERS = ",;\t|"
_SNIFFED_ROWS = 50
_HEADER_WITHIN = 10
_WORKBOOK_TYPES = ("spreadsheetml", "ms-excel")
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls, and of any workbook with a password
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_KNOWN_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf")


class Table(Protocol):
    """A table that can be read from its beginning any number of times."""

    @property
    def header(self) -> list[str]:
        """Names of the columns: trimmed, none empty, none twice."""

    def rows(self, start: int = 0) -> Iterator[Record]:
        """Rows below the header with a number of at least `start`; blank ones are left out.

        The number is the one that a spreadsheet shows. Each row has at least as many cells as the header; it has
        more where the file has more, so that nothing is lost unseen.

        Raises:
            UnreadableFile: the file breaks off or a row is beyond all measure.
        """


def open_table(path: Path, content_type: str = "") -> Table:
    """Open the file at `path`. `content_type` only words the refusal of what is neither CSV nor XLSX.

    Raises:
        UnreadableFile: one of its kinds says why.
    """
    with path.open("rb") as file:
        start = file.read(8)
        if not start:
            raise FileEmpty()
        if start.startswith(_OLE):
            raise _old_or_encrypted(start + file.read())
    if start.startswith(_ZIP):
        from .workbook import read_workbook

        return HeadedTable(read_workbook(path))
    if start.startswith(_KNOWN_NO_TABLES):
        raise FileNotATable()
    if any(kind in content_type for kind in _WORKBOOK_TYPES) and b"\0" in start:
        raise WorkbookBroken()
    return HeadedTable(CsvRecords(path))


def _old_or_encrypted(content: bytes) -> UnreadableFile:
    return WorkbookEncrypted() if _ENCRYPTED_STREAM in content else WorkbookOld()


class Records(Protocol):
    """All records of a file, header included, blank ones included."""

    def __iter__(self) -> Iterator[Record]: ...


class HeadedTable:
    """The records of a file, with the header found among the first."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._header_row, names = _find_header(records)
        self.header = _unique_names(names)

    def rows(self, start: int = 0) -> Iterator[Record]:
        width = len(self.header)
        for number, cells in self._records:
            if number <= self._header_row or number < start:
                continue
            while len(cells) > width and is_blank(cells[-1]):
                cells.pop()
            if all(is_blank(cell) for cell in cells):
                continue
            cells.extend([""] * (width - len(cells)))
            yield number, cells


class CsvRecords:
    """A delimited text file, decoded and split anew at each reading."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoding = guess_encoding(path)
        self._delimiter, self._first_line = self._find_delimiter()

    def __iter__(self) -> Iterator[Record]:
        with _Lines(self._path, self._encoding, self._first_line) as lines:
            yield from _split(lines, self._delimiter)

    def _find_delimiter(self) -> tuple[str, int]:
        """The delimiter, and how many lines to leave out before the table (Excel's `sep=;`)."""
        with _Lines(self._path, self._encoding, 0) as lines:
            declared = re.fullmatch(r'"?sep=(.)"?\s*', next(lines, ""), re.IGNORECASE)
        if declared:
            return declared[1], 1
        return max(_DELIMITERS, key=self._fit), 0

    def _fit(self, delimiter: str) -> float:
        """How well a delimiter explains the first rows: many columns, and the same number in each row."""
        widths: list[int] = []
        with _Lines(self._path, self._encoding, 0) as lines, suppress(UnreadableFile):
            widths.extend(len(cells) for _, cells in islice(_split(lines, delimiter), _SNIFFED_ROWS) if cells)
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        if usual < 2:
            return 0.0
        return float(usual * (widths.count(usual) / len(widths)) ** 2)


class _Lines:
    """The lines of a text file, and how many characters were handed out since the record began."""

    def __init__(self, path: Path, encoding: Encoding, skip: int) -> None:
        self._file = path.open(encoding=encoding.name, errors=encoding.errors, newline="")
        self._skip = skip
        self.record = 1
        self.pending = 0
        self.ended_within_record = False

    def __enter__(self) -> _Lines:
        for _ in range(self._skip):
            self._file.readline(MAX_ROW_CHARS)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_ROW_CHARS + 1)
        if not line:
            self.ended_within_record = self.pending > 0
            raise StopIteration
        self.pending += len(line)
        if self.pending > MAX_ROW_CHARS:
            raise RowTooLong(row=self.record)
        if "\0" in line:
            raise FileNotATable()
        return line


def _split(lines: _Lines, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            texts = next(reader, None)
        except csv.Error as error:  # only the length of a field is ever refused without strict=True
            raise RowTooLong(row=lines.record) from error
        if lines.ended_within_record:
            raise QuoteNotClosed(row=lines.record)
        if texts is None:
            return
        if len(texts) > MAX_COLUMNS:
            raise TooManyColumns(row=lines.record, limit=MAX_COLUMNS)
        yield lines.record, [clean_text(text) for text in texts]
        lines.record += 1
        lines.pending = 0


def _find_header(records: Records) -> tuple[int, list[str]]:
    """The first row that is filled, save for titles: one lone cell above a wider table.

    Raises:
        FileEmpty: no row is filled.
        FileWithoutHeader: the row holds values, not names.
    """
    first = [(number, cells) for number, cells in islice(iter(records), _SNIFFED_ROWS) if _filled(cells)]
    if not first:
        first = list(islice(((number, cells) for number, cells in records if _filled(cells)), 1))
    if not first:
        raise FileEmpty()
    widest = max(_filled(cells) for _, cells in first)
    titles = [number for number, cells in first[:_HEADER_WITHIN] if widest > 2 and _filled(cells) == 1]
    number, cells = next((row for row in first[:_HEADER_WITHIN] if row[0] not in titles), first[0])
    _refuse_values(number, cells)
    return number, [text_of(cell) for cell in cells]


def _filled(cells: list[Cell]) -> int:
    return sum(not is_blank(cell) for cell in cells)


def _refuse_values(number: int, cells: list[Cell]) -> None:
    from .shapes import Shape, shape_of_cell

    shapes = [shape_of_cell(cell) for cell in cells if not is_blank(cell)]
    values = sum(shape is not Shape.TEXT for shape in shapes)
    if values * 2 > len(shapes) or Shape.EMAIL in shapes or Shape.PHONE in shapes:
        raise FileWithoutHeader(row=number)


def _unique_names(names: list[str]) -> list[str]:
    """Empty names become `#3` (third column), repeated ones `phone (2)`; empty columns at the end are dropped."""
    while names and not names[-1]:
        names.pop()
    taken: set[str] = set()
    for index, name in enumerate(names):
        base = " ".join(name.split()) or f"#{index + 1}"
        unique, count = base, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{base} ({count})"
        taken.add(unique.casefold())
        names[index] = unique
    return names
