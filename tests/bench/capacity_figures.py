"""Capacity units and requests per call, as the engine counts them; the arithmetic is in docs/capacity.md."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.bench.meter import Meter, metered
from tests.bench.plan import section_plan
from tests.bench.table import table
from tests.leads.house import Office, Person, later, new_phone, staffed_office

REMINDED = 24
_SUMMARY = "与设备部王工确认了二期节拍要求，对方认可方案，要求补充交付承诺。"


class Counted:
    """The rows of the table, one for each call measured."""

    def __init__(self) -> None:
        self.rows: list[tuple[object, ...]] = []

    def call(self, name: str, limit: str, act: Callable[[], Any], share: int = 1) -> Any:
        """share: how many leads the call was for; the row tells units for one."""
        with metered() as meter:
            result = act()
        self.rows.append(
            (name, f"{meter.written / share:.3g}", _where(meter, share), f"{meter.read / share:.3g}", limit,
             ", ".join(f"{number} {operation}" for operation, number in meter.operations.items()))
        )  # fmt: skip
        return result


def main() -> None:
    section_plan()
    office, counted = staffed_office(), Counted()
    rep = office.rep
    stages = office.stages()
    for number in range(50):
        _capture(rep, f"列表 {number}", stage=stages[1])
    for person in office.people.values():
        # Sessions, set-up, members and channels are read once in a while, not by every call.
        for path in ("/v1/leads?limit=1", "/v1/notifications", "/v1/pipeline", "/v1/customers?limit=1"):
            person("GET", path)
    office.manager.act(_capture(rep, "预热")["id"], "assign", {"owner_id": office.other.id})
    _creates_and_reads(counted, office)
    _changes(counted, office)
    _reminders(counted)
    _read_models(counted, office)
    head = ("call", "written", "where", "read", "limit", "requests to the engine")
    table("Capacity units per call, a usual Chinese lead", head, counted.rows)


def _capture(person: Person, name: str, **more: Any) -> dict[str, Any]:
    phone = new_phone()
    facts = {
        "company": f"北方明珠{phone}科技有限公司", "contact": "李雷", "phone": phone,
        "email": f"li-{phone}@north.example", "amount": "1234567.50", "product": "产线改造方案 Pro",
        "blocker": "预算未批复", "next_follow_up_at": later(days=3).isoformat(), **more,
    }  # fmt: skip
    return person.capture(f"产线改造项目 {name}", **facts)


def _creates_and_reads(counted: Counted, office: Office) -> None:
    rep, manager, stage = office.rep, office.manager, office.stages()[1]
    counted.call("create, a new customer, three claims", "16 written", lambda: _capture(rep, "一"))
    lead = _capture(rep, "二")
    same = {name: lead[name] for name in ("company", "phone", "email")}
    counted.call("create for a known customer", "16 written", lambda: _capture(rep, "二期", **same))
    path = f"/v1/leads/{lead['id']}"
    counted.call("get", "1 read", lambda: _ok(rep, "GET", path))
    for who, person in (("one who sees all", office.owner), ("a rep", rep), ("a manager of two", manager)):
        listed = partial(_ok, person, "GET", f"/v1/leads?stage={stage}")
        counted.call(f"list 50 of a stage, for {who}", "1 Query", listed)
    counted.call("list 50 of an owner", "1 Query", lambda: _ok(manager, "GET", f"/v1/leads?owner={rep.id}"))
    counted.call("timeline", "", lambda: _ok(manager, "GET", f"{path}/timeline"))
    customer = f"/v1/customers/{lead['customer_id']}"
    counted.call("customer, with its leads", "", lambda: _ok(manager, "GET", customer))


def _changes(counted: Counted, office: Office) -> None:
    """Each on a lead of its own."""
    reason, until = office.setup["hold_reasons"][0]["id"], later(days=20).isoformat()
    follow = {"kind": "visit", "outcome": "met", "summary": _SUMMARY, "next_follow_up_at": later(days=5).isoformat()}
    changes: list[tuple[str, str, str, str, Any]] = [
        ("follow-up with a new date", "14 written", "POST", "/follow-ups", follow),
        ("stage move", "", "POST", "/stage", {"stage": office.stages()[2]}),
        ("win", "", "POST", "/stage", {"stage": "won"}),
        ("change of a field", "", "PATCH", "", {"remark": "补充"}),
        ("hold", "", "POST", "/hold", {"reason": reason, "until": until}),
        ("assign", "", "POST", "/assign", {"owner_id": office.other.id}),
    ]
    for name, limit, method, action, body in changes:
        path = f"/v1/leads/{_capture(office.rep, name)['id']}{action}"
        counted.call(name, limit, partial(_ok, office.manager, method, path, body))
    pooled = f"/v1/leads/{_capture(office.manager, '公海', owner_id=None)['id']}/claim"
    counted.call("claim out of the pool", "", lambda: _ok(office.rep, "POST", pooled))


def _reminders(counted: Counted) -> None:
    office = staffed_office()
    for number in range(REMINDED):
        _capture(office.rep, f"静默 {number}", next_follow_up_at=later(days=300).isoformat())
    for person in (office.rep, office.manager):
        person("GET", "/v1/notifications")
    name = f"reminder of silence to rep and supervisor, one of {REMINDED} in a sweep"
    counted.call(name, "", lambda: office.sweep(later(days=30)), REMINDED)
    assert len(office.manager.inbox()) == REMINDED
    name = f"notifications, {REMINDED} unread"
    counted.call(name, "", lambda: _ok(office.rep, "GET", "/v1/notifications?unread=true"))


def _read_models(counted: Counted, office: Office) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.leads import projection

    scope = Scope.system(office.id, "publish")

    def follow(lead_ids: list[str]) -> None:
        with acting_as(scope):
            projection.refresh(scope, lead_ids)

    office.feed()
    fresh = _capture(office.rep, "新")
    counted.call("read models follow: a new lead", "", lambda: follow([fresh["id"]]))
    office.rep.act(fresh["id"], "stage", {"stage": office.stages()[2]})
    counted.call("read models follow: a stage move", "", lambda: follow([fresh["id"]]))
    counted.call("search, one lead found", "", lambda: _ok(office.rep, "GET", f"/v1/leads?q={fresh['phone']}"))
    counted.call("pipeline", "", lambda: _ok(office.owner, "GET", "/v1/pipeline"))


def _ok(person: Person, method: str, path: str, body: Any = None) -> Any:
    reply = person(method, path, body)
    assert reply.status < 300, (method, path, reply.text)
    return reply.json


def _where(meter: Meter, share: int) -> str:
    return ", ".join(f"{name} {units / share:.3g}" for name, units in meter.written_to.items())


if __name__ == "__main__":
    main()
