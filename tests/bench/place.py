"""A stack to measure, a company in it, and leads by the ten thousand."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from infra.local.stack import Stack, running_stack

PASSWORD = "correct-battery-42"
REPS = 10


@dataclass
class Company:
    stack: Stack
    token: str = ""
    workspace_id: str = ""
    reps: list[str] = field(default_factory=list)
    rep_token: str = ""
    stages: list[str] = field(default_factory=list)

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        answer = requests.request(
            method, f"{self.stack.base_url}/v1{path}", json=body, headers=headers, timeout=60, **more
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None


@contextmanager
def company(*, clock: bool = False) -> Iterator[Company]:
    """A fresh stack with an owner, a supervisor and ten reps; this process may use chalicelib against its engine."""
    quiet = {"GLASSPIPE_LOG_LEVEL": "WARNING"}
    with (
        tempfile.TemporaryDirectory(prefix="glasspipe-bench-") as folder,
        running_stack(Path(folder) / "data", clock=clock, env=quiet) as stack,
    ):
        os.environ.update(stack.environment)
        try:
            yield _founded(stack)
        finally:
            _forget_engine()


def _founded(stack: Stack) -> Company:
    made = Company(stack)
    body = {"company": "Bench", "name": "Olga", "email": "olga@bench.example", "password": PASSWORD}
    signed = requests.post(f"{stack.base_url}/v1/signup", json=body, timeout=60).json()
    made.token, made.workspace_id = signed["access_token"], signed["workspace"]["id"]
    boss = made.call("POST", "/members", _member("Sue", "manager"))
    for number in range(REPS):
        rep = _member(f"Rob{number}", "rep")
        made.reps.append(made.call("POST", "/members", {**rep, "supervisor_id": boss["id"]})["id"])
    made.rep_token = made.call("POST", "/login", {"email": "rob0@bench.example", "password": PASSWORD})["access_token"]
    made.stages = [each["id"] for each in made.call("GET", "/workspace")["stages"] if each["kind"] == "open"]
    return made


def _member(name: str, role: str) -> dict[str, str]:
    return {"name": name, "email": f"{name.lower()}@bench.example", "role": role, "password": PASSWORD}


def add_leads(made: Company, count: int, *, due: bool = False, known: bool = False) -> list[str]:
    """`count` leads, spread over the reps and the open stages, written as items only: without events and customers.
    Their names are short, for a posting takes as long to write as the lead; what lists show of them is of usual size.

    due: silent since yesterday; the others have weeks to go. known: the read models know each of them as they would
    know a real one (shadow, search postings); of the others they know the pipeline's counts and amounts.
    """
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.core.store import MOST_ACTIONS, Writes
    from chalicelib.leads import projection, store
    from chalicelib.leads.change import Rules

    scope = Scope.system(made.workspace_id, "bench")
    now = datetime.now(UTC).replace(microsecond=0)
    touched = now - timedelta(days=30) if due else now
    ids: list[str] = []
    cells: Counter[str] = Counter()
    with acting_as(scope):
        rules = Rules.of(scope)
        for start in range(0, count, MOST_ACTIONS):
            leads = [_lead(made, number, now, touched) for number in range(start, min(start + MOST_ACTIONS, count))]
            writes = Writes()
            for lead in leads:
                writes.put(store.lead_item(scope, lead, rules.deadline(lead)))
            writes.commit()
            ids += [lead.id for lead in leads]
            if known:
                projection.refresh(scope, [lead.id for lead in leads])
            else:
                cells.update(f"{lead.stage}#{lead.owner_id}#CNY" for lead in leads)
        _count(scope, cells)
    return ids


def _lead(made: Company, number: int, now: datetime, touched: datetime) -> Any:
    from chalicelib.core.ids import new_id
    from chalicelib.leads.model import Lead

    return Lead(
        id=new_id("lead"), name=f"Deal {number}", source_channel="referral",
        stage=made.stages[number % len(made.stages)], stage_kind="open", first_contact_at=touched,
        next_follow_up_at=now + timedelta(days=20, seconds=number), customer_id=new_id("cust"),
        created_at=now, created_by="bench", updated_at=now, touched_at=touched, stage_since=now,
        owner_id=made.reps[number // len(made.stages) % len(made.reps)], company=f"Acme {number}", contact="李雷",
        amount="1200.00", currency="CNY", product="产线改造方案 Pro", blocker="预算未批复，等财务季度评审后再定",
    )  # fmt: skip


def _count(scope: Any, cells: Counter[str]) -> None:
    """What the pipeline says of them; a refresh of each lead would write its search postings too."""
    from chalicelib.core.store import Writes
    from chalicelib.leads import keys
    from chalicelib.leads.projection import CellItem

    writes = Writes()
    for name, number in cells.items():
        # 1,200.00 in ten-thousandths.
        actions = [CellItem.leads.add(number), CellItem.units.add(number * 12_000_000), CellItem.silent.add(0)]
        writes.update(CellItem(keys.pipeline(scope), name), actions)
    writes.commit()


def _forget_engine() -> None:
    """The next stack has an engine of its own."""
    from chalicelib.core import tables

    tables.connection()._client = None
