"""Tables out, as CSV that Excel opens in Chinese and as XLSX, without a cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .cells import neutralise, runs_as_formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | bool | date | datetime | None

_BOM = "\ufeff"
_SHEET_ROWS = 1_048_576
_CELL_CHARS = 32_767
_EXACT_DIGITS = 15  # a spreadsheet's number is a double


def write_csv(target: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Value]], timezone: tzinfo) -> int:
    """Write UTF-8 with BOM and lines that end in CRLF (RFC 4180). Returns the number of rows below the header.

    Aware times are shown in `timezone`. Text that a spreadsheet would run gets an apostrophe in front; reading the
    file back with `open_table` takes it away again.
    """
    text = io.TextIOWrapper(target, encoding="utf-8", errors="replace", newline="", write_through=True)
    text.write(_BOM)
    writer = csv.writer(text)
    writer.writerow([_csv_text(name, timezone) for name in header])
    count = 0
    for row in rows:
        writer.writerow([_csv_text(value, timezone) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def write_xlsx(
    target: Path | BinaryIO,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    timezone: tzinfo,
    sheet: str = "Glasspipe",
) -> int:
    """Write one sheet in flat memory, and further sheets after each 1,048,575 rows. Returns the number of rows.

    Text is written as text, and marked so that a spreadsheet keeps it text when the cell is edited. Text beyond the
    32,767 characters that a cell can hold is cut.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(target, options) as book:
        paper = _Paper(book, header, sheet, timezone)
        for row in rows:
            paper.write(row)
            count += 1
    return count


class _Paper:
    """The sheet being written; turns over when it is full."""

    def __init__(self, book: Workbook, header: Sequence[str], name: str, timezone: tzinfo) -> None:
        self._book, self._header, self._name, self._timezone = book, header, name, timezone
        self._bold = book.add_format({"bold": True, "quote_prefix": True})
        self._guarded = book.add_format({"quote_prefix": True})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._sheets = 0
        self._sheet = self._turn_over()

    def _turn_over(self) -> Worksheet:
        self._sheets += 1
        sheet = self._book.add_worksheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._header):
            sheet.write_string(0, column, _storable(name), self._bold)
        self._row = 1
        return sheet

    def write(self, row: Sequence[Value]) -> None:
        if self._row == _SHEET_ROWS:
            self._sheet = self._turn_over()
        for column, value in enumerate(row):
            self._write_cell(column, value)
        self._row += 1

    def _write_cell(self, column: int, value: Value) -> None:
        sheet, at = self._sheet, (self._row, column)
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(*at, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(*at, _local(value, self._timezone), self._time)
        elif isinstance(value, date):
            sheet.write_datetime(*at, value, self._date)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            sheet.write_number(*at, value)
        else:
            text = _storable(str(value))
            # Reading takes one apostrophe off what looks guarded: one that is the text's own needs another before it.
            written = neutralise(text) if text.startswith("'") else text
            sheet.write_string(*at, written, self._guard(text))

    def _guard(self, text: str) -> Format | None:
        return self._guarded if runs_as_formula(text) else None


def _csv_text(value: Value, timezone: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _local(value, timezone).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return neutralise(value.replace("\0", ""))
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _local(moment: datetime, timezone: tzinfo) -> datetime:
    """Spreadsheets know no zones: the clock time in `timezone`."""
    return moment.astimezone(timezone).replace(tzinfo=None) if moment.tzinfo else moment


def _is_exact(number: int | float | Decimal) -> bool:
    if isinstance(number, Decimal) and not number.is_finite():
        return False
    if isinstance(number, float) and (number != number or number in (float("inf"), float("-inf"))):
        return False
    return isinstance(number, float) or len(f"{abs(number):f}".replace(".", "").strip("0")) <= _EXACT_DIGITS


def _storable(text: str) -> str:
    return text[:_CELL_CHARS].replace("\0", "").encode("utf-8", "replace").decode()
