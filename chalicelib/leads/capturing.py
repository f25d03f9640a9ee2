"""A new lead, as a person or a partner system gives it."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.errors import Forbidden, Invalid
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.capture import NewLeadFacts, capture, settle_owner
from chalicelib.leads.change import Rules
from chalicelib.leads.fields import check_writable, checked_custom
from chalicelib.leads.model import Lead
from chalicelib.leads.moments import as_instant, default_follow_up, planned_moment
from chalicelib.leads.naming import (
    PLAIN_FIELDS,
    check_closing,
    live_choice,
    live_stage,
    lost_reason_of,
    money_of,
    named_fields,
)
from chalicelib.leads.schemas import NewLead


def capture_lead(scope: Scope, new: NewLead, now: datetime) -> Lead:
    """A new lead, of a new or a known customer.

    Raises:
        Invalid, FieldForbidden, LeadDuplicate, Forbidden (owner or override beyond the role)
    """
    rules = Rules.of(scope)
    given = new.model_fields_set
    # To keep a lead or leave it to the pool is what claim and release allow; to name another is to write the field.
    own = {"owner_id"} if new.owner_id in (None, scope.member_id) else set()
    check_writable(rules.setup, scope.role, [each for each in named_fields(new) if each not in own])
    if new.override_reason and "leads.override" not in scope.may:
        raise Forbidden()
    stage = live_stage(rules, new.stage, scope) if new.stage else rules.setup.first_stage
    amount, currency = money_of(rules, new.amount)
    check_closing(scope, rules, stage, amount, new.lost_reason)
    first = as_instant(new.first_contact_at, rules.setup, rules.calendar) if new.first_contact_at else now
    if first > now + timedelta(days=1):
        raise Invalid.at("first_contact_at", "lies in the future" if scope.locale == "en" else "不能晚于现在")
    channel = live_choice(rules.setup.source_channels, new.source_channel, "source_channel", scope).id
    facts = NewLeadFacts(
        name=new.name,
        source_channel=channel,
        stage=stage.id,
        first_contact_at=min(first, now),
        next_follow_up_at=(
            planned_moment(new.next_follow_up_at, rules.setup, rules.calendar, now, "next_follow_up_at", scope.locale)
            if new.next_follow_up_at
            else default_follow_up(rules.setup, rules.calendar, now)
        ),
        owner_id=settle_owner(
            scope, rules, new.owner_id, given="owner_id" in given, channel=channel, region=new.region, now=now
        ),
        blocker=new.blocker or model.NO_BLOCKER,
        amount=amount,
        currency=currency,
        custom=checked_custom(
            rules.setup, rules.members, new.custom or {}, before={}, require=True, locale=scope.locale
        ),
        lost_reason=lost_reason_of(scope, rules, stage, new.lost_reason),
        **{name: getattr(new, name) or None for name in PLAIN_FIELDS},
    )
    return capture(scope, rules, facts, now, override=new.override_reason)
