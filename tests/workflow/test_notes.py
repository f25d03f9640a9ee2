"""Comments on cards: who may, who is mentioned, and what the run shows of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.tenancy.model import Member, Members
from chalicelib.workflow.notes import mentioned
from tests.identity.house import Reply
from tests.leads.house import Person, together
from tests.workflow.desk import Desk, open_desk


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk()


def comment(by: Person, card_id: str, text: str, **more: Any) -> Reply:
    return by("POST", f"/v1/cards/{card_id}/comments", {"text": text, **more})


def test_a_comment_is_shown_on_its_card_and_on_its_run_with_who_wrote_it(desk: Desk) -> None:
    card = desk.card("review")
    reply = comment(desk.office.stranger, card, "合同附件已更新")
    assert reply.status == 201, reply.text
    made = reply.json
    assert (made["text"], made["by_name"], made["node"]) == ("合同附件已更新", "Stranger", "review")
    listed = desk.office.rep("GET", f"/v1/cards/{card}/comments").json["items"]
    assert made in listed
    run = desk.office.rep("GET", f"/v1/runs/{desk.run['id']}").json
    assert made in run["comments"]
    assert desk.shown("review")["comments"] == len(listed)


def test_a_comment_does_not_move_the_card_and_needs_no_right_to_move_it(desk: Desk) -> None:
    before = desk.shown("stocking")
    assert comment(desk.office.other, desk.card("stocking"), "ok").status == 201
    after = desk.shown("stocking")
    assert (after["state"], after["holder"], after["due_at"]) == (before["state"], before["holder"], before["due_at"])


def test_a_viewer_reads_comments_and_writes_none(desk: Desk) -> None:
    viewer = desk.office.people.get("viewer") or desk.office.hire("viewer", "viewer")
    assert comment(viewer, desk.card("review"), "x").status == 403
    assert viewer("GET", f"/v1/cards/{desk.card('review')}/comments").status == 200


def test_the_event_says_who_is_mentioned_and_how_the_text_begins(desk: Desk) -> None:
    office = desk.office
    text = "@Manager 请看 " + "x" * 500
    made = comment(office.rep, desk.card("review"), text, mentions=[office.other.id]).json
    assert made["mentions"] == [office.other.id, office.manager.id]
    event = desk.events("card.commented")[0]
    assert event["facts"]["mentions"] == made["mentions"]
    assert event["facts"]["text"] == text[:200]


def test_who_is_not_here_cannot_be_mentioned(desk: Desk) -> None:
    reply = comment(desk.office.rep, desk.card("review"), "x", mentions=["m_01ARZ3NDEKTSV4RRFFQ69G5FAV"])
    assert reply.status == 422
    assert reply.json["errors"][0]["field"] == "mentions.0"


def test_a_card_of_nobody_has_no_comments(desk: Desk) -> None:
    for card in ("card_01ARZ3NDEKTSV4RRFFQ69G5FAV", "card_x", desk.run["id"]):
        assert comment(desk.office.rep, card, "x").status == 404
        assert desk.office.rep("GET", f"/v1/cards/{card}/comments").status == 404


def test_a_card_of_another_workspace_has_no_comments(desk: Desk) -> None:
    foreign = open_desk()
    assert comment(foreign.office.owner, desk.card("review"), "x").status == 404
    assert foreign.office.owner("GET", f"/v1/cards/{desk.card('review')}/comments").status == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_comment_is_refused(desk: Desk, text: str) -> None:
    assert comment(desk.office.rep, desk.card("review"), text).status == 422


def test_a_closed_card_is_commented_too() -> None:
    desk = open_desk()
    desk.complete("review")
    assert comment(desk.office.rep, desk.card("review"), "afterwards").status == 201
    assert desk.shown("review")["state"] == "done"


def test_comments_and_a_move_at_the_same_moment_all_hold() -> None:
    desk = open_desk()
    card, rep = desk.card("review"), desk.office.rep
    calls: list[Any] = [lambda number=number: comment(rep, card, f"note {number}") for number in range(4)]
    replies = together([*calls, lambda: rep("POST", f"/v1/cards/{card}/start")])
    assert [each.status for each in replies[:4]] == [201] * 4
    # A move of the same card meanwhile may have to be asked for again, but is never half done.
    assert replies[4].status in (200, 409, 412)
    shown = desk.shown("review")
    assert shown["comments"] == 4
    assert shown["state"] == ("in_progress" if replies[4].status == 200 else "ready")
    assert len(rep("GET", f"/v1/cards/{card}/comments").json["items"]) == 4


# Whom a text mentions


def _members(*found: str) -> Members:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Members(
        Member(f"m{number}", None, name, None, "rep", None, None, "active", "zh-CN", False, None, at, 1)
        for number, name in enumerate(found)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@张三请看", ["m0"]),
        ("＠张三丰 和 @张三", ["m1", "m0"]),
        ("请@Ann看一下", ["m2"]),
        ("@Anna please", ["m3"]),
        ("@Annabel please", []),
        ("@ann lee, @ANNA", ["m4", "m3"]),
        ("@Ann  Lee", ["m4"]),
        ("write to bob@anna.example", []),
        ("@", []),
        ("@李四", []),
        ("no names at all", []),
    ],
)
def test_a_name_behind_an_at_sign_is_found_the_longest_that_fits(text: str, expected: list[str]) -> None:
    members = _members("张三", "张三丰", "Ann", "Anna", "Ann Lee")
    assert list(mentioned(text, members)) == expected


def test_of_two_with_one_name_both_are_meant_unless_one_is_chosen() -> None:
    members = _members("王伟", "王伟", "李娜")
    assert mentioned("@王伟 @李娜", members) == ("m0", "m1", "m2")
    assert mentioned("@王伟 @李娜", members, ["m1"]) == ("m1", "m2")
