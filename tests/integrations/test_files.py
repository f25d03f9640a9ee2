"""Reading uploaded tables: encodings, delimiters, row numbers, and files that are none."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.integrations import errors
from chalicelib.integrations.files import GARBLED, Table, open_table
from chalicelib.integrations.spool import read_chunk, read_header, spool_table

CHINESE = "客户名称,联系人,备注\n上海明线科技有限公司,张三,预算未批复\n北京某某公司,李四,需等法务审核\n"


@pytest.fixture
def table_of(tmp_path: Path) -> Callable[[bytes], Table]:
    def write(content: bytes) -> Table:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return open_table(path, "text/csv")

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_chinese_text_is_read_in_every_usual_encoding(table_of: Callable[[bytes], Table], encoding: str) -> None:
    table = table_of(CHINESE.encode(encoding))
    assert table.header == ["客户名称", "联系人", "备注"]
    assert list(table.rows())[1] == (3, ["北京某某公司", "李四", "需等法务审核"])


def test_one_chinese_character_in_the_last_row_still_decides_the_encoding(table_of: Callable[[bytes], Table]) -> None:
    plain = b"name,city\n" + b"someone,somewhere\n" * 20_000
    table = table_of(plain + "王五,上海\n".encode("gb18030"))
    assert list(table.rows(20_002)) == [(20_002, ["王五", "上海"])]


def test_western_text_is_not_taken_for_chinese(table_of: Callable[[bytes], Table]) -> None:
    table = table_of("name,city\nAndré Müller,Besançon\nJosé Núñez,Málaga\nZoë Brontë,Köln\n".encode("cp1252"))
    assert [cells[0] for _, cells in table.rows()] == ["André Müller", "José Núñez", "Zoë Brontë"]


def test_a_damaged_character_spoils_its_cell_and_not_the_file(table_of: Callable[[bytes], Table]) -> None:
    good = "客户名称,联系人\n" + "上海明线科技有限公司,张三\n" * 50
    table = table_of(good.encode() + b"\xe5\xbc,ok\n")
    rows = list(table.rows())
    assert rows[0] == (2, ["上海明线科技有限公司", "张三"])
    assert GARBLED in str(rows[-1][1][0])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(table_of: Callable[[bytes], Table], delimiter: str) -> None:
    lines = [["name", "amount", "remark"], ["A", "1", "x"], ["B", "2", "y"]]
    table = table_of("\n".join(delimiter.join(line) for line in lines).encode())
    assert table.header == lines[0]
    assert [cells for _, cells in table.rows()] == lines[1:]


def test_commas_within_values_do_not_mislead_a_semicolon_table(table_of: Callable[[bytes], Table]) -> None:
    table = table_of(b"name;amount;note\nA;1,5;red, green, blue\nB;2,5;one, two, three\n")
    assert table.header == ["name", "amount", "note"]


def test_the_separator_line_of_excel_is_obeyed_and_left_out(table_of: Callable[[bytes], Table]) -> None:
    table = table_of(b"sep=^\r\nname^phone\r\nA^1\r\n")
    assert (table.header, list(table.rows())) == (["name", "phone"], [(2, ["A", "1"])])


def test_row_numbers_are_those_of_the_spreadsheet(table_of: Callable[[bytes], Table]) -> None:
    table = table_of(b'name,remark\nA,"two\nlines"\n\n,\nB,x\n')
    assert list(table.rows()) == [(2, ["A", "two\nlines"]), (5, ["B", "x"])]
    assert list(table.rows(3)) == [(5, ["B", "x"])]


def test_short_rows_are_filled_and_long_ones_keep_what_is_too_much(table_of: Callable[[bytes], Table]) -> None:
    table = table_of(b"a,b,c\n1\n1,2,3,4\n1,2,3,,\n")
    assert [cells for _, cells in table.rows()] == [["1", "", ""], ["1", "2", "3", "4"], ["1", "2", "3"]]


def test_column_names_are_trimmed_and_made_unique(table_of: Callable[[bytes], Table]) -> None:
    assert table_of(b" name ,Phone,phone,,x,\n1,2,3,4,5\n").header == ["name", "Phone", "phone (2)", "#4", "x"]


def test_a_title_above_the_header_is_passed_over(table_of: Callable[[bytes], Table]) -> None:
    table = table_of("2026年线索表,,\n\n客户名称,手机,邮箱\nA,B,C\n".encode())
    assert table.header == ["客户名称", "手机", "邮箱"]
    assert list(table.rows()) == [(4, ["A", "B", "C"])]


def test_zeros_kept_by_the_excel_trick_and_apostrophes_are_read_as_meant(table_of: Callable[[bytes], Table]) -> None:
    table = table_of(b'code,remark\n="00123",\'=1+1\n')
    assert list(table.rows()) == [(2, ["00123", "=1+1"])]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.FileEmpty),
        (b"\xef\xbb\xbf", errors.FileEmpty),
        (b"\n\n , ,\n", errors.FileEmpty),
        ("张三,13812345678,a@example.com\n".encode(), errors.FileWithoutHeader),
        (b"1,2,3\n4,5,6\n", errors.FileWithoutHeader),
        (b"name,phone\nA,\0B\n", errors.FileNotATable),
        (b"%PDF-1.7 name,phone\n", errors.FileNotATable),
        (bytes(range(1, 32)) * 50, errors.FileNotATable),
        (b"PK\x03\x04" + b"junk" * 200, errors.WorkbookBroken),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), errors.WorkbookOld),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            errors.WorkbookEncrypted,
        ),
        (b"name,remark\nA," + b"x" * 10_000_000 + b"\n", errors.RowTooLong),
        (b"name,remark\nA," + b"y," * 600 + b"\n", errors.TooManyColumns),
        (b'name,remark\nA,"never closed\nB,x\nC,y\n', errors.QuoteNotClosed),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(
    table_of: Callable[[bytes], Table], content: bytes, refusal: type[errors.UnreadableFile]
) -> None:
    with pytest.raises(refusal) as refused:
        list(table_of(content).rows())
    assert refused.value.detail("en") != refused.value.detail("zh-CN")
    assert "{" not in refused.value.detail("en") + refused.value.detail("zh-CN")


def test_the_row_of_an_open_quote_is_named(table_of: Callable[[bytes], Table]) -> None:
    with pytest.raises(errors.QuoteNotClosed, match="row 3"):
        list(table_of(b'name,remark\nA,x\nB,"open\nC,y\n').rows())


def workbook(path: Path, rows: list[list[object]], *, first_row: int = 0, first_column: int = 0) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"})
    book.add_worksheet("空")
    sheet = book.add_worksheet("线索")
    for offset, row in enumerate(rows):
        sheet.write_row(first_row + offset, first_column, row)
    book.close()
    return path


def rewritten(source: Path, change: Callable[[str, bytes], bytes]) -> Path:
    target = source.with_name("changed.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return target


def test_a_workbook_keeps_the_meaning_of_its_cells(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["姓名", "手机", "金额", "日期", "是否"], ["张三", 13812345678, 12.5, datetime(2017, 3, 1, 9, 30), True]],
        first_row=2,
        first_column=1,
    )
    table = open_table(path)
    assert table.header == ["姓名", "手机", "金额", "日期", "是否"]
    assert list(table.rows()) == [(4, ["张三", 13812345678, 12.5, datetime(2017, 3, 1, 9, 30), True])]
    assert list(table.rows()) == list(table.rows(4))


def test_a_truncated_workbook_is_broken(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a", "b"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(errors.WorkbookBroken):
        open_table(path)


@pytest.mark.parametrize("place", [b"XFD1048576", b"DDDDDDDDDDDD3", b"B99999999999"])
def test_a_cell_beyond_all_measure_is_refused_before_memory_is_taken(tmp_path: Path, place: bytes) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a", "b"], [1, 2]])
    bomb = rewritten(path, lambda _, content: content.replace(b'r="B2"', b'r="%s"' % place))
    with pytest.raises(errors.WorkbookTooLarge):
        open_table(bomb)


def test_cells_without_places_cannot_hide_a_huge_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a", "b"], [1, 2]])
    row = b'<row r="1">' + b"<c><v>1</v></c>" * 16_000 + b"</row>"
    bomb = rewritten(
        path, lambda _, c: c.replace(b"<sheetData>", b"<sheetData>" + row).replace(b'r="2"', b'r="900000"')
    )
    with pytest.raises(errors.WorkbookTooLarge):
        open_table(bomb)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(450):
                part.write(b" " * (1 << 20))
    with pytest.raises(errors.WorkbookTooLarge):
        open_table(path)


def test_a_zip_that_is_no_workbook_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(errors.FileNotATable):
        open_table(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(table_of: Callable[[bytes], Table], content: bytes) -> None:
    try:
        table = table_of(content)
        rows = list(table.rows())
    except errors.UnreadableFile:
        return
    assert all(len(cells) >= len(table.header) for _, cells in rows)
    assert len({name.casefold() for name in table.header}) == len(table.header)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(noise=st.binary(min_size=1, max_size=40), at=st.floats(0, 1))
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, noise: bytes, at: float) -> None:
    path = tmp_path / "noise.xlsx"
    content = workbook(tmp_path / "a.xlsx", [["a", "b"], [1, "x"]]).read_bytes()
    where = int(at * len(content))
    path.write_bytes(content[:where] + noise + content[where + len(noise) :])
    with suppress(errors.UnreadableFile):
        list(open_table(path).rows())


# --- going on in the middle ---


def test_a_copied_table_is_read_in_chunks_from_any_offset(table_of: Callable[[bytes], Table]) -> None:
    lines = "".join(f'公司{n},"两\n行"\n' for n in range(1, 1001))
    table = table_of(f"客户名称,备注\n{lines}".encode("gb18030"))
    copy = io.BytesIO()
    spooled = spool_table(table, copy)
    assert (spooled.rows, spooled.size, read_header(copy)) == (1000, len(copy.getvalue()), ["客户名称", "备注"])
    offset, rows = spooled.first_offset, []
    while offset < spooled.size:
        chunk = read_chunk(io.BytesIO(copy.getvalue()), offset, most=300)
        rows += chunk.rows
        offset = chunk.next_offset
    assert rows == list(table.rows())


def test_a_row_cut_off_at_the_end_of_a_part_is_left_for_the_next(table_of: Callable[[bytes], Table]) -> None:
    copy = io.BytesIO()
    spooled = spool_table(table_of(b"a,b\n1,2\n3,4\n"), copy)
    part = copy.getvalue()[spooled.first_offset : -3]
    chunk = read_chunk(io.BytesIO(part), spooled.first_offset, most=10, base=spooled.first_offset)
    assert chunk.rows == [(2, ["1", "2"])]
    rest = copy.getvalue()[chunk.next_offset :]
    assert read_chunk(io.BytesIO(rest), chunk.next_offset, 10, base=chunk.next_offset).rows == [(3, ["3", "4"])]


def test_a_copy_keeps_dates_numbers_and_truth(tmp_path: Path) -> None:
    row: list[object] = ["x", 1, 2.5, datetime(2017, 3, 1, 9, 30), True, ""]
    table = open_table(workbook(tmp_path / "a.xlsx", [["a", "b", "c", "d", "e", "f"], row]))
    copy = io.BytesIO()
    spooled = spool_table(table, copy)
    assert read_chunk(copy, spooled.first_offset, 5).rows == [(2, row)]
    assert not isinstance(row[3], str) and isinstance(row[3], date)


def test_every_row_is_shown_while_it_is_copied(table_of: Callable[[bytes], Table]) -> None:
    seen: list[object] = []
    spool_table(table_of(b"a,b\n1,2\n3,4\n"), io.BytesIO(), see=seen.append)
    assert seen == [["1", "2"], ["3", "4"]]


def test_memory_stays_flat_over_a_hundred_thousand_rows(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w", encoding="gb18030") as file:
        file.write("客户名称,联系人,手机,金额,备注\n")
        for number in range(100_000):
            file.write(f"上海明线科技有限公司{number},张三,138{number:08d},{number}.50,预算未批复，下周再联系\n")
    tracemalloc.start()
    table = open_table(path)
    with (tmp_path / "copy").open("wb") as copy:
        spooled = spool_table(table, copy)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spooled.rows == 100_000
    assert peak < 16 << 20
