"""Joins, histories and versions at their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.leads.house import together
from tests.workflow.floor import MONDAY, Floor, Run, definition, names, node


@pytest.fixture(scope="module")
def floor() -> Floor:
    return Floor()


def reopened(floor: Floor) -> Run:
    """a → b, and c beside them: a is reopened while b is done, and c was never done."""
    run = floor.start(floor.flow(definition(node("a"), node("b", "a"), node("c"))))
    run.complete("a", "b")
    run.do("reopen", "a", {"note": "Once more"})
    return run


@pytest.mark.parametrize("_", range(5))
def test_a_reopened_card_and_the_last_one_that_end_at_the_same_moment_end_the_run(floor: Floor, _: int) -> None:
    run = reopened(floor)
    results = together([lambda: run.try_to("complete", "a"), lambda: run.try_to("complete", "c")])
    assert [reply.status for reply in results] == [200, 200]
    assert run.shown["state"] == "done"


def test_a_card_behind_which_all_is_closed_is_written_with_its_run(floor: Floor) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.workflow import moves, store

    run, scope = reopened(floor), Scope.system(floor.office.id, "test")
    with acting_as(scope):
        course = store.read_course(scope, run.id)
    moved = moves.completed(course, course.cards["a"], "m_x", lambda *_: (None, None), MONDAY)
    assert moved.run
    assert moved.course.run.state == "open"


def test_a_card_blocked_again_and_again_is_refused_before_it_outgrows_its_item_and_can_still_be_done(
    floor: Floor,
) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.workflow import moves, store
    from chalicelib.workflow.errors import CardFull
    from chalicelib.workflow.model import MOST_SPANS, Span

    run, scope = floor.start(floor.flow(definition(node("a")))), Scope.system(floor.office.id, "test")
    with acting_as(scope):
        course = store.read_course(scope, run.id)
    many = tuple(
        Span(
            "blocked" if at % 2 else "in_progress", MONDAY + timedelta(minutes=at), False, "papers" if at % 2 else None
        )
        for at in range(MOST_SPANS + 1)
    )
    card = replace(course.cards["a"], state="in_progress", history=many)
    course = course.with_cards(card)
    later = MONDAY + timedelta(days=9)
    with pytest.raises(CardFull):
        moves.blocked(course, card, "papers", None, later)
    done = moves.completed(course, card, "m_x", lambda *_: (None, None), later).course
    assert done.run.state == "done"
    with pytest.raises(CardFull):
        moves.reopened(done, done.cards["a"], later)


def test_a_hidden_field_stays_hidden_in_the_history_when_a_later_version_has_it_no_more(floor: Floor) -> None:
    office = floor.office
    margin = {"id": "margin", "names": names("毛利", "Margin"), "hidden_from": ["collaborator"]}
    body = definition(node("a"), fields=[margin])
    flow = floor.flow(body)
    run = floor.start(flow)
    secret = {"values": {"margin": "40 percent"}}
    assert office.rep("PATCH", f"/v1/cards/{run.cards['a']}", secret).status == 200
    assert office.owner("PATCH", f"/v1/flows/{flow['id']}", {"definition": {**body, "fields": []}}).status == 200
    assert office.owner("POST", f"/v1/flows/{flow['id']}/migrate", {}).json["items"][0]["moved"]
    helper = office.hire("helper", "collaborator")
    reply = helper("GET", f"/v1/runs/{run.id}/history")
    assert reply.status == 200
    assert "40 percent" not in reply.text
    assert "40 percent" in office.owner("GET", f"/v1/runs/{run.id}/history").text


def test_a_run_that_would_have_more_cards_than_a_transaction_holds_stays_as_it_is(floor: Floor) -> None:
    def of(letter: str) -> dict[str, Any]:
        return definition(*(node(f"{letter}{at}") for at in range(60)), key="many_steps")

    flow = floor.flow(of("x"))
    run = floor.start(flow)
    assert floor.office.owner("PATCH", f"/v1/flows/{flow['id']}", {"definition": of("y")}).status == 200
    moved = floor.office.owner("POST", f"/v1/flows/{flow['id']}/migrate", {})
    assert moved.status == 200, moved.text
    assert [each["moved"] for each in moved.json["items"]] == [False]
    assert run.shown["flow_number"] == 1


def test_of_many_runs_with_one_number_the_newest_are_found(floor: Floor) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.workflow.store import runs_by_key

    flow, scope = floor.flow(definition(node("a"))), Scope.system(floor.office.id, "test")
    started = [floor.start(flow, values={"number": "HT-2026-7"}).id for _ in range(22)]
    with acting_as(scope):
        found = runs_by_key(scope, "number", "HT-2026-7")
    assert found[0] == max(started)
    assert set(found) == set(sorted(started)[-20:])


def test_a_card_that_fell_to_the_starter_goes_to_the_lead_s_owner_once_there_is_one(floor: Floor) -> None:
    office = floor.office
    lead = office.rep.capture()
    assert office.rep("POST", f"/v1/leads/{lead['id']}/release").status == 200
    flow = floor.flow(definition(node("a", responsible={"rule": "lead_owner"})))
    run = floor.start(flow, by=office.owner, lead_id=lead["id"])
    assert (run.card("a")["holder"], run.card("a")["fell_to"]) == (office.owner.id, "no_owner")
    assigned = office.owner("POST", f"/v1/leads/{lead['id']}/assign", {"owner_id": office.other.id})
    assert assigned.status == 200, assigned.text
    office.feed()
    assert (run.card("a")["holder"], run.card("a")["fell_to"]) == (office.other.id, None)


def test_who_completes_the_last_card_a_moment_too_late_is_told_its_state(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a"))))
    run.complete("a")
    late = run.try_to("complete", "a")
    assert (late.status, late.json["card"]["state"]) == (412, "done")


def test_cards_of_a_step_that_the_newest_version_has_no_more_are_on_the_board_with_its_name(floor: Floor) -> None:
    office, body = floor.office, definition(node("old"), node("kept", "old"))
    flow = floor.flow(body)
    run = floor.start(flow)
    changed = {**body, "nodes": [node("kept")]}
    assert office.owner("PATCH", f"/v1/flows/{flow['id']}", {"definition": changed}).status == 200

    def columns() -> list[tuple[str, str, int]]:
        board = office.owner("GET", f"/v1/board?flow={flow['key']}").json
        return [(each["node"], each["node_name"], len(each["items"])) for each in board["columns"]]

    assert columns() == [("kept", "Step kept", 0), ("old", "Step old", 1)]
    page = office.owner("GET", f"/v1/cards?flow={flow['key']}&node=old").json["items"]
    assert [(each["id"], each["node_name"]) for each in page] == [(run.cards["old"], "Step old")]
    run.complete("old")
    assert columns() == [("kept", "Step kept", 1)]


def test_a_move_does_not_read_the_flow_roles_again(floor: Floor) -> None:
    from tests.leads.house import metered

    run = floor.start(floor.flow(definition(node("a"), node("b", "a"))))
    run.do("start", "a")
    with metered() as meter:
        run.do("complete", "a")
    asked = [params for operation, params, _ in meter.requests if operation == "GetItem"]
    assert not [params for params in asked if params["Key"]["sk"] == {"S": "ROLES"}]


def test_values_that_no_item_holds_are_refused_in_their_place(floor: Floor) -> None:
    fields = [{"id": f"t{at}", "names": names("说明")} for at in range(60)]
    flow = floor.flow(definition(node("a"), fields=fields))
    full = {f"t{at}": "汉" * 2000 for at in range(60)}
    refused = floor.office.rep("POST", "/v1/runs", {"flow": flow["id"], "values": full})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "values")
    half = {f"t{at}": "汉" * 2000 for at in range(20)}
    run = floor.start(flow, values=half)
    card = f"/v1/cards/{run.cards['a']}"
    refused = floor.office.rep("PATCH", card, {"values": full})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "values")
    # Before and after stand in one event.
    changed = floor.office.rep("PATCH", card, {"values": {name: "字" * 2000 for name in half}})
    assert changed.status == 200, changed.text


def test_a_file_that_is_accepted_between_two_looks_is_shown_to_who_says_so_second() -> None:
    from unittest.mock import patch

    from chalicelib.core import clock
    from chalicelib.core.scope import acting_as
    from chalicelib.workflow import files
    from tests.workflow.desk import attach, open_desk

    desk = open_desk()
    rep = desk.office.rep
    sent = attach(rep, desk.card("review"), "offer.pdf", "application/pdf", b"%PDF-1.7 offer")
    scope = rep.scope
    with acting_as(scope), patch.object(files, "find_part", lambda *_: None):
        again = files.accept_file(scope, desk.card("review"), sent["id"], clock.now())
    assert (again.id, again.state) == (sent["id"], "ready")


def test_a_card_blocked_before_it_was_begun_is_not_done_without_what_it_needs(floor: Floor) -> None:
    floor.roles(legal=[floor.office.stranger])
    run = floor.start(floor.flow(definition(node("a", needs={"approval": "legal", "fields": ["size"]}))))
    run.do("block", "a", {"reason": "papers"})
    assert run.try_to("complete", "a").json["code"] == "card_inputs_missing"
    assert run.try_to("complete", "a", {"values": {"size": 3}}).json["code"] == "card_needs_approval"
    run.do("approve", "a", by=floor.office.stranger)
    run.complete("a", size=3)
    assert run.shown["state"] == "done"


def test_what_a_leader_skipped_stays_skipped_when_what_came_before_is_reopened(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a"), node("b", "a"), node("c", "b"))))
    run.complete("a")
    run.do("skip", "b", {"note": "Not this time"}, by=floor.office.owner)
    run.do("reopen", "a", {"note": "Once more"})
    assert run.states == {"a": "in_progress", "b": "skipped", "c": "ready"}
    run.complete("a", "c")
    assert run.shown["state"] == "done"
