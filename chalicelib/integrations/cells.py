"""A cell of an imported or exported table, as text, as JSON, and made harmless for spreadsheets.

Spreadsheets run a cell that begins with one of a few characters as a formula, also when it came out of a CSV file
(OWASP, "CSV Injection"). A written cell that begins so gets an apostrophe in front, a read one loses it, so a table
that was exported and imported again is the same table.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

Cell = str | int | float | bool | date | datetime
#: What JSON can hold of a cell; dates are `{"d": "2017-03-01"}` or `{"t": "2017-03-01T09:00:00"}`.
JsonCell = str | int | float | bool | dict[str, str]

#: A row as it stands in the file: its number as spreadsheets count (from 1, blank rows too) and its cells.
Record = tuple[int, list[Cell]]
MAX_COLUMNS = 512

#: The full-width forms are turned into the narrow ones by Excel in Chinese and Japanese.
_TRIGGER = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_KEEPS_ZEROS = re.compile(r'="([^"]*)"')  # Excel users write ="00123" to keep leading zeros in CSV


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet could take `text` for a formula. A plain negative number is none."""
    return _TRIGGER.match(text) is not None and _NUMBER.fullmatch(text) is None


def neutralise(text: str) -> str:
    """`text` with an apostrophe in front when a spreadsheet could run it."""
    return "'" + text if runs_as_formula(text) else text


def restore(text: str) -> str:
    """The opposite of `neutralise`: one apostrophe less where it guarded a formula."""
    return text[1:] if text.startswith("'") and runs_as_formula(text) else text


def clean_text(text: str) -> str:
    """A text cell as it was meant: trimmed, without guards of spreadsheets."""
    kept = _KEEPS_ZEROS.fullmatch(text.strip())
    return kept[1].strip() if kept else restore(text).strip()


def clean_cell(value: object) -> Cell:
    """A workbook's value as a cell: whole floats become integers (phone numbers!), times and durations text."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, bool | int | float | date):
        return value
    return str(value)


def text_of(cell: Cell) -> str:
    """The cell as a person reads it: `13812345678`, `2017-03-01`, `2017-03-01 09:30`, `12.5`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}"
    return str(cell)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell


def to_json(cell: Cell) -> JsonCell:
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell


def from_json(value: JsonCell) -> Cell:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["t"]) if "t" in value else date.fromisoformat(value["d"])
    return value
