"""kill -9 of everything while leads are made, a file comes in and sweeps run: nothing is lost, half or double."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.local.stack import Stack, StackFailed, start_stack
from tests.e2e.client import PASSWORD, Caller, sign_up, until

ROWS = 1500
ROUNDS = 3

pytestmark = pytest.mark.xdist_group("stack")


class Makers:
    """Threads that make leads and remember each one that was acknowledged."""

    def __init__(self, base_url: str, token: str, round_: int) -> None:
        self.acknowledged: list[dict[str, Any]] = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._make, args=(base_url, token, f"{round_}-{number}")) for number in range(3)
        ]
        for thread in self._threads:
            thread.start()

    def _make(self, base_url: str, token: str, tag: str) -> None:
        caller = Caller(base_url, token)
        for number in range(10_000):
            if self._stop.is_set():
                return
            body = {
                "name": f"Made {tag}-{number}",
                "source_channel": "referral",
                "company": f"Made {tag}-{number} Ltd",
                "email": f"made-{tag}-{number}@example.com",
            }
            try:
                answer = caller("POST", "/leads", body)
            except requests.RequestException:
                return
            if answer.status_code == 201:
                self.acknowledged.append(answer.json())

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def _sweeps(stack: Stack, at: datetime, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            stack.sweep(at)
        except (StackFailed, OSError):
            return


def _log_in(stack: Stack, email: str) -> Caller:
    caller = Caller(stack.base_url)
    return caller.member(caller.did("/login", {"email": email, "password": PASSWORD})["access_token"])


def test_nothing_is_lost_half_written_or_doubled_when_everything_is_killed(tmp_path: Path) -> None:
    chance = random.Random(11)
    data = tmp_path / "data"
    stack = start_stack(data)
    owner = sign_up(stack.base_url, "kill@acme.example")
    boss = owner.did("/members", {"name": "Sue", "email": "sue@kill.example", "role": "manager", "password": PASSWORD})
    rep = {"name": "Rob", "email": "rob@kill.example", "role": "rep", "password": PASSWORD, "supervisor_id": boss["id"]}
    rep_id = owner.did("/members", rep)["id"]
    aged = [_aged_lead(owner, rep_id, number) for number in range(60)]
    rows = "external id,name,company,owner,source channel\n" + "".join(
        f"X{number},Row {number},Row {number} Ltd,Rob,referral\n" for number in range(ROWS)
    )
    started = owner.did(
        "/imports?kind=leads&accept_guesses=true", headers={"Content-Type": "text/csv"}, data=rows.encode()
    )
    at = datetime.now(UTC) + timedelta(days=6)
    acknowledged: list[dict[str, Any]] = []
    for round_ in range(ROUNDS):
        makers, stop = Makers(stack.base_url, _log_in(stack, "kill@acme.example").token, round_), threading.Event()
        sweeper = threading.Thread(target=_sweeps, args=(stack, at, stop))
        sweeper.start()
        time.sleep(chance.uniform(0.3, 1.2))  # the moment of the blow is what varies
        stack.kill_all()
        stop.set()
        makers.end()
        sweeper.join()
        acknowledged += makers.acknowledged
        stack = start_stack(data)
    try:
        assert acknowledged
        owner = _log_in(stack, "kill@acme.example")

        def imported() -> bool:
            stack.sweep(at)
            return owner.got(f"/imports/{started['id']}")["status"] == "done"

        until(imported, seconds=240)
        stack.sweep(at)
        stack.wait_for_feed(retry=True, timeout=120)
        _check_leads(owner, acknowledged, started["id"])
        _check_alerts(stack, aged)
    finally:
        stack.stop()


def _aged_lead(owner: Caller, rep_id: str, number: int) -> str:
    body = {
        "name": f"Aged {number}",
        "source_channel": "referral",
        "company": f"Aged {number} Ltd",
        "owner_id": rep_id,
        "next_follow_up_at": (datetime.now(UTC) + timedelta(days=300)).isoformat(),
    }
    return str(owner.did("/leads", body)["id"])


def _check_leads(owner: Caller, acknowledged: list[dict[str, Any]], import_id: str) -> None:
    """Every acknowledged lead is there whole, and each row of the file is one lead."""
    leads = {each["id"]: each for each in owner.every("/leads")}
    for lead in acknowledged:
        assert lead["id"] in leads
        assert [each["kind"] for each in owner.got(f"/leads/{lead['id']}/timeline")["items"]][-1] == "lead.created"
        customer = owner.got(f"/customers/{lead['customer_id']}")
        assert [each["id"] for each in customer["leads"]] == [lead["id"]]
    names = Counter(each["name"] for each in leads.values())
    assert {names[f"Row {number}"] for number in range(ROWS)} == {1}
    outcome = owner.got(f"/imports/{import_id}")
    assert outcome["created"] + outcome["updated"] + outcome["skipped"] == ROWS and outcome["failed"] == 0
    # What was half done when the blow came is either whole or not there: every lead that is listed has its books.
    for lead_id in [each for each in leads if leads[each]["name"].startswith("Made")][:200]:
        customer_id = owner.got(f"/leads/{lead_id}")["customer_id"]
        assert owner.got(f"/customers/{customer_id}")["open_leads"] == 1
    in_pipeline = sum(cell["leads"] for cell in owner.got("/pipeline")["items"])
    assert in_pipeline == len(leads)


def _check_alerts(stack: Stack, aged: list[str]) -> None:
    """Rep and supervisor were told of each silent lead: once, whatever happened to the sweeps."""
    for email, kind in (("rob@kill.example", "lead.silent"), ("sue@kill.example", "lead.silent.supervisor")):
        inbox = _log_in(stack, email).every("/notifications")
        told = Counter(each["about"] for each in inbox if each["kind"] == kind)
        assert {told[lead_id] for lead_id in aged} == {1}
        assert set(told.values()) == {1}
