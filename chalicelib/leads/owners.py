"""Whose a lead is: given, claimed, released, and handed over when somebody leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.core.errors import NotFound
from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.core.store import query_page
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import assignment, keys, model, store, telling
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.errors import AlreadyOwned
from chalicelib.leads.fields import check_writable
from chalicelib.leads.model import Lead
from chalicelib.leads.moving import with_next_date


def assign_lead(
    scope: Scope, lead_id: str, owner_id: str | None, reason: str | None, now: datetime, expected: int | None
) -> Lead:
    """Give a lead to a member, or back to the pool (None).

    Raises:
        Invalid, Forbidden, NotFound, StaleVersion
    """
    return apply_change(
        scope,
        lead_id,
        now,
        lambda lead, rules: assigned_change(scope, rules, lead, owner_id, reason, now),
        expected=expected,
    )


def assigned_change(
    scope: Scope,
    rules: Rules,
    lead: Lead,
    owner_id: str | None,
    reason: str | None,
    now: datetime,
    *,
    touches: bool = True,
) -> Change | None:
    check_writable(rules.setup, scope.role, ["owner_id"])
    if owner_id is not None:
        assignment.check_owner(scope, rules, owner_id)
    if owner_id == lead.owner_id:
        return None
    after = model.owned_by(lead, owner_id, now, touches=touches)
    if after.is_open and after.hold is None:
        after = with_next_date(scope, rules, after, None, now)
    tell = (telling.assigned(scope, rules, after, now),) if owner_id and owner_id != scope.member_id else ()
    return Change(after, EventKind.LEAD_ASSIGNED, {"from": lead.owner_id, "to": owner_id, "reason": reason}, tell)


def claim_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Take a lead out of the pool.

    Raises:
        AlreadyOwned, CapReached, LeadDuplicate, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change | None:
        if lead.owner_id == scope.member_id:
            return None
        if lead.owner_id is not None:
            raise AlreadyOwned()
        assignment.check_owner(scope, rules, scope.member_id)
        assignment.check_cap(scope, rules, scope.member_id)
        after = model.owned_by(lead, scope.member_id, now)
        if after.is_open and after.hold is None:
            after = with_next_date(scope, rules, after, None, now)
        return Change(after, EventKind.LEAD_CLAIMED, {"to": scope.member_id}, sole_owner=True)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def release_lead(scope: Scope, lead_id: str, reason: str | None, now: datetime, expected: int | None) -> Lead:
    """Give a lead back to the pool."""

    def decide(lead: Lead, rules: Rules) -> Change | None:
        if lead.owner_id is None:
            return None
        return Change(
            model.owned_by(lead, None, now), EventKind.LEAD_RELEASED, {"from": lead.owner_id, "reason": reason}
        )

    return apply_change(scope, lead_id, now, decide, expected=expected)


def owned_count(scope: Scope, member_id: str) -> int:
    """How many leads, open or closed, a member has."""
    return WorkspaceItem.count(keys.owner(scope, member_id), index_name="by_owner")


def hand_over(scope: Scope, from_id: str, to_id: str, now: datetime) -> int:
    """All leads of one member to another, one pass over what the index lists; may be run again when interrupted.

    The index may be a moment behind: the pass ends all the same, and whoever calls looks again (`owned_count`).
    """
    moved, start = 0, None
    while True:
        page = query_page(
            store.LeadItem,
            keys.owner(scope, from_id),
            index="by_owner",
            limit=100,
            start=start,
            attributes=["pk", "sk", "owner_key", "follow_up_order"],
        )
        for item in page.items:
            try:
                moved += _hand_over_one(scope, keys.lead_id_of(item.pk), from_id, to_id, now)
            except NotFound:  # deleted at this moment
                continue
        if page.next_key is None:
            return moved
        start = page.next_key


def _hand_over_one(scope: Scope, lead_id: str, from_id: str, to_id: str, now: datetime) -> bool:
    everything, done = replace(scope, sees=None), False

    def decide(lead: Lead, _rules: Rules) -> Change | None:
        nonlocal done
        done = lead.owner_id == from_id
        if not done:
            return None
        facts = {"from": lead.owner_id, "to": to_id, "reason": "handed over"}
        return Change(model.owned_by(lead, to_id, now), EventKind.LEAD_ASSIGNED, facts)

    apply_change(everything, lead_id, now, decide)
    return done
