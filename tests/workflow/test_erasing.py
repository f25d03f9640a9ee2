"""Erasure of a person reaches the runs that are about them."""

from __future__ import annotations

from tests.leads.house import whole_table
from tests.workflow.floor import Floor, definition, names, node

SECRET = "Quentin Vexley"


def test_after_a_person_is_erased_nothing_of_their_runs_names_them() -> None:
    floor = Floor()
    office = floor.office
    fields = [
        {"id": "contact", "names": names("联系人"), "from_lead": "contact"},
        {"id": "mail", "names": names("邮箱"), "type": "email"},
        {"id": "amount", "names": names("金额"), "type": "money", "from_lead": "amount"},
    ]
    flow = floor.flow(definition(node("a"), node("b", "a"), fields=fields))
    lead = office.rep.capture(company=SECRET, contact=SECRET, email="quentin@vexley.example", amount="1200")
    run = floor.start(flow, lead_id=lead["id"], title=f"{SECRET}: ten pumps", values={"mail": "quentin@vexley.example"})
    run.do("block", "a", {"reason": "papers", "note": f"{SECRET} is away"})
    assert office.rep("POST", f"/v1/cards/{run.cards['a']}/comments", {"text": f"{SECRET} called"}).status == 201
    office.feed()
    assert SECRET in whole_table()
    erased = office.owner("POST", f"/v1/customers/{lead['customer_id']}/erase")
    assert erased.status in (200, 202), erased.text
    office.feed()
    office.feed()
    kept = whole_table()
    for told in (SECRET, "quentin@vexley.example"):
        assert told not in kept, kept[max(kept.find(told) - 300, 0) : kept.find(told) + 100]
    shown = run.shown
    assert (shown["title"], shown["customer_name"]) == ("—", None)
    assert {each["id"]: each["value"] for each in shown["fields"]} == {
        "contact": None, "mail": None, "amount": {"amount": "1200.00", "currency": "CNY"},
    }  # fmt: skip
    assert run.states == {"a": "blocked", "b": "waiting"}
    run.do("unblock", "a")


def test_a_number_that_would_fill_the_memory_is_refused() -> None:
    floor = Floor()
    run = floor.start(floor.flow(definition(node("a"))))
    for value in ("1e-999999999", "0e-999999999", "1e999999999"):
        reply = floor.office.rep("PATCH", f"/v1/cards/{run.cards['a']}", {"values": {"size": value}})
        assert reply.status == 422, value
