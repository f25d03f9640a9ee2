"""Recording a contact, with all that one sentence may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.errors import Invalid
from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.model import FollowUp, Lead
from chalicelib.leads.moments import as_instant
from chalicelib.leads.moving import in_stage, with_next_date
from chalicelib.leads.naming import check_given, live_stage
from chalicelib.leads.schemas import NewFollowUp


def log_follow_up(scope: Scope, lead_id: str, new: NewFollowUp, now: datetime, expected: int | None) -> Lead:
    """Record a contact; in the same write move the stage, set the blocker and the next date, as far as given.

    Raises:
        Invalid, FieldForbidden, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change:
        at = as_instant(new.at, rules.setup, rules.calendar) if new.at else now
        if at > now + timedelta(minutes=5):
            raise Invalid.at("at", "lies in the future" if scope.locale == "en" else "不能晚于现在")
        check_given(scope, rules, new)
        done = FollowUp(min(at, now), scope.member_id, new.kind, new.outcome, new.summary, new.minutes)
        after = model.followed_up(lead, done, now)
        facts: dict[str, Any] = {
            "follow_up": done.kind,
            "outcome": done.outcome,
            "effective": done.effective,
            "summary": done.summary,
            "minutes": done.minutes,
            "owner_id": lead.owner_id,
        }
        if "blocker" in new.model_fields_set:
            after = replace(after, blocker=new.blocker or model.NO_BLOCKER)
        if new.stage is not None and live_stage(rules, new.stage, scope).id != lead.stage:
            after, _, moved = in_stage(scope, rules, after, new.stage, new.reason, new.amount, now)
            facts |= moved
        if after.is_open:
            after = with_next_date(scope, rules, after, new.next_follow_up_at, now)
        reopened = after.cycle != lead.cycle
        return Change(after, EventKind.LEAD_FOLLOWED_UP, facts, sole_owner=reopened)

    return apply_change(scope, lead_id, now, decide, expected=expected)
