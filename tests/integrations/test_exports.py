"""Leads and customers as a file."""

from __future__ import annotations

import base64
import csv
import io

from tests.identity.house import Reply
from tests.integrations.house import Office, table


def lines(reply: Reply) -> list[list[str]]:
    assert reply.status == 200, reply.text
    return list(csv.reader(io.StringIO(base64.b64decode(reply.text).decode("utf-8-sig"))))


def test_leads_go_out_with_names_that_people_know(office: Office) -> None:
    office.company.add(name="Li Na")
    office.done(table("name,source_channel,stage,owner,amount", "Pumps,Referral,Won,Li Na,12.5"))
    header, row = lines(office.call("GET", "/v1/exports/leads"))
    shown = dict(zip(header, row, strict=True))
    assert (shown["stage"], shown["source_channel"], shown["owner"]) == ("Won", "Referral", "Li Na")
    assert (shown["amount"], shown["currency"]) == ("12.50", "CNY")
    chinese = lines(office.call("GET", "/v1/exports/leads", accept_language="zh-CN"))
    assert "当前阶段" in chinese[0]


def test_what_a_spreadsheet_would_run_is_neutralised(office: Office) -> None:
    office.done(table("name,source_channel", '"=HYPERLINK(""http://x"")",Referral'))
    row = lines(office.call("GET", "/v1/exports/leads"))[1]
    assert row[0] == '\'=HYPERLINK("http://x")'


def test_filters_of_the_list_hold_for_the_file(office: Office) -> None:
    office.done(table("name,source_channel,stage", "Pumps,Referral,Won", "Valves,Referral,First contact"))
    rows = lines(office.call("GET", "/v1/exports/leads?stage=won"))
    assert [row[0] for row in rows[1:]] == ["Pumps"]


def test_more_leads_than_a_page_are_all_there(office: Office) -> None:
    office.done(table("name,source_channel", *(f"Deal {number},Referral" for number in range(450))))
    reply = office.call("GET", "/v1/exports/leads")
    assert (len(lines(reply)) - 1, reply.headers["x-row-count"]) == (450, "450")
    assert "x-next-cursor" not in reply.headers


def test_a_manager_gets_only_the_rows_of_the_line(office: Office) -> None:
    manager = office.company.add("manager", name="Wang Lei")
    office.company.add(name="Li Na", supervisor_id=manager["id"])
    office.company.add(name="Zhao Min")
    office.done(table("name,source_channel,owner", "Pumps,Referral,Li Na", "Valves,Referral,Zhao Min"))
    token = office.company.log_in(manager["email"])["access_token"]
    rows = lines(office.company.call("GET", "/v1/exports/leads", token=token))
    assert [row[0] for row in rows[1:]] == ["Pumps"]


def test_a_field_hidden_from_the_role_is_not_in_the_file(office: Office) -> None:
    office.done(table("name,source_channel,phone,amount", "Pumps,Referral,13812345678,7"))
    hide = {"field_permissions": {"admin": {"phone": "hidden", "amount": "hidden"}}}
    assert office.call("PATCH", "/v1/workspace", hide).status == 200
    token = office.company.log_in(office.company.add("admin")["email"])["access_token"]
    for what in ("leads", "customers"):
        header = lines(office.company.call("GET", f"/v1/exports/{what}", token=token))[0]
        assert not {"phone", "amount", "currency"} & set(header)


def test_a_rep_exports_nothing(office: Office) -> None:
    token = office.company.log_in(office.company.add("rep")["email"])["access_token"]
    assert office.company.call("GET", "/v1/exports/leads", token=token).status == 403
    assert office.company.call("GET", "/v1/exports/customers", token=token).status == 403


def test_a_workbook_is_answered_whatever_accept_says(office: Office) -> None:
    office.done(table("account,sector", "Acme,retail"), kind="customers")
    for accept in ({}, {"accept": "*/*"}, {"accept": "application/json"}):
        reply = office.call("GET", "/v1/exports/customers?format=xlsx", **accept)
        assert reply.status == 200
        assert base64.b64decode(reply.text).startswith(b"PK\x03\x04")


def test_an_exported_file_comes_in_again_and_changes_nothing(office: Office) -> None:
    office.company.add(name="Li Na")
    office.done(
        table("name,company,source_channel,stage,owner,amount,external_id,custom",
              "Pumps,Acme,Referral,Won,Li Na,12.5,X1,", "Valves,Borealis,Website,First contact,Li Na,,X2,")
    )  # fmt: skip
    for language in ("en", "zh-CN"):
        file = base64.b64decode(office.call("GET", "/v1/exports/leads", accept_language=language).text)
        again = office.done(file)
        assert (again["status"], again["created"], again["failed"], again["updated"]) == ("done", 0, 0, 0), again


def test_that_something_was_exported_is_in_the_log(office: Office) -> None:
    office.call("GET", "/v1/exports/leads")
    kinds = [each["kind"] for each in office.call("GET", "/v1/audit").json["items"]]
    assert "data.exported" in kinds
