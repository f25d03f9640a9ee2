"""Lists against an oracle: every combination of filters, for every role, in pages that give each row exactly once."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.leads.house import Office, Person, later, metered, staffed_office


@pytest.fixture(scope="module")
def market() -> Office:
    """About 150 leads of several owners, in all stages and states: silent, overdue, held, won, lost, deleted."""
    from chalicelib.core.scope import acting_as
    from chalicelib.leads import bulk, importing
    from chalicelib.leads.capture import NewLeadFacts
    from chalicelib.leads.change import Rules
    from chalicelib.leads.schemas import HoldRequest

    office = staffed_office()
    helper, viewer = office.hire("helper", "collaborator"), office.hire("viewer", "viewer")
    below = office.hire("below", "manager", office.manager)
    deep = office.hire("deep", "rep", below)
    assert viewer
    owners = [office.rep, office.other, office.stranger, helper, deep, office.manager, None]
    chance = random.Random(7)
    stages = [(stage["id"], stage["kind"]) for stage in office.setup["stages"]]
    now = datetime.now(UTC).replace(microsecond=0)
    # Few different dates, so that many leads share one: pages must not lose or repeat those.
    dates = [now + timedelta(days=days) for days in (-9, -2, -1, 1, 2, 30)]
    scope = office.owner.scope
    with acting_as(scope):
        rules = Rules.of(scope)
        facts = []
        for number in range(150):
            stage, kind = chance.choice(stages)
            owner = chance.choice(owners)
            facts.append(
                NewLeadFacts(
                    name=f"Lead {number}", source_channel="referral", stage=stage, owner_id=owner.id if owner else None,
                    first_contact_at=now - timedelta(days=chance.choice([0, 1, 40, 41])),
                    next_follow_up_at=chance.choice(dates), amount="10.00" if kind == "won" else None,
                    currency="CNY" if kind == "won" else None, company=f"Company {number}",
                    lost_reason=office.setup["lost_reasons"][0]["id"] if kind == "lost" else None,
                )
            )  # fmt: skip
        made = importing.create_leads(scope, rules, facts, now)
        ids = [lead.id for lead in made]  # type: ignore[union-attr]
        reason = office.setup["hold_reasons"][0]["id"]
        bulk.hold(scope, chance.sample(ids, 20), HoldRequest(reason=reason, until=later(days=20).isoformat()), now)
    for lead_id in chance.sample(ids, 8):
        office.owner("DELETE", f"/v1/leads/{lead_id}")
    assert office.sweep(now) == 0
    return office


def everything(office: Office) -> list[dict[str, Any]]:
    """Every lead as the owner gets it one by one; the oracle's truth."""
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.core.settings import settings
    from tests.leads.house import unguarded_client

    client, found = unguarded_client(), []
    for page in client.get_paginator("scan").paginate(TableName=settings().workspace_table):
        found += [item["pk"]["S"].rpartition("#")[2] for item in page["Items"]
                  if item["sk"]["S"] == "LEAD" and item["pk"]["S"].startswith(office.id)]  # fmt: skip
    with acting_as(Scope.system(office.id, "test")):
        replies = [office.owner("GET", f"/v1/leads/{lead_id}") for lead_id in found]
    return [reply.json for reply in replies if reply.status == 200]


@pytest.fixture(scope="module")
def truth(market: Office) -> list[dict[str, Any]]:
    found = everything(market)
    assert 130 < len(found) < 150
    assert len({lead["silent"] for lead in found}) == len({bool(lead["hold_until"]) for lead in found}) == 2
    return found


def sees(office: Office, person: Person, lead: dict[str, Any]) -> bool:
    role = person.member["role"]
    if role in ("owner", "admin", "viewer"):
        return True
    below = {office.below.id, office.deep.id}
    lines = {office.manager.id: {office.manager.id, office.rep.id, office.other.id, *below}, office.below.id: below}
    line = lines.get(person.id, {person.id})
    return role != "collaborator" if lead["owner_id"] is None else lead["owner_id"] in line


def expected(
    office: Office, person: Person, truth: list[dict[str, Any]], query: dict[str, str]
) -> list[dict[str, Any]]:
    owner = person.id if query.get("owner") == "me" else query.get("owner")
    tests = {
        "stage": lambda lead: lead["stage"] == query["stage"],
        "owner": lambda lead: lead["owner_id"] == owner,
        "pool": lambda lead: (lead["owner_id"] is None) == (query["pool"] == "true"),
        "silent": lambda lead: lead["silent"] == (query["silent"] == "true"),
        "held": lambda lead: bool(lead["hold_until"]) == (query["held"] == "true"),
        "overdue": lambda lead: lead["overdue"] == (query["overdue"] == "true"),
        "open": lambda lead: (lead["stage_kind"] == "open") == (query["open"] == "true"),
        "due_before": lambda lead: lead["stage_kind"] == "open" and lead["next_follow_up_at"] < query["due_before"],
    }
    found = [lead for lead in truth if sees(office, person, lead)]
    for name in query:
        if name in tests:
            found = [lead for lead in found if tests[name](lead)]
    return found


def order(query: dict[str, str], lead: dict[str, Any]) -> Any:
    if query.get("sort") == "-updated_at":
        return lead["updated_at"]
    if query.get("silent") == "true":
        return (lead["owner_id"] or "POOL", lead["silent_since"])
    if query.get("held") == "true":
        return (lead["owner_id"] or "POOL", lead["hold_until"])
    return (lead["stage_kind"] != "open", lead["next_follow_up_at"])


def check(office: Office, person: Person, truth: list[dict[str, Any]], query: dict[str, str], limit: int) -> None:
    pages = person.pages("/v1/leads", limit=limit, **query)
    rows = [row for page in pages for row in page]
    wanted = expected(office, person, truth, query)
    what = (person.name, query, limit)
    assert all(len(page) <= limit for page in pages), what
    assert sorted(row["id"] for row in rows) == sorted(lead["id"] for lead in wanted), what
    by_id = {lead["id"]: lead for lead in wanted}
    orders = [order(query, by_id[row["id"]]) for row in rows]
    assert orders == sorted(orders, reverse=query.get("sort") == "-updated_at"), what


_STATES = [
    {},
    {"silent": "true"}, {"overdue": "true"}, {"open": "true"}, {"due_before": "DATE"},
    {"silent": "false"}, {"overdue": "false"}, {"open": "false"}, {"pool": "false"},
    {"silent": "true", "overdue": "true"}, {"open": "true", "silent": "false"},
    {"overdue": "true", "due_before": "DATE"},
    {"open": "false", "overdue": "true"},
    {"held": "true"}, {"held": "false"}, {"held": "true", "open": "true"}, {"held": "true", "overdue": "true"},
    {"held": "true", "silent": "true"}, {"silent": "true", "held": "false"}, {"silent": "false", "held": "true"},
]  # fmt: skip


@pytest.mark.parametrize("who", ["owner", "manager", "rep", "helper", "viewer", "below"])
def test_every_combination_of_filters_gives_what_it_says_in_its_order(
    market: Office, truth: list[dict[str, Any]], who: str
) -> None:
    person = market.people[who]
    bound = later(days=1, hours=1).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    whose: list[dict[str, str]] = [{}, {"pool": "true"}, {"owner": "me"}, {"owner": market.rep.id}]
    stages: list[dict[str, str]] = [{}, {"stage": market.stages()[1]}, {"stage": "won"}]
    for owner, stage, state, sort in itertools.product(whose, stages, _STATES, [{}, {"sort": "-updated_at"}]):
        query = {**state, **owner, **stage, **sort}
        if "DATE" in query.values():
            query["due_before"] = bound
        check(market, person, truth, query, 200)


@pytest.mark.parametrize("who", ["owner", "manager", "rep", "helper"])
@pytest.mark.parametrize("limit", [1, 3, 7])
def test_small_pages_give_every_row_exactly_once_and_end(
    market: Office, truth: list[dict[str, Any]], who: str, limit: int
) -> None:
    person = market.people[who]
    for query in (
        {}, {"sort": "-updated_at"}, {"silent": "true"}, {"overdue": "true"}, {"open": "true"}, {"pool": "true"},
        {"held": "true"}, {"stage": market.stages()[0]}, {"open": "false"},
        {"owner": "me", "stage": market.stages()[0]},
    ):  # fmt: skip
        check(market, person, truth, dict(query), limit)


def test_a_page_tells_what_single_leads_tell(market: Office, truth: list[dict[str, Any]]) -> None:
    rows = {row["id"]: row for row in market.owner.all("/v1/leads", limit=200)}
    for lead in truth:
        row = rows[lead["id"]]
        assert {name: lead[name] for name in row} == row


def test_a_list_of_a_stage_is_one_query_and_reads_nothing_else(market: Office) -> None:
    path = f"/v1/leads?stage={market.stages()[0]}&limit=5"
    for person in (market.owner, market.viewer):
        person("GET", path)
        with metered() as meter:
            rows = person("GET", path).json["items"]
        assert len(rows) == 5
        assert meter.operations == ["Query"]
        (asked,) = [params for _, params, _ in meter.requests]
        assert (asked["IndexName"], asked["Limit"]) == ("by_stage", 5)


def test_an_owners_list_and_the_pool_are_one_query(market: Office) -> None:
    for path in ("/v1/leads?owner=me", "/v1/leads?pool=true", "/v1/leads?owner=me&overdue=true"):
        market.rep("GET", path)
        with metered() as meter:
            market.rep("GET", path)
        assert meter.operations == ["Query"], path


def test_leads_on_hold_are_one_query_of_one_index_for_all_and_for_an_owner(market: Office) -> None:
    for person, path in ((market.owner, "/v1/leads?held=true"), (market.rep, "/v1/leads?held=true&owner=me")):
        person("GET", path)
        with metered() as meter:
            rows = person("GET", path).json["items"]
        assert rows and all(row["hold_until"] for row in rows)
        assert meter.operations == ["Query"], path
        (asked,) = [params for _, params, _ in meter.requests]
        assert asked["IndexName"] == "flagged"


def test_a_lead_comes_into_the_list_of_held_ones_with_its_hold_and_goes_with_it() -> None:
    office = staffed_office()
    lead, silent = office.rep.capture("Waits"), office.rep.capture("Slept", next_follow_up_at=later(days=9).isoformat())
    reason = office.setup["hold_reasons"][0]["id"]

    def listed(**query: str) -> list[str]:
        return [row["name"] for row in office.rep.all("/v1/leads", **query)]

    office.sweep(later(days=31))
    assert set(listed(silent="true")) == {"Waits", "Slept"}
    for each, days in ((lead, 40), (silent, 39)):
        office.rep.act(each["id"], "hold", {"reason": reason, "until": later(days=days).isoformat()})
    assert (listed(held="true"), listed(silent="true")) == (["Slept", "Waits"], [])
    office.rep.act(lead["id"], "resume")
    assert (listed(held="true"), listed(held="false")) == (["Slept"], ["Waits"])
    office.sweep(later(days=41))
    assert listed(held="true") == []
    office.rep.act(lead["id"], "hold", {"reason": reason, "until": later(days=50).isoformat()})
    office.rep.act(lead["id"], "stage", {"stage": "lost", "reason": office.setup["lost_reasons"][0]["id"]})
    assert listed(held="true") == []


def test_the_version_in_a_row_is_the_one_that_if_match_wants() -> None:
    office = staffed_office()
    lead = office.rep.capture()

    def row() -> dict[str, Any]:
        return office.rep.all("/v1/leads")[0]

    path = f"/v1/leads/{lead['id']}"
    assert office.rep("PATCH", path, {"remark": "a"}, if_match=f'"{row()["version"]}"').status == 200
    seen = row()["version"]
    assert office.rep("GET", path).json["version"] == seen == 2
    assert office.rep("PATCH", path, {"remark": "b"}, if_match=f'"{seen}"').status == 200
    assert office.rep("PATCH", path, {"remark": "c"}, if_match=f'"{seen}"').status == 412
    found = office.rep.all("/v1/leads", sort="-updated_at")[0]
    assert found["version"] == 3


def test_a_reminder_between_reading_and_writing_is_no_clash() -> None:
    office = staffed_office()
    lead = office.rep.capture(next_follow_up_at=later(days=1).isoformat())
    assert office.sweep(later(days=40)) == 0
    row = office.rep.all("/v1/leads", silent="true")[0]
    assert row["version"] == lead["version"] == 1
    body = {"kind": "call", "outcome": "replied", "summary": "Called"}
    assert office.rep("POST", f"/v1/leads/{lead['id']}/follow-ups", body, if_match='"1"').status == 201


def test_a_cursor_stays_short_however_many_people_a_list_spans() -> None:
    office = staffed_office()
    for number in range(60):
        office.company.add("rep", name=f"Rep {number}", password=None, supervisor_id=office.manager.id)
    for _ in range(6):
        office.rep.capture()
        office.other.capture()
    page = office.manager("GET", "/v1/leads?limit=2").json
    assert len(page["next_cursor"]) < 400
    assert len(office.manager.all("/v1/leads", limit=2)) == 12


def test_people_who_join_between_two_pages_do_not_shift_the_rows() -> None:
    office = staffed_office()
    wanted = {office.rep.capture()["id"] for _ in range(5)} | {office.other.capture()["id"] for _ in range(5)}
    first = office.manager("GET", "/v1/leads?limit=4").json
    for name in ("early", "late"):
        office.hire(name, "rep", office.manager)
    rows, cursor = list(first["items"]), first["next_cursor"]
    while cursor:
        page = office.manager("GET", f"/v1/leads?limit=4&cursor={cursor}").json
        rows += page["items"]
        cursor = page["next_cursor"]
    assert sorted(row["id"] for row in rows) == sorted(wanted)


def test_forged_and_foreign_cursors_are_refused(market: Office, office: Office) -> None:
    cursor = market.owner("GET", "/v1/leads?limit=2").json["next_cursor"]
    lead = office.rep.capture()
    for person, path in (
        (market.owner, f"/v1/leads?limit=2&cursor={cursor[:-2]}AA"),
        (market.owner, "/v1/leads?limit=2&cursor=e30"),
        (market.owner, "/v1/leads?limit=2&cursor=%%%"),
        (market.owner, f"/v1/leads?pool=true&limit=2&cursor={cursor}"),
        (market.owner, f"/v1/leads?q=lead&limit=2&cursor={cursor}"),
        (market.owner, f"/v1/customers?limit=2&cursor={cursor}"),
        (office.owner, f"/v1/leads?limit=2&cursor={cursor}"),
        (office.owner, f"/v1/leads/{lead['id']}/timeline?cursor={cursor}"),
    ):
        reply = person("GET", path)
        assert (reply.status, reply.json["errors"][0]["field"]) == (422, "cursor"), path


def test_a_cursor_stays_within_the_rows_of_whoever_uses_it(market: Office) -> None:
    """Cursors are places, not permissions: what one may not see is not there behind another's cursor either."""
    cursor = market.owner("GET", "/v1/leads?limit=2").json["next_cursor"]
    reply = market.rep("GET", f"/v1/leads?limit=200&cursor={cursor}")
    if reply.status == 200:
        assert {row["owner_id"] for row in reply.json["items"]} <= {market.rep.id, None}


@pytest.mark.parametrize(
    "query",
    [
        "stage=nowhere",
        "limit=0",
        "limit=201",
        "limit=x",
        "sort=name",
        "due_before=2026-02-30",
        "unknown=1",
        "silent=maybe",
    ],
)
def test_a_question_that_cannot_be_is_refused(market: Office, query: str) -> None:
    assert market.owner("GET", f"/v1/leads?{query}").status == 422


def test_another_reps_lead_is_not_found_by_a_rep_and_found_by_the_line_above(market: Office) -> None:
    lead = market.deep.capture()
    for person, status in ((market.deep, 200), (market.below, 200), (market.manager, 200), (market.owner, 200),
                           (market.viewer, 200), (market.rep, 404), (market.stranger, 404),
                           (market.helper, 404)):  # fmt: skip
        assert person("GET", f"/v1/leads/{lead['id']}").status == status, person.name
        assert person("GET", f"/v1/leads/{lead['id']}/timeline").status == status, person.name


# --- saved views -------------------------------------------------------------------------------------------------


def test_views_are_saved_shared_changed_and_dropped_by_whoever_made_them(office: Office) -> None:
    mine = office.rep(
        "POST", "/v1/views", {"name": "Mine", "filters": {"owner": "me", "overdue": True}, "columns": ["name"]}
    )
    shared = office.rep("POST", "/v1/views", {"name": "All", "filters": {"stage": "won"}, "shared": True})
    assert (mine.status, shared.status) == (201, 201)
    assert {view["name"] for view in office.other("GET", "/v1/views").json["items"]} == {"All"}
    assert {view["name"] for view in office.rep("GET", "/v1/views").json["items"]} == {"Mine", "All"}
    path = f"/v1/views/{shared.json['id']}"
    assert office.other("PATCH", path, {"name": "Theirs"}).status == 404
    assert office.other("DELETE", path).status == 404
    assert office.rep("PATCH", path, {"name": "Ours"}, if_match='"9"').status == 412
    changed = office.rep("PATCH", path, {"name": "Ours"}, if_match='"1"').json
    assert (changed["name"], changed["filters"], changed["version"]) == ("Ours", {"stage": "won"}, 2)
    assert office.rep("DELETE", path, if_match='"1"').status == 412
    assert office.rep("DELETE", path).status == 204
    for wrong in ({"name": ""}, {"name": "x", "filters": {"limit": 0}}, {"name": "x", "filters": {"nothing": 1}}):
        assert office.rep("POST", "/v1/views", wrong).status == 422
