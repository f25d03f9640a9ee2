"""kill -9 of everything while leads are made, a file comes in and sweeps run: nothing is lost, half or double."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import requests

from infra.local.stack import Stack, StackFailed, start_stack
from tests.e2e.books import read_books
from tests.e2e.client import PASSWORD, Caller, sign_up, until

ROWS = 3000
ROUNDS = 3
AGED = 60


@contextmanager
def _leads_being_made(base_url: str, token: str, tag: str, acknowledged: list[dict[str, Any]]) -> Iterator[None]:
    """Three threads that make leads until they are told to end or refused; what was acknowledged is noted."""
    stop = threading.Event()

    def make(thread: int) -> None:
        caller = Caller(base_url, token)
        for number in range(10_000):
            name = f"Made {tag}-{thread}-{number}"
            body = {
                "name": name,
                "source_channel": "referral",
                "company": f"{name} Ltd",
                "email": f"{name.replace(' ', '-').lower()}@example.com",
                "phone": f"+86138{tag}{thread}{number:06}",
                "amount": {"amount": "1250.50", "currency": "CNY"},
            }
            try:
                answer = caller("POST", "/leads", body)
            except requests.RequestException:
                return
            if answer.status_code == 201:
                acknowledged.append(answer.json())
            if stop.is_set() or answer.status_code != 201:
                return

    with _threads(make, 3, stop):
        yield


@contextmanager
def _sweeps(stack: Stack, at: datetime) -> Iterator[None]:
    """Two sweeps side by side, again and again, until they are told to end or nobody answers."""
    stop = threading.Event()

    def sweep(_thread: int) -> None:
        while not stop.is_set():
            try:
                stack.sweep(at)
            except StackFailed:
                return

    with _threads(sweep, 2, stop):
        yield


@contextmanager
def _threads(work: Callable[[int], None], how_many: int, stop: threading.Event) -> Iterator[None]:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(how_many)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _log_in(stack: Stack, email: str) -> Caller:
    caller = Caller(stack.base_url)
    return caller.member(caller.did("/login", {"email": email, "password": PASSWORD})["access_token"])


def _team(owner: Caller) -> str:
    """A rep under a supervisor; the rep's id."""
    boss = owner.did("/members", {"name": "Sue", "email": "sue@kill.example", "role": "manager", "password": PASSWORD})
    rep = {"name": "Rob", "email": "rob@kill.example", "role": "rep", "password": PASSWORD, "supervisor_id": boss["id"]}
    return str(owner.did("/members", rep)["id"])


def _aged_lead(owner: Caller, rep_id: str, number: int) -> str:
    body = {
        "name": f"Aged {number}",
        "source_channel": "referral",
        "company": f"Aged {number} Ltd",
        "owner_id": rep_id,
        "next_follow_up_at": (datetime.now(UTC) + timedelta(days=300)).isoformat(),
    }
    return str(owner.did("/leads", body)["id"])


def _import_begun(owner: Caller) -> str:
    rows = "external id,name,company,owner,source channel\n" + "".join(
        f"X{number},Row {number},Row {number} Ltd,Rob,referral\n" for number in range(ROWS)
    )
    path = "/imports?kind=leads&accept_guesses=true"
    return str(owner.did(path, headers={"Content-Type": "text/csv"}, data=rows.encode())["id"])


def test_nothing_is_lost_half_written_or_doubled_when_everything_is_killed(tmp_path: Path) -> None:
    chance = random.Random(11)
    stack = start_stack(tmp_path / "data")
    try:
        owner = sign_up(stack.base_url, "kill@acme.example")
        rep_id = _team(owner)
        aged = [_aged_lead(owner, rep_id, number) for number in range(AGED)]
        import_id = _import_begun(owner)
        acknowledged: list[dict[str, Any]] = []
        # Each round is some days later: the next reminders are due, and whoever was killed at the import is given up.
        at = datetime.now(UTC) + timedelta(days=6)
        for round_ in range(ROUNDS):
            made: list[dict[str, Any]] = []
            with _leads_being_made(stack.base_url, owner.token, str(round_), made), _sweeps(stack, at):
                until(partial(bool, made))
                time.sleep(chance.uniform(0.2, 1.5))  # the moment of the blow is what varies
                stack.kill_all()
            stack = start_stack(tmp_path / "data")
            owner = _log_in(stack, "kill@acme.example")
            acknowledged += made
            at += timedelta(days=3)

        minutes = (at + timedelta(minutes=minute) for minute in count())

        def imported() -> bool:
            stack.sweep(next(minutes))
            return bool(owner.got(f"/imports/{import_id}")["status"] == "done")

        until(imported)
        stack.sweep(next(minutes))
        assert stack.wait_for_feed(retry=True) == 0
        assert read_books(stack.environment).defects() == []
        _check_acknowledged(owner, acknowledged)
        _check_rows(owner, import_id)
        _check_alerts(stack, aged)
    finally:
        if stack.launcher.poll() is None:
            stack.stop()


def _check_acknowledged(owner: Caller, acknowledged: list[dict[str, Any]]) -> None:
    """As the API tells it: each lead whose making was answered is there as answered, and can be found."""
    for lead in acknowledged:
        now = owner.got(f"/leads/{lead['id']}")
        assert all(now[name] == lead[name] for name in ("name", "company", "email", "phone", "amount", "customer_id"))
        assert owner.got(f"/leads/{lead['id']}/timeline")["items"][-1]["kind"] == "lead.created"
        customer = owner.got(f"/customers/{lead['customer_id']}")
        assert [each["id"] for each in customer["leads"]] == [lead["id"]]
    for lead in acknowledged[::10]:
        assert lead["id"] in [each["id"] for each in owner.every(f"/leads?q={lead['email']}")]


def _check_rows(owner: Caller, import_id: str) -> None:
    """Each row of the file is one lead, and was counted once."""
    leads = owner.every("/leads")
    names = Counter(each["name"] for each in leads)
    assert {names[f"Row {number}"] for number in range(ROWS)} == {1}
    outcome = owner.got(f"/imports/{import_id}")
    assert (outcome["created"], outcome["updated"], outcome["skipped"], outcome["failed"]) == (ROWS, 0, 0, 0)
    assert sum(cell["leads"] for cell in owner.got("/pipeline")["items"]) == len(leads)


def _check_alerts(stack: Stack, aged: list[str]) -> None:
    """Rep and supervisor were told of each silent lead, and the same; that no step was told twice, the books say."""
    told: dict[str, Counter[str]] = {}
    for email, kind in (("rob@kill.example", "lead.silent"), ("sue@kill.example", "lead.silent.supervisor")):
        inbox = _log_in(stack, email).every("/notifications")
        told[kind] = Counter(each["about"] for each in inbox if each["kind"] == kind and each["about"] in aged)
    assert set(told["lead.silent"]) == set(aged)
    assert told["lead.silent"] == told["lead.silent.supervisor"]
