"""Search by any piece of what a lead is called, and the pipeline's sums: read models that follow the events."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.leads.house import Office, Person, new_phone, publish, staffed_office, together


def found(person: Person, words: str) -> list[str]:
    return [row["name"] for row in person.all("/v1/leads", q=words, limit=200)]


@pytest.fixture(scope="module")
def named() -> Office:
    office = staffed_office()
    office.rep.capture(
        "华东区智能产线改造", company="上海明线科技有限公司", contact="李雷", phone="138 0013-8765",
        email="lilei@mingxian.cn",
        wechat="lilei_sh",
    )  # fmt: skip
    office.rep.capture("GTX Pro upgrade", company="Blue Ocean Trading", contact="Ann O'Neil", phone="+8613912345678")
    office.stranger.capture("华东 second", company="另一家公司")
    office.owner.capture("Pool deal 华东", owner_id=None)
    office.feed()
    return office


@pytest.mark.parametrize(
    "words",
    [
        "华东区智能", "智能产线", "产线改造", "改造", "线", "明线科技", "科技有限", "李雷", "雷", "13800138765",
        "138001",
        "8765", "00138", "138-0013", "+86 138 0013 8765"[4:], "lilei", "LILEI@MING", "mingxian.cn", "lilei_sh",
        "明线 "[:2], "１３８００１",
    ],
)  # fmt: skip
def test_a_lead_is_found_by_any_piece_of_its_names_and_numbers(named: Office, words: str) -> None:
    assert "华东区智能产线改造" in found(named.rep, words)


@pytest.mark.parametrize(
    "words", ["gtx", "PRO UP", "upgrade", "blue oc", "ocean", "o'neil", "139123", "5678", "trading"]
)
def test_latin_words_are_found_from_their_beginning_in_any_case(named: Office, words: str) -> None:
    assert found(named.rep, words) == ["GTX Pro upgrade"]


@pytest.mark.parametrize("words", ["pgrade", "zzz", "华西", "%", "1380013876500", "李雷雷", "\u3000x"])
def test_what_is_nowhere_is_not_found(named: Office, words: str) -> None:
    assert found(named.rep, words) == []


def test_search_stays_within_ones_rows_and_takes_the_other_filters(named: Office) -> None:
    assert sorted(found(named.rep, "华东")) == sorted(["华东区智能产线改造", "Pool deal 华东"])
    assert sorted(found(named.owner, "华东")) == sorted(["华东区智能产线改造", "Pool deal 华东", "华东 second"])
    assert named.owner.all("/v1/leads", q="华东", pool="true")[0]["name"] == "Pool deal 华东"
    assert [row["name"] for row in named.owner.all("/v1/leads", q="华东", owner=named.stranger.id)] == ["华东 second"]
    assert named.owner.all("/v1/leads", q="华东", stage="won") == []


def test_a_lead_that_holds_the_word_often_comes_once_whatever_the_pages() -> None:
    office = staffed_office()
    for number in range(9):
        office.rep.capture(f"ann anna annabel {number}", contact="Ann", email=f"ann.ann{number}@ann.example")
    office.feed()
    for limit in (1, 2, 4, 50):
        pages = office.rep.pages("/v1/leads", q="ann", limit=limit)
        ids = [row["id"] for page in pages for row in page]
        assert len(ids) == len(set(ids)) == 9, limit


def test_after_a_change_only_the_new_words_find_it_and_a_deleted_one_is_not_found() -> None:
    office = staffed_office()
    phone, lead = new_phone(), office.rep.capture("Old name", company="Old Firm Ltd")
    office.feed()
    office.rep.patch(lead["id"], name="New title", company="Fresh Firm Ltd", phone=phone)
    assert found(office.rep, "old") == []  # even before the read model has followed
    office.feed()
    assert found(office.rep, "old") == []
    assert found(office.rep, "title") == found(office.rep, "fresh") == found(office.rep, phone[3:]) == ["New title"]
    office.owner("DELETE", f"/v1/leads/{lead['id']}")
    assert found(office.rep, "title") == []
    office.feed()
    assert found(office.rep, "title") == []
    office.owner.act(lead["id"], "restore")
    office.feed()
    assert found(office.rep, "title") == ["New title"]


# --- the pipeline ------------------------------------------------------------------------------------------------


def cells(person: Person) -> dict[tuple[str, Any, str], tuple[int, Decimal, int]]:
    items = person("GET", "/v1/pipeline").json["items"]
    return {
        (each["stage"], each["owner_id"], each["amount"]["currency"] if each["amount"] else ""): (
            each["leads"],
            Decimal(each["amount"]["amount"]) if each["amount"] else Decimal(0),
            each["silent"],
        )
        for each in items
    }


def counted(person: Person) -> dict[tuple[str, Any, str], tuple[int, Decimal, int]]:
    sums: dict[tuple[str, Any, str], list[Any]] = defaultdict(lambda: [0, Decimal(0), 0])
    for lead in person.all("/v1/leads", limit=200):
        amount = lead["amount"] or {"amount": "0", "currency": ""}
        cell = sums[lead["stage"], lead["owner_id"], amount["currency"]]
        cell[0] += 1
        cell[1] += Decimal(amount["amount"])
        cell[2] += lead["silent"]
    return {key: (leads, amount, silent) for key, (leads, amount, silent) in sums.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_pipeline_equals_a_count_after_events_came_twice_late_and_out_of_order(seed: int) -> None:
    from tests.leads.house import later

    office, chance = staffed_office(), random.Random(seed)
    people = [office.rep, office.other, office.manager]
    leads = [chance.choice(people).capture(amount=str(chance.randint(1, 10**6))) for _ in range(12)]
    leads += [office.rep.capture(amount={"amount": "5", "currency": "USD"}), office.owner.capture(owner_id=None)]
    reason = office.setup["lost_reasons"][0]["id"]
    for _ in range(60):
        lead, do = chance.choice(leads)["id"], chance.randrange(6)
        if do == 0:
            office.owner("POST", f"/v1/leads/{lead}/stage", {"stage": chance.choice(office.stages())})
        elif do == 1:
            office.owner("POST", f"/v1/leads/{lead}/stage", {"stage": "lost", "reason": reason})
        elif do == 2:
            office.owner(
                "POST", f"/v1/leads/{lead}/assign", {"owner_id": chance.choice([*(p.id for p in people), None])}
            )
        elif do == 3:
            office.owner("PATCH", f"/v1/leads/{lead}", {"amount": chance.choice(["7.50", "100000000", "0.01"])})
        elif do == 4:
            office.owner("DELETE", f"/v1/leads/{lead}")
        else:
            office.owner("POST", f"/v1/leads/{lead}/restore")
        if chance.random() < 0.2:
            chosen = [event for event in office.events() if chance.random() < 0.5]
            chance.shuffle(chosen)
            publish(chosen * 2)
    office.sweep(later(days=10))
    everything = office.events()
    chance.shuffle(everything)
    parts = [everything[start::4] for start in range(4)]
    results = together([lambda part=part: publish(part + part[:5]) for part in parts])
    assert not [each for each in results if isinstance(each, BaseException)], results
    publish(everything)
    for person in (office.owner, office.manager, office.rep):
        assert cells(person) == counted(person)


def test_forty_leads_that_move_between_many_cells_at_once_are_counted() -> None:
    office = staffed_office()
    owners = [office.hire(f"seller{n}", "rep", office.manager) for n in range(8)]
    stages = office.stages()
    leads = [owners[n % 8].capture(stage=stages[n % len(stages)], amount="3") for n in range(48)]
    office.feed()
    for number, lead in enumerate(leads):
        office.owner.act(lead["id"], "assign", {"owner_id": owners[(number + 3) % 8].id})
        office.owner.act(lead["id"], "stage", {"stage": stages[(number + 1) % len(stages)]})
    office.feed()
    assert cells(office.owner) == counted(office.owner)
