"""Channels over HTTP: who may keep which, and that a secret goes in and never comes out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.core import vault
from chalicelib.core.tables import dynamodb_client
from chalicelib.notifications import DeliveryFailed, channel_book
from tests.identity.house import Client, sign_up

from .office import MORNING, WECOM_KEY, Office, Post

WECOM = {"kind": "wecom", "key": WECOM_KEY}
SLACK_SECRET = "SlackSecret0123"
PRIVATE_URL = "http://10.0.0.1/cgi-bin/webhook/send?key=abcdefgh"
SLACK = {"kind": "slack", "url": f"https://hooks.slack.com/services/T00AAAA/B00BBBB/{SLACK_SECRET}"}


def test_a_channel_shows_all_of_itself_but_the_secret(office: Office) -> None:
    channel = office.add_channel(kinds=["lead.silent"])
    assert channel["hint"] == "…abcd"
    reply = office.owner("GET", f"/v1/channels/{channel['id']}")
    assert reply.json == channel
    assert reply.headers["etag"] == '"1"'
    assert (channel["scope"], channel["kind"], channel["kinds"], channel["enabled"]) == (
        "workspace", "wecom", ["lead.silent"], True,
    )  # fmt: skip


def test_the_whole_webhook_url_is_taken_for_the_key(office: Office) -> None:
    url = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}"
    assert office.add_channel(settings={"kind": "wecom", "key": url})["hint"] == "…abcd"


def test_a_rep_keeps_own_channels_and_not_the_workspaces(office: Office) -> None:
    shared = office.add_channel()
    body = {"scope": "workspace", "name": "Mine", "settings": WECOM}
    assert office.as_rep("POST", "/v1/channels", body).status == 403
    assert office.as_rep("PATCH", f"/v1/channels/{shared['id']}", {"name": "Mine"}).status == 403
    assert office.as_rep("DELETE", f"/v1/channels/{shared['id']}").status == 403
    assert office.as_rep("POST", f"/v1/channels/{shared['id']}/test").status == 403
    own = office.add_channel(by_rep=True, name="My own")
    assert [each["id"] for each in office.as_rep("GET", "/v1/channels").json["items"]] == [shared["id"], own["id"]]


def test_a_members_own_channel_is_not_there_for_anybody_else_the_owner_included(office: Office) -> None:
    own = office.add_channel(by_rep=True)
    assert office.owner("GET", "/v1/channels").json["items"] == []
    for method, path, body in (
        ("GET", "", None), ("PATCH", "", {"name": "x"}), ("DELETE", "", None), ("POST", "/test", None),
    ):  # fmt: skip
        reply = office.owner(method, f"/v1/channels/{own['id']}{path}", body)
        assert (reply.status, reply.json["code"]) == (404, "channel_not_found")


def test_another_workspaces_channel_is_not_found(office: Office, call: Client) -> None:
    channel = office.add_channel()
    stranger = sign_up(call)
    for method, path, body in (
        ("GET", "", None), ("PATCH", "", {"name": "x"}), ("DELETE", "", None), ("POST", "/test", None),
    ):  # fmt: skip
        assert stranger.owner(method, f"/v1/channels/{channel['id']}{path}", body).status == 404


def test_a_change_keeps_what_it_does_not_name_and_demands_the_version_it_was_given(office: Office) -> None:
    channel = office.add_channel(kinds=["lead.silent"])
    path = f"/v1/channels/{channel['id']}"
    changed = office.owner("PATCH", path, {"enabled": False, "kinds": None}, if_match='"1"')
    assert (changed.status, changed.json["enabled"], changed.json["kinds"]) == (200, False, None)
    assert changed.json["hint"] == channel["hint"]
    assert office.owner("PATCH", path, {"name": "x"}, if_match='"1"').status == 412
    other_secret = office.owner("PATCH", path, {"settings": SLACK})
    assert (other_secret.json["kind"], other_secret.json["hint"]) == ("slack", "…0123")
    assert office.owner("DELETE", path, if_match='"1"').status == 412
    assert office.owner("DELETE", path).status == 204
    assert office.owner("GET", path).status == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x", "settings": {"kind": "wecom", "key": PRIVATE_URL}}, "settings"),
        ({"name": "x", "settings": {"kind": "smoke", "key": "abcdefgh"}}, "settings"),
        ({"name": "", "settings": WECOM}, "name"),
        ({"name": "x", "settings": WECOM, "kinds": ["lead.lost"]}, "kinds"),
        ({"name": "x", "settings": WECOM, "scope": "workspace", "kinds": ["lead.silent.supervisor"]}, "kinds"),
        ({"name": "x", "settings": WECOM, "colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_with_a_channel_is_named(office: Office, body: dict[str, Any], field: str) -> None:
    reply = office.owner("POST", "/v1/channels", body)
    assert reply.status == 422
    assert reply.json["errors"][0]["field"].startswith(field)


def test_a_key_service_that_does_not_answer_is_said_and_nothing_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silence(*_: Any) -> str:
        raise vault.KeyServiceFailed("KMS did not answer")

    monkeypatch.setattr(vault, "seal", silence)
    reply = office.owner("POST", "/v1/channels", {"name": "x", "settings": WECOM})
    assert (reply.status, reply.json["code"]) == (503, "unavailable")
    assert "KMS" not in reply.text
    assert office.owner("GET", "/v1/channels").json["items"] == []


def test_there_is_a_bound_to_the_channels_of_one_member(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_book, "MOST_OWN", 1)
    office.add_channel(by_rep=True)
    reply = office.as_rep("POST", "/v1/channels", {"name": "x", "settings": WECOM})
    assert (reply.status, reply.json["code"]) == (409, "too_many_channels")


def test_a_test_message_says_whether_it_arrived_and_why_not(office: Office, post: Post) -> None:
    channel = office.add_channel()
    path = f"/v1/channels/{channel['id']}/test"
    assert office.owner("POST", path).json == {"arrived": True, "reason": None, "retryable": None}
    assert post.sent[0].title == "A test message from Glasspipe"
    post.failure = DeliveryFailed("…", False, code="rejected", detail="93000 invalid webhook url")
    failed = office.owner("POST", path).json
    reason = "The service refused the message: 93000 invalid webhook url"
    assert failed == {"arrived": False, "reason": reason, "retryable": False}


def test_a_letter_as_a_channel_lands_in_the_mailbox(office: Office, tmp_path: Any) -> None:
    channel = office.add_channel(settings={"kind": "email", "address": "team@example.com"})
    assert office.owner("POST", f"/v1/channels/{channel['id']}/test").json["arrived"] is True
    [letter] = (tmp_path / "mail").glob("*.eml")
    assert b"team@example.com" in letter.read_bytes()


def test_a_secret_is_in_no_answer_no_event_no_item_and_no_log(
    office: Office, post: Post, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []
    for settings in (WECOM, SLACK):
        made = office.owner("POST", "/v1/channels", {"scope": "workspace", "name": "A", "settings": settings})
        seen.append(made.text)
        path = f"/v1/channels/{made.json['id']}"
        seen += [office.owner("GET", path).text, office.owner("PATCH", path, {"name": "B"}).text]
        seen.append(office.owner("PATCH", path, {"settings": settings}).text)
        seen.append(office.owner("PATCH", path, {"settings": settings | {"extra": 1}}).text)
        seen.append(office.owner("POST", path + "/test").text)
    wrong = {"name": "x", "settings": {"kind": "slack", "url": f"https://evil.example.com/{SLACK_SECRET}"}}
    seen.append(office.owner("POST", "/v1/channels", wrong, idempotency_key="k1").text)
    office.tell(MORNING)
    post.failure = DeliveryFailed("refused", False, code="rejected", detail="no")
    office.send_due(MORNING)
    seen += [office.owner("GET", path).text for path in ("/v1/channels", "/v1/notifications/dead", "/v1/audit")]
    table = dynamodb_client()
    with office.within() as scope:
        for part in ("CHANNELS", "DEAD", f"INBOX#{office.rep['id']}"):
            found = table.query(
                TableName="glasspipe-workspace",
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": f"{scope.workspace_id}#{part}"}},
            )
            seen.append(json.dumps(found["Items"]))
    logged = capfd.readouterr()
    seen += [logged.out, logged.err]
    for text in seen:
        assert WECOM_KEY not in text
        assert SLACK_SECRET not in text


def test_every_change_of_a_channel_is_in_the_audit_log(office: Office) -> None:
    channel = office.add_channel()
    office.owner("PATCH", f"/v1/channels/{channel['id']}", {"name": "Other"})
    office.owner("DELETE", f"/v1/channels/{channel['id']}")
    events = office.owner("GET", "/v1/audit?kind=channel.changed").json["items"]
    assert [each["facts"]["action"] for each in events] == ["deleted", "changed", "created"]
    assert events[1]["changes"] == {"name": ["Sales group", "Other"]}
