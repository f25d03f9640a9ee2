from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib import demo, jobs
from chalicelib.core.events import EventItem
from chalicelib.core.scope import Scope, acting_as
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import importing, service
from chalicelib.leads.model import Lead
from chalicelib.notifications.keys import inbox
from chalicelib.tenancy import packs, sample
from chalicelib.tenancy import service as tenancy
from tests.identity.house import Client, start

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PASSWORD = "lighthouse-over-9-hills"


@pytest.fixture(scope="module")
def call() -> Client:
    return Client(start())


@pytest.fixture(scope="module")
def access(call: Client) -> demo.DemoAccess:
    return demo.load(NOW, PASSWORD)


@pytest.fixture(scope="module")
def story() -> sample.SampleHistory:
    return sample.generate(packs.get_pack(packs.DEFAULT_PACK), date(2026, 11, 24))


@pytest.fixture(scope="module")
def loaded(access: demo.DemoAccess, story: sample.SampleHistory) -> list[tuple[sample.SampleLead, Lead]]:
    """Each lead of the story beside the one in the workspace, as it was before any sweep."""
    scope = Scope.system(access.workspace_id, "test")
    with acting_as(scope):
        found = importing.leads_by_external_ids(scope, [f"sample-{each.key}" for each in story.leads])
    return [(each, found[f"sample-{each.key}"]) for each in story.leads]


@pytest.fixture(scope="module")
def ids(access: demo.DemoAccess, story: sample.SampleHistory) -> dict[str, str]:
    """Member id by the story's key."""
    scope = Scope.system(access.workspace_id, "test")
    with acting_as(scope):
        by_email = {each.email: each.id for each in tenancy.read_members(scope).active()}
    return {each.key: by_email[each.email] for each in story.members}


def test_everybody_of_the_sample_can_sign_in_and_reports_to_their_supervisor(
    call: Client, access: demo.DemoAccess, ids: dict[str, str]
) -> None:
    for each in access.members:
        reply = call("POST", "/v1/login", {"email": each.email, "password": PASSWORD})
        assert reply.status == 200
        member = reply.json["member"]
        assert (member["name"], member["role"]) == (each.name, each.role)
        assert member["supervisor_id"] == (ids[each.supervisor] if each.supervisor else None)


def test_each_lead_ends_where_its_story_ends(loaded: list[tuple[sample.SampleLead, Lead]], ids: dict[str, str]) -> None:
    for told, lead in loaded:
        assert (lead.name, lead.stage) == (told.name, told.stage)
        assert lead.owner_id == (ids[told.owner] if told.owner else None)
        assert lead.first_contact_at == told.first_contact_at
        assert (lead.hold is not None) == (told.held_until is not None)
        assert lead.amount == (str(told.amount) if told.amount is not None else None)
        if told.next_follow_up_at is not None:
            assert lead.next_follow_up_at == told.next_follow_up_at
            assert lead.blocker == (told.blocker or "none")


def test_timelines_tell_what_happened_when_it_happened_and_by_whom(
    access: demo.DemoAccess, loaded: list[tuple[sample.SampleLead, Lead]], ids: dict[str, str]
) -> None:
    scope = Scope.system(access.workspace_id, "test")
    for told, lead in loaded[::20]:
        with acting_as(scope):
            events = service.timeline(scope, lead.id, 100, None).items
        moments = [told.first_contact_at, *(step.at for step in told.steps)]
        assert [datetime.fromisoformat(each.at) for each in reversed(events)] == moments
        doers = [told.captured_by, *(getattr(step, "by", None) for step in told.steps)]
        assert [each.actor for each in reversed(events)] == [ids[key] if key else "sweep" for key in doers]


def test_the_audit_log_of_a_month_long_past_holds_what_was_done_then(access: demo.DemoAccess) -> None:
    scope = Scope.system(access.workspace_id, "test")
    with acting_as(scope):
        log_key = f"{access.workspace_id}#LOG#202606"
        kinds = {each.kind for each in EventItem.query(log_key, index_name="log")}
    assert {"lead.created", "lead.followed_up", "lead.stage_moved"} <= kinds


def test_nobody_is_told_of_what_is_long_past(access: demo.DemoAccess, ids: dict[str, str]) -> None:
    scope = Scope.system(access.workspace_id, "test")
    with acting_as(scope):
        assert [WorkspaceItem.count(inbox(scope, each)) for each in ids.values()] == [0] * len(ids)


def test_a_second_load_finds_it_all_there_and_sets_a_new_password(call: Client, access: demo.DemoAccess) -> None:
    again = demo.load(NOW + timedelta(days=3))
    owner = next(each for each in again.members if each.role == "owner")
    assert not again.is_new
    assert again.workspace_id == access.workspace_id
    assert call("POST", "/v1/login", {"email": owner.email, "password": PASSWORD}).status == 401
    assert call("POST", "/v1/login", {"email": owner.email, "password": again.password}).status == 200


def test_the_next_sweep_finds_the_silent_leads_of_the_story_and_no_others(
    access: demo.DemoAccess, loaded: list[tuple[sample.SampleLead, Lead]]
) -> None:
    jobs.sweep({"time": NOW.isoformat()})
    scope = Scope.system(access.workspace_id, "test")
    with acting_as(scope):
        silent = {lead.id for _, lead in loaded if service.get_lead(scope, lead.id).silent_since is not None}
    assert silent == {lead.id for told, lead in loaded if told.fate == "silent"}
    assert Counter(told.fate for told, _ in loaded)["silent"] == len(silent)


def test_a_load_that_was_cut_off_is_gone_on_with(call: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCut(Exception):
        pass

    left = iter(range(300))
    log_follow_up = service.log_follow_up

    def log_until_the_power_cut(*arguments: Any) -> Lead:
        if next(left, None) is None:
            raise PowerCut
        return log_follow_up(*arguments)

    with monkeypatch.context() as power:
        power.setattr(service, "log_follow_up", log_until_the_power_cut)
        with pytest.raises(PowerCut):
            demo.load(NOW, PASSWORD, "store_sales")
    access = demo.load(NOW + timedelta(days=1), PASSWORD, "store_sales")
    assert access.is_new
    told = sample.generate(packs.get_pack("store_sales"), date(2026, 11, 24)).leads
    scope = Scope.system(access.workspace_id, "test")
    with acting_as(scope):
        found = importing.leads_by_external_ids(scope, [f"sample-{each.key}" for each in told])
        for each in told:
            lead = found[f"sample-{each.key}"]
            assert lead.stage == each.stage
            assert len(service.timeline(scope, lead.id, 100, None).items) == 1 + len(each.steps)
