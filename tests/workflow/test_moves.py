"""Cards move, and runs with them: through the API, over the real engine."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from tests.leads.house import metered, together
from tests.workflow.floor import Floor, definition, diamond, names, node


@pytest.fixture(scope="module")
def floor() -> Floor:
    floor = Floor()
    floor.roles(legal=[floor.office.other, floor.office.stranger], finance=[floor.office.rep], nobody=[])
    return floor


def test_branches_run_side_by_side_and_the_join_waits_for_both(floor: Floor) -> None:
    run = floor.start(floor.flow(diamond()))
    assert run.states == {"a": "ready", "b": "waiting", "c": "waiting", "d": "waiting"}
    run.complete("a")
    assert run.states == {"a": "done", "b": "ready", "c": "ready", "d": "waiting"}
    run.complete("b")
    assert run.states["d"] == "waiting"
    run.complete("c")
    assert run.states["d"] == "ready"
    assert run.shown["state"] == "open"
    run.complete("d")
    assert run.shown["state"] == "done"
    assert run.shown["closed_at"] is not None


@pytest.mark.parametrize("_", range(5))
def test_two_branches_that_end_at_the_same_moment_never_leave_the_join_waiting(floor: Floor, _: int) -> None:
    run = floor.start(floor.flow(diamond()))
    run.complete("a")
    results = together([lambda: run.try_to("complete", "b"), lambda: run.try_to("complete", "c")])
    assert [reply.status for reply in results] == [200, 200]
    assert run.states["d"] == "ready"


@pytest.mark.parametrize("_", range(5))
def test_the_last_two_cards_that_end_at_the_same_moment_end_the_run(floor: Floor, _: int) -> None:
    run = floor.start(floor.flow(definition(node("a"), node("b"))))
    results = together([lambda: run.try_to("complete", "a"), lambda: run.try_to("complete", "b")])
    assert [reply.status for reply in results] == [200, 200]
    assert run.shown["state"] == "done"


def test_of_many_who_start_one_card_one_gets_it_and_the_others_are_told_who_has_it(floor: Floor) -> None:
    flow = floor.flow(definition(node("a", responsible={"rule": "role", "role": "legal"})))
    run, people = floor.start(flow), [floor.office.other, floor.office.stranger]
    results = together([lambda who=who: run.try_to("start", "a", by=who) for who in people * 3])
    won = [reply for reply in results if reply.status == 200]
    lost = [reply for reply in results if reply.status != 200]
    assert len(won) == 1
    holder = won[0].json["holder"]
    # Who is not the holder any more may not start it at all; who comes at the same moment hears of the present state.
    assert {reply.status for reply in lost} <= {412, 403}
    for reply in lost:
        if reply.status == 412:
            assert reply.json["card"]["state"] == "in_progress"
            assert reply.json["card"]["holder"] == holder
    assert len(run.history("card.started")) == 1


def test_a_stale_version_is_refused_with_the_present_state(floor: Floor) -> None:
    run = floor.start(floor.flow(diamond()))
    run.do("start", "a")
    reply = run.try_to("complete", "a", if_match='"1"')
    assert reply.status == 412
    assert reply.json["card"] == {
        "id": run.cards["a"], "state": "in_progress", "holder": floor.office.rep.id, "version": 2,
    }  # fmt: skip


def test_a_card_is_not_completed_while_an_output_is_missing_and_the_refusal_names_it(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a", gives={"fields": ["amount", "number"]}))))
    reply = run.try_to("complete", "a", {"values": {"number": "HT-1"}})
    assert reply.status == 422
    assert reply.json["code"] == "card_outputs_missing"
    assert reply.json["missing"] == {"fields": ["amount"], "attachments": 0}
    assert run.card("a")["outputs"][1]["value"] is None, "what was sent with a refused call is not kept"
    run.complete("a", number="HT-1", amount={"amount": "12.50", "currency": "CNY"})
    assert run.shown["state"] == "done"


def test_a_card_does_not_start_before_its_inputs_are_there(floor: Floor) -> None:
    flow = floor.flow(definition(node("a", needs={"fields": ["number"]})))
    run = floor.start(flow)
    assert run.try_to("start", "a").json["code"] == "card_inputs_missing"
    assert run.card("a")["missing_to_start"]["fields"] == ["number"]
    assert floor.office.rep("PATCH", f"/v1/cards/{run.cards['a']}", {"values": {"number": "1"}}).status == 200
    assert run.do("start", "a")["state"] == "in_progress"


def test_an_approval_is_given_by_its_role_only(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a", needs={"approval": "legal"}))))
    assert run.try_to("start", "a").json["code"] == "card_needs_approval"
    assert run.try_to("approve", "a").status == 403
    assert run.do("approve", "a", by=floor.office.other)["approved_by"] == floor.office.other.name
    assert run.do("start", "a")["state"] == "in_progress"


def test_fields_are_entered_once_and_a_correction_is_seen_by_all(floor: Floor) -> None:
    first = node("a", gives={"fields": ["number"]})
    run = floor.start(floor.flow(definition(first, node("b", "a", needs={"fields": ["number"]}))))
    run.complete("a", number="HT-1")
    assert (
        run.card("b")["inputs"]
        == [{"id": "number", "name": "编号", "type": "text", "value": "HT-1", "recorded_by": "a"}]
        or run.card("b")["inputs"][0]["value"] == "HT-1"
    )
    reply = floor.office.rep("PATCH", f"/v1/cards/{run.cards['b']}", {"values": {"number": "HT-2"}})
    assert reply.status == 200
    assert [card["outputs" if card["node"] == "a" else "inputs"][0]["value"] for card in run.shown["cards"]] == [
        "HT-2", "HT-2",
    ]  # fmt: skip
    assert run.history("card.recorded")[0]["changes"] == {"values.number": ["HT-1", "HT-2"]}


@pytest.mark.parametrize(
    ("size", "expected"), [("12", {"b": "ready", "c": "waiting"}), ("8", {"b": "skipped", "c": "ready"})]
)
def test_an_optional_node_is_skipped_where_its_condition_does_not_hold(
    floor: Floor, size: str, expected: dict[str, str]
) -> None:
    big = {"field": "size", "op": "more_than", "value": 10}
    run = floor.start(floor.flow(definition(node("a"), node("b", "a", when=[big]), node("c", "b"))))
    run.complete("a", size=size)
    assert {name: run.states[name] for name in expected} == expected


def test_a_run_whose_remaining_nodes_are_all_skipped_is_done(floor: Floor) -> None:
    never = {"field": "size", "op": "filled"}
    run = floor.start(floor.flow(definition(node("a"), node("b", "a", when=[never]), node("c", "b", when=[never]))))
    run.complete("a")
    assert run.states == {"a": "done", "b": "skipped", "c": "skipped"}
    assert run.shown["state"] == "done"


def test_reopening_keeps_the_history_and_what_nobody_started_waits_again(floor: Floor) -> None:
    run = floor.start(floor.flow(diamond()))
    run.complete("a")
    run.do("start", "b")
    reopened = run.do("reopen", "a", {"note": "Wrong drawing"})
    assert (reopened["state"], reopened["cycle"]) == ("in_progress", 2)
    assert run.states == {"a": "in_progress", "b": "in_progress", "c": "waiting", "d": "waiting"}
    assert [span["state"] for span in reopened["history"]] == ["waiting", "ready", "in_progress", "done", "in_progress"]
    run.complete("a")
    assert run.states["c"] == "ready"


def test_reopening_the_last_card_opens_the_run_again(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a"))))
    run.complete("a")
    assert run.shown["state"] == "done"
    run.do("reopen", "a", {"note": "Not all"})
    assert (run.shown["state"], run.shown["closed_at"]) == ("open", None)
    listed = floor.office.owner.all("/v1/runs", flow=run.shown["flow_id"], state="open")
    assert [each["id"] for each in listed] == [run.id]


def test_a_blocked_card_needs_a_reason_out_of_the_list(floor: Floor) -> None:
    run = floor.start(floor.flow(diamond()))
    assert run.try_to("block", "a", {"reason": "weather"}).status == 422
    blocked = run.do("block", "a", {"reason": "papers", "note": "The drawing"})
    assert (blocked["state"], blocked["reason"], blocked["note"]) == ("blocked", "papers", "The drawing")
    assert blocked["paused"] is False
    assert run.do("unblock", "a")["state"] == "ready"
    assert run.do("block", "a", {"reason": "customer"})["paused"] is True


def test_cancelling_ends_all_that_is_open_and_nothing_moves_any_more(floor: Floor) -> None:
    run = floor.start(floor.flow(diamond()))
    run.complete("a")
    reply = floor.office.rep("POST", f"/v1/runs/{run.id}/cancel", {"reason": "Bought elsewhere"})
    assert reply.status == 200
    assert run.states == {"a": "done", "b": "cancelled", "c": "cancelled", "d": "cancelled"}
    for action in ("start", "complete", "unblock"):
        assert run.try_to(action, "b").json["code"] == "run_closed"
    assert run.try_to("reopen", "a", {"note": "x"}).status == 409


def test_who_may_move_a_card(floor: Floor) -> None:
    office = floor.office
    run = floor.start(floor.flow(diamond()), by=office.rep)
    assert run.try_to("start", "a", by=office.other).json["code"] == "card_not_yours"
    assert run.try_to("start", "a", by=office.stranger).status == 403
    assert run.do("start", "a", by=office.manager)["holder"] == office.rep.id, "the manager is above the rep"
    assert run.do("hand-over", "a", {"to": office.stranger.id}, by=office.owner)["holder"] == office.stranger.id
    assert run.try_to("complete", "a", by=office.manager).status == 403, "the stranger is not in the manager's line"
    assert run.try_to("hand-over", "a", {"to": "m_00000000000000000000000000"}, by=office.owner).status == 422
    assert run.try_to("skip", "b", {"note": "x"}, by=office.rep).status == 403


def test_round_robin_gives_every_member_the_same_number_of_cards(floor: Floor) -> None:
    flow = floor.flow(definition(node("a", responsible={"rule": "round_robin", "role": "legal"})))
    holders = [floor.start(flow).card("a")["holder"] for _ in range(4)]
    assert sorted(holders) == sorted([floor.office.other.id, floor.office.stranger.id] * 2)


def test_a_role_without_members_falls_to_the_owner_visibly(floor: Floor) -> None:
    card = floor.start(floor.flow(definition(node("a", responsible={"rule": "role", "role": "nobody"})))).card("a")
    assert (card["holder"], card["fell_to"]) == (floor.office.owner.id, "role_empty")
    assert card["fell_to_text"]


def test_a_move_in_the_middle_of_a_flow_costs_fourteen_write_units(floor: Floor) -> None:
    run = floor.start(floor.flow(definition(node("a"), node("b", "a"), node("c", "b"))))
    run.complete("a")
    run.do("start", "b")
    with metered() as meter:
        run.complete("b")
    written = meter.consumed("TransactWriteItems")
    # The engine counts a transaction's table writes once; AWS counts them twice (docs/capacity.md).
    assert [sum(units.values()) + 0 for units in written] == [14]
    assert meter.operations.count("Query") == 1


def test_random_walks_keep_every_rule(floor: Floor) -> None:
    """Whatever is done in whatever order: nothing begins before what it waits for, and the run ends with its cards."""
    draw = random.Random(7)
    flow = floor.flow(definition(node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c"), node("e", "c")))
    for _ in range(4):
        run = floor.start(flow)
        for _ in range(14):
            _any_move(run, draw)
            shown = run.shown
            states = {card["node"]: card["state"] for card in shown["cards"]}
            for name, before in (("b", "a"), ("c", "a"), ("d", "b"), ("d", "c"), ("e", "c")):
                if states[name] == "ready":
                    assert states[before] in ("done", "skipped"), states
            is_over = all(state in ("done", "skipped") for state in states.values())
            assert shown["state"] == ("done" if is_over else "open"), states


def _any_move(run: Any, draw: random.Random) -> None:
    bodies = {"block": {"reason": "papers"}, "reopen": {"note": "again"}}
    moves = list(product(("start", "complete", "complete", "block", "unblock", "reopen"), run.cards))
    action, name = draw.choice(moves)
    assert run.try_to(action, name, bodies.get(action)).status in (200, 409, 412)


def test_an_external_id_comes_in_once(floor: Floor) -> None:
    flow = floor.flow(definition(node("a")))
    body = {"flow": flow["key"], "external_id": "ERP-77"}
    results = together([lambda: floor.office.rep("POST", "/v1/runs", body) for _ in range(4)])
    assert sorted(reply.status for reply in results) == [201, 409, 409, 409]


def test_a_run_of_a_lead_knows_customer_owner_and_values(floor: Floor) -> None:
    lead = floor.office.rep.capture(company="Acme Pumps", amount="1200")
    fields = [{"id": "amount", "names": names("金额"), "type": "money", "from_lead": "amount"}]
    flow = floor.flow(definition(node("a", responsible={"rule": "lead_owner"}), fields=fields))
    run = floor.start(flow, by=floor.office.manager, lead_id=lead["id"], title=None)
    shown = run.shown
    assert shown["customer_name"] == "Acme Pumps"
    assert shown["title"].startswith("Acme Pumps")
    assert shown["fields"][0]["value"] == {"amount": "1200.00", "currency": "CNY"}
    assert run.card("a")["holder"] == floor.office.rep.id
    for subject in (f"lead_id={lead['id']}", f"customer_id={lead['customer_id']}"):
        listed = floor.office.rep("GET", f"/v1/runs?{subject}").json["items"]
        assert [each["id"] for each in listed] == [run.id]


def test_runs_of_one_millisecond_have_ids_of_their_own() -> None:
    from datetime import UTC, datetime

    from chalicelib.workflow import keys

    ids = [keys.new_run_id(datetime(2026, 11, 24, tzinfo=UTC)) for _ in range(500)]
    assert len(set(ids)) == 500
    assert {keys.run_and_place_of(keys.card_id(ids[0], place)) for place in (1, 60, 127)} == {
        (ids[0], 1), (ids[0], 60), (ids[0], 127),
    }  # fmt: skip
    with pytest.raises(ValueError, match="place"):
        keys.card_id(ids[0], 128)
