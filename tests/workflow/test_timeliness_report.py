"""The monthly timeliness report by API: figures of real cards, months by the workspace's clock, and who sees whom."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from tests.leads.house import metered
from tests.workflow.desk import names
from tests.workflow.workshop import Workshop, at, open_workshop, order, row

HOUR = 3600


@pytest.fixture(scope="module")
def september() -> Workshop:
    """Monday the 7th of September 2026 and after; one card of August."""
    shop = open_workshop()
    shop.quoted(at("2026-08-03 09:00"), at("2026-08-03 11:00"))
    run = shop.start(at("2026-09-07 09:00"))
    shop.do(run, "quote", "start", at("2026-09-07 10:00"))
    shop.do(run, "quote", "block", at("2026-09-07 11:00"), "rep", "papers", None)
    shop.do(run, "quote", "unblock", at("2026-09-07 13:00"))
    shop.do(run, "quote", "block", at("2026-09-07 13:00"), "rep", "customer", None)
    shop.do(run, "quote", "unblock", at("2026-09-07 14:00"))
    shop.do(run, "quote", "complete", at("2026-09-07 15:00"), "rep", {"amount": 7})
    shop.do(run, "contract", "start", at("2026-09-07 16:00"), "stranger")
    shop.do(run, "contract", "complete", at("2026-09-08 14:00"), "stranger", {})
    shop.do(run, "handover", "complete", at("2026-09-08 15:00"), "rep", {})
    late = shop.start(at("2026-09-09 09:00"), "other")
    shop.do(late, "quote", "start", at("2026-09-09 13:00"), "other")
    shop.do(late, "quote", "complete", at("2026-09-11 09:00"), "other", {"amount": 1})
    return shop


def test_a_step_shows_times_rates_and_what_blocked_it(september: Workshop) -> None:
    quote = row(september.report("2026-09")["nodes"], node="quote")
    assert (quote["name"], quote["flow_name"], quote["role_name"]) == ("Quote", "Quoting", "Presales")
    assert (quote["count"], quote["small"]) == (2, True)
    # One was started after 1 h and done after 6 h less the pause of 1 h; the other after 4 h of 2, and 18 h of 8.
    assert quote["response"] == {"median_seconds": 2.5 * HOUR, "p90_seconds": 4 * HOUR, "on_time_rate": 0.5}
    assert quote["completion"] == {"median_seconds": 11.5 * HOUR, "p90_seconds": 18 * HOUR, "on_time_rate": 0.5}
    assert (quote["blocked_seconds"], quote["blocked_cards"]) == (3 * HOUR, 1)
    assert quote["blocked_share"] == pytest.approx(3 / 24)
    assert quote["top_reasons"] == [
        {"reason": "papers", "reason_name": "Papers missing", "cards": 1, "seconds": 2 * HOUR},
        {"reason": "customer", "reason_name": "Waiting for the customer", "cards": 1, "seconds": HOUR},
    ]


def test_response_is_measured_without_a_time_for_it_but_has_no_rate_then(september: Workshop) -> None:
    contract = row(september.report("2026-09")["nodes"], node="contract")
    assert contract["response"] == {"median_seconds": HOUR, "p90_seconds": HOUR, "on_time_rate": None}
    assert contract["completion"]["median_seconds"] == 8 * HOUR
    assert contract["completion"]["on_time_rate"] == 0


def test_retellings_are_fields_shown_again_and_turns_told_after_others(september: Workshop) -> None:
    nodes = september.report("2026-09")["nodes"]
    assert row(nodes, node="quote")["retellings_avoided"] == {"total": 0, "fields": 0, "notices": 0}
    assert row(nodes, node="contract")["retellings_avoided"] == {"total": 2, "fields": 1, "notices": 1}
    assert row(nodes, node="handover")["retellings_avoided"] == {"total": 1, "fields": 0, "notices": 1}


def test_roles_come_with_their_names_and_steps_without_a_role_stand_together(september: Workshop) -> None:
    roles = september.report("2026-09")["roles"]
    assert [(each["role"], each["name"], each["count"]) for each in roles] == [
        ("presales", "Presales", 2),
        ("legal", "Legal", 1),
        (None, "No flow role", 1),
    ]


def test_each_figure_is_set_against_the_month_before(september: Workshop) -> None:
    quote = row(september.report("2026-09")["nodes"], node="quote")
    assert quote["change"] == {
        "count": 1,
        "response_median_seconds": 2.5 * HOUR,
        "completion_median_seconds": 9.5 * HOUR,
        "on_time_rate": -0.5,
        "blocked_seconds": 3 * HOUR,
        "blocked_share": pytest.approx(3 / 24),
        "retellings": 0,
    }
    october = september.report("2026-10")
    assert (october["total"]["count"], october["total"]["change"]["count"]) == (0, -4)
    assert row(october["nodes"], node="quote")["completion"]["median_seconds"] is None


def test_the_report_of_one_flow_leaves_the_others_out(september: Workshop) -> None:
    assert september.report("2026-09", flow="quote_order")["total"]["count"] == 4
    other = september.report("2026-09", flow="order")
    assert (other["total"]["count"], other["nodes"], other["reasons"]) == (0, [], [])


def test_names_and_definitions_are_in_the_readers_language(september: Workshop) -> None:
    owner = september.office.owner
    shown = owner("GET", "/v1/reports/timeliness?month=2026-09", accept_language="zh-CN").json
    assert shown["title"] == "协同时效分析表 · 2026-09"
    assert row(shown["nodes"], node="contract")["role_name"] == "法务"
    assert row(shown["definitions"], term="p90")["text"].startswith("最近秩法")


# Months


def test_a_month_is_cut_where_it_ends_on_the_workspaces_wall() -> None:
    shop = open_workshop()
    shop.quoted(at("2026-09-28 09:00"), at("2026-09-30 23:59"))
    shop.quoted(at("2026-09-28 09:00"), at("2026-10-01 00:00"))
    shop.quoted(at("2026-09-28 09:00"), at("2026-10-01 07:59"))
    assert [shop.report(month)["total"]["count"] for month in ("2026-08", "2026-09", "2026-10")] == [0, 1, 2]
    shown = shop.report("2026-10")
    assert (shown["begins"], shown["ends"]) == ("2026-09-30T16:00:00.000Z", "2026-10-31T16:00:00.000Z")


def test_west_of_greenwich_too_and_over_the_change_of_the_clocks() -> None:
    shop = open_workshop(timezone="America/New_York")
    zone = ZoneInfo("America/New_York")
    shop.quoted(at("2026-10-30 09:00", zone), at("2026-10-31 23:59", zone))
    shop.quoted(at("2026-10-30 09:00", zone), at("2026-11-30 23:59", zone))
    october, november = shop.report("2026-10"), shop.report("2026-11")
    assert (october["total"]["count"], november["total"]["count"]) == (1, 1)
    assert (november["begins"], november["ends"]) == ("2026-11-01T04:00:00.000Z", "2026-12-01T05:00:00.000Z")


def test_a_card_done_again_counts_once_in_the_month_of_its_last_completion() -> None:
    shop = open_workshop()
    run = shop.quoted(at("2026-09-28 09:00"), at("2026-09-28 10:00"))
    shop.do(run, "quote", "reopen", at("2026-10-08 09:00"), "rep", "Price is wrong")
    shop.do(run, "quote", "complete", at("2026-10-08 11:00"), "rep", {"amount": 6})
    assert shop.report("2026-09")["total"]["count"] == 0
    again = row(shop.report("2026-10")["nodes"], node="quote")
    assert (again["count"], again["completion"]["median_seconds"]) == (1, 3 * HOUR)


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "0000-01", "2026-1", "26-01", "2026-01-01", "x"])
def test_what_is_no_month_is_refused_with_its_place(september: Workshop, month: str) -> None:
    reply = september.office.owner("GET", f"/v1/reports/timeliness?month={month}")
    assert (reply.status, [each["field"] for each in reply.json["errors"]]) == (422, ["month"])


def test_a_flow_that_is_not_there_is_not_found(september: Workshop) -> None:
    assert september.office.owner("GET", "/v1/reports/timeliness?flow=nothing").status == 404


def test_without_a_month_it_is_the_present_one(september: Workshop) -> None:
    shown = september.office.owner("GET", "/v1/reports/timeliness").json
    assert shown["begins"] <= shown["as_of"] < shown["ends"]
    assert shown["is_over"] is False


# What is late now


def test_the_present_month_says_what_is_open_and_late_and_earlier_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.workflow import reports_api, timeliness_reading

    shop = open_workshop()
    shop.start(at("2026-09-07 09:00"))
    shop.start(at("2026-09-08 16:00"))
    monkeypatch.setattr(reports_api, "now", lambda: at("2026-09-09 10:00"))
    shown = shop.report("2026-09")
    quote = row(shown["nodes"], node="quote")
    assert (quote["count"], quote["late_open"], shown["total"]["late_open"]) == (0, 1, 1)
    assert row(shown["roles"], role="presales")["late_open"] == 1
    assert shop.report("2026-08")["total"]["late_open"] is None
    monkeypatch.setattr(timeliness_reading, "MOST_STEPS", 3)
    assert shop.report("2026-09")["total"]["late_open"] is None
    assert shop.report("2026-09", flow="quote_order")["total"]["late_open"] == 1


# Names of what is gone


def test_a_step_and_a_reason_that_the_newest_version_has_no_longer_keep_their_names() -> None:
    shop = open_workshop()
    run = shop.start(at("2026-09-07 09:00"))
    shop.do(run, "quote", "block", at("2026-09-07 10:00"), "owner", "papers", None)
    shop.do(run, "quote", "complete", at("2026-09-07 12:00"), "rep", {"amount": 1})
    changed = order(blocking_reasons=[{"id": "other", "names": names("其他", "Other")}])
    changed["nodes"] = [{**changed["nodes"][1], "after": []}]
    reply = shop.office.owner("PATCH", "/v1/flows/quote_order", {"definition": changed})
    assert reply.status == 200, reply.text
    quote = row(shop.report("2026-09")["nodes"], node="quote")
    assert (quote["name"], quote["role"], quote["top_reasons"][0]["reason_name"]) == (
        "Quote", "presales", "Papers missing",
    )  # fmt: skip


# People


def test_owners_and_admins_see_everybody_and_managers_their_own_line(september: Workshop) -> None:
    office = september.office
    office.hire("admin", "admin")
    for by in ("owner", "admin"):
        people = september.report("2026-09", by)["people"]
        assert {each["member_id"] for each in people} == {office.rep.id, office.other.id, office.stranger.id}
    people = september.report("2026-09", "manager")["people"]
    assert [(each["member_id"], each["count"]) for each in people] == [(office.other.id, 1), (office.rep.id, 2)]
    lone = office.hire("lone", "manager")
    assert lone("GET", "/v1/reports/timeliness?month=2026-09").json["people"] == []


@pytest.mark.parametrize("role", ["rep", "collaborator", "viewer"])
def test_others_see_no_people_in_any_form(september: Workshop, role: str) -> None:
    reader = september.office.hire(f"reading {role}", role)
    reply = reader("GET", "/v1/reports/timeliness?month=2026-09")
    assert reply.json["people"] is None
    assert reply.json["total"]["count"] == 4
    for person in (september.office.rep, september.office.stranger):
        assert person.id not in reply.text and person.name not in json.dumps(reply.json["nodes"])


def test_an_api_key_of_a_manager_has_no_line_and_sees_nobody(september: Workshop) -> None:
    key = september.office.owner("POST", "/v1/api-keys", {"name": "Reports", "role": "manager"}).json["key"]
    reply = september.office.company.call("GET", "/v1/reports/timeliness?month=2026-09", token=key)
    assert (reply.status, reply.json["people"]) == (200, [])


def test_another_workspace_sees_none_of_it(september: Workshop) -> None:
    assert open_workshop().report("2026-09")["total"]["count"] == 0


# Cost


def test_a_month_costs_a_query_for_each_utc_month_that_it_touches(september: Workshop) -> None:
    with metered() as meter:
        september.report("2026-09")
    asked = [params for operation, params, _ in meter.requests if operation == "Query"]
    done = [each for each in asked if "#DONE#" in json.dumps(each, default=str)]
    assert len(done) == 4  # two of each month, east of Greenwich
    assert all("BETWEEN" in each["KeyConditionExpression"] for each in done)
