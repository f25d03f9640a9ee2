"""The morning digest: one a working day, at the member's time, and none when nothing is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.clock import from_text, to_text
from chalicelib.core.deadlines import DueKey
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.core.tables import WorkspaceItem
from chalicelib.notifications import digest, texts
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member

from .office import Office

#: Wednesday the 25th, 08:30 in Shanghai.
WEDNESDAY = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
FRIDAY, MONDAY = WEDNESDAY + timedelta(days=2), WEDNESDAY + timedelta(days=5)
LEAD = texts.LeadFacts("Lake", None, "Quote", "quoted", None, "none", "http://x/leads/1", "Li Na")
FACTS = texts.DueFacts(date(2026, 11, 25), (texts.DueEntry(LEAD, WEDNESDAY),), (), "http://x/today")


def _facts(scope: Scope, member: Member, now: datetime) -> texts.DueFacts | None:
    return FACTS


def _nothing(scope: Scope, member: Member, now: datetime) -> texts.DueFacts | None:
    return None


def _due_at(office: Office) -> datetime | None:
    with office.within() as scope:
        item = tenancy.member_item(scope, office.rep["id"])
        assert item is not None
        return from_text(item.due_at) if item.due_at else None


def _plan(office: Office, at: datetime) -> None:
    with office.within() as scope:
        item = tenancy.member_item(scope, office.rep["id"])
        assert item is not None
        writes = Writes()
        writes.update(item, [WorkspaceItem.due_at.set(to_text(at))])
        writes.commit()


def _sweep(office: Office, now: datetime, facts_of: Callable[..., Any] = _facts) -> None:
    with office.within() as scope:
        item = tenancy.member_item(scope, office.rep["id"])
        assert item is not None
        due = [DueKey(item.pk, item.sk, str(item.due_at))]
        digest.digest_handler(facts_of)(scope, due, now)


def test_whoever_joins_gets_the_first_digest_on_the_next_working_morning(office: Office) -> None:
    joined = _due_at(office)
    assert joined is not None
    _sweep(office, datetime(2099, 1, 1, 4, 0, tzinfo=UTC))
    assert office.told() == []
    assert _due_at(office) == datetime(2099, 1, 2, 0, 30, tzinfo=UTC)


def test_the_digest_comes_once_and_the_next_is_planned_for_the_next_working_day(office: Office) -> None:
    _plan(office, WEDNESDAY)
    _sweep(office, WEDNESDAY)
    _sweep(office, WEDNESDAY + timedelta(minutes=1))
    [told] = office.told()
    assert (told.kind, told.title) == ("lead.follow_up_due", "1 lead to follow up today")
    assert [each.channel_id for each in told.deliveries] == ["email"]
    assert _due_at(office) == WEDNESDAY + timedelta(days=1)


def test_after_fridays_digest_comes_mondays(office: Office) -> None:
    _plan(office, FRIDAY)
    _sweep(office, FRIDAY)
    assert _due_at(office) == MONDAY


def test_nothing_is_sent_when_nothing_is_due(office: Office) -> None:
    _plan(office, WEDNESDAY)
    _sweep(office, WEDNESDAY, _nothing)
    assert office.told() == []
    assert _due_at(office) == WEDNESDAY + timedelta(days=1)


def test_who_has_switched_the_digest_off_gets_none_and_may_switch_it_on_again(office: Office) -> None:
    office.as_rep("PATCH", "/v1/notifications/preferences", {"digest": {"enabled": False}})
    _plan(office, WEDNESDAY)
    _sweep(office, WEDNESDAY)
    assert office.told() == []
    office.as_rep("PATCH", "/v1/notifications/preferences", {"digest": {"enabled": True}})
    _sweep(office, WEDNESDAY + timedelta(days=1))
    assert len(office.told()) == 1


def test_a_later_time_chosen_since_moves_the_digest_of_the_same_day(office: Office) -> None:
    _plan(office, WEDNESDAY)
    office.as_rep("PATCH", "/v1/notifications/preferences", {"digest": {"at": "10:00"}})
    _sweep(office, WEDNESDAY)
    assert office.told() == []
    assert _due_at(office) == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def test_a_machine_that_was_off_over_night_sends_todays_digest_and_not_yesterdays_too(office: Office) -> None:
    _plan(office, WEDNESDAY)
    _sweep(office, WEDNESDAY + timedelta(days=1, hours=2))
    assert len(office.told()) == 1
    assert _due_at(office) == FRIDAY


def test_a_sweep_that_dies_while_it_gathers_the_facts_has_sent_nothing_and_the_next_one_does(office: Office) -> None:
    _plan(office, WEDNESDAY)

    def die(*_: Any) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        _sweep(office, WEDNESDAY, die)
    assert office.told() == []
    _sweep(office, WEDNESDAY)
    assert len(office.told()) == 1


def test_two_sweeps_side_by_side_send_one_digest(office: Office) -> None:
    _plan(office, WEDNESDAY)

    def another_sweep_comes_first(scope: Scope, member: Member, now: datetime) -> texts.DueFacts | None:
        if not office.told():
            digest.digest_handler(_facts)(scope, [DueKey("", member.id, "")], now)
        return FACTS

    _sweep(office, WEDNESDAY, another_sweep_comes_first)
    assert len(office.told()) == 1


def test_a_member_who_has_left_has_no_digest(office: Office) -> None:
    _plan(office, WEDNESDAY)
    with office.within() as scope:
        item = tenancy.member_item(scope, office.rep["id"])
        assert item is not None
        writes = Writes()
        writes.update(item, [type(item).status.set("removed")])
        writes.commit()
    _sweep(office, WEDNESDAY)
    assert (office.told(), _due_at(office)) == ([], None)
