"""The SLA clock at work: who is told when, exactly once, and what the forecast says."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.leads.house import Person, together
from tests.workflow.floor import MONDAY, Floor, Run, at, definition, node, sweep

#: Monday to Friday, 09:00 to 18:00 in Shanghai, no holidays.
HOURS = {"country": None, "hours": [{"opens": "09:00", "closes": "18:00"}]}
DAY = timedelta(days=1)


@pytest.fixture
def floor() -> Floor:
    floor = Floor()
    floor.roles(legal=[floor.office.other], finance=[floor.office.stranger])
    return floor


def line(**more: Any) -> dict[str, Any]:
    """a (the rep's) → b (legal, 9 hours) → c (finance)."""
    return definition(
        node("a"),
        node("b", "a", responsible={"rule": "role", "role": "legal"}, sla={"complete": {"hours": 9}}, **more),
        node("c", "b", responsible={"rule": "role", "role": "finance"}),
        calendar=HOURS,
    )


def running(floor: Floor, moment: datetime, **more: Any) -> Run:
    """At `moment` b is ready."""
    with at(moment):
        run = floor.start(floor.flow(line(**more)))
        run.complete("a")
    return run


def told(person: Person, run: Run, node_id: str) -> list[str]:
    """What a person heard of a card, by kind; the oldest first."""
    return [each["kind"] for each in person.inbox(run.cards[node_id])]


#: Monday 09:30 in Shanghai is MONDAY: 9 hours are half gone at 14:00, at 80 % at 16:42, over on Tuesday at 09:30.
HALF, MOST, OVER = (MONDAY + timedelta(hours=hours) for hours in (4.5, 7.2, 24))
BY_HALF = MONDAY + DAY + timedelta(hours=4.5)


def test_each_step_of_the_ladder_is_told_at_its_time_to_its_people_and_once(floor: Floor) -> None:
    office = floor.office
    run = running(floor, MONDAY)
    for moment, holder, supervisor, neighbour in (
        (HALF - timedelta(minutes=1), 0, 0, 0),
        (HALF, 1, 0, 0),
        (MOST, 2, 0, 0),
        (OVER, 3, 1, 0),
        (BY_HALF, 4, 2, 1),
    ):
        for _ in range(2):  # a second sweep at the same moment tells nobody anything
            assert sweep(office, moment) == 0
        assert len(told(office.other, run, "b")) == holder, moment
        assert told(office.manager, run, "b") == ["card.sla.supervisor"] * supervisor, moment
        # Before it stands the rep, after it finance.
        assert told(office.rep, run, "b") == ["card.block_alert"] * neighbour, moment
        assert told(office.stranger, run, "b") == ["card.block_alert"] * neighbour, moment
    assert run.card("b")["breached"] == ["complete"]
    assert len(run.history("card.sla_step")) == 4


def test_after_the_last_step_it_is_told_again_every_working_day(floor: Floor) -> None:
    run = running(floor, MONDAY)
    sweep(floor.office, BY_HALF)
    before = len(told(floor.office.other, run, "b"))
    sweep(floor.office, BY_HALF + DAY - timedelta(minutes=1))
    assert len(told(floor.office.other, run, "b")) == before
    sweep(floor.office, BY_HALF + DAY)
    assert len(told(floor.office.other, run, "b")) == before + 1
    friday = BY_HALF + 3 * DAY
    sweep(floor.office, friday)
    known = len(told(floor.office.other, run, "b"))
    sweep(floor.office, friday + 2 * DAY)
    assert len(told(floor.office.other, run, "b")) == known, "nothing on Sunday"
    sweep(floor.office, friday + 3 * DAY)
    assert len(told(floor.office.other, run, "b")) == known + 1


def test_a_sweep_that_comes_late_tells_the_highest_step_only(floor: Floor) -> None:
    run = running(floor, MONDAY)
    sweep(floor.office, BY_HALF)
    assert (
        told(floor.office.other, run, "b") == ["card.ready", "card.sla"][-1:]
        or len(told(floor.office.other, run, "b")) == 1
    )
    assert run.history("card.sla_step")[0]["facts"]["steps"] == [["complete", 1, 150]]


def test_sweeps_side_by_side_tell_each_step_once(floor: Floor) -> None:
    run = running(floor, MONDAY)
    together([lambda: sweep(floor.office, OVER) for _ in range(6)])
    assert len(told(floor.office.other, run, "b")) == 1
    assert len(told(floor.office.manager, run, "b")) == 1
    assert len(run.history("card.sla_step")) == 1


@pytest.mark.parametrize("request_number", range(1, 8))
def test_a_sweep_that_dies_at_any_request_is_made_good_by_the_next(floor: Floor, request_number: int) -> None:
    from chalicelib.core.tables import dynamodb_client

    run = running(floor, MONDAY)
    hooks, sent = dynamodb_client().meta.events, 0

    class Died(BaseException):
        """As a process that is killed: nothing catches it."""

    def count(**_: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == request_number:
            raise Died

    hooks.register("before-call.dynamodb", count, unique_id="dies")
    try:
        with suppress(Died):
            sweep(floor.office, OVER)
    finally:
        hooks.unregister("before-call.dynamodb", unique_id="dies")
    sweep(floor.office, OVER)
    assert len(told(floor.office.other, run, "b")) == 1
    assert len(run.history("card.sla_step")) == 1


def test_a_block_is_told_at_once_to_those_before_and_after_with_all_that_they_need(floor: Floor) -> None:
    office = floor.office
    run = running(floor, MONDAY)
    with at(MONDAY + timedelta(hours=2)):
        run.do("block", "b", {"reason": "papers", "note": "The drawing is missing"}, by=office.other)
    office.feed()
    office.feed()  # the stream delivers at least once
    for person in (office.rep, office.stranger, office.manager):
        alerts = [each for each in person.inbox(run.cards["b"]) if each["kind"] == "card.block_alert"]
        assert len(alerts) == 1, person.name
        for word in ("缺资料", "The drawing is missing", "步骤 c", "Other"):
            assert word in alerts[0]["body"]
    assert not [each for each in office.other.inbox(run.cards["b"]) if each["kind"] == "card.block_alert"]


def test_a_pause_moves_what_is_due_by_its_business_time(floor: Floor) -> None:
    run = running(floor, MONDAY)
    assert run.card("b")["due_at"] == "2026-12-01T01:30:00.000Z"
    with at(MONDAY + timedelta(hours=2)):
        run.do("block", "b", {"reason": "customer"}, by=floor.office.other)
    assert (run.card("b")["due_at"], run.card("b")["paused"]) == (None, True)
    sweep(floor.office, MONDAY + 10 * DAY)
    assert told(floor.office.other, run, "b") == []
    with at(MONDAY + timedelta(hours=5)):
        run.do("unblock", "b", by=floor.office.other)
    assert run.card("b")["due_at"] == "2026-12-01T04:30:00.000Z"


def test_blocked_for_another_reason_the_clock_runs_on(floor: Floor) -> None:
    run = running(floor, MONDAY)
    with at(MONDAY + timedelta(hours=2)):
        run.do("block", "b", {"reason": "papers"}, by=floor.office.other)
    assert run.card("b")["due_at"] == "2026-12-01T01:30:00.000Z"
    sweep(floor.office, OVER)
    assert "card.sla" in told(floor.office.other, run, "b")


def test_reopened_the_same_clock_goes_on_and_a_breach_stays_a_breach(floor: Floor) -> None:
    run = running(floor, MONDAY)
    with at(OVER + timedelta(hours=1)):
        run.do("complete", "b", by=floor.office.other)
    assert run.card("b")["breached"] == ["complete"]
    with at(OVER + timedelta(hours=3)):
        run.do("reopen", "b", {"note": "Once more"}, by=floor.office.other)
    card = run.card("b")
    assert (card["cycle"], card["breached"]) == (2, ["complete"])
    assert card["complete"]["elapsed_seconds"] >= 10 * 3600
    sweep(floor.office, OVER + 4 * DAY)
    assert run.history("card.sla_step")[0]["facts"]["steps"][0][1] == 2


def test_the_ladder_of_a_node_is_its_own(floor: Floor) -> None:
    ladder = [{"percent": 10, "to": ["lead_owner", "role:finance"]}]
    run = running(floor, MONDAY, ladder=ladder, repeat_daily=False)
    sweep(floor.office, HALF)
    assert told(floor.office.stranger, run, "b") == ["card.block_alert"]
    assert told(floor.office.other, run, "b") == []
    assert sweep(floor.office, OVER + 9 * DAY) == 0
    assert told(floor.office.stranger, run, "b") == ["card.block_alert"]


def test_the_clocks_follow_a_changed_priority(floor: Floor) -> None:
    sla = {"complete": {"hours": 9}, "by_priority": {"urgent": {"hours": 3}}}
    body = definition(node("a", sla=sla), calendar=HOURS)
    with at(MONDAY):
        run = floor.start(floor.flow(body))
    assert run.card("a")["due_at"] == "2026-12-01T01:30:00.000Z"
    with at(MONDAY + timedelta(hours=1)):
        assert floor.office.rep("PATCH", f"/v1/runs/{run.id}", {"priority": "urgent"}).status == 200
    assert run.card("a")["due_at"] == "2026-11-30T04:30:00.000Z"


def test_a_forecast_that_passes_the_promised_date_is_told_once_as_soon_as_it_does(floor: Floor) -> None:
    """a, b and c take 10, 9 and 10 hours of 9-hour days: from Monday 09:30 they end on Thursday at 11:30."""
    office = floor.office
    with at(MONDAY):
        run = floor.start(floor.flow(line()), promised_at="2026-12-03")
    shown = run.shown["forecast"]
    assert (shown["finish_at"], shown["is_late"]) == ("2026-12-03T03:30:00.000Z", False)
    assert shown["late_seconds"] < 0
    # Nobody does anything: from Friday on, Thursday can't be kept. a is due on Tuesday 10:30, so it slips by then.
    sweep(office, datetime(2026, 12, 1, 5, 0, tzinfo=UTC))
    late = [each for each in office.rep.inbox(run.id) if each["kind"] == "run.late"]
    assert late == []
    for _ in range(2):
        sweep(office, datetime(2026, 12, 2, 3, 0, tzinfo=UTC))
    late = [each for each in office.rep.inbox(run.id) if each["kind"] == "run.late"]
    assert len(late) == 1
    assert "2026-12-03" in late[0]["body"]
    assert len(run.history("run.forecast_late")) == 1


def test_who_leaves_hands_their_cards_to_their_supervisor_visibly(floor: Floor) -> None:
    run = running(floor, MONDAY)
    office = floor.office
    assert run.card("b")["holder"] == office.other.id
    removed = office.owner("DELETE", f"/v1/members/{office.other.id}")
    assert removed.status in (200, 204), removed.text
    office.feed()
    card = run.card("b")
    assert (card["holder"], card["fell_to"]) == (office.manager.id, "member_left")
    assert run.history("card.handed_over")[0]["changes"]["holder"] == [office.other.id, office.manager.id]
