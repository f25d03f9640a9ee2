"""Tables out: readable by Excel, harmless in it, and the same when read back."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.integrations.cells import neutralise, restore
from chalicelib.integrations.errors import FileWithoutHeader
from chalicelib.integrations.export import Value, write_csv, write_xlsx
from chalicelib.integrations.files import open_table

SHANGHAI = ZoneInfo("Asia/Shanghai")
ATTACKS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠A1",
    "'=1+1",
    "+8613812345678",
    '=HYPERLINK("http://x.example","x")',
    "-",
    "=",
    "=cmd|' /C calc'!A0",
]


def csv_of(rows: list[list[Value]]) -> bytes:
    target = io.BytesIO()
    write_csv(target, ["a", "b"], rows, SHANGHAI)
    return target.getvalue()


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_csv_begins_like_a_formula(attack: str) -> None:
    assert cells_of(csv_of([[attack, "x"]]))[1][0] == "'" + attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_workbook_is_a_formula(attack: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, ["a", attack], [[attack, "x"]], SHANGHAI)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    for cell in (sheet["A2"], sheet["B1"]):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_header_is_made_harmless_too() -> None:
    target = io.BytesIO()
    write_csv(target, ["=1+1"], [], UTC)
    assert cells_of(target.getvalue()) == [["'=1+1"]]


def test_plain_negative_numbers_stay_numbers() -> None:
    assert cells_of(csv_of([["-12.50", -3], [Decimal("-1234.50"), -0.5]]))[1:] == [
        ["-12.50", "-3"],
        ["-1234.50", "-0.5"],
    ]


def test_a_csv_begins_with_the_mark_that_excel_needs_and_ends_lines_as_it_does() -> None:
    content = csv_of([["上海", "x"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith("上海,x\r\n".encode())


def test_times_are_shown_in_the_time_zone() -> None:
    moment = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert cells_of(csv_of([[moment, date(2026, 11, 24)]]))[1] == ["2026-11-24 00:30:00", "2026-11-24"]


def test_a_workbook_keeps_numbers_dates_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    row: list[Value] = [
        Decimal("1234.50"),
        7,
        True,
        datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
        date(2026, 11, 24),
        "上海",
        None,
        12345678901234567890,
        "00123",
    ]
    assert write_xlsx(path, list("abcdefghi"), [row], SHANGHAI) == 1
    assert list(open_table(path).rows()) == [
        (
            2,
            [
                1234.5,
                7,
                True,
                datetime(2026, 11, 24, 9, 30),
                date(2026, 11, 24),
                "上海",
                "",
                "12345678901234567890",
                "00123",
            ],
        )
    ]


def test_text_longer_than_a_cell_is_cut_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, ["a", "b"], [["x" * 40_000, "y"]], UTC)
    ((_, cells),) = open_table(path).rows()
    assert cells == ["x" * 32_767, "y"]


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_apostrophe_of_the_text_itself_before_a_formula_is_kept(tmp_path: Path, form: str) -> None:
    path, row = tmp_path / f"a.{form}", ["'=1", "''+2", "=3", "'plain"]
    with path.open("wb") as file:
        (write_csv if form == "csv" else write_xlsx)(file, ["a", "b", "c", "d"], [row], UTC)
    ((_, cells),) = open_table(path).rows()
    assert cells == row


@given(text)
def test_what_is_neutralised_is_restored(value: str) -> None:
    assert restore(neutralise(value)) == value


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(text, min_size=2, max_size=2), min_size=1, max_size=8), st.sampled_from(["csv", "xlsx"]))
def test_an_exported_table_is_read_back_the_same(rows: list[list[str]], form: str) -> None:
    # Controls are escaped or refused by the formats themselves; a lone ="…" is Excel's own trick for text.
    rows = [["".join(c for c in cell if c.isprintable() or c == "\n").strip() for cell in row] for row in rows]
    rows = [row for row in rows if any(row) and not any(cell.startswith('="') for cell in row)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        if form == "csv":
            with path.open("wb") as file:
                write_csv(file, ["name", "remark"], rows, UTC)
        else:
            write_xlsx(path, ["name", "remark"], rows, UTC)
        try:
            table = open_table(path)
        except FileWithoutHeader:
            raise AssertionError("the header was not recognised") from None
        assert table.header == ["name", "remark"]
        assert [[str(cell) for cell in cells] for _, cells in table.rows()] == rows
