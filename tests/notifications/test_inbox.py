"""The inbox over HTTP: one's own, newest first, with its unread count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.notifications import inbox

from .office import MORNING, Office, minutes


def _tell(office: Office, count: int) -> None:
    for number in range(count):
        office.tell(MORNING + minutes(number), title=f"Lead {number}")


def test_the_inbox_shows_the_newest_first_and_counts_the_unread(office: Office) -> None:
    _tell(office, 3)
    reply = office.as_rep("GET", "/v1/notifications").json
    assert [each["title"] for each in reply["items"]] == ["Lead 2", "Lead 1", "Lead 0"]
    assert (reply["unread"], reply["next_cursor"]) == (3, None)
    assert reply["items"][0]["link"].endswith("/leads/lead_01K00000000000000000000000")


def test_reading_one_leaves_it_in_the_inbox_and_takes_it_out_of_the_unread(office: Office) -> None:
    _tell(office, 2)
    newest = office.as_rep("GET", "/v1/notifications").json["items"][0]
    for _ in range(2):
        reply = office.as_rep("POST", f"/v1/notifications/{newest['id']}/read")
        assert (reply.status, reply.json["read"]) == (200, True)
    after = office.as_rep("GET", "/v1/notifications").json
    assert (after["unread"], [each["read"] for each in after["items"]]) == (1, [True, False])
    unread = office.as_rep("GET", "/v1/notifications?unread=true").json
    assert [each["title"] for each in unread["items"]] == ["Lead 0"]


@pytest.mark.parametrize("unread", ["true", "false"])
def test_pages_follow_each_other_without_gap_or_repeat(office: Office, unread: str) -> None:
    _tell(office, 5)
    seen, cursor = [], ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        reply = office.as_rep("GET", f"/v1/notifications?limit=2&unread={unread}{more}").json
        seen += [each["title"] for each in reply["items"]]
        cursor = reply["next_cursor"]
    assert seen == [f"Lead {number}" for number in (4, 3, 2, 1, 0)]


def test_a_cursor_of_another_members_inbox_is_refused(office: Office) -> None:
    _tell(office, 3)
    cursor = office.as_rep("GET", "/v1/notifications?limit=2").json["next_cursor"]
    reply = office.owner("GET", f"/v1/notifications?limit=2&cursor={cursor}")
    assert (reply.status, reply.json["code"]) == (422, "invalid")


def test_another_members_notification_is_not_found(office: Office) -> None:
    _tell(office, 1)
    [told] = office.told()
    for action in ("read", "retry"):
        reply = office.owner("POST", f"/v1/notifications/{told.id}/{action}")
        assert (reply.status, reply.json["code"]) == (404, "notification_not_found")
    assert office.owner("GET", "/v1/notifications").json["items"] == []


@pytest.mark.parametrize("strange", ["ntf_01K00000000000000000000000", "x", "E#1", "ntf_%23"])
def test_what_is_no_notification_is_not_found(office: Office, strange: str) -> None:
    assert office.as_rep("POST", f"/v1/notifications/{strange}/read").status == 404


def test_read_all_reads_a_bounded_number_and_says_whether_there_are_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tell(office, 5)
    monkeypatch.setattr(inbox, "MOST_READ_AT_ONCE", 3)
    assert office.as_rep("POST", "/v1/notifications/read-all").json == {"read": 3, "more": True}
    assert office.as_rep("POST", "/v1/notifications/read-all").json == {"read": 2, "more": False}
    assert office.as_rep("GET", "/v1/notifications").json["unread"] == 0


def test_the_unread_are_counted_to_a_bound(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    _tell(office, 4)
    monkeypatch.setattr(inbox, "MOST_COUNTED", 3)
    assert office.as_rep("GET", "/v1/notifications").json["unread"] == 3


def test_what_is_older_than_it_is_kept_is_not_shown(office: Office) -> None:
    office.tell(MORNING - timedelta(days=400), title="Old")
    office.tell(title="New")
    items = office.as_rep("GET", "/v1/notifications").json["items"]
    assert [each["title"] for each in items] == ["New"]
