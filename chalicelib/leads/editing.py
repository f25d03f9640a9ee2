"""PATCH of a lead: fields, and what follows from them for its stage and its customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Invalid
from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.fields import check_writable, checked_custom
from chalicelib.leads.identifying import identity_changed, new_identity
from chalicelib.leads.model import Lead
from chalicelib.leads.moments import as_instant, planned_moment
from chalicelib.leads.moving import in_stage, with_next_date
from chalicelib.leads.naming import PLAIN_FIELDS, live_choice, live_stage, money_of, named_fields
from chalicelib.leads.schemas import LeadChange


def change_lead(scope: Scope, lead_id: str, wanted: LeadChange, now: datetime, expected: int | None) -> Lead:
    """PATCH. Fields that may not be empty refuse null.

    Raises:
        Invalid, FieldForbidden, LeadDuplicate, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change | None:
        check_writable(rules.setup, scope.role, named_fields(wanted))
        after = _changed(scope, rules, lead, wanted, now)
        kind = EventKind.LEAD_CHANGED
        facts: dict[str, Any] = {}
        if wanted.stage is not None and live_stage(rules, wanted.stage, scope).id != lead.stage:
            after, kind, facts = in_stage(scope, rules, after, wanted.stage, wanted.lost_reason, None, now)
            if after.is_open and wanted.next_follow_up_at is None:
                after = with_next_date(scope, rules, after, None, now)
        elif wanted.lost_reason is not None:
            after = replace(after, lost_reason=_new_lost_reason(scope, rules, lead, wanted.lost_reason))
        if after.stage_kind == "won" and after.amount is None:
            raise Invalid.at("amount", "a won lead needs an amount" if scope.locale == "en" else "赢单需要填写金额")
        if after == lead:
            return None
        identify, rests_on = new_identity(scope, rules, lead, after) if identity_changed(lead, after) else (None, ())
        reopened = kind is EventKind.LEAD_REOPENED
        return Change(after, kind, facts, sole_owner=reopened, identify=identify, rests_on=rests_on)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def _new_lost_reason(scope: Scope, rules: Rules, lead: Lead, wanted: str) -> str:
    if lead.stage_kind != "lost":
        raise Invalid.at("lost_reason", "goes with a lost lead" if scope.locale == "en" else "仅适用于输单")
    return live_choice(rules.setup.lost_reasons, wanted, "lost_reason", scope).id


def _changed(scope: Scope, rules: Rules, lead: Lead, wanted: LeadChange, now: datetime) -> Lead:
    given = wanted.model_fields_set
    for name in ("name", "source_channel", "first_contact_at", "next_follow_up_at", "stage"):
        if name in given and getattr(wanted, name) is None:
            raise Invalid.at(name, "may not be empty" if scope.locale == "en" else "不能为空")
    values: dict[str, Any] = {name: getattr(wanted, name) or None for name in PLAIN_FIELDS if name in given}
    if "name" in given:
        values["name"] = wanted.name
    if wanted.source_channel is not None:
        values["source_channel"] = live_choice(
            rules.setup.source_channels, wanted.source_channel, "source_channel", scope
        ).id
    if "blocker" in given:
        values["blocker"] = wanted.blocker or model.NO_BLOCKER
    if "amount" in given:
        values["amount"], values["currency"] = money_of(rules, wanted.amount)
    if wanted.first_contact_at is not None:
        values["first_contact_at"] = min(as_instant(wanted.first_contact_at, rules.setup, rules.calendar), now)
    if wanted.custom is not None:
        values["custom"] = checked_custom(
            rules.setup, rules.members, wanted.custom, before=lead.custom, require=False, locale=scope.locale
        )
    after = replace(lead, **values)
    if wanted.next_follow_up_at is not None:
        after = model.planned(
            after,
            planned_moment(
                wanted.next_follow_up_at, rules.setup, rules.calendar, now, "next_follow_up_at", scope.locale
            ),
        )
    return after
