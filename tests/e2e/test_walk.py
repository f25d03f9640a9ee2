"""The walk of a new customer over real HTTP: sign up, invite, import, and no lead goes silent unnoticed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.local.stack import Stack
from tests.e2e.client import PASSWORD, Caller, letter_token, sign_up, until

REAL_DATA = Path(__file__).resolve().parents[3] / "shared/data/crm-sales-opportunities"


def _invite(stack: Stack, owner: Caller, name: str, role: str, supervisor_id: str | None = None) -> tuple[str, Caller]:
    email = f"{name.lower()}@acme.example"
    member = owner.did("/members", {"name": name, "email": email, "role": role, "supervisor_id": supervisor_id})
    token = letter_token(stack.data_dir / "mailbox", email)
    joined = Caller(stack.base_url).did("/invites/accept", {"token": token, "password": PASSWORD})
    return member["id"], owner.member(joined["access_token"])


def _alerts(caller: Caller, lead_id: str) -> list[str]:
    return [each["kind"] for each in caller.every("/notifications") if each["about"] == lead_id]


def test_a_lead_that_goes_silent_reports_itself_to_rep_and_supervisor_until_it_is_touched(stack: Stack) -> None:
    owner = sign_up(stack.base_url, "olga@acme.example")
    boss_id, boss = _invite(stack, owner, "Sue", "manager")
    _, rep = _invite(stack, owner, "Rob", "rep", boss_id)
    csv = "name,company,owner,source channel\nWarehouse,North Ltd,Rob,referral\nScanners,South Ltd,Rob,referral\n"
    started = owner.did(
        "/imports?kind=leads&accept_guesses=true", headers={"Content-Type": "text/csv"}, data=csv.encode()
    )
    until(lambda: owner.got(f"/imports/{started['id']}")["status"] == "done")
    outcome = owner.got(f"/imports/{started['id']}")
    assert (outcome["created"], outcome["failed"]) == (2, 0)
    lead = next(each for each in rep.every("/leads") if each["name"] == "Warehouse")
    later = datetime.now(UTC) + timedelta(days=20)

    stack.sweep(later)
    assert "lead.silent" in _alerts(rep, lead["id"])
    assert "lead.silent.supervisor" in _alerts(boss, lead["id"])
    stack.sweep(later)
    assert _alerts(rep, lead["id"]).count("lead.silent") == 1

    rep.did(f"/leads/{lead['id']}/follow-ups", {"kind": "call", "outcome": "connected", "summary": "On again."})
    assert not rep.got(f"/leads/{lead['id']}")["silent"]
    stack.sweep(datetime.now(UTC) + timedelta(minutes=5))
    assert _alerts(rep, lead["id"]).count("lead.silent") == 1
    stack.sweep(later + timedelta(days=10))
    assert _alerts(rep, lead["id"]).count("lead.silent") == 2
    assert _alerts(boss, lead["id"]).count("lead.silent.supervisor") == 2


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the public data set lies beside the checkout, not in it")
def test_the_real_list_of_opportunities_comes_in_whole(stack: Stack) -> None:
    owner = sign_up(stack.base_url, "real@acme.example")
    for kind, name in (("members", "sales_teams.csv"), ("leads", "sales_pipeline.csv")):
        content = (REAL_DATA / name).read_bytes()
        path = f"/imports?kind={kind}&accept_guesses=true&filename={name}"
        started = owner.did(path, headers={"Content-Type": "text/csv"}, data=content)
        until(lambda at=started["id"]: owner.got(f"/imports/{at}")["status"] in ("done", "failed"), seconds=240)
        outcome = owner.got(f"/imports/{started['id']}")
        assert outcome["status"] == "done", outcome
        counted = sum(outcome[each] for each in ("created", "updated", "skipped", "failed"))
        assert counted == outcome["total"] and outcome["failed"] == 0
    assert outcome["total"] == 8800 and outcome["created"] == 8800
    members = owner.every("/members")
    reps = [each for each in members if each["role"] == "rep"]
    assert len(reps) == 35 and all(each["supervisor_id"] for each in reps)
    stack.wait_for_feed(timeout=240)
    cells = owner.got("/pipeline")["items"]
    by_kind = {"won": 4238, "lost": 2473}
    for stage in owner.got("/workspace")["stages"]:
        if stage["kind"] in by_kind:
            found = sum(cell["leads"] for cell in cells if cell["stage"] == stage["id"])
            assert found == by_kind[stage["kind"]], stage
