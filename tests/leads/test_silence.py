"""The heart: a silent lead reports itself to its rep and the supervisor, once each, whatever happens to a sweep."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.leads.house import Office, Person, handlers_of, later, staffed_office, sweep, together

DAY = timedelta(days=1)


def kinds(person: Person, lead_id: str) -> list[str]:
    return [each["kind"] for each in person.inbox(lead_id)]


def capture(office: Office, **more: Any) -> dict[str, Any]:
    """Of the rep, with a next follow-up that no reminder is about before a year has gone."""
    return office.rep.capture(**{"next_follow_up_at": later(days=300).isoformat(), **more})


def limit(office: Office, stage: str | None = None) -> int:
    wanted = stage or office.stages()[0]
    return int(next(each["silent_days"] for each in office.setup["stages"] if each["id"] == wanted))


def with_limits(office: Office, **more: Any) -> None:
    """Every open stage silent after 7 calendar days, and reminders as given."""
    stages = [
        {"id": each["id"], "silent_days": 7, "silent_basis": "calendar", "dwell_days": more.get("dwell_days")}
        if each["kind"] == "open"
        else {"id": each["id"]}
        for each in office.setup["stages"]
    ]
    reminders = {"repeat_days": 3, "missed_supervisor_after_days": 1, **more.get("reminders", {})}
    office.trim(stages=stages, reminders=reminders)


@pytest.fixture
def shop() -> Office:
    office = staffed_office()
    with_limits(office)
    return office


def test_rep_and_supervisor_are_told_once_with_what_they_must_know(shop: Office) -> None:
    lead = capture(shop, name="Quiet deal", amount="120000", blocker="legal check")
    for number in range(4):
        shop.rep.act(lead["id"], "follow-ups", {"kind": "call", "outcome": "no_answer", "summary": f"attempt {number}"})
    start = datetime.fromisoformat(shop.rep.lead(lead["id"])["touched_at"])
    shop.sweep(start + 7 * DAY - timedelta(seconds=1))
    assert kinds(shop.rep, lead["id"]) == []
    for _ in range(3):
        assert shop.sweep(start + 7 * DAY) == 0
    assert kinds(shop.rep, lead["id"]) == ["lead.silent"]
    assert kinds(shop.manager, lead["id"]) == ["lead.silent.supervisor"]
    assert kinds(shop.owner, lead["id"]) == []
    for person in (shop.rep, shop.manager):
        (told,) = person.inbox(lead["id"])
        text = told["title"] + told["body"]
        for fact in ("Quiet deal", "7", "legal check", "120", "attempt 3", "attempt 2", "attempt 1"):
            assert fact in text, (fact, text)
        assert "attempt 0" not in text
        assert told["link"].endswith(lead["id"])
    now = shop.rep.lead(lead["id"])
    assert now["silent"] is True
    assert datetime.fromisoformat(now["silent_since"]) == start + 7 * DAY
    assert now["updated_at"] == shop.rep.lead(lead["id"])["updated_at"]
    assert [row["id"] for row in shop.rep.all("/v1/leads", silent="true")] == [lead["id"]]
    assert shop.rep.timeline(lead["id"])[0]["kind"] == "lead.went_silent"


def test_it_is_repeated_every_few_days_and_stops_at_once_when_touched(shop: Office) -> None:
    lead = capture(shop)
    start = later(seconds=2)
    for day in range(20):
        shop.sweep(start + day * DAY)
    assert Counter(kinds(shop.rep, lead["id"])) == {"lead.silent": 5}  # days 7, 10, 13, 16, 19
    assert Counter(kinds(shop.manager, lead["id"])) == {"lead.silent.supervisor": 5}
    shop.rep.act(lead["id"], "follow-ups", {"kind": "call", "outcome": "met", "summary": "they are back"})
    assert shop.rep.lead(lead["id"])["silent"] is False
    assert shop.rep.all("/v1/leads", silent="true") == []
    for day in range(20, 27):
        shop.sweep(start + (day - 20) * DAY)
    assert len(kinds(shop.rep, lead["id"])) == 5
    shop.sweep(later(days=7, seconds=1))
    assert len(kinds(shop.rep, lead["id"])) == 6  # a new silence begins with a new step


@pytest.mark.parametrize(
    ("action", "body", "touches"),
    [
        ("follow-ups", {"kind": "call", "outcome": "no_answer", "summary": "x"}, True),
        ("stage", {"stage": "negotiation"}, True),
        ("assign", {"owner_id": "OTHER"}, True),
        ("patch", {"remark": "x", "blocker": "y", "amount": "5"}, False),
        ("get", None, False),
        ("bulk-stage", None, False),
        ("bulk-assign", None, False),
    ],
)
def test_what_counts_as_touching_is_an_explicit_list(shop: Office, action: str, body: Any, touches: bool) -> None:
    lead = capture(shop)
    shop.sweep(later(days=8))
    assert shop.rep.lead(lead["id"])["silent"] is True
    path = f"/v1/leads/{lead['id']}"
    if action == "patch":
        shop.rep.patch(lead["id"], **body)
    elif action == "get":
        shop.rep("GET", path), shop.rep.timeline(lead["id"])
    elif action.startswith("bulk"):
        do = {"action": action[5:], "lead_ids": [lead["id"]]}
        do |= {"stage": "negotiation"} if action == "bulk-stage" else {"owner_id": shop.other.id}
        assert shop.manager("POST", "/v1/leads:bulk", {"do": do}).json["done"] == 1
    else:
        sent = {name: shop.other.id if value == "OTHER" else value for name, value in body.items()}
        shop.manager.act(lead["id"], action, sent)
    assert shop.owner.lead(lead["id"])["silent"] is not touches
    before = len(shop.manager.inbox(lead["id"]))
    shop.sweep(later(days=6.9))
    assert len(shop.manager.inbox(lead["id"])) == before


def test_a_missed_follow_up_is_the_reps_and_a_day_later_the_supervisors(shop: Office) -> None:
    with_limits(shop)
    at = later(days=1)
    lead = shop.rep.capture(next_follow_up_at=at.isoformat())
    from chalicelib.core.calendar import calendar_for
    from chalicelib.core.scope import acting_as
    from chalicelib.tenancy import service as tenancy

    scope = shop.owner.scope
    with acting_as(scope):
        setup = tenancy.setup_of(scope)
    end = calendar_for(setup.calendar, setup.timezone).end_of_day(at)
    shop.sweep(end - timedelta(seconds=1))
    assert kinds(shop.rep, lead["id"]) == []
    for _ in range(2):
        shop.sweep(end)
    assert kinds(shop.rep, lead["id"]) == ["lead.follow_up_missed"]
    assert kinds(shop.manager, lead["id"]) == []
    for _ in range(2):
        shop.sweep(end + DAY)
    assert kinds(shop.rep, lead["id"]) == ["lead.follow_up_missed"]
    assert kinds(shop.manager, lead["id"]) == ["lead.follow_up_missed.supervisor"]
    shop.rep.patch(lead["id"], next_follow_up_at=later(days=3).isoformat())
    shop.sweep(later(days=5))
    assert kinds(shop.rep, lead["id"]).count("lead.follow_up_missed") == 2


def test_a_sweep_that_slept_for_days_tells_both_of_a_missed_follow_up_at_once(shop: Office) -> None:
    lead = shop.rep.capture(next_follow_up_at=later(days=1).isoformat())
    shop.sweep(later(days=5))
    assert kinds(shop.rep, lead["id"]) == ["lead.follow_up_missed"]
    assert kinds(shop.manager, lead["id"]) == ["lead.follow_up_missed.supervisor"]


def test_a_stage_that_takes_too_long_is_told_once_though_it_is_touched(shop: Office) -> None:
    with_limits(shop, dwell_days=5)
    lead = capture(shop)
    shop.sweep(later(days=4))
    shop.rep.act(lead["id"], "follow-ups", {"kind": "call", "outcome": "met", "summary": "x"})
    for day in (5.1, 5.2, 6):
        shop.sweep(later(days=day))
    assert kinds(shop.rep, lead["id"]) == ["lead.dwell"]
    assert kinds(shop.manager, lead["id"]) == ["lead.dwell.supervisor"]
    shop.rep.act(lead["id"], "stage", {"stage": shop.stages()[1]})
    shop.sweep(later(days=5.3))
    assert kinds(shop.rep, lead["id"]) == ["lead.dwell"] * 2


def test_a_silent_lead_goes_back_to_the_pool_a_day_after_a_warning() -> None:
    office = staffed_office()
    with_limits(office, reminders={"return_to_pool_days": 10})
    twins = [capture(office, company="Twin Deals Ltd") for _ in range(2)]
    lead = twins[0]
    office.sweep(later(days=8.9))
    assert "lead.pool_warning" not in kinds(office.rep, lead["id"])
    office.sweep(later(days=9.1))
    assert kinds(office.rep, lead["id"]).count("lead.pool_warning") == 1
    office.sweep(later(days=10))
    assert office.rep.lead(lead["id"])["owner_id"] == office.rep.id
    assert office.sweep(later(days=10.2)) == 0
    for twin in twins:
        now = office.owner.lead(twin["id"])
        assert (now["owner_id"], now["silent"]) == (None, False)
        assert kinds(office.rep, twin["id"]).count("lead.returned_to_pool") == 1
    assert office.rep.timeline(lead["id"])[0]["kind"] == "lead.returned_to_pool"
    assert {row["id"] for row in office.rep.all("/v1/leads", pool="true")} == {twin["id"] for twin in twins}
    known = office.owner("GET", f"/v1/customers/{lead['customer_id']}").json
    assert (known["open_leads"], known["owner_ids"]) == (2, [])
    told = len(office.rep.inbox())
    office.sweep(later(days=60))
    assert len(office.rep.inbox()) == told  # nobody is asked about what nobody owns


def test_a_sweep_that_slept_still_warns_a_day_before_the_return() -> None:
    office = staffed_office()
    with_limits(office, reminders={"return_to_pool_days": 10})
    lead = capture(office)
    office.sweep(later(days=40))
    assert kinds(office.rep, lead["id"]).count("lead.pool_warning") == 1
    assert office.owner.lead(lead["id"])["owner_id"] == office.rep.id
    office.sweep(later(days=41, hours=1))
    assert office.owner.lead(lead["id"])["owner_id"] is None


def test_a_held_lead_is_silent_by_intention_and_wakes_by_itself_and_tells_its_owner(shop: Office) -> None:
    lead = capture(shop)
    reason, until = shop.setup["hold_reasons"][0]["id"], later(days=30)
    shop.rep.act(lead["id"], "hold", {"reason": reason, "until": until.isoformat()})
    shop.sweep(until - timedelta(seconds=1))
    assert shop.rep.inbox(lead["id"]) == shop.manager.inbox(lead["id"]) == []
    for _ in range(2):
        shop.sweep(until)
    assert kinds(shop.rep, lead["id"]) == ["hold.ended"]
    awake = shop.rep.lead(lead["id"])
    assert awake["hold"] is None
    assert datetime.fromisoformat(awake["touched_at"]) == until
    assert datetime.fromisoformat(awake["next_follow_up_at"]) > until
    assert shop.rep.timeline(lead["id"])[0]["kind"] == "lead.resumed"
    shop.sweep(until + 7 * DAY)
    assert "lead.silent" in kinds(shop.rep, lead["id"])


def test_closed_deleted_and_pool_leads_have_no_clock(shop: Office) -> None:
    won, gone, pool = capture(shop), capture(shop), capture(shop, owner_id=None)
    shop.rep.act(won["id"], "stage", {"stage": "won", "amount": "1"})
    shop.manager("DELETE", f"/v1/leads/{gone['id']}")
    shop.sweep(later(days=200))
    for lead in (won, gone, pool):
        assert shop.rep.inbox(lead["id"]) == []


# --- a change of the limits --------------------------------------------------------------------------------------


def set_limit(office: Office, days: int) -> None:
    office.trim(
        stages=[
            {"id": each["id"], **({"silent_days": days} if each["kind"] == "open" else {})}
            for each in office.setup["stages"]
        ]
    )


def test_a_change_of_the_limit_recomputes_open_leads_in_both_directions(shop: Office) -> None:
    lead = capture(shop, first_contact_at=later(days=-5).isoformat())
    shop.sweep(later())
    assert shop.rep.inbox(lead["id"]) == []
    set_limit(shop, 3)
    shop.sweep(later(seconds=5))
    assert kinds(shop.rep, lead["id"]) == ["lead.silent"]
    set_limit(shop, 4)  # still silent: nobody is told again because of a setting
    shop.sweep(later(seconds=6))
    assert kinds(shop.rep, lead["id"]) == ["lead.silent"]
    set_limit(shop, 30)
    assert shop.rep.lead(lead["id"])["silent"] is False
    assert shop.rep.all("/v1/leads", silent="true") == []
    shop.sweep(later(days=20))
    assert kinds(shop.rep, lead["id"]) == ["lead.silent"]
    shop.sweep(later(days=26))
    assert kinds(shop.rep, lead["id"]) == ["lead.silent"] * 2


def test_a_later_return_to_the_pool_is_warned_of_anew() -> None:
    office = staffed_office()
    with_limits(office, reminders={"return_to_pool_days": 10})
    lead = capture(office, first_contact_at=later(days=-9.5).isoformat())
    office.sweep(later())
    assert kinds(office.rep, lead["id"]).count("lead.pool_warning") == 1
    office.trim(reminders={"return_to_pool_days": 30})
    office.sweep(later(days=5))
    assert office.owner.lead(lead["id"])["owner_id"] == office.rep.id
    office.sweep(later(days=20))
    assert kinds(office.rep, lead["id"]).count("lead.pool_warning") == 2


def test_a_recomputation_that_was_cut_off_is_finished_by_the_sweep(shop: Office) -> None:
    from chalicelib.leads import recompute

    leads = [capture(shop, first_contact_at=later(days=-5).isoformat()) for _ in range(7)]
    # The change is written, and the process dies before it has looked at a single lead.
    original, recompute._PAGE = recompute._PAGE, 3
    done = recompute.recompute
    try:
        recompute.recompute = lambda *_a, **_k: None  # type: ignore[assignment]
        set_limit(shop, 3)
        recompute.recompute = done
        for second in range(6):
            shop.sweep(later(seconds=5 + second))
    finally:
        recompute._PAGE, recompute.recompute = original, done
    for lead in leads:
        assert kinds(shop.rep, lead["id"]) == ["lead.silent"]


def test_a_stage_that_holds_leads_is_archived_only_with_a_target_and_its_leads_move() -> None:
    office = staffed_office()
    stages = office.setup["stages"]
    gone, target = office.stages()[1], office.stages()[2]
    leads = [office.rep.capture(stage=gone) for _ in range(5)]
    kept = [{"id": each["id"]} for each in stages if each["id"] != gone]
    reply = office.owner("PATCH", "/v1/workspace", {"stages": kept})
    assert (reply.status, reply.json["code"]) == (409, "stage_has_leads")
    office.feed()
    reply = office.owner("PATCH", "/v1/workspace", {"stages": kept})
    assert (reply.json["count"], "(5)" in reply.json["detail"]) == (5, True)
    for wrong in (gone, "nowhere"):
        reply = office.owner("PATCH", "/v1/workspace", {"stages": kept, "stage_targets": {gone: wrong}})
        assert reply.status == 422
    assert office.owner("PATCH", "/v1/workspace", {"stages": kept, "stage_targets": {gone: target}}).status == 200
    for lead in leads:
        moved = office.rep.lead(lead["id"])
        assert (moved["stage"], moved["touched_at"]) == (target, lead["touched_at"])
        assert office.rep.timeline(lead["id"])[0]["facts"]["to"] == target
    assert office.rep("POST", f"/v1/leads/{leads[0]['id']}/stage", {"stage": gone}).status == 422
    assert len(office.rep.all("/v1/leads", stage=target)) == 5


def test_the_currency_changes_only_while_no_lead_has_an_amount() -> None:
    office = staffed_office()
    priced, bare = office.rep.capture(amount="12.50"), office.rep.capture()
    office.feed()
    reply = office.owner("PATCH", "/v1/workspace", {"currency": "EUR"})
    assert (reply.status, reply.json["code"], reply.json["count"]) == (409, "currency_in_use", 1)
    assert office.setup["currency"] == "CNY"
    assert office.owner("PATCH", "/v1/workspace", {"currency": "CNY", "name": "Renamed"}).status == 200
    office.rep.patch(priced["id"], amount=None)
    office.feed()
    assert office.owner("PATCH", "/v1/workspace", {"currency": "EUR"}).status == 200
    assert office.rep.patch(bare["id"], amount="3")["amount"] == {"amount": "3.00", "currency": "EUR"}


# --- exactly once ------------------------------------------------------------------------------------------------


def test_sweeps_side_by_side_tell_each_alert_exactly_once() -> None:
    office = staffed_office()
    with_limits(office, reminders={"return_to_pool_days": 8})
    leads = [capture(office, company=f"Parallel {n % 9} Ltd") for n in range(40)]
    for at in (later(days=7.5), later(days=8.6)):
        results = together([lambda at=at: sweep(office.id, at) for _ in range(4)])
        assert results == [0] * 4
    for lead in leads:
        assert Counter(kinds(office.rep, lead["id"])) == {
            "lead.silent": 1, "lead.pool_warning": 1, "lead.returned_to_pool": 1
        }  # fmt: skip
        assert Counter(kinds(office.manager, lead["id"])) == {"lead.silent.supervisor": 1}


class Killed(BaseException):
    """As a kill: nothing in the product catches it."""


def kill_at(request: int, act: Any) -> bool:
    """Run `act`, and kill it before (odd) or after (even) its n-th request to the engine; whether it came to that."""
    import threading

    from chalicelib.core.tables import dynamodb_client

    hooks, lock, seen = dynamodb_client().meta.events, threading.Lock(), {"before": 0, "after": 0}
    wanted = "before" if request % 2 else "after"

    def count(which: str) -> None:
        with lock:
            seen[which] += 1
            if which == wanted and seen[which] >= (request + 1) // 2:
                raise Killed

    def before(**_: Any) -> None:
        count("before")

    def after(**_: Any) -> None:
        count("after")

    hooks.register("before-call.dynamodb", before, unique_id="kill-before")
    hooks.register("after-call.dynamodb", after, unique_id="kill-after")
    try:
        act()
        return False
    except Killed:
        return True
    finally:
        hooks.unregister("before-call.dynamodb", unique_id="kill-before")
        hooks.unregister("after-call.dynamodb", unique_id="kill-after")


def test_a_sweep_killed_at_any_request_and_run_again_loses_and_doubles_nothing() -> None:
    from chalicelib.core.deadlines import DueKey
    from chalicelib.core.scope import Scope, acting_as

    office = staffed_office()
    with_limits(office, reminders={"return_to_pool_days": 8})
    scope, handler = Scope.system(office.id, "sweep"), handlers_of(office.id)["lead"]
    killed = 0
    for request in range(1, 40):
        leads = [capture(office, company=f"Killed {request} {n % 2} Ltd") for n in range(3)]
        due = [DueKey(f"{office.id}#LEAD#{lead['id']}", "LEAD", "") for lead in leads]
        was_killed = False
        for at in (later(days=7.5), later(days=8.6)):

            def act(due: Any = due, at: datetime = at) -> None:
                with acting_as(scope):
                    handler(scope, due, at)

            was_killed |= kill_at(request, act)
            act()
        for lead in leads:
            assert Counter(kinds(office.rep, lead["id"])) == {
                "lead.silent": 1, "lead.pool_warning": 1, "lead.returned_to_pool": 1
            }, request  # fmt: skip
            assert Counter(kinds(office.manager, lead["id"])) == {"lead.silent.supervisor": 1}
            assert office.owner.lead(lead["id"])["owner_id"] is None
        killed += was_killed
        if not was_killed:
            break
    else:
        pytest.fail("the sweep needs more requests than the test allows for")
    assert killed >= 6


def test_a_lead_that_is_touched_while_it_is_swept_is_told_or_touched_but_never_lost() -> None:
    office = staffed_office()
    with_limits(office)
    leads = [capture(office, first_contact_at=later(days=-8).isoformat()) for _ in range(10)]
    body = {"kind": "call", "outcome": "met", "summary": "just now"}
    calls = [lambda: sweep(office.id, later(seconds=1))]
    calls += [lambda lead=lead: office.rep("POST", f"/v1/leads/{lead['id']}/follow-ups", body) for lead in leads]
    results = together(calls)
    assert results[0] == 0
    assert {reply.status for reply in results[1:]} == {201}
    for lead in leads:
        assert office.rep.lead(lead["id"])["silent"] is False
        assert len(office.rep.inbox(lead["id"])) <= 1
    before = len(office.rep.inbox())
    office.sweep(later(days=7.1))
    assert len(office.rep.inbox()) == before + 10  # the new silence of each
