"""An alert leaves the house: by the configured channel, with what its reader needs, and not in the night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default as email_policy
from pathlib import Path
from zoneinfo import ZoneInfo

from infra.local.stack import Stack
from tests.e2e.client import PASSWORD, Caller, sign_up

REP, BOSS = "ren@night.example", "sun@night.example"


def _letters(mailbox: Path, email: str, words: str) -> list[str]:
    """The letters to the address that hold the words."""
    found = []
    for path in sorted(mailbox.glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=email_policy)
        body = letter.get_body(("plain",))
        text = f"{letter['Subject']}\n{body.get_content() if body is not None else ''}"
        if email in str(letter["To"]) and words in text:
            found.append(text)
    return found


def _join(owner: Caller, name: str, email: str, role: str, supervisor_id: str | None = None) -> tuple[str, Caller]:
    """A member with a channel of their own."""
    body = {"name": name, "email": email, "role": role, "supervisor_id": supervisor_id, "password": PASSWORD}
    member_id = owner.did("/members", body)["id"]
    member = owner.member(owner.did("/login", {"email": email, "password": PASSWORD})["access_token"])
    member.did("/channels", {"name": "My mail", "settings": {"kind": "email", "address": email}})
    return member_id, member


def test_an_alert_of_the_night_is_in_the_inbox_at_once_and_in_the_channel_in_the_morning(stack: Stack) -> None:
    owner = sign_up(stack.base_url, "olga@night.example")
    # Whatever the country's holidays are then, these are days like others.
    calendar = {"country": None, "weekend": [], "quiet_from": "21:00", "quiet_to": "08:00"}
    workspace = owner("PATCH", "/workspace", {"calendar": calendar}).json()
    boss_id, boss = _join(owner, "Sun", BOSS, "manager")
    rep_id, rep = _join(owner, "Ren", REP, "rep", boss_id)
    lead = owner.did(
        "/leads",
        {
            "name": "Cold store",
            "source_channel": "referral",
            "company": "Iceberg Ltd",
            "owner_id": rep_id,
            "amount": {"amount": "88000.00", "currency": "CNY"},
            "blocker": "Waits for the budget",
        },
    )
    summary = "Wants to see a warehouse of ours first."
    rep.did(f"/leads/{lead['id']}/follow-ups", {"kind": "visit", "outcome": "met", "summary": summary})
    zone = ZoneInfo(workspace["timezone"])
    night = (datetime.now(UTC) + timedelta(days=12)).astimezone(zone).replace(hour=23, minute=30)
    mailbox = stack.data_dir / "mailbox"

    stack.sweep(night)
    for caller, kind in ((rep, "lead.silent"), (boss, "lead.silent.supervisor")):
        told = [each for each in caller.every("/notifications") if each["about"] == lead["id"] and each["kind"] == kind]
        assert len(told) == 1 and told[0]["deliveries"][0]["state"] == "waiting"
        for words in ("Cold store", "88000.00", "Waits for the budget", summary):
            assert words in told[0]["title"] + told[0]["body"]
        assert told[0]["link"] == f"{stack.base_url}/leads/{lead['id']}"
    assert _letters(mailbox, REP, summary) == _letters(mailbox, BOSS, summary) == []

    morning = (night + timedelta(days=1)).replace(hour=8, minute=1)
    stack.sweep(morning)
    stack.sweep(morning)
    for email in (REP, BOSS):
        [letter] = _letters(mailbox, email, summary)
        assert f"{stack.base_url}/leads/{lead['id']}" in letter
    sent = [each["deliveries"] for each in rep.every("/notifications") if each["kind"] == "lead.silent"]
    assert [each["state"] for each in sent[0]] == ["sent"]


def test_a_lead_on_hold_alerts_nobody_and_wakes_by_itself(stack: Stack) -> None:
    owner = sign_up(stack.base_url, "olga@hold.example")
    lead = owner.did("/leads", {"name": "Parked", "source_channel": "referral", "company": "Parked Ltd"})
    hold = {"reason": owner.got("/workspace")["hold_reasons"][0]["id"]}
    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    owner.did(f"/leads/{lead['id']}/hold", hold | {"until": until})
    stack.sweep(datetime.now(UTC) + timedelta(days=30))
    assert [each for each in owner.every("/notifications") if each["about"] == lead["id"]] == []
    stack.sweep(datetime.now(UTC) + timedelta(days=61))
    assert [each["kind"] for each in owner.every("/notifications") if each["about"] == lead["id"]] == ["hold.ended"]
    assert owner.got(f"/leads/{lead['id']}")["hold"] is None
