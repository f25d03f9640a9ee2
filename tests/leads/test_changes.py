"""What happens to a lead: follow-ups, stages, holds, bulk, versions, delete, restore; and many people at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.leads.house import Office, later, metered, staffed_office, together


def lost_reason(office: Office) -> str:
    return str(office.setup["lost_reasons"][0]["id"])


def follow_up(**more: Any) -> dict[str, Any]:
    return {"kind": "call", "outcome": "connected", "summary": "spoke about the budget", **more}


def code(reply: Any) -> tuple[int, str]:
    return reply.status, reply.json["code"]


def test_one_call_logs_the_contact_moves_the_stage_and_sets_blocker_and_date(office: Office) -> None:
    lead, stage = office.rep.capture(), office.stages()[2]
    at = later(days=3).isoformat()
    with metered() as meter:
        done = office.rep.act(
            lead["id"], "follow-ups",
            follow_up(kind="visit", outcome="met", minutes=45, stage=stage, blocker="price", next_follow_up_at=at),
        )  # fmt: skip
    assert meter.operations.count("TransactWriteItems") == 1
    assert (done["stage"], done["blocker"], done["follow_up_count"]) == (stage, "price", 1)
    assert datetime.fromisoformat(done["next_follow_up_at"]) == datetime.fromisoformat(at)
    (kept,) = done["last_follow_ups"]
    assert (kept["kind"], kept["effective"], kept["minutes"], kept["by"]) == ("visit", True, 45, office.rep.id)
    event = office.rep.timeline(lead["id"])[0]
    assert event["kind"] == "lead.followed_up"
    assert event["changes"]["stage"] == [lead["stage"], stage]
    assert event["facts"]["from"] == lead["stage"]
    assert event["facts"]["effective"] is True


def test_a_follow_up_may_win_or_lose_and_demands_what_that_takes(office: Office) -> None:
    lead = office.rep.capture()
    path = f"/v1/leads/{lead['id']}/follow-ups"
    assert code(office.rep("POST", path, follow_up(stage="won"))) == (422, "invalid")
    assert code(office.rep("POST", path, follow_up(stage="lost"))) == (422, "invalid")
    won = office.rep.act(lead["id"], "follow-ups", follow_up(stage="won", amount="100"))
    assert (won["stage_kind"], won["follow_up_count"], won["amount"]["amount"]) == ("won", 1, "100.00")
    lost = office.rep.act(lead["id"], "follow-ups", follow_up(stage="lost", reason=lost_reason(office)))
    assert (lost["stage_kind"], lost["lost_reason"]) == ("lost", lost_reason(office))


def test_a_follow_up_without_a_date_never_leaves_the_lead_without_one(office: Office) -> None:
    lead = office.rep.capture(next_follow_up_at=later(days=9).isoformat())
    kept = office.rep.act(lead["id"], "follow-ups", follow_up())
    assert kept["next_follow_up_at"] == lead["next_follow_up_at"]
    assert (
        code(office.rep("POST", f"/v1/leads/{lead['id']}/follow-ups", follow_up(next_follow_up_at="2020-01-01")))[0]
        == 422
    )
    for field in ("next_follow_up_at", "name", "source_channel", "stage", "first_contact_at"):
        assert code(office.rep("PATCH", f"/v1/leads/{lead['id']}", {field: None})) == (422, "invalid")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "fax"}, {"outcome": "maybe"}, {"summary": ""}, {"summary": "x" * 5001}, {"minutes": -1},
        {"minutes": 1441}, {"minutes": "ten"}, {"at": "2099-01-01T00:00:00Z"}, {"stage": "nowhere"}, {"extra": 1},
    ],
)  # fmt: skip
def test_a_wrong_follow_up_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    lead = office.rep.capture()
    assert code(office.rep("POST", f"/v1/leads/{lead['id']}/follow-ups", follow_up(**wrong))) == (422, "invalid")
    assert office.rep.lead(lead["id"])["follow_up_count"] == 0


def test_a_follow_up_written_down_later_keeps_its_time(office: Office) -> None:
    lead = office.rep.capture(first_contact_at=later(days=-9).isoformat())
    at = later(days=-2)
    done = office.rep.act(lead["id"], "follow-ups", follow_up(at=at.isoformat()))
    assert datetime.fromisoformat(done["touched_at"]) == at
    earlier = office.rep.act(lead["id"], "follow-ups", follow_up(at=later(days=-5).isoformat()))
    assert (earlier["touched_at"], earlier["follow_up_count"]) == (done["touched_at"], 2)


def test_any_jump_of_stage_is_allowed_and_recorded_with_the_stay_that_ended(office: Office) -> None:
    lead, stages = office.rep.capture(), office.stages()
    for stage in (stages[-1], stages[0], stages[2]):
        moved = office.rep.act(lead["id"], "stage", {"stage": stage})
        assert moved["stage"] == stage
    assert office.rep.act(lead["id"], "stage", {"stage": stages[2]})["version"] == moved["version"]
    events = office.rep.timeline(lead["id"])[:3]
    assert [event["facts"]["to"] for event in events] == [stages[2], stages[0], stages[-1]]
    assert events[0]["facts"]["entered_at"] == events[1]["facts"]["left_at"]


def test_won_needs_an_amount_lost_a_reason_and_reopening_begins_the_next_cycle(office: Office) -> None:
    lead, path = (made := office.rep.capture()), f"/v1/leads/{made['id']}/stage"
    assert code(office.rep("POST", path, {"stage": "won"})) == (422, "invalid")
    assert office.rep("POST", path, {"stage": "won"}).json["errors"][0]["field"] == "amount"
    assert office.rep("POST", path, {"stage": "lost"}).json["errors"][0]["field"] == "reason"
    assert code(office.rep("POST", path, {"stage": "lost", "reason": "no such"})) == (422, "invalid")
    lost = office.rep.act(lead["id"], "stage", {"stage": "lost", "reason": lost_reason(office)})
    assert (lost["cycle"], lost["lost_reason"], lost["closed_at"] is None) == (1, lost_reason(office), False)
    again = office.rep.act(lead["id"], "stage", {"stage": office.stages()[1]})
    assert (again["cycle"], again["lost_reason"], again["closed_at"]) == (2, None, None)
    assert datetime.fromisoformat(again["next_follow_up_at"]) > datetime.now(UTC)
    kinds = [event["kind"] for event in office.rep.timeline(lead["id"])]
    assert kinds == ["lead.reopened", "lead.stage_moved", "lead.created"]
    won = office.rep.patch(lead["id"], stage="won", amount="9")
    assert won["stage_kind"] == "won"
    assert code(office.rep("PATCH", f"/v1/leads/{lead['id']}", {"amount": None})) == (422, "invalid")
    assert code(office.rep("PATCH", f"/v1/leads/{lead['id']}", {"lost_reason": lost_reason(office)})) == (
        422,
        "invalid",
    )


def test_reopening_by_patch_plans_the_next_follow_up_ahead(office: Office) -> None:
    from chalicelib.core.scope import acting_as
    from chalicelib.leads import service
    from chalicelib.leads.schemas import LeadChange

    lead = office.rep.capture(stage="won", amount="1")
    scope, now = office.rep.scope, later(days=30)
    with acting_as(scope):
        again = service.change_lead(scope, lead["id"], LeadChange(stage=office.stages()[0]), now, None)
    assert again.next_follow_up_at > now
    assert again.cycle == 2


def test_a_hold_needs_a_listed_reason_and_a_date_ahead(office: Office) -> None:
    lead, path = (made := office.rep.capture()), f"/v1/leads/{made['id']}/hold"
    reason = office.setup["hold_reasons"][0]["id"]
    for wrong in ({"reason": "tired", "until": "2027-01-01"}, {"reason": reason, "until": "2020-01-01"},
                  {"reason": reason}, {"until": "2027-01-01"}, {"reason": reason, "until": "2035-01-01"}):  # fmt: skip
        assert code(office.rep("POST", path, wrong)) == (422, "invalid")
    held = office.rep.act(lead["id"], "hold", {"reason": reason, "until": "2027-01-11"})
    assert held["hold"]["reason"] == reason
    assert held["overdue"] is False
    assert code(office.rep("POST", f"/v1/leads/{office.rep.capture()['id']}/resume")) == (409, "lead_not_held")
    awake = office.rep.act(lead["id"], "resume")
    assert awake["hold"] is None
    assert datetime.fromisoformat(awake["next_follow_up_at"]) < later(days=4)
    won = office.rep.capture(stage="won", amount="1")
    body = {"reason": reason, "until": "2027-01-11"}
    assert code(office.rep("POST", f"/v1/leads/{won['id']}/hold", body)) == (409, "lead_closed")


def test_a_collaborator_follows_up_on_what_is_theirs_and_changes_nothing_else() -> None:
    office = staffed_office()
    helper = office.hire("helper", "collaborator")
    lead = office.manager.capture(owner_id=helper.id)
    assert helper.act(lead["id"], "follow-ups", follow_up())["follow_up_count"] == 1
    assert helper("PATCH", f"/v1/leads/{lead['id']}", {"name": "x"}).status == 403
    assert helper("GET", f"/v1/leads/{office.rep.capture()['id']}").status == 404
    assert helper("GET", f"/v1/leads/{office.rep.capture(owner_id=None)['id']}").status == 404


# --- versions ----------------------------------------------------------------------------------------------------


def test_a_stale_version_is_refused_on_every_change_and_the_present_one_is_not(office: Office) -> None:
    reason = office.setup["hold_reasons"][0]["id"]
    changes: list[tuple[str, str, Any]] = [
        ("PATCH", "", {"remark": "x"}), ("POST", "/follow-ups", follow_up()),
        ("POST", "/stage", {"stage": office.stages()[1]}),
        ("POST", "/hold", {"reason": reason, "until": "2027-01-11"}), ("POST", "/resume", None),
        ("POST", "/assign", {"owner_id": office.other.id}), ("POST", "/release", {}), ("POST", "/claim", None),
        ("DELETE", "", None), ("POST", "/restore", None),
    ]  # fmt: skip
    lead = office.manager.capture(owner_id=office.rep.id)
    path, version = f"/v1/leads/{lead['id']}", 1
    for method, action, body in changes:
        stale = office.manager(method, path + action, body, if_match=f'"{version + 7}"')
        assert code(stale) == (412, "stale_version"), (method, action)
        done = office.manager(method, path + action, body, if_match=f'"{version}"')
        assert done.status in (200, 201, 204), done.text
        version += 1
    assert office.manager("GET", path).headers["etag"] == f'"{version}"'


def test_of_two_who_change_the_same_version_one_is_told_that_it_is_stale(office: Office) -> None:
    lead = office.rep.capture()
    path = f"/v1/leads/{lead['id']}"
    replies = together([lambda n=n: office.rep("PATCH", path, {"remark": str(n)}, if_match='"1"') for n in range(6)])
    assert sorted(reply.status for reply in replies) == [200] + [412] * 5


def test_follow_ups_at_the_same_moment_all_land(office: Office) -> None:
    lead = office.rep.capture()
    path = f"/v1/leads/{lead['id']}/follow-ups"
    replies = together([lambda n=n: office.rep("POST", path, follow_up(summary=f"call {n}")) for n in range(12)])
    assert {reply.status for reply in replies} == {201}
    assert office.rep.lead(lead["id"])["follow_up_count"] == 12
    told = [
        event["facts"]["summary"] for event in office.rep.timeline(lead["id"]) if event["kind"] == "lead.followed_up"
    ]
    assert sorted(told) == sorted(f"call {n}" for n in range(12))


def test_changes_of_several_leads_of_one_customer_at_once_keep_its_books_right(office: Office) -> None:
    leads = [office.rep.capture(company="Busy Books Ltd") for _ in range(8)]
    calls = [
        lambda lead=lead: office.rep.act(lead["id"], "stage", {"stage": "won", "amount": "1"}) for lead in leads[:5]
    ]
    calls += [lambda lead=lead: office.manager("DELETE", f"/v1/leads/{lead['id']}") for lead in leads[5:7]]
    results = together(calls)
    assert not [each for each in results if isinstance(each, BaseException)]
    known = office.owner("GET", f"/v1/customers/{leads[0]['customer_id']}").json
    assert (known["open_leads"], known["closed_leads"]) == (1, 5)


# --- bulk --------------------------------------------------------------------------------------------------------


def bulk(person: Any, **do: Any) -> dict[str, Any]:
    reply = person("POST", "/v1/leads:bulk", {"do": do})
    assert reply.status == 200, reply.text
    return dict(reply.json)


def test_five_hundred_leads_are_moved_with_a_result_each_and_none_is_touched() -> None:
    from chalicelib.core.scope import acting_as
    from chalicelib.leads import importing
    from chalicelib.leads.capture import NewLeadFacts
    from chalicelib.leads.change import Rules

    office = staffed_office()
    scope, now, stages = office.manager.scope, later(hours=-1), office.stages()
    facts = [
        NewLeadFacts(
            name=f"Deal {n}", source_channel="referral", stage=stages[0], first_contact_at=now - timedelta(days=1),
            next_follow_up_at=now + timedelta(days=2), owner_id=office.rep.id,
            company=f"Bulk {n % 300} Ltd",  # several leads of one customer
        )
        for n in range(497)
    ]  # fmt: skip
    with acting_as(scope):
        leads = importing.create_leads(scope, Rules.of(scope), facts, now)
    ids = [lead.id for lead in leads]  # type: ignore[union-attr]
    theirs = office.stranger.capture()["id"]
    deleted = office.manager.capture()["id"]
    office.manager("DELETE", f"/v1/leads/{deleted}")
    unknown = "lead_01M00000000000000000000000"
    done = bulk(office.manager, action="stage", lead_ids=[*ids, theirs, deleted, unknown], stage=stages[2])
    assert (done["done"], done["refused"]) == (497, 3)
    assert [each["lead_id"] for each in done["results"]] == [*ids, theirs, deleted, unknown]
    assert {each["code"] for each in done["results"][-3:]} == {"not_found"}
    moved = office.manager.lead(ids[0])
    assert moved["stage"] == stages[2]
    assert datetime.fromisoformat(moved["touched_at"]) == now - timedelta(days=1)
    assert moved["version"] == done["results"][0]["version"] == 2

    given = bulk(office.manager, action="assign", lead_ids=ids, owner_id=office.other.id)
    assert given["done"] == 497
    moved = office.manager.lead(ids[7])
    assert (moved["owner_id"], moved["touched_at"]) == (office.other.id, office.manager.lead(ids[0])["touched_at"])
    assert len(office.other.all("/v1/leads", owner="me", limit=200)) == 497
    known = office.owner("GET", f"/v1/customers/{moved['customer_id']}").json
    assert known["owner_ids"] == [office.other.id]

    reason = office.setup["hold_reasons"][0]["id"]
    held = bulk(office.manager, action="hold", lead_ids=ids[:50], reason=reason, until="2027-02-01")
    assert held["done"] == 50
    won = bulk(office.manager, action="stage", lead_ids=ids[:2], stage="won")
    assert [each["code"] for each in won["results"]] == ["invalid", "invalid"]
    lost = bulk(office.manager, action="stage", lead_ids=ids[:3], stage="lost", reason=lost_reason(office))
    assert lost["done"] == 3
    assert bulk(office.manager, action="hold", lead_ids=ids[:1], reason=reason, until="2027-02-01")["results"][0][
        "code"
    ] == ("lead_closed")


def test_a_bulk_of_none_of_too_many_or_of_no_ids_is_refused(office: Office) -> None:
    for ids in ([], ["x"], ["lead_01M00000000000000000000000"] * 501):
        reply = office.rep("POST", "/v1/leads:bulk", {"do": {"action": "stage", "lead_ids": ids, "stage": "won"}})
        assert reply.status == 422
    rep = office.rep("POST", "/v1/leads:bulk", {"do": {"action": "assign", "lead_ids": [office.rep.capture()["id"]],
                                                       "owner_id": office.other.id}})  # fmt: skip
    assert rep.json["results"][0]["code"] in ("forbidden", "field_forbidden")


# --- delete and restore ------------------------------------------------------------------------------------------


def test_a_deleted_lead_is_in_no_list_and_comes_back_for_thirty_days() -> None:
    from chalicelib.core.scope import acting_as
    from chalicelib.leads import service
    from chalicelib.leads.errors import RestoreTooLate

    office = staffed_office()
    lead = office.rep.capture("Gone deal", company="Gone Ltd")
    office.feed()
    assert office.rep("DELETE", f"/v1/leads/{lead['id']}").status == 403
    assert office.manager("DELETE", f"/v1/leads/{lead['id']}").status == 204
    office.feed()
    assert office.manager("GET", f"/v1/leads/{lead['id']}").status == 404
    for query in ("", "?sort=-updated_at", f"?owner={office.rep.id}", f"?stage={lead['stage']}", "?q=gone"):
        assert office.manager("GET", f"/v1/leads{query}").json["items"] == []
    assert office.manager("GET", "/v1/pipeline").json["items"] == []
    assert office.manager("DELETE", f"/v1/leads/{lead['id']}").status == 404
    taken = office.stranger.capture(company="Gone Ltd")
    assert code(office.manager("POST", f"/v1/leads/{lead['id']}/restore")) == (409, "lead_duplicate")
    office.owner("DELETE", f"/v1/leads/{taken['id']}")
    back = office.manager.act(lead["id"], "restore")
    assert (back["owner_id"], back["deleted_at"]) == (office.rep.id, None)
    assert code(office.manager("POST", f"/v1/leads/{lead['id']}/restore")) == (409, "not_deleted")
    office.manager("DELETE", f"/v1/leads/{lead['id']}")
    scope = office.owner.scope
    with acting_as(scope), pytest.raises(RestoreTooLate):
        service.restore_lead(scope, lead["id"], later(days=31), None)


def test_a_member_with_leads_goes_only_with_a_successor_who_gets_them_all() -> None:
    office = staffed_office()
    leads = [office.rep.capture(company=f"Heir {n} Ltd") for n in range(5)]
    won = office.rep.capture(stage="won", amount="1", company="Heir 0 Ltd")
    erased = office.rep.capture(stage="won", amount="1", phone="13911112222")
    deleted = office.rep.capture()
    office.manager("DELETE", f"/v1/leads/{deleted['id']}")
    office.owner("POST", f"/v1/customers/{erased['customer_id']}/erase")
    path = f"/v1/members/{office.rep.id}"
    assert code(office.owner("DELETE", path)) == (409, "member_has_leads")
    assert office.owner("DELETE", f"{path}?successor_id={office.other.id}").status == 204
    for lead in [*leads, won, erased]:
        assert office.owner.lead(lead["id"])["owner_id"] == office.other.id
    known = office.owner("GET", f"/v1/customers/{leads[0]['customer_id']}").json
    assert known["owner_ids"] == [office.other.id]
    assert office.owner.act(deleted["id"], "restore")["owner_id"] is None


# --- what events tell --------------------------------------------------------------------------------------------


def test_every_event_of_a_lead_names_it_and_says_who_even_if_that_is_a_key_deleted_since(office: Office) -> None:
    made = office.owner("POST", "/v1/api-keys", {"name": "Order desk"}).json
    call = office.company.call
    new = {"name": "Pumps", "source_channel": office.channel, "owner_id": office.rep.id}
    lead = call("POST", "/v1/leads", new, token=made["key"]).json
    path = f"/v1/leads/{lead['id']}"
    body = {"kind": "call", "outcome": "replied", "summary": "Called"}
    assert call("POST", f"{path}/follow-ups", body, token=made["key"]).status == 201
    office.rep.patch(lead["id"], name="Pumps and valves")
    office.manager("DELETE", path)
    assert office.owner("DELETE", f"/v1/api-keys/{made['id']}").status == 204
    told = [(each["kind"], each["facts"]["name"], each["actor_name"]) for each in office.owner.timeline(lead["id"])]
    assert told == [
        ("lead.deleted", "Pumps and valves", office.manager.name),
        ("lead.changed", "Pumps and valves", office.rep.name),
        ("lead.followed_up", "Pumps", "Order desk"),
        ("lead.created", "Pumps", "Order desk"),
    ]
    logged = office.owner("GET", f"/v1/audit?about={lead['id']}").json["items"]
    assert {each["actor_name"] for each in logged} == {office.manager.name, office.rep.name, "Order desk"}
