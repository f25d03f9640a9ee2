"""What a member wants to be told, and by which ways."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.notifications.kinds import KINDS, Kind
from chalicelib.notifications.model import Preferences

from .office import Office

PATH = "/v1/notifications/preferences"


def _ways(office: Office, kind: str) -> dict[str, Any]:
    return next(each for each in office.as_rep("GET", PATH).json["kinds"] if each["kind"] == kind)


def test_a_new_member_is_told_in_the_inbox_and_by_channels_and_by_letter_of_little(office: Office) -> None:
    shown = office.as_rep("GET", PATH).json
    assert all(each["inbox"] and each["channels"] for each in shown["kinds"])
    assert {each["kind"] for each in shown["kinds"] if each["email"]} == {
        "lead.follow_up_due", "lead.assigned", "import.done", "card.ready", "card.handed_over", "card.block_alert",
        "card.mentioned", "run.late", "report.timeliness",
    }  # fmt: skip
    assert shown["digest"] == {"enabled": True, "at": None, "default_at": "08:30"}


def test_a_change_keeps_what_it_does_not_name(office: Office) -> None:
    office.as_rep("PATCH", PATH, {"kinds": {"lead.silent": {"email": True}}})
    reply = office.as_rep("PATCH", PATH, {"kinds": {"lead.silent": {"channels": False}}})
    assert reply.status == 200
    ways = _ways(office, "lead.silent")
    assert (ways["inbox"], ways["channels"], ways["email"]) == (True, False, True)


def test_the_digests_time_and_switch_are_the_members_own(office: Office) -> None:
    assert office.as_rep("PATCH", PATH, {"digest": {"at": "07:15"}}).json["digest"]["at"] == "07:15"
    off = office.as_rep("PATCH", PATH, {"digest": {"enabled": False}}).json["digest"]
    assert (off["enabled"], off["at"]) == (False, "07:15")
    assert office.as_rep("PATCH", PATH, {"digest": {"at": None}}).json["digest"]["at"] is None


def test_preferences_are_each_members_own(office: Office) -> None:
    office.as_rep("PATCH", PATH, {"kinds": {"lead.silent": {"email": True}}})
    shown = office.owner("GET", PATH).json["kinds"]
    assert next(each for each in shown if each["kind"] == "lead.silent")["email"] is False


def test_a_change_demands_the_version_it_was_given(office: Office) -> None:
    first = office.as_rep("GET", PATH).headers["etag"]
    change = {"kinds": {"lead.silent": {"email": True}}}
    assert office.as_rep("PATCH", PATH, change, if_match=first).status == 200
    assert office.as_rep("PATCH", PATH, {"kinds": {"lead.dwell": {"email": True}}}, if_match=first).status == 412


@pytest.mark.parametrize(
    "body",
    [
        {"kinds": {"lead.lost": {"email": True}}},
        {"kinds": {"lead.silent": {"pigeon": True}}},
        {"digest": {"at": "25:00"}},
        {"kinds": []},
    ],
)
def test_what_cannot_be_chosen_is_refused(office: Office, body: dict[str, Any]) -> None:
    assert office.as_rep("PATCH", PATH, body).status == 422


def test_security_notices_are_always_in_the_inbox() -> None:
    kind = Kind("security.new_place", "新地点登录", "A sign-in from a new place")
    assert Preferences({kind.id: {"inbox": False}}).ways(kind).inbox


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert all(kind.zh != kind.en and kind.zh and kind.en for kind in KINDS.values())
