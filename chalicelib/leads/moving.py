"""Stage moves, alone and in bulk, and the next date that follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.events import EventKind
from chalicelib.core.money import Money
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.fields import check_writable
from chalicelib.leads.model import Lead
from chalicelib.leads.moments import default_follow_up, planned_moment
from chalicelib.leads.naming import check_closing, check_given, live_stage, lost_reason_of, money_of
from chalicelib.leads.schemas import StageMove


def move_stage(scope: Scope, lead_id: str, move: StageMove, now: datetime, expected: int | None) -> Lead:
    """Any jump is allowed and recorded.

    Raises:
        Invalid, NotFound, StaleVersion, LeadDuplicate (reopening what a colleague has taken over)
    """

    def decide(lead: Lead, rules: Rules) -> Change | None:
        check_given(scope, rules, move)
        if live_stage(rules, move.stage, scope).id == lead.stage:
            return None
        after, kind, facts = in_stage(scope, rules, lead, move.stage, move.reason, move.amount, now)
        if after.is_open:
            after = with_next_date(scope, rules, after, move.next_follow_up_at, now)
        return Change(after, kind, facts, sole_owner=kind is EventKind.LEAD_REOPENED)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def moved_in_bulk(scope: Scope, rules: Rules, lead: Lead, move: StageMove, now: datetime) -> Change | None:
    """A bulk edit moves the stage but does not touch: silence goes on."""
    check_writable(rules.setup, scope.role, ["stage"])
    if live_stage(rules, move.stage, scope).id == lead.stage:
        return None
    after, kind, facts = in_stage(scope, rules, lead, move.stage, move.reason, move.amount, now, touches=False)
    if kind is EventKind.LEAD_REOPENED:
        after = with_next_date(scope, rules, after, None, now)
    return Change(after, kind, {**facts, "bulk": True}, sole_owner=kind is EventKind.LEAD_REOPENED)


def in_stage(
    scope: Scope,
    rules: Rules,
    lead: Lead,
    wanted: str,
    reason: str | None,
    amount: Money | None,
    now: datetime,
    *,
    touches: bool = True,
) -> tuple[Lead, EventKind, dict[str, Any]]:
    """The lead in its new stage, how that is recorded, and the stay that ended."""
    stage = live_stage(rules, wanted, scope)
    if amount is not None:
        value, currency = money_of(rules, amount)
        lead = replace(lead, amount=value, currency=currency)
    check_closing(scope, rules, stage, lead.amount, reason)
    lost = lost_reason_of(scope, rules, stage, reason)
    after = model.moved(lead, stage.id, stage.kind, now, lost_reason=lost, touches=touches)
    kind = EventKind.LEAD_REOPENED if after.cycle != lead.cycle else EventKind.LEAD_STAGE_MOVED
    facts = {
        "from": lead.stage,
        "to": stage.id,
        "entered_at": to_text(lead.stage_since),
        "left_at": to_text(now),
        "cycle": after.cycle,
        "reason": lost or reason,
    }
    return after, kind, facts


def with_next_date(scope: Scope, rules: Rules, lead: Lead, wanted: Any, now: datetime) -> Lead:
    """The date given, else the one that stands if it lies ahead, else the workspace's default: never empty."""
    if wanted is not None:
        at = planned_moment(wanted, rules.setup, rules.calendar, now, "next_follow_up_at", scope.locale)
        return model.planned(lead, at)
    standing = lead.next_follow_up_at
    return lead if standing > now else model.planned(lead, default_follow_up(rules.setup, rules.calendar, now))
