"""Who hears of what becomes of cards and runs, from the event stream and from the sweep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.leads.house import Person
from tests.workflow.floor import MONDAY, Floor, Run, at, definition, names, node, sweep

LEGAL = {"responsible": {"rule": "role", "role": "legal"}}
HOURS = {"country": None, "hours": [{"opens": "09:00", "closes": "18:00"}]}


@pytest.fixture
def floor() -> Floor:
    floor = Floor()
    floor.roles(legal=[floor.office.other], finance=[floor.office.stranger])
    return floor


def told(person: Person, run: Run, node_id: str) -> list[str]:
    return [each["kind"] for each in person.inbox(run.cards[node_id])]


def test_two_cards_that_one_event_makes_ready_are_both_told(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a"), node("b", "a", **LEGAL), node("c", "a", **LEGAL))))
    run.complete("a")
    floor.office.feed()
    assert told(floor.office.other, run, "b") == ["card.ready"]
    assert told(floor.office.other, run, "c") == ["card.ready"]
    floor.office.feed()
    assert told(floor.office.other, run, "c") == ["card.ready"], "delivered again, it is told once"


def test_who_had_cards_at_work_hears_that_the_run_was_cancelled(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a", **LEGAL), node("b", "a"))))
    assert floor.office.rep("POST", f"/v1/runs/{run.id}/cancel", {"reason": "Lost"}).status == 200
    floor.office.feed()
    heard = [each for each in floor.office.other.inbox(run.id) if each["kind"] == "run.over"]
    assert len(heard) == 1
    assert "Lost" in heard[0]["body"]


def test_a_card_whose_flow_role_has_nobody_left_tells_the_owner(floor: Floor) -> None:
    floor.roles(legal=[floor.office.other, floor.office.stranger])
    with at(MONDAY):
        run = floor.start(floor.flow(definition(node("a", **LEGAL), calendar=HOURS)))
    assert run.card("a")["holder"] == "role:legal"
    floor.roles(legal=[])
    sweep(floor.office, MONDAY + timedelta(hours=5))
    assert told(floor.office.owner, run, "a") == ["card.sla"]


def test_cards_of_a_flow_role_whose_last_member_leaves_fall_to_the_owner_visibly(floor: Floor) -> None:
    office = floor.office
    floor.roles(legal=[office.other, office.stranger])
    run = floor.start(floor.flow(definition(node("a", **LEGAL))))
    for leaving, holder, why in ((office.other, "role:legal", None), (office.stranger, office.owner.id, "role_empty")):
        assert office.owner("DELETE", f"/v1/members/{leaving.id}").status in (200, 204)
        office.feed()
        assert (run.card("a")["holder"], run.card("a")["fell_to"]) == (holder, why)
    assert run.history("card.handed_over")[0]["changes"]["holder"] == ["role:legal", office.owner.id]
    office.feed()
    assert "card.handed_over" in told(office.owner, run, "a")


def test_a_viewer_who_watches_hears_of_the_card(floor: Floor) -> None:
    viewer = floor.office.hire("viewer", "viewer")
    run = floor.start(floor.flow(definition(node("a", **LEGAL))))
    assert viewer("POST", f"/v1/cards/{run.cards['a']}/watch").status == 200
    run.do("complete", "a", by=floor.office.other)
    floor.office.feed()
    assert told(viewer, run, "a") == ["card.news"]


def test_who_is_told_by_a_role_is_told_though_the_card_is_theirs(floor: Floor) -> None:
    ladder = [{"percent": 10, "to": ["role:legal"]}]
    with at(MONDAY):
        run = floor.start(floor.flow(definition(node("a", ladder=ladder, **LEGAL), calendar=HOURS)))
    sweep(floor.office, MONDAY + timedelta(hours=5))
    assert told(floor.office.other, run, "a") == ["card.block_alert"]


def test_events_of_a_lead_that_was_deleted_since_hold_nothing_up(floor: Floor) -> None:
    from chalicelib.core.events import Event, EventKind
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.workflow.following import follow_lead_owner

    office = floor.office
    lead = office.rep.capture()
    floor.start(floor.flow(definition(node("a"))), lead_id=lead["id"])
    assert office.owner("DELETE", f"/v1/leads/{lead['id']}").status in (200, 204)
    scope = Scope.system(office.id, "publish")
    event = Event(
        id="ev_01J00000000000000000000000", workspace_id=office.id, kind=EventKind.LEAD_ASSIGNED, about=lead["id"],
        actor=office.owner.id, at=MONDAY, changes={}, facts={},
    )  # fmt: skip
    with acting_as(scope):
        follow_lead_owner(scope, [event])


# Runs and roles that are larger than a transaction


def crowd(floor: Floor, size: int) -> list[Any]:
    """Members who were invited, and have not come yet."""
    found = []
    for at_ in range(size):
        body = {"name": f"Lawyer {at_}", "email": f"lawyer{at_}.{floor.office.id[-8:].lower()}@example.com"}
        reply = floor.office.owner("POST", "/v1/members", {**body, "role": "rep"})
        assert reply.status == 201, reply.text
        found.append(reply.json["id"])
    return found


def heard(floor: Floor, member_id: str) -> list[str]:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.core.store import query_all
    from chalicelib.notifications import keys
    from chalicelib.notifications.store import NotificationItem

    scope = Scope.system(floor.office.id, "test")
    with acting_as(scope):
        return [item.sk for item in query_all(NotificationItem, keys.inbox(scope, member_id))]


def test_a_step_for_more_people_than_a_transaction_holds_reaches_each_once(floor: Floor) -> None:
    from chalicelib.core.store import Writes

    lawyers = crowd(floor, 120)
    kept = floor.office.owner("GET", "/v1/flow-roles").json["roles"]
    roles = [each for each in kept if each["id"] != "legal"]
    roles.append({"id": "legal", "names": names("法务"), "members": lawyers})
    assert floor.office.owner("PATCH", "/v1/flow-roles", {"roles": roles}).status == 200
    with at(MONDAY):
        run = floor.start(floor.flow(definition(node("a", **LEGAL), calendar=HOURS)))
    half = MONDAY + timedelta(hours=7)

    commits, commit = 0, Writes.commit

    class Died(BaseException):
        pass

    def dies(writes: Writes) -> None:
        nonlocal commits
        commits += 1
        if commits == 60:
            raise Died
        commit(writes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Writes, "commit", dies)
        with pytest.raises(Died):
            sweep(floor.office, half)
    assert sweep(floor.office, half + timedelta(minutes=1)) == 0
    assert {len(heard(floor, each)) for each in lawyers} == {1}
    assert len(run.history("card.sla_step")) == 1
    assert sweep(floor.office, half + timedelta(minutes=2)) == 0
    assert {len(heard(floor, each)) for each in lawyers} == {1}


def test_sixty_cards_that_are_due_at_once_are_all_told(floor: Floor) -> None:
    ladder = [{"percent": 10, "to": ["responsible", "role:legal", "role:finance"]}]
    with at(MONDAY):
        run = floor.start(floor.flow(definition(*(node(f"n{each}", ladder=ladder) for each in range(60)))))
        moment = MONDAY + timedelta(hours=3)
    assert sweep(floor.office, moment) == 0
    for person in (floor.office.rep, floor.office.other, floor.office.stranger):
        about = [each["about"] for each in person.inbox()]
        assert sorted(each for each in about if each in run.cards.values()) == sorted(run.cards.values())
    with at(moment):
        changed = floor.office.rep("PATCH", f"/v1/runs/{run.id}", {"priority": "urgent"})
        assert changed.status == 200, changed.text
        assert floor.office.rep("POST", f"/v1/runs/{run.id}/cancel", {"reason": "Too many"}).status == 200
    assert set(run.states.values()) == {"cancelled"}
