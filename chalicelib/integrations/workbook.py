"""The first sheet with content of an XLSX workbook. The sheet is held in memory (about 100 bytes a cell)."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .cells import MAX_COLUMNS, Cell, Record, clean_cell
from .errors import FileEmpty, FileNotATable, TooManyColumns, WorkbookBroken, WorkbookEncrypted, WorkbookTooLarge

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_UNPACKED_BYTES = 400 << 20
MAX_PARTS = 2_000
#: The reader keeps a rectangle of cells, filled or not: one cell at XFD1048576 would take all memory.
MAX_CELLS = 10_000_000

_BLOCK = 1 << 20
_LONGEST_ROW_BYTES = 32 << 20
#: Where a cell (`r="B7"`) or a row (`r="7"`) says it stands. Looked for anywhere, as tags can be written to hide it.
_PLACE = re.compile(rb'\br\s*=\s*["\']([A-Za-z]{0,16})(\d{1,20})["\']')
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")


class SheetRecords:
    """The records of one sheet, numbered as the sheet numbers its rows."""

    def __init__(self, sheet: CalamineSheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[Record]:
        for number, values in enumerate(self._sheet.iter_rows(), start=1):
            cells: list[Cell] = [clean_cell(value) for value in values]
            if len(cells) > MAX_COLUMNS and any(cell != "" for cell in cells[MAX_COLUMNS:]):
                raise TooManyColumns(row=number, limit=MAX_COLUMNS)
            yield number, cells[:MAX_COLUMNS]


def read_workbook(path: Path) -> SheetRecords:
    """The first visible sheet that holds anything, else the first hidden one that does.

    Raises:
        WorkbookBroken, WorkbookEncrypted, WorkbookTooLarge, FileNotATable, FileEmpty
    """
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

    _refuse_bombs(path)
    try:
        book = load_workbook(path)
        visible_first = sorted(
            range(len(book.sheets_metadata)),
            key=lambda index: book.sheets_metadata[index].visible != SheetVisibleEnum.Visible,
        )
        for index in visible_first:
            sheet = book.get_sheet_by_index(index)
            if sheet.height:
                return SheetRecords(sheet)
    except PasswordError as error:
        raise WorkbookEncrypted() from error
    except (CalamineError, OSError) as error:
        raise WorkbookBroken() from error
    except BaseException as error:
        # A panic of the Rust reader on crafted input derives from BaseException and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookBroken() from error
    raise FileEmpty()


def _refuse_bombs(path: Path) -> None:
    """Unpack once, keeping nothing, and count: bytes, and the rectangle that each sheet spans.

    Declared sizes are not believed beyond what `zipfile` checks: it stops at the declared size and compares the CRC.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise WorkbookTooLarge()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise FileNotATable()
            if any(part.flag_bits & 1 for part in parts):
                raise WorkbookEncrypted()
            for part in parts:
                _refuse_wide_spans(archive, part)
    except _BROKEN_ZIP as error:
        raise WorkbookBroken() from error


_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def _refuse_wide_spans(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    last_row = last_column = 0
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            if not part.filename.startswith("xl/worksheets/"):
                continue
            rows = _ROW_END.split(rest + block)
            rest = rows.pop()
            if len(rest) > _LONGEST_ROW_BYTES:
                raise WorkbookTooLarge()
            row, column = _span(rows)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if last_row * last_column > MAX_CELLS:
                raise WorkbookTooLarge()
        row, column = _span([rest])
        if max(last_row, row) * max(last_column, column) > MAX_CELLS:
            raise WorkbookTooLarge()


def _span(rows: list[bytes]) -> tuple[int, int]:
    """The furthest row and column in some rows' XML. Cells without a place of their own stand side by side."""
    places = [place for row in rows for place in _PLACE.findall(row)]
    widest = max((sum(1 for _ in _CELL.finditer(row)) for row in rows), default=0)
    columns = {letters for letters, _ in places}
    return (
        max((int(number) for _, number in places), default=len(rows)),
        max(widest, *map(_column_number, columns)) if columns else widest,
    )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
