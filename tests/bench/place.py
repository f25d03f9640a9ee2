"""A stack to measure, a company in it, and leads by the ten thousand."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from infra.local.stack import Stack, running_stack

PASSWORD = "correct-battery-42"


@dataclass
class Company:
    stack: Stack
    token: str
    workspace_id: str
    rep_id: str
    stages: list[str]

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        answer = requests.request(
            method, f"{self.stack.base_url}/v1{path}", json=body, headers=headers, timeout=60, **more
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None


@contextmanager
def company() -> Iterator[Company]:
    """A fresh stack with an owner, a supervisor and a rep; this process may use chalicelib against its engine."""
    quiet = {"GLASSPIPE_LOG_LEVEL": "WARNING"}
    with (
        tempfile.TemporaryDirectory(prefix="glasspipe-bench-") as folder,
        running_stack(Path(folder) / "data", env=quiet) as stack,
    ):
        os.environ.update(stack.environment)
        made = Company(stack, "", "", "", [])
        body = {"company": "Bench", "name": "Olga", "email": "olga@bench.example", "password": PASSWORD}
        signed = requests.post(f"{stack.base_url}/v1/signup", json=body, timeout=60).json()
        made.token, made.workspace_id = signed["access_token"], signed["workspace"]["id"]
        boss = made.call("POST", "/members", _member("Sue", "manager"))
        made.rep_id = made.call("POST", "/members", {**_member("Rob", "rep"), "supervisor_id": boss["id"]})["id"]
        made.stages = [each["id"] for each in made.call("GET", "/workspace")["stages"] if each["kind"] == "open"]
        yield made


def _member(name: str, role: str) -> dict[str, str]:
    return {"name": name, "email": f"{name.lower()}@bench.example", "role": role, "password": PASSWORD}


def add_leads(made: Company, count: int, *, due: int = 0) -> list[str]:
    """`count` leads of the rep, spread over the open stages, written without events or customers' books: only their
    number counts. The first `due` are silent since yesterday; the others have weeks to go."""
    from chalicelib.core.ids import new_id
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.core.store import write_batch
    from chalicelib.leads import store
    from chalicelib.leads.change import Rules
    from chalicelib.leads.model import Lead

    scope = Scope.system(made.workspace_id, "bench")
    now = datetime.now(UTC).replace(microsecond=0)
    ids: list[str] = []
    with acting_as(scope):
        rules = Rules.of(scope)

        def lead(number: int) -> Lead:
            touched = now - timedelta(days=30) if number < due else now
            ids.append(new_id("lead"))
            return Lead(
                id=ids[-1], name=f"Opportunity {number}", source_channel="referral",
                stage=made.stages[number % len(made.stages)], stage_kind="open", first_contact_at=touched,
                next_follow_up_at=now + timedelta(days=20, seconds=number), customer_id=new_id("cust"),
                created_at=now, created_by="bench", updated_at=now, touched_at=touched, stage_since=now,
                owner_id=made.rep_id, company=f"Company {number} Ltd", amount="1200.00", currency="CNY",
            )  # fmt: skip

        for start in range(0, count, 500):
            leads = [lead(number) for number in range(start, min(start + 500, count))]
            write_batch(puts=[store.lead_item(scope, each, rules.deadline(each)) for each in leads])
    return ids


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A Markdown table to stdout."""
    print(f"### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(str(each) for each in row) + " |")
    print(flush=True)
