"""The timeliness report as a workbook: numbers as numbers, names as text whatever they begin with, native charts."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from chalicelib.workflow.report_schemas import TimelinessView
from chalicelib.workflow.timeliness_xlsx import timeliness_xlsx
from tests.workflow.desk import names
from tests.workflow.workshop import Workshop, at, open_workshop, order

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ["=1+1", '+cmd|" /C calc"!A0', "-2+3", "@SUM(1)", "{=1+1}", "http://example.com", "'=1"]


@pytest.fixture(scope="module")
def shop() -> Workshop:
    shop = open_workshop()
    shop.quoted(at("2026-08-03 09:00"), at("2026-08-03 11:00"))
    run = shop.start(at("2026-09-07 09:00"))
    shop.do(run, "quote", "block", at("2026-09-07 10:00"), "owner", "papers", None)
    shop.do(run, "quote", "complete", at("2026-09-07 11:30"), "rep", {"amount": 1})
    shop.do(run, "contract", "complete", at("2026-09-08 11:30"), "stranger", {})
    return shop


def workbook(shop: Workshop, by: str = "owner", language: str = "en") -> bytes:
    reply = shop.office.people[by]("GET", "/v1/reports/timeliness?month=2026-09&format=xlsx", accept_language=language)
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"] == XLSX
    assert reply.headers["content-disposition"] == 'attachment; filename="timeliness-2026-09.xlsx"'
    return base64.b64decode(reply.text)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def column(rows: list[list[Any]], header: str) -> list[Any]:
    at = rows[0].index(header)
    return [row[at] for row in rows[1:]]


def test_it_has_a_sheet_for_each_section_with_hours_and_shares_as_numbers(shop: Workshop) -> None:
    found = sheets(workbook(shop))
    assert list(found) == ["Summary", "Flow roles", "Steps", "Blocking reasons", "People"]
    steps = found["Steps"]
    assert column(steps, "Step") == ["Quote", "Contract"]
    assert column(steps, "Flow role") == ["Presales", "Legal"]
    assert column(steps, "Completion, median (h)") == [2.5, 9.0]
    assert column(steps, "On time") == [1.0, 0.0]
    assert column(steps, "Blocked (h)") == [1.5, 0.0]
    assert column(steps, "Top blocking reasons") == ["Papers missing 1.5 h × 1", ""]
    assert found["Blocking reasons"][1:] == [["Papers missing", 1.0, 1.5]]
    assert column(found["People"], "Member") == ["Rep", "Stranger"]


def test_the_summary_says_the_month_its_change_and_what_the_figures_mean(shop: Workshop) -> None:
    summary = sheets(workbook(shop))["Summary"]
    said = {row[0]: row[1:3] for row in summary}
    assert said["Month"][0] == "2026-09"
    assert said["Time zone"][0] == "Asia/Shanghai"
    assert isinstance(said["As of"][0], datetime | date)
    assert said["Cards done"] == [2.0, 1.0]
    assert said["Blocked (h)"] == [1.5, 1.5]
    assert any(str(row[0]).startswith("p90: Nearest rank") for row in summary)


def test_in_chinese_every_heading_is_chinese(shop: Workshop) -> None:
    found = sheets(workbook(shop, language="zh-CN"))
    assert list(found) == ["概览", "协作角色", "协同节点", "阻塞原因", "成员"]
    assert column(found["协同节点"], "协同节点") == ["报价确认", "合同签署"]
    assert all(not str(cell).isascii() or cell == "" for cell in found["协同节点"][0])
    assert any(str(row[0]).startswith("中位数：") for row in found["概览"])


def test_people_are_those_of_the_readers_line_and_for_others_there_is_no_such_sheet(shop: Workshop) -> None:
    assert column(sheets(workbook(shop, "manager"))["People"], "Member") == ["Rep"]
    content = workbook(shop, "rep")
    assert "People" not in sheets(content)
    assert b"Stranger" not in b"".join(parts(content).values())


def test_the_charts_are_native_and_show_the_rows_of_their_sheets(shop: Workshop) -> None:
    files = parts(workbook(shop))
    charts = [text.decode() for name, text in sorted(files.items()) if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    drawn = " ".join(charts)
    for title in ("On-time rate by step", "Median completion by step (h)", "Blocked time by reason (h)"):
        assert title in drawn
    assert "Steps!$A$2:$A$3" in drawn
    assert "'Blocking reasons'!$C$2<" in drawn


def test_headings_stay_in_sight_and_times_and_shares_have_their_formats(shop: Workshop) -> None:
    files = parts(workbook(shop))
    assert all('state="frozen"' in files[name].decode() for name in files if name.startswith("xl/worksheets/sheet"))
    styles = files["xl/styles.xml"].decode()
    for form in ("#,##0.00", "0.0%", "#,##0.00&quot;*&quot;"):
        assert f'formatCode="{form}"' in styles


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_name_that_looks_like_a_formula_is_written_as_text(shop: Workshop, name: str) -> None:
    view = TimelinessView.model_validate(shop.report("2026-09") | {"flow_name": name, "timezone": "Asia/Shanghai"})
    view.nodes[0].name = view.nodes[0].flow_name = view.nodes[0].role_name = name
    view.roles[0].name = view.reasons[0].reason_name = view.nodes[0].top_reasons[0].reason_name = name
    people = view.people or []
    people[0].name = name
    content = timeliness_xlsx(view, "en")
    found = sheets(content)
    assert found["Steps"][1][:3] == [name, name, name]
    assert found["Flow roles"][1][0] == found["Blocking reasons"][1][0] == found["People"][1][0] == name
    files = parts(content)
    assert all(b"<f>" not in files[each] and b"hyperlink" not in files[each] for each in files if "worksheets" in each)
    assert 'quotePrefix="1"' in files["xl/styles.xml"].decode()


def test_a_flow_named_like_a_formula_comes_through_the_whole_way_as_text() -> None:
    shop = open_workshop(order(names=names("=1+1", "=1+1")))
    shop.quoted(at("2026-09-07 09:00"), at("2026-09-07 10:00"))
    content = workbook(shop)
    assert column(sheets(content)["Steps"], "Flow") == ["=1+1"]


def test_a_month_without_cards_is_a_workbook_without_rows(shop: Workshop) -> None:
    reply = shop.office.owner("GET", "/v1/reports/timeliness?month=2025-01&format=xlsx")
    found = sheets(base64.b64decode(reply.text))
    assert [len(rows) for name, rows in found.items() if name != "Summary"] == [1, 1, 1, 1]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
