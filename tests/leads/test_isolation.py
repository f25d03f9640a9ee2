"""Another workspace's things are not there; and no request leaves its scope, whoever asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.leads.house import Office, later, staffed_office

MINE, THEIRS = "w_01M00000000000000000000AAA", "w_01M00000000000000000000BBB"


@pytest.fixture(scope="module")
def theirs() -> Office:
    return staffed_office()


def test_every_route_with_an_id_answers_404_to_another_workspace(office: Office, theirs: Office) -> None:
    lead = theirs.rep.capture(company="Foreign Ltd")
    other = theirs.rep.capture(company="Foreign Second Ltd")
    view = theirs.rep("POST", "/v1/views", {"name": "Theirs", "shared": True}).json["id"]
    reason = office.setup["hold_reasons"][0]["id"]
    follow_up = {"kind": "call", "outcome": "met", "summary": "x"}
    mine = office.rep.capture()["customer_id"]
    calls: list[tuple[str, str, Any]] = [
        ("GET", f"/v1/leads/{lead['id']}", None), ("PATCH", f"/v1/leads/{lead['id']}", {"remark": "x"}),
        ("DELETE", f"/v1/leads/{lead['id']}", None), ("POST", f"/v1/leads/{lead['id']}/restore", None),
        ("POST", f"/v1/leads/{lead['id']}/follow-ups", follow_up),
        ("POST", f"/v1/leads/{lead['id']}/stage", {"stage": office.stages()[1]}),
        ("POST", f"/v1/leads/{lead['id']}/hold", {"reason": reason, "until": "2027-02-01"}),
        ("POST", f"/v1/leads/{lead['id']}/resume", None), ("POST", f"/v1/leads/{lead['id']}/release", {}),
        ("POST", f"/v1/leads/{lead['id']}/assign", {"owner_id": office.rep.id}),
        ("POST", f"/v1/leads/{lead['id']}/claim", None), ("GET", f"/v1/leads/{lead['id']}/timeline", None),
        ("GET", f"/v1/customers/{lead['customer_id']}", None),
        ("PATCH", f"/v1/customers/{lead['customer_id']}", {"industry": "x"}),
        ("POST", f"/v1/customers/{lead['customer_id']}/merge", {"into": mine}),
        ("POST", f"/v1/customers/{mine}/merge", {"into": other["customer_id"]}),
        ("POST", f"/v1/customers/{lead['customer_id']}/unmerge", None),
        ("GET", f"/v1/customers/{lead['customer_id']}/export", None),
        ("POST", f"/v1/customers/{lead['customer_id']}/erase", None),
        ("PATCH", f"/v1/views/{view}", {"name": "Mine"}), ("DELETE", f"/v1/views/{view}", None),
    ]  # fmt: skip
    for method, path, body in calls:
        reply = office.owner(method, path, body)
        assert (reply.status, reply.json["code"]) == (404, "not_found"), (method, path, reply.text)
    bulk = {"do": {"action": "stage", "lead_ids": [lead["id"]], "stage": office.stages()[1]}}
    assert [each["code"] for each in office.owner("POST", "/v1/leads:bulk", bulk).json["results"]] == ["not_found"]
    assert theirs.rep.lead(lead["id"])["version"] == 1


def test_the_same_customer_is_each_workspaces_own_and_nothing_of_the_other_is_seen(
    office: Office, theirs: Office
) -> None:
    theirs.rep.capture("Their deal", company="Same in Both Ltd", phone="13877776666")
    mine = office.rep.capture("My deal", company="Same in Both Ltd", phone="13877776666")
    assert mine["owner_id"] == office.rep.id
    office.feed()
    theirs.feed()
    assert [row["name"] for row in office.owner.all("/v1/leads", q="same in both")] == ["My deal"]
    assert office.owner.all("/v1/leads", owner=theirs.rep.id) == []
    body = {"name": "Deal", "source_channel": office.channel, "owner_id": theirs.rep.id}
    assert office.owner("POST", "/v1/leads", body).status == 422
    assert office.owner("POST", f"/v1/leads/{mine['id']}/assign", {"owner_id": theirs.rep.id}).status == 422


# --- the guard ---------------------------------------------------------------------------------------------------


def key(workspace: str) -> dict[str, Any]:
    return {"pk": {"S": f"{workspace}#LEAD#x"}, "sk": {"S": "LEAD"}}


def query(attribute: str, value: str, index: str | None = None) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "TableName": "TABLE",
        "KeyConditionExpression": "#0 = :0",
        "ExpressionAttributeNames": {"#0": attribute},
        "ExpressionAttributeValues": {":0": {"S": value}},
    }
    return {**asked, "IndexName": index} if index else asked


def requests(workspace: str) -> list[tuple[str, dict[str, Any]]]:
    """One request of every kind for a key of the workspace."""
    item, both = key(workspace), [key(MINE), key(workspace)]
    found: list[tuple[str, dict[str, Any]]] = [
        ("GetItem", {"TableName": "TABLE", "Key": item}),
        ("PutItem", {"TableName": "TABLE", "Item": item}),
        ("UpdateItem", {"TableName": "TABLE", "Key": item}),
        ("DeleteItem", {"TableName": "TABLE", "Key": item}),
        ("BatchGetItem", {"RequestItems": {"TABLE": {"Keys": both}}}),
        ("BatchWriteItem", {"RequestItems": {"TABLE": [{"PutRequest": {"Item": each}} for each in both]}}),
        ("BatchWriteItem", {"RequestItems": {"TABLE": [{"DeleteRequest": {"Key": item}}]}}),
        ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": "TABLE", "Key": each}} for each in both]}),
        ("Query", query("pk", f"{workspace}#LEAD#x")),
    ]  # fmt: skip
    for action, part in (("Put", "Item"), ("Update", "Key"), ("Delete", "Key"), ("ConditionCheck", "Key")):
        entries = [{"Put": {"TableName": "TABLE", "Item": both[0]}}, {action: {"TableName": "TABLE", part: item}}]
        found.append(("TransactWriteItems", {"TransactItems": entries}))
    for index, attribute in (("by_owner", "owner_key"), ("by_stage", "stage_key"), ("by_update", "owner_key"),
                             ("flagged", "flag_key"), ("customers", "customers_key"), ("log", "log_key")):  # fmt: skip
        found.append(("Query", query(attribute, f"{workspace}#X", index)))
    return found


def named(asked: Any) -> Any:
    """With the real table's name in it."""
    from chalicelib.core.settings import settings

    if isinstance(asked, dict):
        return {
            (settings().workspace_table if name == "TABLE" else name): named(value) for name, value in asked.items()
        }
    if isinstance(asked, list):
        return [named(each) for each in asked]
    return settings().workspace_table if asked == "TABLE" else asked


def scope(workspace: str = MINE) -> Any:
    from chalicelib.core.scope import Scope

    return Scope(workspace_id=workspace, group_id="g", member_id="m", role="owner")


@pytest.mark.parametrize("number", range(len(requests(MINE))))
def test_the_guard_lets_ones_own_keys_pass_and_refuses_anothers(number: int) -> None:
    from chalicelib.core.guard import OutOfScope, check_request
    from chalicelib.core.scope import DirectoryScope, SweepScope, acting_as

    operation, mine = requests(MINE)[number]
    _, theirs = requests(THEIRS)[number]
    with acting_as(scope()):
        check_request(operation, named(mine))
        with pytest.raises(OutOfScope):
            check_request(operation, named(theirs))
    for other in (DirectoryScope("test"), SweepScope()):
        with acting_as(other), pytest.raises(OutOfScope):
            check_request(operation, named(mine))
    with pytest.raises(OutOfScope):
        check_request(operation, named(mine))


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("Scan", {"TableName": "TABLE"}),
        ("Scan", {"TableName": "TABLE", "IndexName": "by_owner"}),
        ("ExecuteStatement", {"Statement": 'SELECT * FROM "TABLE"'}),
        ("BatchExecuteStatement", {"Statements": []}),
        ("Query", query("due_shard", "due-0", "due")),
        ("Query", query("owner_key", MINE, "no_such_index")),
        ("Query", query("sk", f"{MINE}#x")),
        ("Query", query("pk", f"{MINE}0#x")),
        ("GetItem", {"TableName": "TABLE", "Key": {"sk": {"S": "LEAD"}}}),
        ("GetItem", {"TableName": "TABLE", "Key": {"pk": {"N": "1"}}}),
        ("GetItem", {"TableName": "another-table", "Key": key(MINE)}),
    ],
)  # fmt: skip
def test_what_cannot_be_told_to_stay_within_the_scope_is_refused(operation: str, asked: dict[str, Any]) -> None:
    from chalicelib.core.guard import OutOfScope, check_request
    from chalicelib.core.scope import acting_as

    with acting_as(scope()), pytest.raises(OutOfScope):
        check_request(operation, named(asked))


def test_the_sweep_reads_the_due_index_and_nothing_else() -> None:
    from chalicelib.core.guard import OutOfScope, check_request
    from chalicelib.core.scope import SweepScope, acting_as

    with acting_as(SweepScope()):
        check_request("Query", named(query("due_shard", "due-0", "due")))
        with pytest.raises(OutOfScope):
            check_request("Scan", named({"TableName": "TABLE", "IndexName": "due"}))


def test_without_the_guard_a_mistaken_key_would_reach_another_workspace(theirs: Office, office: Office) -> None:
    """The client itself is guarded: take `guard.install` away and this fails, because the engine would answer."""
    from chalicelib.core.guard import OutOfScope
    from chalicelib.core.scope import acting_as
    from chalicelib.core.store import Writes, get_many, query_page
    from chalicelib.leads import keys, store

    lead, mine = theirs.rep.capture(), office.owner.scope
    foreign = theirs.owner.scope
    with acting_as(mine):
        for reach in (
            lambda: store.find_lead(foreign, lead["id"]),
            lambda: get_many(store.LeadItem, [(keys.lead(foreign, lead["id"]), "LEAD")]),
            lambda: query_page(store.LeadItem, keys.owner(foreign, theirs.rep.id), index="by_owner", limit=1),
        ):
            with pytest.raises(OutOfScope):
                reach()
        writes = Writes()
        writes.create(store.LeadItem(keys.lead(foreign, "lead_x"), "LEAD"))
        with pytest.raises(OutOfScope):
            writes.commit()


# --- credentials -------------------------------------------------------------------------------------------------


def test_one_process_signs_for_each_workspace_with_credentials_of_its_own(theirs: Office, office: Office) -> None:
    from chalicelib.core.tables import dynamodb_client

    lead, foreign = office.rep.capture(), theirs.rep.capture()
    hooks, signed = dynamodb_client().meta.events, list[str]()

    def look(request: Any, **_: Any) -> None:
        header = request.headers["Authorization"]
        signed.append((header.decode() if isinstance(header, bytes) else header).split("Credential=")[1].split("/")[0])

    hooks.register_first("before-send.dynamodb", look, unique_id="test-look")
    try:
        seen = []
        for person, lead_id in ((office.rep, lead["id"]), (theirs.rep, foreign["id"]), (office.rep, lead["id"])):
            signed.clear()
            person.lead(lead_id)
            seen.append(signed[-1])
        signed.clear()
        office.sweep(later(days=30))
    finally:
        hooks.unregister("before-send.dynamodb", unique_id="test-look")
    assert seen == [f"local-{office.id}", f"local-{theirs.id}", f"local-{office.id}"]
    assert f"local-{office.id}" in signed
