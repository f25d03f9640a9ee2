"""Deleting a lead, and bringing it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.errors import CustomerErased, NotDeleted, RestoreTooLate
from chalicelib.leads.model import Lead
from chalicelib.leads.moving import with_next_date

KEEP_DELETED = timedelta(days=30)


def delete_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Out of every list; can be restored for 30 days."""

    def decide(lead: Lead, _rules: Rules) -> Change:
        return Change(replace(lead, deleted_at=now, silent_since=None), EventKind.LEAD_DELETED)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def restore_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Back where it was, with a fresh clock; in the pool if its owner has left.

    Raises:
        NotDeleted, RestoreTooLate, LeadDuplicate, NotFound
    """

    def decide(lead: Lead, rules: Rules) -> Change:
        if lead.deleted_at is None:
            raise NotDeleted()
        if now - lead.deleted_at > KEEP_DELETED:
            raise RestoreTooLate()
        if not lead.customer_id:
            raise CustomerErased()
        owner = rules.members.get(lead.owner_id) if lead.owner_id else None
        stays = owner is not None and not owner.is_removed
        after = model.owned_by(replace(lead, deleted_at=None), lead.owner_id if stays else None, now)
        if after.is_open and after.hold is None:
            after = with_next_date(scope, rules, after, None, now)
        return Change(after, EventKind.LEAD_RESTORED, sole_owner=True)

    return apply_change(scope, lead_id, now, decide, expected=expected, deleted=True)
