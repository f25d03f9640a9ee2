"""Definitions: versions, flow roles, what is wrong with them and where; runs that move to a new version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.workflow.floor import MONDAY, Floor, at, definition, diamond, names, node, sweep


@pytest.fixture(scope="module")
def floor() -> Floor:
    floor = Floor()
    floor.roles(legal=[floor.office.other])
    return floor


def findings(floor: Floor, body: dict[str, Any]) -> dict[str, str]:
    reply = floor.office.owner("POST", "/v1/flows/check", body)
    assert reply.status == 422, reply.text
    assert reply.json["errors"]
    return {each["field"]: each["message"] for each in reply.json["errors"]}


def with_node(**more: Any) -> dict[str, Any]:
    return definition(node("a"), node("b", "a", **more))


Bad = tuple[Callable[[], dict[str, Any]], str]
BAD: dict[str, Bad] = {
    "a circle": (lambda: definition(node("a"), node("b", "a", "c"), node("c", "b")), "nodes.2.after"),
    "a node after itself": (lambda: definition(node("a", "a")), "nodes.0.after.0"),
    "a node after none that is there": (lambda: definition(node("a", "x")), "nodes.0.after.0"),
    "an id twice": (lambda: definition(node("a"), node("a")), "nodes.1.id"),
    "no node at all": (definition, "nodes"),
    "a role that is not there": (
        lambda: with_node(responsible={"rule": "role", "role": "sailors"}), "nodes.1.responsible.role",
    ),
    "a member who is not there": (
        lambda: with_node(responsible={"rule": "member", "member": "m_00000000000000000000000000"}),
        "nodes.1.responsible.member",
    ),
    "nobody responsible": (lambda: with_node(responsible=None), "nodes.1.responsible"),
    "an SLA of nothing": (lambda: with_node(sla={"complete": {"hours": 0}}), "nodes.1.sla.complete.hours"),
    "an SLA below nothing": (lambda: with_node(sla={"complete": {"days": -1}}), "nodes.1.sla.complete.days"),
    "an SLA of more than a year": (lambda: with_node(sla={"complete": {"days": 366}}), "nodes.1.sla.complete.days"),
    "an SLA in hours and days": (lambda: with_node(sla={"complete": {"days": 1, "hours": 1}}), "nodes.1.sla.complete"),
    "no SLA": (lambda: with_node(sla=None), "nodes.1.sla"),
    "a field that is not there": (lambda: with_node(gives={"fields": ["ghost"]}), "nodes.1.gives.fields.0"),
    "a condition on no field": (lambda: with_node(when=[{"field": "ghost", "op": "filled"}]), "nodes.1.when.0.field"),
    "a stage that is not there": (lambda: diamond(starts={"on_stages": ["moon"]}), "starts.on_stages.0"),
    "a ladder that falls": (
        lambda: with_node(ladder=[{"percent": 90, "to": ["responsible"]}, {"percent": 80, "to": ["responsible"]}]),
        "nodes.1",
    ),
    "an alert to no role": (
        lambda: with_node(ladder=[{"percent": 90, "to": ["role:sailors"]}]), "nodes.1.ladder.0.to",
    ),
    "a start form with an unknown field": (lambda: diamond(start_fields=["ghost"]), "start_fields.0"),
    "an SLA shorter than a minute": (lambda: with_node(sla={"complete": {"hours": 0.001}}), "nodes.1.sla.complete"),
    "approval by two roles": (
        lambda: with_node(needs={"approval": "legal"}, gives={"approval": "finance"}), "nodes.1.gives.approval",
    ),
    "a comparison with nothing": (
        lambda: with_node(when=[{"field": "size", "op": "more_than"}]), "nodes.1.when.0.value",
    ),
    "a promise that is no date": (lambda: diamond(promised_field="number"), "promised_field"),
    "more key fields than a run is found by": (
        lambda: diamond(fields=[{"id": f"k{at}", "names": names("键"), "is_key": True} for at in range(11)]),
        "fields.10.is_key",
    ),
    "a definition that no item holds": (
        lambda: with_node(when=[{"field": "size", "op": "equals", "value": "x" * 300_000}]), "nodes",
    ),
    "no reasons to be blocked": (lambda: diamond(blocking_reasons=[]), "blocking_reasons"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_definition_is_said_at_its_place(floor: Floor, bad: Bad) -> None:
    make, place = bad
    found = findings(floor, make())
    assert any(each == place or each.startswith(place + ".") for each in found), found


def test_nodes_behind_a_circle_are_named_as_unreachable(floor: Floor) -> None:
    body = definition(node("a"), node("b", "c"), node("c", "b"), node("d", "c"))
    found = findings(floor, body)
    assert set(found) == {"nodes.1.after", "nodes.3"} or set(found) == {"nodes.2.after", "nodes.3"}
    refused = floor.office.owner("POST", "/v1/flows", body)
    assert (refused.status, refused.json["code"]) == (422, "flow_invalid")
    keys = [flow["key"] for flow in floor.office.owner("GET", "/v1/flows").json["items"]]
    assert body["key"] not in keys


def test_a_key_belongs_to_one_flow(floor: Floor) -> None:
    flow = floor.flow(diamond())
    again = floor.office.owner("POST", "/v1/flows", diamond(key=flow["key"]))
    assert (again.status, again.json["code"]) == (409, "flow_key_taken")


def test_only_admins_design_flows(floor: Floor) -> None:
    for person in (floor.office.rep, floor.office.manager):
        assert person("POST", "/v1/flows", diamond()).status == 403
        assert person("GET", "/v1/flows").status == 200


def test_a_run_keeps_the_version_that_it_began_with(floor: Floor) -> None:
    flow = floor.flow(definition(node("a"), node("b", "a")))
    old = floor.start(flow)
    changed = definition(node("a"), node("x", "a"), key=flow["key"])
    reply = floor.office.owner("PATCH", f"/v1/flows/{flow['id']}", {"definition": changed}, if_match='"1"')
    assert (reply.status, reply.json["number"]) == (200, 2)
    new = floor.start(flow)
    assert (set(old.states), set(new.states)) == ({"a", "b"}, {"a", "x"})
    assert (old.shown["flow_number"], new.shown["flow_number"]) == (1, 2)
    kept = floor.office.rep("GET", f"/v1/flows/{flow['id']}/versions/1").json["definition"]
    assert [each["id"] for each in kept["nodes"]] == ["a", "b"]


def test_open_runs_move_to_a_new_version_by_choice_with_a_preview(floor: Floor) -> None:
    flow = floor.flow(definition(node("a"), node("b", "a"), node("gone", "a")))
    run, untouched = floor.start(flow), floor.start(flow)
    run.complete("a")
    quick = node("b", "a", sla={"complete": {"hours": 1}})
    changed = definition(node("a"), quick, node("more", "a"), node("last", "b", "more"), key=flow["key"])
    floor.office.owner("PATCH", f"/v1/flows/{flow['id']}", {"definition": changed})
    path, due = f"/v1/flows/{flow['id']}/migrate", run.card("b")["due_at"]
    preview = floor.office.owner("POST", path, {"runs": [run.id], "dry_run": True}).json
    assert preview["items"] == [
        {"run_id": run.id, "title": "Ten pumps", "from_number": 1, "added": ["more", "last"], "removed": ["gone"],
         "changed": ["b"], "moved": False}
    ]  # fmt: skip
    assert set(run.states) == {"a", "b", "gone"}
    assert floor.office.owner("POST", path, {"runs": [run.id]}).json["items"][0]["moved"] is True
    assert run.states == {
        "a": "done", "b": "ready", "gone": "cancelled", "more": "ready", "last": "waiting",
    }  # fmt: skip
    assert run.card("b")["due_at"] < due, "an open clock follows the new SLA"
    assert set(untouched.states) == {"a", "b", "gone"}
    run.cards = {card["node"]: card["id"] for card in run.shown["cards"]}
    run.complete("b", "more", "last")
    assert run.shown["state"] == "done"
    # Without names all that are left are meant.
    rest = floor.office.owner("POST", path, {}).json
    assert [each["run_id"] for each in rest["items"]] == [untouched.id]


def test_an_archived_flow_starts_nothing_new_and_its_runs_go_on(floor: Floor) -> None:
    flow = floor.flow(diamond())
    run = floor.start(flow)
    assert floor.office.owner("PATCH", f"/v1/flows/{flow['id']}", {"archived": True}).json["archived"] is True
    refused = floor.office.rep("POST", "/v1/runs", {"flow": flow["key"]})
    assert (refused.status, refused.json["code"]) == (409, "flow_archived")
    run.complete("a")
    assert run.states["b"] == "ready"


def test_a_flow_role_in_use_stays_and_its_members_are_those_who_work(floor: Floor) -> None:
    floor.flow(definition(node("a", responsible={"rule": "role", "role": "legal"})))
    roles = floor.office.owner("GET", "/v1/flow-roles").json["roles"]
    without = [role for role in roles if role["id"] != "legal"]
    assert floor.office.owner("PATCH", "/v1/flow-roles", {"roles": without}).json["code"] == "flow_role_in_use"
    viewer = floor.office.hire("looker", "viewer")
    wrong = [*without, {"id": "legal", "names": names("法务"), "members": [viewer.id]}]
    assert floor.office.owner("PATCH", "/v1/flow-roles", {"roles": wrong}).json["code"] == "flow_invalid"
    assert floor.office.owner("PATCH", "/v1/flow-roles", {"roles": roles}, if_match='"1"').status == 412


def test_a_changed_calendar_moves_open_clocks_and_leaves_closed_ones(floor: Floor) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.workflow.recomputing import recompute

    office = floor.office
    with at(MONDAY):
        run = floor.start(floor.flow(definition(node("a"), node("b", "a"))))
    with at(MONDAY + timedelta(hours=1)):
        run.complete("a")
    closed, due = run.card("a")["complete"], run.card("b")["due_at"]
    hours = [{"opens": "10:00", "closes": "12:00"}]
    before = office.owner("GET", "/v1/workspace").json["calendar"]
    changed = office.owner("PATCH", "/v1/workspace", {"calendar": {**before, "hours": hours}})
    assert changed.status == 200, changed.text
    office.feed()
    with acting_as(scope := Scope.system(office.id, "test")):
        recompute(scope, [], MONDAY + timedelta(hours=2))
    listed = next(
        each for each in office.rep.all("/v1/cards", holder=office.rep.id, limit=200) if each["id"] == run.cards["b"]
    )
    assert listed["due_at"] == run.card("b")["due_at"] > due
    assert run.card("a")["complete"] == closed
    assert sweep(office, MONDAY + timedelta(days=1)) == 0
    office.owner("PATCH", "/v1/workspace", {"calendar": before})


def test_what_was_done_is_not_measured_by_the_times_of_a_later_version(floor: Floor) -> None:
    body = definition(node("a"), node("b", "a"), calendar={"country": None})
    flow = floor.flow(body)
    with at(MONDAY):
        run = floor.start(flow)
    with at(MONDAY + timedelta(hours=5)):
        run.complete("a")
    a = node("a", sla={"respond": {"hours": 1}, "complete": {"hours": 2}})
    changed = {**body, "nodes": [a, node("b", "a")]}
    assert floor.office.owner("PATCH", f"/v1/flows/{flow['id']}", {"definition": changed}).status == 200
    assert floor.office.owner("POST", f"/v1/flows/{flow['id']}/migrate", {}).json["items"][0]["moved"]
    card = run.card("a")
    assert (card["breached"], card["respond"], card["complete"]["target_seconds"]) == ([], None, 10 * 3600)
    report = floor.office.owner("GET", f"/v1/reports/timeliness?month=2026-11&flow={flow['id']}").json
    figures = next(each for each in report["nodes"] if each["node"] == "a")
    assert (figures["response"]["on_time_rate"], figures["completion"]["on_time_rate"]) == (None, 1.0)


def test_flow_roles_that_no_item_holds_are_refused(floor: Floor) -> None:
    there = [floor.office.other.id] * 200
    roles = [{"id": f"r{each}", "names": names("角色"), "members": there} for each in range(60)]
    kept = floor.office.owner("GET", "/v1/flow-roles").json["roles"]
    assert len(kept) < 60
    refused = floor.office.owner("PATCH", "/v1/flow-roles", {"roles": [*kept, *roles[len(kept) :]]})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "roles")
