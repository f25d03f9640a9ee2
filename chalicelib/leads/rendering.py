"""Leads as the API shows them: names added, hidden fields left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.core.clock import text_or_none, to_text
from chalicelib.core.events import Event, EventKind
from chalicelib.core.http import Answer
from chalicelib.core.money import Money
from chalicelib.core.scope import Scope
from chalicelib.leads.change import Rules
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.customers import FIELDS as CUSTOMER_FIELDS
from chalicelib.leads.fields import hidden_fields
from chalicelib.leads.listing import Rows
from chalicelib.leads.model import FollowUp, Lead
from chalicelib.leads.projection import Cell
from chalicelib.leads.schemas import CellView, EventView, FollowUpView, HoldView, LeadPage, LeadView, PipelineView

#: A hidden field hides what is derived from it.
_FOLLOWS = {
    "owner_id": ("owner_name", "owner_ids"),
    "amount": ("currency",),
    "stage": ("stage_kind", "stage_since", "lost_reason"),
    "next_follow_up_at": ("overdue",),
}
#: Events whose `from` and `to` are owners, and those whose are stages.
_OF_OWNERS = frozenset(
    {EventKind.LEAD_ASSIGNED, EventKind.LEAD_CLAIMED, EventKind.LEAD_RELEASED, EventKind.LEAD_RETURNED}
)
_OF_STAGES = frozenset({EventKind.LEAD_STAGE_MOVED, EventKind.LEAD_REOPENED, EventKind.LEAD_FOLLOWED_UP})


def row_values(rules: Rules, hidden: frozenset[str], row: dict[str, Any], now_text: str) -> dict[str, Any]:
    """A row out of `store.card_fields` as JSON values of `LeadRow`."""
    currency = row.pop("currency")
    owner = rules.members.get(row["owner_id"]) if row["owner_id"] else None
    row["amount"] = {"amount": row["amount"], "currency": currency} if row["amount"] and currency else None
    row["owner_name"] = owner.name if owner else None
    row["silent"] = row["silent_since"] is not None
    row["overdue"] = row["stage_kind"] == "open" and not row["hold_until"] and row["next_follow_up_at"] < now_text
    return _without(row, hidden)


def _money(amount: str | None, currency: str | None) -> Money | None:
    return Money.model_construct(amount=amount, currency=currency) if amount and currency else None


def _without(shown: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    if not hidden:
        return shown
    gone = _gone(hidden)
    return {name: value for name, value in shown.items() if name not in gone}


def _gone(hidden: frozenset[str]) -> frozenset[str]:
    return hidden.union(*(_FOLLOWS.get(name, ()) for name in hidden))


def page_answer(scope: Scope, rows: Rows, now: datetime) -> Answer[LeadPage]:
    """A page as JSON text: its values are ours already, and 50 models of them cost as much as reading them."""
    rules = Rules.of(scope)
    hidden, now_text = hidden_fields(rules.setup, scope.role), to_text(now)
    items = [row_values(rules, hidden, row, now_text) for row in rows.items]
    page = {"items": items, "next_cursor": rows.next_cursor}
    return Answer(json.dumps(page, ensure_ascii=False, separators=(",", ":")))


def lead_view(scope: Scope, lead: Lead, now: datetime) -> LeadView:
    rules = Rules.of(scope)
    owner = rules.members.get(lead.owner_id) if lead.owner_id else None
    hidden = hidden_fields(rules.setup, scope.role)
    shown: dict[str, Any] = {
        "id": lead.id,
        "name": lead.name,
        "company": lead.company,
        "contact": lead.contact,
        "phone": lead.phone,
        "email": lead.email,
        "wechat": lead.wechat,
        "source_channel": lead.source_channel,
        "stage": lead.stage,
        "stage_kind": lead.stage_kind,
        "first_contact_at": to_text(lead.first_contact_at),
        "next_follow_up_at": to_text(lead.next_follow_up_at),
        "blocker": lead.blocker,
        "owner_id": lead.owner_id,
        "owner_name": owner.name if owner else None,
        "amount": _money(lead.amount, lead.currency),
        "product": lead.product,
        "region": lead.region,
        "remark": lead.remark,
        "external_id": lead.external_id,
        "custom": {name: value for name, value in lead.custom.items() if name not in hidden},
        "customer_id": lead.customer_id,
        "hold": _hold(scope, rules, lead),
        "hold_until": to_text(lead.hold.until) if lead.hold else None,
        "lost_reason": lead.lost_reason,
        "closed_at": text_or_none(lead.closed_at),
        "overdue": lead.is_open and not lead.is_held and lead.next_follow_up_at < now,
        "silent": lead.silent_since is not None,
        "silent_since": text_or_none(lead.silent_since),
        "touched_at": to_text(lead.touched_at),
        "stage_since": to_text(lead.stage_since),
        "cycle": lead.cycle,
        "follow_up_count": lead.follow_up_count,
        "unanswered": lead.unanswered,
        "last_follow_ups": [_follow_up(each) for each in lead.last_follow_ups],
        "created_at": to_text(lead.created_at),
        "created_by": lead.created_by,
        "updated_at": to_text(lead.updated_at),
        "deleted_at": text_or_none(lead.deleted_at),
        "import_id": lead.import_id,
        "version": lead.revision,
    }
    return LeadView.model_construct(**_without(shown, hidden))


def _hold(scope: Scope, rules: Rules, lead: Lead) -> HoldView | None:
    if lead.hold is None:
        return None
    reason = next((each for each in rules.setup.hold_reasons if each.id == lead.hold.reason), None)
    return HoldView(
        reason=lead.hold.reason,
        reason_name=reason.names.pick("en" if scope.locale == "en" else "zh-CN") if reason else lead.hold.reason,
        since=to_text(lead.hold.since),
        until=to_text(lead.hold.until),
    )


def _follow_up(done: FollowUp) -> FollowUpView:
    return FollowUpView(
        at=to_text(done.at),
        by=done.by,
        kind=done.kind,
        outcome=done.outcome,
        effective=done.effective,
        summary=done.summary,
        minutes=done.minutes,
    )


def event_view(scope: Scope, event: Event, recorded_at: str) -> EventView:
    """Without the changes of fields that the role may not see."""
    rules = Rules.of(scope)
    hidden = hidden_fields(rules.setup, scope.role)
    gone = _gone(hidden)
    actor = rules.members.get(event.actor)
    return EventView.model_construct(
        id=event.id,
        kind=str(event.kind),
        about=event.about,
        actor=event.actor,
        actor_name=actor.name if actor else event.actor_name,
        at=to_text(event.at),
        recorded_at=recorded_at,
        changes={
            name: both
            for name, both in event.changes.items()
            if name not in gone and name.removeprefix("custom.") not in gone
        },
        facts={name: value for name, value in event.facts.items() if name not in gone | _gone_of_kind(event, hidden)},
    )


def _gone_of_kind(event: Event, hidden: frozenset[str]) -> frozenset[str]:
    if event.kind in _OF_OWNERS and "owner_id" in hidden:
        return frozenset({"from", "to"})
    if event.kind in _OF_STAGES and "stage" in hidden:
        return frozenset({"from", "to", "reason"})
    return frozenset()


def pipeline_view(scope: Scope, cells: Iterable[Cell]) -> PipelineView:
    """Counts and sums, without the fields that the role may not see."""
    hidden = hidden_fields(Rules.of(scope).setup, scope.role)
    return PipelineView.model_construct(
        items=[
            CellView.model_construct(
                **_without(
                    {
                        "stage": cell.stage,
                        "owner_id": cell.owner_id,
                        "leads": cell.leads,
                        "silent": cell.silent,
                        "amount": _sum(cell.amount, cell.currency) if cell.currency else None,
                    },
                    hidden,
                )
            )
            for cell in cells
        ]
    )


def _sum(amount: Decimal, currency: str) -> Money:
    """With the currency's digits; a sum may be longer than an amount may."""
    unit = Money(amount="0", currency=currency).value
    return Money.model_construct(amount=f"{amount.quantize(unit):f}", currency=currency)


def customer_values(scope: Scope, customer: Customer) -> dict[str, Any]:
    """A customer as JSON values: what a role may not see of leads, it does not see of customers either."""
    hidden = hidden_fields(Rules.of(scope).setup, scope.role)
    shown: dict[str, Any] = {
        **{name: getattr(customer, name) for name in CUSTOMER_FIELDS},
        "id": customer.id,
        "open_leads": len(customer.open_leads),
        "closed_leads": len(customer.closed_leads),
        "owner_ids": sorted({owner for _, owner in customer.open_leads if owner}),
        "created_at": to_text(customer.created_at),
        "updated_at": to_text(customer.updated_at),
        "version": customer.version or 1,
    }
    if customer.name in {getattr(customer, name) for name in hidden.intersection(CUSTOMER_FIELDS)}:
        shown.pop("name")
    return _without(shown, hidden)
