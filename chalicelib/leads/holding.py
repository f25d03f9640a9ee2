"""Parking a lead until a date, and waking it."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.clock import to_text
from chalicelib.core.errors import Invalid
from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.errors import AlreadyClosed, NotHeld
from chalicelib.leads.model import Lead
from chalicelib.leads.moments import default_follow_up, planned_moment
from chalicelib.leads.naming import live_choice
from chalicelib.leads.schemas import HoldRequest


def hold_lead(scope: Scope, lead_id: str, wanted: HoldRequest, now: datetime, expected: int | None) -> Lead:
    """Park until a date, for a reason out of the list. While held nothing is silent; the date wakes it.

    Raises:
        Invalid, AlreadyClosed, NotFound, StaleVersion
    """
    return apply_change(
        scope, lead_id, now, lambda lead, rules: held_change(scope, rules, lead, wanted, now), expected=expected
    )


def held_change(scope: Scope, rules: Rules, lead: Lead, wanted: HoldRequest, now: datetime) -> Change:
    if not lead.is_open:
        raise AlreadyClosed()
    reason = live_choice(rules.setup.hold_reasons, wanted.reason, "reason", scope)
    until = planned_moment(wanted.until, rules.setup, rules.calendar, now, "until", scope.locale)
    if until > now + timedelta(days=730):
        raise Invalid.at("until", "at most two years ahead" if scope.locale == "en" else "最多两年")
    after = model.planned(model.held(lead, reason.id, until, now), until)
    return Change(after, EventKind.LEAD_HELD, {"reason": reason.id, "until": to_text(until)})


def resume_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Wake a held lead before its date.

    Raises:
        NotHeld, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change:
        if lead.hold is None:
            raise NotHeld()
        after = model.planned(model.resumed(lead, now), default_follow_up(rules.setup, rules.calendar, now))
        return Change(after, EventKind.LEAD_RESUMED, {"reason": lead.hold.reason})

    return apply_change(scope, lead_id, now, decide, expected=expected)
