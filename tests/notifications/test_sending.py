"""The outbox: what waits for channels is sent, tried again, given up on, and never by two at once."""

from __future__ import annotations

import threading
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core import deadlines, vault
from chalicelib.notifications import DeliveryFailed, jobs, outbox, sending
from chalicelib.notifications.model import LADDER, LEASE, arrived
from chalicelib.notifications.store import NotificationItem

from .office import MORNING, Office, Post, minutes

BUSY = DeliveryFailed("the service answered HTTP 503", True, code="status", detail="503")
WRONG_KEY = DeliveryFailed("the service refused the message: 93000 invalid key", False, code="rejected", detail="93000")


def _state(office: Office) -> tuple[str, int]:
    [delivery] = office.told()[0].deliveries
    return delivery.state, delivery.attempts


def test_what_waits_is_sent_once_and_then_rests(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell(title="Lake is silent")
    for later in range(3):
        office.send_due(MORNING + minutes(later))
    assert post.titles("wecom") == ["Lake is silent"]
    assert _state(office) == ("sent", 1)
    assert office.items()[0].due_at is None


def test_nothing_is_sent_before_quiet_hours_end(office: Office, post: Post) -> None:
    office.add_channel()
    night = MORNING + timedelta(hours=12)
    office.tell(night)
    office.send_due(night + timedelta(hours=9, minutes=59))
    assert post.sent == []
    office.send_due(night + timedelta(hours=10))
    assert len(post.sent) == 1


def test_two_sweeps_at_the_same_moment_send_once(office: Office, post: Post) -> None:
    office.add_channel()
    for number in range(5):
        office.tell(title=f"Lead {number}", about=f"lead_01K0000000000000000000000{number}")
    barrier = threading.Barrier(2)
    failed: list[BaseException] = []

    def run() -> None:
        barrier.wait()
        try:
            office.send_due(MORNING)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=copy_context().run, args=(run,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    told = "\n".join(each.title + each.body for each in post.sent)
    assert all(told.count(f"Lead {number}") == 1 for number in range(5))
    assert {each.state for told in office.told() for each in told.deliveries} == {"sent"}


def test_a_failing_channel_is_tried_along_the_ladder_and_then_given_up_with_the_reason(
    office: Office, post: Post
) -> None:
    office.add_channel()
    office.tell()
    post.failure = BUSY
    now = MORNING
    for step, wait in enumerate(LADDER):
        now += wait
        office.send_due(now - timedelta(seconds=1))
        assert len(post.sent) == step
        office.send_due(now)
        assert len(post.sent) == step + 1
    office.send_due(now + timedelta(days=2))
    assert len(post.sent) == len(LADDER)
    assert _state(office) == ("dead", len(LADDER))
    [shown] = office.as_rep("GET", "/v1/notifications").json["items"]
    assert shown["deliveries"][0]["reason"] == "The service answered with an error: 503"


def test_what_no_retry_can_help_is_given_up_at_once(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell()
    post.failure = WRONG_KEY
    office.send_due(MORNING)
    assert _state(office) == ("dead", 1)


def test_what_was_given_up_can_be_retried_by_its_reader_and_arrives(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell()
    post.failure = WRONG_KEY
    office.send_due(MORNING)
    [told] = office.told()
    reply = office.as_rep("POST", f"/v1/notifications/{told.id}/retry")
    assert (reply.status, reply.json["deliveries"][0]["state"]) == (200, "waiting")
    post.failure = None
    [delivery] = office.told()[0].deliveries
    assert delivery.next_at is not None
    office.send_due(delivery.next_at)
    assert _state(office) == ("sent", 1)
    assert office.owner("GET", "/v1/notifications/dead").json["items"] == []


def test_administrators_see_what_was_given_up_and_retry_it(office: Office, post: Post) -> None:
    channel = office.add_channel()
    office.tell(title="Lake is silent")
    post.failure = WRONG_KEY
    office.send_due(MORNING)
    [dead] = office.owner("GET", "/v1/notifications/dead").json["items"]
    assert (dead["title"], dead["member_id"]) == ("Lake is silent", office.rep["id"])
    [delivery] = dead["deliveries"]
    assert (delivery["channel_id"], delivery["channel"]) == (channel["id"], "Sales group")
    assert delivery["reason"] == "The service refused the message: 93000"
    assert office.as_rep("GET", "/v1/notifications/dead").status == 403
    assert office.owner("POST", f"/v1/notifications/{dead['id']}/retry").status == 200
    assert office.owner("GET", "/v1/notifications/dead").json["items"] == []


def test_what_has_not_been_given_up_cannot_be_retried(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell()
    [told] = office.told()
    reply = office.as_rep("POST", f"/v1/notifications/{told.id}/retry")
    assert (reply.status, reply.json["code"]) == (409, "nothing_to_retry")


def test_many_alerts_of_one_moment_reach_a_channel_as_one_message(office: Office, post: Post) -> None:
    office.add_channel()
    for number in range(12):
        office.tell(title=f"Lead {number:02}", about=f"lead_01K000000000000000000000{number:02}")
    office.send_due(MORNING)
    [sent] = post.sent
    assert sent.title == "12 leads went silent"
    assert [line for line in sent.body.splitlines() if "Lead" in line] == [
        f"· Lead {number:02}" for number in range(10)
    ]
    assert sent.body.splitlines()[-1] == "· and 2 more in the inbox"
    assert {each.state for told in office.told() for each in told.deliveries} == {"sent"}


def test_the_same_news_told_to_two_members_reaches_the_team_once(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell(title="Lake is silent")
    office.tell(title="Lake is silent", to=office.company.owner_id)
    office.send_due(MORNING)
    assert post.titles("wecom") == ["Lake is silent"]


def test_one_failing_channel_holds_up_no_other_and_is_asked_once(office: Office, post: Post) -> None:
    office.add_channel()
    slack = {"kind": "slack", "url": "https://hooks.slack.com/services/T00AAAA/B00BBBB/SlackSecret0123"}
    office.add_channel(settings=slack)
    for kind in ("lead.silent", "lead.dwell"):
        office.tell(kind=kind)
    post.failure, post.failing_kind = BUSY, "wecom"
    office.send_due(MORNING)
    assert (len(post.titles("wecom")), len(post.titles("slack"))) == (1, 2)
    assert sorted(each.state for told in office.told() for each in told.deliveries) == [
        "failed",
        "failed",
        "sent",
        "sent",
    ]


def test_a_defect_in_a_channels_library_counts_as_a_failure_and_not_as_an_endless_claim(
    office: Office, post: Post
) -> None:
    office.add_channel()
    office.tell()
    post.failure = RuntimeError("a plugin has changed")
    office.send_due(MORNING)
    assert _state(office) == ("failed", 1)


def test_a_sweep_that_dies_after_its_claim_leaves_it_to_the_next_one_after_the_lease(
    office: Office, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add_channel()
    office.tell()

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "send_claimed", die)
    with pytest.raises(KeyboardInterrupt):
        office.send_due(MORNING)
    monkeypatch.undo()
    monkeypatch.setattr("chalicelib.notifications.channels.send", post.send)
    office.send_due(MORNING + LEASE - timedelta(seconds=1))
    assert post.sent == []
    office.send_due(MORNING + LEASE)
    assert (len(post.sent), _state(office)) == (1, ("sent", 2))


def test_a_claim_whose_lease_has_ended_writes_no_outcome_over_the_next_ones(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell()
    with office.within() as scope:
        [item] = office._items(scope)
        [late] = outbox.claim_due(scope, item, MORNING)
    office.send_due(MORNING + LEASE)
    with office.within() as scope:
        outbox.record(scope, late, lambda delivery: replace(delivery, state="dead", next_at=None))
    assert _state(office) == ("sent", 2)


def test_reading_a_notification_while_it_is_sent_loses_neither(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell()
    with office.within() as scope:
        [item] = office._items(scope)
        [claim] = outbox.claim_due(scope, item, MORNING)
    assert office.as_rep("POST", f"/v1/notifications/{item.sk}/read").status == 200
    with office.within() as scope:
        outbox.record(scope, claim, arrived)
    [told] = office.told()
    assert (told.is_read, _state(office)) == (True, ("sent", 1))


def test_what_waits_for_a_channel_that_is_removed_is_given_up_and_troubles_no_administrator(
    office: Office, post: Post
) -> None:
    channel = office.add_channel()
    office.tell()
    assert office.owner("DELETE", f"/v1/channels/{channel['id']}").status == 204
    office.send_due(MORNING)
    assert post.sent == []
    assert _state(office) == ("dead", 1)
    assert office.owner("GET", "/v1/notifications/dead").json["items"] == []


def test_whoever_has_left_gets_nothing_more_by_channel_or_letter(office: Office, post: Post) -> None:
    office.add_channel(by_rep=True)
    office.tell(kind="lead.assigned")
    reply = office.owner("DELETE", f"/v1/members/{office.rep['id']}")
    assert reply.status == 204, reply.text
    office.send_due(MORNING)
    assert post.sent == []
    assert {each.state for told in office.told() for each in told.deliveries} == {"dead"}


def test_what_there_was_no_time_for_is_given_back_untried(
    office: Office, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add_channel()
    office.tell()
    monkeypatch.setattr(sending, "_SENDING_SECONDS", -1.0)
    office.send_due(MORNING)
    assert (post.sent, _state(office)) == ([], ("waiting", 0))
    monkeypatch.undo()
    monkeypatch.setattr("chalicelib.notifications.channels.send", post.send)
    office.send_due(MORNING + minutes(1))
    assert _state(office) == ("sent", 1)


def test_letters_go_to_each_members_own_address(office: Office, post: Post) -> None:
    office.tell(kind="lead.assigned", title="A")
    office.tell(kind="lead.assigned", title="B", to=office.company.owner_id)
    office.send_due(MORNING)
    assert sorted(post.titles("email")) == ["A", "B"]


def test_all_notifications_of_a_workspace_wait_in_one_shard_so_that_they_can_be_grouped(office: Office) -> None:
    office.add_channel()
    for member in (office.rep["id"], office.company.owner_id):
        office.tell(to=member)
    shards: set[str | None] = {item.due_shard for item in office.items() if isinstance(item, NotificationItem)}
    assert len(shards) == 1


def test_the_sweep_finds_what_waits_by_the_due_index(office: Office, post: Post) -> None:
    office.add_channel()
    office.tell(title="Found by the sweep")
    deadlines.sweep(MORNING, {"notification.send": jobs.send_due})
    assert [each.title for each in post.sent if "Found by" in each.title] == ["Found by the sweep"]
    assert _state(office) == ("sent", 1)


def test_a_key_service_that_does_not_answer_is_a_failed_try_and_not_a_lost_secret(
    office: Office, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add_channel()
    office.tell()

    def silence(*_: Any) -> bytes:
        raise vault.KeyServiceFailed("KMS did not answer")

    monkeypatch.setattr(vault, "open_sealed", silence)
    office.send_due(MORNING)
    assert (post.sent, _state(office)) == ([], ("failed", 1))
