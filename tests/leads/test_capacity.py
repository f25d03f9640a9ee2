"""What each call costs, in units of the engine's own consumed capacity. The arithmetic is in docs/capacity.md.

A write unit is 1 KB, and in a transaction 2; each index that a write touches is 1 more, and 2 where its key changes
(one entry goes, another comes). A read unit is 4 KB, half of that when it need not be consistent.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.leads.house import Meter, Office, later, metered, new_phone, staffed_office, unguarded_client

_SUMMARY = "与设备部王工确认了二期节拍要求，对方认可方案，要求补充交付承诺。"


@pytest.fixture(scope="module")
def plant() -> Office:
    office = staffed_office()
    office.trim(
        fields=[
            {"id": "budget_wan", "name": "预算（万元）", "type": "number"},
            {"id": "competitor", "name": "竞争对手", "type": "text"},
        ]
    )
    # Sessions, set-up, members and channels are read once in a while, not by every call.
    lead = usual(office)
    for person in office.people.values():
        person("GET", "/v1/leads?limit=1")
    office.manager.act(lead["id"], "assign", {"owner_id": office.other.id})
    return office


@pytest.fixture(autouse=True)
def known_things_stay_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine seconds pass between two calls: what is read now and then would count to one of them."""
    from chalicelib.identity import sessions
    from chalicelib.notifications import current as channels
    from chalicelib.tenancy import current

    for cache in (sessions._sessions, sessions._epochs, current._workspaces, current._members, channels._outlets):
        monkeypatch.setattr(cache, "_ttl", 3600.0)


def usual(office: Office, **more: Any) -> dict[str, Any]:
    """A lead as reps in China write them: all the usual fields and two custom ones."""
    facts = {
        "company": f"上海明线智能科技{new_phone()}有限公司", "contact": "李雷", "phone": new_phone(),
        "email": f"lilei{new_phone()}@mingxian.cn", "amount": "1234567.50", "product": "产线改造方案 Pro",
        "blocker": "预算未批复", "custom": {"budget_wan": 120, "competitor": "华强自动化"},
        "next_follow_up_at": later(days=3).isoformat(), **more,
    }  # fmt: skip
    return office.rep.capture("华东区智能产线改造项目（二期）", **facts)


def writes(meter: Meter) -> list[dict[str, float]]:
    return meter.consumed("TransactWriteItems", "PutItem", "UpdateItem", "BatchWriteItem")


def written(meter: Meter) -> float:
    return sum(sum(units.values()) for units in writes(meter))


def item_size(office: Office, lead_id: str) -> int:
    """Bytes as DynamoDB counts them: names and values in UTF-8; a number about half its digits."""
    from chalicelib.core.settings import settings

    item = unguarded_client().get_item(
        TableName=settings().workspace_table,
        Key={"pk": {"S": f"{office.id}#LEAD#{lead_id}"}, "sk": {"S": "LEAD"}},
    )["Item"]
    return sum(len(name.encode()) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())


def test_a_usual_chinese_lead_is_under_one_kilobyte_also_after_its_first_follow_ups(plant: Office) -> None:
    lead = usual(plant)
    assert item_size(plant, lead["id"]) < 850
    body = {"kind": "visit", "outcome": "met", "summary": _SUMMARY, "minutes": 45}
    plant.rep.act(lead["id"], "follow-ups", body)
    assert item_size(plant, lead["id"]) < 1024


def test_a_lead_with_everything_in_it_is_under_one_kilobyte_when_it_is_captured(plant: Office) -> None:
    lead = usual(
        plant, wechat="lilei_mx", region="华东",
        remark="展会认识，二期产线明年三月投产，采购由集团统一招标，重点关注交付周期与售后响应。",
    )  # fmt: skip
    assert item_size(plant, lead["id"]) < 1024


def test_creating_a_lead_with_three_claims_and_a_new_customer_is_16_write_units(plant: Office) -> None:
    with metered() as meter:
        usual(plant)
    # lead 2, event 2, customer 2, two more claims 2 each = 10; the lead's four indexes, log and customers: 6.
    assert meter.operations == ["BatchGetItem", "TransactWriteItems"]
    (units,) = writes(meter)
    assert units == {
        "table": 10, "by_owner": 1, "by_stage": 1, "by_update": 1, "due": 1, "log": 1, "customers": 1
    }  # fmt: skip
    assert written(meter) <= 16


def test_creating_a_lead_of_a_known_customer_is_12(plant: Office) -> None:
    lead = usual(plant)
    with metered() as meter:
        usual(plant, company=lead["company"], phone=lead["phone"], email=lead["email"])
    # lead 2, event 2, customer 2 = 6; the lead's four indexes, log and customers: 6.
    assert written(meter) <= 12


def test_a_follow_up_with_a_new_date_is_13_and_reads_the_lead_once(plant: Office) -> None:
    lead = usual(plant)
    body = {"kind": "visit", "outcome": "met", "summary": _SUMMARY, "next_follow_up_at": later(days=5).isoformat()}
    with metered() as meter:
        plant.rep.act(lead["id"], "follow-ups", body)
    # lead 2, event 2 = 4; by_owner, by_stage, by_update and due change their keys, 2 each = 8; log 1.
    assert meter.operations == ["GetItem", "TransactWriteItems"]
    assert written(meter) <= 14
    assert meter.consumed("GetItem") == [{"table": 1}]


def test_getting_a_lead_is_at_most_one_read_unit(plant: Office) -> None:
    lead = usual(plant)
    with metered() as meter:
        plant.rep.lead(lead["id"])
    assert meter.operations == ["GetItem"]
    assert meter.consumed("GetItem") == [{"table": 0.5}]


def test_a_list_of_fifty_is_one_query_of_a_few_units(plant: Office) -> None:
    for number in range(50):
        plant.rep.capture(f"Deal {number}", stage=plant.stages()[1], company=f"Fifty {number} Ltd")
    path = f"/v1/leads?stage={plant.stages()[1]}"
    plant.owner("GET", path)
    with metered() as meter:
        rows = plant.owner("GET", path).json["items"]
    assert len(rows) == 50
    assert meter.operations == ["Query"]
    # 50 rows of about 400 bytes are 20 KB: 5 units of 4 KB, half of that.
    assert sum(meter.consumed("Query")[0].values()) <= 4


@pytest.mark.parametrize(
    ("call", "most_requests", "most_written"),
    [
        ("stage", 2, 12), ("win", 3, 15), ("assign", 3, 19), ("claim", 3, 14), ("hold", 2, 14), ("patch", 2, 9),
        ("delete", 3, 12),
    ],
)  # fmt: skip
def test_every_other_change_costs_what_the_table_says(
    plant: Office, call: str, most_requests: int, most_written: int
) -> None:
    lead = usual(plant, **({"owner_id": None} if call == "claim" else {}))
    path, reason = f"/v1/leads/{lead['id']}", plant.setup["hold_reasons"][0]["id"]
    method, action, body = {
        "stage": ("POST", "/stage", {"stage": plant.stages()[2]}),
        "win": ("POST", "/stage", {"stage": "won"}),
        "assign": ("POST", "/assign", {"owner_id": plant.other.id}),
        "claim": ("POST", "/claim", None),
        "hold": ("POST", "/hold", {"reason": reason, "until": later(days=20).isoformat()}),
        "patch": ("PATCH", "", {"remark": "补充"}),
        "delete": ("DELETE", "", None),
    }[call]
    person = plant.rep if call == "claim" else plant.manager
    with metered() as meter:
        assert person(method, path + action, body).status in (200, 204)
    assert len(meter.operations) <= most_requests, meter.operations
    assert written(meter) <= most_written, writes(meter)


def test_a_timeline_and_a_search_read_what_they_answer(plant: Office) -> None:
    lead = usual(plant)
    plant.feed()
    with metered() as meter:
        plant.rep("GET", f"/v1/leads/{lead['id']}/timeline")
    assert meter.operations == ["GetItem", "Query"]
    with metered() as meter:
        assert len(plant.rep("GET", f"/v1/leads?q={lead['phone']}").json["items"]) == 1
    assert meter.operations == ["Query", "BatchGetItem"]
    with metered() as meter:
        plant.owner("GET", "/v1/pipeline")
    assert meter.operations == ["Query"]


def test_a_reminder_writes_the_lead_its_event_and_two_notices() -> None:
    office = staffed_office()
    office.rep.capture("Quiet", next_follow_up_at=later(days=300).isoformat())
    with metered() as meter:
        office.sweep(later(days=30))
    (units,) = writes(meter)
    # lead 2, event 2, two notices 2 to 4 each (their texts) = 8 to 12; by_owner, by_stage, by_update once each (the
    # card changes), due 2 (its date), flagged 1 and 1 for each notice, log 1.
    assert units["table"] <= 12
    assert sum(units.values()) <= 21
    assert {name: units[name] for name in ("by_owner", "by_stage", "by_update", "due", "log", "flagged")} == {
        "by_owner": 1, "by_stage": 1, "by_update": 1, "due": 2, "log": 1, "flagged": 3
    }  # fmt: skip


def test_a_reminder_again_leaves_the_lists_alone() -> None:
    office = staffed_office()
    office.rep.capture("Quiet", next_follow_up_at=later(days=300).isoformat())
    office.sweep(later(days=30))
    with metered() as meter:
        office.sweep(later(days=40))
    (units,) = writes(meter)
    # What lists show of the lead is as before, its version too: of the indexes only its date and the notices write.
    assert not {"by_owner", "by_stage", "by_update"} & {name for name, spent in units.items() if spent}
