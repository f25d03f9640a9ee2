"""The letter to a contact outside, and the page under its signed link."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.errors import NotFound
from chalicelib.core.scope import Scope, acting_as
from chalicelib.workflow import letters, store, tracking
from chalicelib.workflow.definition import FlowField
from chalicelib.workflow.model import Card, Course
from tests.identity.house import Reply, letters_to, new_email
from tests.leads.house import later, together
from tests.workflow.desk import Desk, names, open_desk, shipping

MONEY = {"amount": "12.50", "currency": "CNY"}


def shipped(**values: Any) -> tuple[Desk, str]:
    """A desk whose device is on its way, and the address that its letter went to."""
    address = new_email()
    desk = open_desk(contact_email=address, **values)
    desk.complete("review")
    desk.complete("stocking", tracking_number="SF1001", fee=MONEY)
    desk.office.feed()
    return desk, address


def token_of(address: str) -> str:
    return re.findall(r"/track/([\w-]+)", letters_to(address)[-1])[-1]


@pytest.fixture
def on_its_way() -> tuple[Desk, str]:
    desk, address = shipped()
    return desk, token_of(address)


def show(desk: Desk, token: str, **headers: str) -> Reply:
    """Without an account."""
    return desk.office.company.call("GET", f"/v1/track/{token}", **headers)


def receive(desk: Desk, token: str, name: str = "Dr. Li", **more: Any) -> Reply:
    return desk.office.company.call("POST", f"/v1/track/{token}/receipt", {"name": name, **more})


def course_of(desk: Desk, node: str) -> tuple[Scope, Course, Card]:
    scope = Scope.system(desk.office.id, "test")
    with acting_as(scope):
        course = store.read_course(scope, desk.run["id"], consistent=True)
    return scope, course, course.cards[node]


# The letter


def test_the_contact_gets_the_values_of_the_run_in_a_letter_when_the_card_is_done() -> None:
    _, address = shipped()
    (text,) = letters_to(address)
    assert "SF1001" in text and "CNY 12.50" in text
    assert "/track/" in text


def test_the_letter_goes_out_once_however_often_the_event_comes_and_again_in_a_new_cycle() -> None:
    desk, address = shipped()
    desk.office.feed()
    assert len(letters_to(address)) == 1
    reply = desk.office.rep("POST", f"/v1/cards/{desk.card('stocking')}/reopen", {"note": "wrong number"})
    assert reply.status == 200, reply.text
    desk.office.feed()
    assert len(letters_to(address)) == 1, "a card at work writes to nobody"
    desk.complete("stocking", tracking_number="SF2002")
    desk.office.feed()
    written = letters_to(address)
    assert len(written) == 2
    assert len([each for each in written if "SF2002" in each]) == 1


def test_what_was_not_recorded_is_a_dash_in_the_letter() -> None:
    address = new_email()
    desk = open_desk(contact_email=address)
    desk.complete("review")
    desk.complete("stocking", tracking_number="SF1001")
    scope, course, card = course_of(desk, "stocking")
    with acting_as(scope):
        written = letters.contact_letter(scope, course, card)
        assert written is not None and written[0] == address
        assert "SF1001" in written[2] and "—" in written[2]
        assert letters.contact_letter(scope, course, course.cards["review"]) is None


def test_without_an_address_there_is_no_letter_and_the_card_is_done_all_the_same() -> None:
    desk = open_desk(contact_email=None)
    desk.complete("review")
    desk.complete("stocking", tracking_number="SF1001")
    desk.office.feed()
    scope, course, card = course_of(desk, "stocking")
    with acting_as(scope):
        assert letters.contact_letter(scope, course, card) is None
        assert tracking.send_contact_letter(scope, course, card, later()) is False
    assert desk.shown("stocking")["state"] == "done"


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        ("text", "SF1", "SF1", "SF1"),
        ("text", None, "—", "—"),
        ("money", MONEY, "CNY 12.50", "CNY 12.50"),
        ("yes_no", True, "是", "Yes"),
        ("yes_no", False, "否", "No"),
        ("choice", "air", "空运", "By air"),
        ("choice", "gone", "gone", "gone"),
        ("date", "2026-11-24", "2026-11-24", "2026-11-24"),
    ],
)
def test_values_are_written_as_people_read_them(kind: Any, value: Any, zh: str, en: str) -> None:
    choices = [{"id": "air", "names": names("空运", "By air")}] if kind == "choice" else []
    field = FlowField.model_validate_json(
        json.dumps({"id": "x", "names": names("甲", "X"), "type": kind, "choices": choices})
    )
    assert letters.shown_value(field, value, "zh-CN") == zh
    assert letters.shown_value(field, value, "en") == en


# The page


def test_the_page_shows_the_steps_and_what_the_letter_said_without_an_account(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    reply = show(desk, token)
    assert reply.status == 200, reply.text
    seen = reply.json
    assert (seen["title"], seen["workspace"], seen["state"]) == ("Ward 3", "Blue Lake Ltd", "open")
    assert [(each["name"], each["state"]) for each in seen["steps"]] == [
        ("Review", "done"), ("Stocking", "done"), ("Receipt", "ready"),
    ]  # fmt: skip
    assert {each["id"]: each["value"] for each in seen["facts"]} == {
        "device": "CT-7", "tracking_number": "SF1001", "fee": "CNY 12.50",
    }  # fmt: skip
    assert seen["can_receive"] is True
    assert seen["received_at"] is None


def test_the_page_is_in_the_language_asked_for(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    seen = show(desk, token, accept_language="zh-CN").json
    assert [each["name"] for each in seen["steps"]] == ["审核", "备货", "签收"]
    assert {each["name"] for each in seen["facts"]} == {"设备", "运单号", "费用"}


def test_the_page_tells_nothing_of_members_ids_or_other_fields(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    for text in (show(desk, token).text, receive(desk, token).text):
        assert desk.office.id not in text
        assert desk.run["id"] not in text
        assert "40 %" not in text and "margin" not in text
        assert "@example.com" not in text
        for person in desk.office.people.values():
            assert person.id not in text and person.name not in text
        assert not re.search(r"\b(m|card|flow|cust|lead)_[0-9A-Z]{26}", text)


def test_the_page_keeps_its_address_to_itself(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    headers = show(desk, token).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "noindex" in headers["x-robots-tag"]


# The receipt


def test_a_receipt_completes_the_card_and_the_run_and_says_who_gave_it(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    reply = receive(desk, token, "李医生", note="外包装完好")
    assert reply.status == 200, reply.text
    assert reply.json["state"] == "done"
    assert reply.json["receipt_name"] == "李医生"
    assert reply.json["can_receive"] is False
    card = desk.shown("receipt")
    assert card["state"] == "done"
    assert reply.json["received_at"] == card["since"]
    event = desk.events("card.completed")[0]
    assert event["actor"] == "contact"
    assert (event["facts"]["receipt_by"], event["facts"]["note"]) == ("李医生", "外包装完好")


def test_a_second_receipt_changes_nothing_and_answers_the_same(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    first, second = receive(desk, token, "A"), receive(desk, token, "B")
    assert second.status == 200
    assert second.json == first.json
    assert len([each for each in desk.events("card.completed") if each["node"] == "receipt"]) == 1


def test_receipts_at_the_same_moment_count_once(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    replies = together([lambda number=number: receive(desk, token, f"P{number}") for number in range(4)])
    assert [each.status for each in replies] == [200] * 4
    assert len({each.json["receipt_name"] for each in replies}) == 1
    assert len([each for each in desk.events("card.completed") if each["node"] == "receipt"]) == 1


def test_before_its_turn_nothing_can_be_received_and_the_refusal_tells_nothing() -> None:
    desk, address = shipped()
    token = token_of(address)
    desk.office.rep("POST", f"/v1/cards/{desk.card('stocking')}/reopen", {"note": "again"})
    assert show(desk, token).json["can_receive"] is False
    reply = receive(desk, token)
    assert (reply.status, reply.json["code"]) == (409, "receipt_not_open")
    assert set(reply.json) == {"type", "title", "status", "detail", "code", "request_id"}
    assert desk.shown("receipt")["state"] == "waiting"


def test_what_still_asks_for_more_than_a_receipt_cannot_be_received() -> None:
    desk = open_desk()
    flow = shipping(key="strict")
    flow["nodes"][2]["gives"] = {"fields": ["fee"]}
    assert desk.office.owner("POST", "/v1/flows", flow).status == 201
    address = new_email()
    body = {"flow": "strict", "title": "W", "values": {"contact_email": address}}
    strict = Desk(desk.office, dict(desk.office.rep("POST", "/v1/runs", body).json))
    strict.complete("review")
    strict.complete("stocking", tracking_number="SF1")
    desk.office.feed()
    token = token_of(address)
    assert show(strict, token).json["can_receive"] is False
    assert receive(strict, token).json["code"] == "receipt_not_open"


def test_a_cancelled_run_is_shown_and_takes_no_receipt(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    assert desk.office.owner("POST", f"/v1/runs/{desk.run['id']}/cancel", {"reason": "x"}).status == 200
    assert show(desk, token).json["state"] == "cancelled"
    assert receive(desk, token).status == 409


def test_a_receipt_that_a_member_entered_names_nobody(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    desk.complete("receipt")
    seen = show(desk, token).json
    assert seen["received_at"] is not None
    assert seen["receipt_name"] is None


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 81}, {"name": "x", "card_id": "y"}])
def test_a_receipt_needs_a_name_and_nothing_else(on_its_way: tuple[Desk, str], body: dict[str, Any]) -> None:
    desk, token = on_its_way
    assert desk.office.company.call("POST", f"/v1/track/{token}/receipt", body).status == 422
    assert desk.shown("receipt")["state"] == "ready"


# The link


def test_a_forged_damaged_or_foreign_link_is_not_found(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    raw = base64.urlsafe_b64decode(token + "==="[: -len(token) % 4])
    other, _ = shipped()
    scope, course, card = course_of(other, "stocking")
    foreign = tracking.link(scope, course, card, "receipt", later()).rpartition("/")[2]
    mixed = base64.urlsafe_b64decode(foreign + "==="[: -len(foreign) % 4])[:17] + raw[17:]
    spoilt = [
        raw[:-1], raw + b"x", raw[:30] + b"\0" + raw[31:], mixed, b"\1" * len(raw), b"\2" + raw[1:], b"",
    ]  # fmt: skip
    forged = [base64.urlsafe_b64encode(each).decode().rstrip("=") for each in spoilt]
    for each in [*filter(None, forged), "A", "x" * 95, "A" * 94 + "é"]:
        reply = show(desk, each)
        assert reply.status == 404, each
        assert receive(desk, each).status == 404
    assert show(desk, forged[0]).json["code"] == "link_invalid"


def test_a_link_is_good_for_ninety_days() -> None:
    desk = open_desk()
    scope, course, card = course_of(desk, "stocking")
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    token = tracking.link(scope, course, card, "receipt", now).rpartition("/")[2]
    assert tracking.opened(token, now + timedelta(days=90, seconds=-1)).run_id == desk.run["id"]
    with pytest.raises(NotFound):
        tracking.opened(token, now + timedelta(days=90))


def test_a_link_fits_the_path_of_an_address_and_names_what_it_is_about() -> None:
    desk = open_desk()
    scope, course, card = course_of(desk, "stocking")
    url = tracking.link(scope, course, card, "receipt", later())
    token = url.rpartition("/")[2]
    assert re.fullmatch("[A-Za-z][A-Za-z0-9_-]{0,99}", token)
    assert tracking.opened(token, later()) == tracking.Tracked(desk.office.id, desk.run["id"], 2, 3)
    without = tracking.link(scope, course, card, None, later()).rpartition("/")[2]
    assert tracking.opened(without, later()).receipt is None
    assert show(desk, without).json["can_receive"] is False
    assert receive(desk, without).status == 409


def test_a_link_does_nothing_but_show_and_receive(on_its_way: tuple[Desk, str]) -> None:
    desk, token = on_its_way
    reply = desk.office.company.call("GET", f"/v1/runs/{desk.run['id']}", token=token)
    assert reply.status == 401
