"""Capturing a lead: what is mandatory, what is filled in, whose it becomes, and what a role may say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.leads.house import Office, new_phone, staffed_office, together


def refused(reply: Any, status: int, code: str) -> dict[str, Any]:
    assert (reply.status, reply.json["code"]) == (status, code), reply.text
    return dict(reply.json)


def test_a_name_and_a_channel_are_enough_and_the_rest_has_defaults(office: Office) -> None:
    before = datetime.now(UTC)
    lead = office.rep.capture("New deal")
    assert lead["stage"] == office.stages()[0]
    assert lead["blocker"] == "none"
    assert lead["owner_id"] == office.rep.id
    first = datetime.fromisoformat(lead["first_contact_at"])
    assert before - timedelta(milliseconds=1) <= first <= datetime.now(UTC)
    zone = ZoneInfo(office.setup["timezone"])
    opens = office.setup["calendar"]["hours"][0]["opens"]
    planned = datetime.fromisoformat(lead["next_follow_up_at"]).astimezone(zone)
    assert planned.date() == datetime.now(zone).date() + timedelta(days=2)
    assert planned.strftime("%H:%M") == opens


def test_the_default_follow_up_is_in_the_workspaces_own_time_zone() -> None:
    office = staffed_office(timezone="America/Los_Angeles")
    planned = datetime.fromisoformat(office.rep.capture()["next_follow_up_at"]).astimezone(
        ZoneInfo("America/Los_Angeles")
    )
    assert planned.date() == datetime.now(ZoneInfo("America/Los_Angeles")).date() + timedelta(days=2)
    assert planned.strftime("%H:%M") == office.setup["calendar"]["hours"][0]["opens"]


@pytest.mark.parametrize("missing", ["name", "source_channel"])
def test_a_mandatory_field_is_missed_by_name(office: Office, missing: str) -> None:
    body = {"name": "Deal", "source_channel": office.channel}
    del body[missing]
    problem = refused(office.rep("POST", "/v1/leads", body), 422, "invalid")
    assert [each["field"] for each in problem["errors"]] == [missing]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "   "), ("name", None), ("name", "x" * 201), ("name", "a\x00b"), ("name", "a\u202eb"),
        ("source_channel", "no_such_channel"), ("stage", "no_such_stage"), ("phone", "call me"), ("phone", "123"),
        ("email", "nobody"), ("email", "a@b"), ("next_follow_up_at", "2020-01-01"), ("first_contact_at", "2026-02-30"),
        ("next_follow_up_at", "2026-02-30"), ("next_follow_up_at", "yesterday"), ("next_follow_up_at", 1800000000),
        ("first_contact_at", "2099-01-01"), ("amount", 12.5), ("amount", "-1"), ("amount", "1e5"), ("amount", "12,5"),
        ("amount", {"amount": "1", "currency": "yuan"}), ("amount", {"amount": "-1", "currency": "CNY"}),
        ("amount", "9" * 16), ("amount", True), ("owner_id", "m_1"), ("custom", {"no_such_field": 1}),
        ("custom", "text"), ("unknown", 1), ("override_reason", "x"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_place_and_nothing_is_written(office: Office, field: str, value: Any) -> None:
    from tests.leads.house import metered

    with metered() as meter:
        reply = office.rep("POST", "/v1/leads", {"name": "Deal", "source_channel": office.channel, field: value})
    problem = refused(reply, 422, "invalid")
    assert any(each["field"].startswith(field) for each in problem["errors"]), problem
    assert "TransactWriteItems" not in meter.operations


def test_today_as_a_date_is_still_ahead_and_yesterday_is_not(office: Office) -> None:
    today = datetime.now(ZoneInfo(office.setup["timezone"])).date()
    lead = office.rep.capture(next_follow_up_at=today.isoformat())
    assert datetime.fromisoformat(lead["next_follow_up_at"]) > datetime.now(UTC)
    past = {"name": "Deal", "source_channel": office.channel, "next_follow_up_at": str(today - timedelta(days=1))}
    refused(office.rep("POST", "/v1/leads", past), 422, "invalid")


def test_channel_and_stage_may_be_said_by_name_in_either_language(office: Office) -> None:
    channel, stage = office.setup["source_channels"][0], office.setup["stages"][1]
    for language in ("zh-CN", "en"):
        lead = office.rep.capture(source_channel=channel["names"][language], stage=stage["names"][language])
        assert (lead["source_channel"], lead["stage"]) == (channel["id"], stage["id"])


def test_texts_in_any_script_come_back_as_they_were_sent(office: Office) -> None:
    for text in ("上海明线 🚀", "مرحبا بالعالم", "'; DROP TABLE leads; --", '=HYPERLINK("http://x")', "Ünï ⟨x⟩"):
        assert office.rep.capture(text, remark=text)["remark"] == text


def test_a_lead_may_be_captured_closed_and_then_has_no_deadline(office: Office) -> None:
    won = office.rep.capture(stage=office.stages("won")[0], amount="10")
    assert (won["stage_kind"], won["amount"]) == ("won", {"amount": "10.00", "currency": office.setup["currency"]})
    body = {"name": "Deal", "source_channel": office.channel}
    refused(office.rep("POST", "/v1/leads", {**body, "stage": office.stages("won")[0]}), 422, "invalid")
    refused(office.rep("POST", "/v1/leads", {**body, "stage": office.stages("lost")[0]}), 422, "invalid")
    reason = office.setup["lost_reasons"][0]["id"]
    lost = office.rep.capture(stage=office.stages("lost")[0], lost_reason=reason)
    assert (lost["stage_kind"], lost["lost_reason"]) == ("lost", reason)


# --- whose it is -------------------------------------------------------------------------------------------------


def test_a_rep_captures_for_themselves_or_for_the_pool_and_for_nobody_else(office: Office) -> None:
    assert office.rep.capture()["owner_id"] == office.rep.id
    assert office.rep.capture(owner_id=None)["owner_id"] is None
    body = {"name": "Deal", "source_channel": office.channel, "owner_id": office.other.id}
    refused(office.rep("POST", "/v1/leads", body), 403, "field_forbidden")
    assert office.manager.capture(owner_id=office.other.id)["owner_id"] == office.other.id


def test_nobody_owns_leads_who_may_not(office: Office) -> None:
    viewer = office.people.get("viewer") or office.hire("viewer", "viewer")
    body = {"name": "Deal", "source_channel": office.channel, "owner_id": viewer.id}
    refused(office.owner("POST", "/v1/leads", body), 422, "invalid")
    refused(viewer("POST", "/v1/leads", {"name": "Deal", "source_channel": office.channel}), 403, "forbidden")


def test_round_robin_gives_each_rep_their_turn_and_a_rep_keeps_their_own() -> None:
    office = staffed_office()
    reps = [office.rep.id, office.other.id, office.stranger.id]
    office.trim(assignment={"rule": "round_robin", "members": reps})
    given = [office.owner.capture()["owner_id"] for _ in range(6)]
    assert sorted(given) == sorted(reps * 2)
    assert given[:3] == given[3:]
    assert {office.rep.capture()["owner_id"] for _ in range(3)} == {office.rep.id}
    at_once = together([lambda: office.owner.capture()["owner_id"] for _ in range(6)])
    assert sorted(at_once) == sorted(reps * 2)


def test_by_channel_by_region_and_by_load_name_the_rep() -> None:
    office = staffed_office()
    channels = [each["id"] for each in office.setup["source_channels"]]
    office.trim(assignment={"rule": "by_channel", "by_channel": {channels[1]: office.other.id}, "members": []})
    assert office.owner.capture(source_channel=channels[1])["owner_id"] == office.other.id
    assert office.owner.capture(source_channel=channels[0])["owner_id"] is None
    office.trim(assignment={"rule": "by_region", "by_region": {"East": office.rep.id}, "members": []})
    assert office.owner.capture(region="East")["owner_id"] == office.rep.id
    assert office.owner.capture(region="West")["owner_id"] is None
    office.trim(assignment={"rule": "by_load", "members": [office.rep.id, office.other.id, office.stranger.id]})
    assert office.owner.capture()["owner_id"] == office.stranger.id


def test_who_is_at_the_cap_gets_no_more_and_the_rest_waits_in_the_pool() -> None:
    office = staffed_office()
    office.trim(assignment={"rule": "round_robin", "members": [office.rep.id, office.other.id], "cap": 2})
    given = [office.owner.capture()["owner_id"] for _ in range(5)]
    assert sorted(map(str, given)) == sorted([office.rep.id] * 2 + [office.other.id] * 2 + ["None"])
    waiting = office.owner.capture(owner_id=None)
    refused(office.rep("POST", f"/v1/leads/{waiting['id']}/claim"), 409, "owner_cap_reached")
    assert office.stranger.act(waiting["id"], "claim")["owner_id"] == office.stranger.id
    assert office.manager.capture(owner_id=office.rep.id)["owner_id"] == office.rep.id  # by hand one may go over it


def test_a_lead_in_the_pool_is_claimed_once() -> None:
    office = staffed_office()
    lead = office.owner.capture(owner_id=None)
    replies = together([lambda p=p: p("POST", f"/v1/leads/{lead['id']}/claim") for p in office.people.values()])
    assert sorted(reply.status for reply in replies).count(200) == 1
    losers = [reply for reply in replies if reply.status != 200]
    # Who may still see it is told that it is taken; for the others it is not there any more.
    assert {reply.status for reply in losers} <= {404, 409}
    assert [event["kind"] for event in office.owner.timeline(lead["id"])] == ["lead.claimed", "lead.created"]


def test_every_change_of_owner_is_an_event_and_the_new_owner_is_told(office: Office) -> None:
    lead = office.manager.capture(owner_id=office.rep.id)
    office.manager.act(lead["id"], "assign", {"owner_id": office.other.id, "reason": "holiday"})
    assert [each["kind"] for each in office.other.inbox(lead["id"])] == ["lead.assigned"]
    office.other.act(lead["id"], "release", {"reason": "not mine"})
    office.rep.act(lead["id"], "claim")
    kinds = [
        (each["kind"], each["facts"].get("from"), each["facts"].get("to")) for each in office.rep.timeline(lead["id"])
    ]
    assert kinds[:3] == [
        ("lead.claimed", None, office.rep.id),
        ("lead.released", office.other.id, None),
        ("lead.assigned", office.rep.id, office.other.id),
    ]


# --- what a role may say and see ---------------------------------------------------------------------------------


def test_a_field_that_a_role_may_only_read_or_not_see_is_refused_and_absent() -> None:
    office = staffed_office()
    office.trim(
        fields=[{"id": "budget", "name": "Budget", "type": "money"}, {"id": "rival", "name": "Rival", "type": "text"}],
        field_permissions={
            "rep": {"phone": "hidden", "amount": "hidden", "budget": "hidden", "remark": "read", "rival": "read",
                    "stage": "read", "owner_id": "hidden"}
        },
    )  # fmt: skip
    phone = new_phone()
    lead = office.manager.capture(
        "Hidden things", owner_id=office.rep.id, phone=phone, amount="777", remark="seen", company="Veil Ltd",
        custom={"budget": "888", "rival": "Other"},
    )  # fmt: skip
    seen = office.rep.lead(lead["id"])
    assert not {"phone", "amount", "owner_id", "owner_name"} & set(seen)
    assert (seen["remark"], seen["custom"]) == ("seen", {"rival": "Other"})
    office.manager.patch(lead["id"], amount="999", phone=new_phone(), custom={"budget": "111"})
    office.manager.act(lead["id"], "assign", {"owner_id": office.other.id})
    office.manager.act(lead["id"], "assign", {"owner_id": office.rep.id})
    office.feed()
    rows = office.rep("GET", "/v1/leads").json["items"]
    everything = [rows, office.rep.timeline(lead["id"]), office.rep("GET", "/v1/pipeline").json]
    everything += [office.rep("GET", f"/v1/customers/{lead['customer_id']}").json, office.rep.inbox(lead["id"])]
    told = str(everything)
    for secret in (phone, "777", "888", "999", "111.00", office.other.id):
        assert secret not in told, secret
    assert [row["name"] for row in rows] == ["Hidden things"]
    assert office.rep("GET", f"/v1/leads?q={phone[-6:]}").json["items"] == []
    assert len(office.manager("GET", "/v1/leads?q=veil").json["items"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"remark": "x"}), ("PATCH", "", {"custom": {"rival": "x"}}), ("PATCH", "", {"stage": "won"}),
        ("POST", "/stage", {"stage": "won"}), ("PATCH", "", {"phone": "13800138000"}),
        ("POST", "/follow-ups", {"kind": "call", "outcome": "met", "summary": "x", "stage": "won"}),
        ("POST", "/follow-ups", {"kind": "call", "outcome": "met", "summary": "x", "amount": "5"}),
    ],
)  # fmt: skip
def test_writing_a_forbidden_field_is_refused_however_it_is_done(
    guarded_office: tuple[Office, str], method: str, path: str, body: dict[str, Any]
) -> None:
    office, lead_id = guarded_office
    refused(office.rep(method, f"/v1/leads/{lead_id}{path}", body), 403, "field_forbidden")


def test_a_forbidden_field_is_refused_at_capture_in_bulk_and_on_the_customer(
    guarded_office: tuple[Office, str],
) -> None:
    office, lead_id = guarded_office
    body = {"name": "Deal", "source_channel": office.channel}
    refused(office.rep("POST", "/v1/leads", {**body, "remark": "x"}), 403, "field_forbidden")
    refused(office.rep("POST", "/v1/leads", {**body, "custom": {"rival": "x"}}), 403, "field_forbidden")
    bulk = office.rep("POST", "/v1/leads:bulk", {"do": {"action": "stage", "lead_ids": [lead_id], "stage": "won"}})
    assert [each["code"] for each in bulk.json["results"]] == ["field_forbidden"]
    customer = office.rep.lead(lead_id)["customer_id"]
    refused(office.rep("PATCH", f"/v1/customers/{customer}", {"phone": "13800138000"}), 403, "field_forbidden")


@pytest.fixture(scope="module")
def guarded_office() -> tuple[Office, str]:
    office = staffed_office()
    office.trim(
        fields=[{"id": "rival", "name": "Rival", "type": "text"}],
        field_permissions={
            "rep": {"phone": "hidden", "amount": "hidden", "remark": "read", "rival": "read", "stage": "read"}
        },
    )
    return office, office.rep.capture()["id"]


# --- custom fields -----------------------------------------------------------------------------------------------

_TYPES: list[tuple[str, list[tuple[Any, Any]], list[Any]]] = [
    ("text", [("a text", "a text"), ("  中文  ", "中文")], [5, True, ["a"], "x" * 2001, "a\x07b"]),
    ("number", [(5, "5"), ("12.50", "12.50"), (-1, "-1"), (0.5, "0.5")], ["many", True, "1e30", "NaN", []]),
    (
        "money",
        [("12.5", {"amount": "12.50", "currency": "CNY"}),
         ({"amount": "3", "currency": "USD"}, {"amount": "3.00", "currency": "USD"})],
        ["much", True, {"amount": "1"}, {"amount": "x", "currency": "CNY"}],
    ),
    ("date", [("2026-02-28", "2026-02-28")], ["2026-02-30", "28.2.2026", 20260228, True]),
    ("choice", [("red", "red"), ("Blue", "blue")], ["green", ["red"], 1]),
    ("choices", [(["red", "Blue", "red"], ["red", "blue"]), ([], [])], ["red", ["green"], {"red": True}]),
    ("yes_no", [(True, True), (False, False)], ["yes", 1, "true"]),
    ("phone", [("138 0013 8000", "+8613800138000")], ["call", 13800138000, ""]),
    ("email", [("A@Example.COM", "a@example.com")], ["a@", 5, "a b@c.d"]),
    ("link", [("https://example.com/a?b=c", "https://example.com/a?b=c")], ["javascript:alert(1)", "example.com", 5]),
]  # fmt: skip


@pytest.fixture(scope="module")
def typed_office() -> Office:
    office = staffed_office()
    colours = [{"id": "red", "name": "Red"}, {"id": "blue", "name": "Blue"}]
    office.trim(
        fields=[
            {"id": f"f_{kind}", "name": f"F {kind}", "type": kind,
             **({"choices": colours} if kind in ("choice", "choices") else {})}
            for kind in (*(each[0] for each in _TYPES), "member")
        ]
    )  # fmt: skip
    return office


@pytest.mark.parametrize(("kind", "good", "bad"), _TYPES, ids=[each[0] for each in _TYPES])
def test_each_type_of_custom_field_takes_its_values_and_no_others(
    typed_office: Office, kind: str, good: list[tuple[Any, Any]], bad: list[Any]
) -> None:
    field = f"f_{kind}"
    lead = typed_office.rep.capture()
    for sent, kept in good:
        assert typed_office.rep.patch(lead["id"], custom={field: sent})["custom"] == {field: kept}
    for value in bad:
        problem = refused(
            typed_office.rep("PATCH", f"/v1/leads/{lead['id']}", {"custom": {field: value}}), 422, "invalid"
        )
        assert problem["errors"][0]["field"] == f"custom.{field}"
    assert typed_office.rep.patch(lead["id"], custom={field: None})["custom"] == {}


def test_a_member_field_holds_a_member_of_this_workspace(typed_office: Office, office: Office) -> None:
    lead = typed_office.rep.capture(custom={"f_member": typed_office.other.id})
    assert lead["custom"] == {"f_member": typed_office.other.id}
    path, body = f"/v1/leads/{lead['id']}", {"custom": {"f_member": office.rep.id}}
    refused(typed_office.rep("PATCH", path, body), 422, "invalid")


def test_a_required_custom_field_is_demanded_at_capture_and_all_wrong_ones_are_named() -> None:
    office = staffed_office()
    office.trim(fields=[{"id": "size", "name": "Size", "type": "number", "required": True},
                        {"id": "old", "name": "Old", "type": "text", "archived": True}])  # fmt: skip
    body = {"name": "Deal", "source_channel": office.channel}
    problem = refused(office.rep("POST", "/v1/leads", {**body, "custom": {"old": "x"}}), 422, "invalid")
    assert {each["field"] for each in problem["errors"]} == {"custom.size", "custom.old"}
    assert office.rep("POST", "/v1/leads", {**body, "custom": {"size": 3}}).status == 201
