"""What the sweep calls for leads, and what the stream does with their events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import DueKey
from chalicelib.core.errors import Refused, StaleVersion
from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_ACTIONS, Writes, get, get_many
from chalicelib.leads import keys, model, store, telling
from chalicelib.leads.change import Change, Rules, add_change, limits
from chalicelib.leads.model import Lead
from chalicelib.leads.moments import default_follow_up
from chalicelib.leads.silence import Step, after, due_steps

#: Leads whose reminders share a transaction. A reminder is at most 5 writes, so the limit of 100 is kept; and a lead
#: that somebody changes at this very moment costs only its group a second, single try.
_GROUP = 24
_KINDS = {
    "lead.silent": EventKind.LEAD_WENT_SILENT,
    "lead.follow_up": EventKind.LEAD_REMINDED,
    "lead.dwell": EventKind.LEAD_REMINDED,
    "lead.pool_warning": EventKind.LEAD_REMINDED,
    "lead.pool_return": EventKind.LEAD_RETURNED,
    "hold.ends": EventKind.LEAD_RESUMED,
}


def remind(scope: Scope, due: Sequence[DueKey], now: datetime) -> None:
    """Handler of the deadline kind `lead`: tell what is due, change what must change, set the next deadline."""
    rules = Rules.of(scope)
    for start in range(0, len(due), _GROUP):
        group = due[start : start + _GROUP]
        items = get_many(store.LeadItem, [(each.pk, each.sk) for each in group], consistent=True)
        try:
            _remind_together(scope, rules, items, now)
        except Refused:
            for item in items:
                _remind_alone(scope, rules, keys.lead_id_of(item.pk), now)


def _remind_together(scope: Scope, rules: Rules, items: Sequence[store.LeadItem], now: datetime) -> None:
    writes, books = Writes(), set[str]()
    for item in items:
        customer_id = _returned_by(rules, store.lead_of(item), now)
        if customer_id is not None and customer_id in books:
            # Two leads of one customer go back to the pool: its books are written once in a transaction.
            writes.commit()
            writes, books = Writes(), set()
        mine = Writes()
        _add_reminders(mine, scope, rules, item, now)
        if len(writes) + len(mine) > MOST_ACTIONS:
            writes.commit()
            writes, books = Writes(), set()
        writes.extend(mine)
        books |= {customer_id} if customer_id is not None else set()
    writes.commit()


def _returned_by(rules: Rules, lead: Lead, now: datetime) -> str | None:
    """The customer whose books change because the lead goes back to the pool now."""
    if rules.setup.reminders.return_to_pool_days is None:
        return None
    steps = due_steps(lead, limits(rules.setup, lead.stage), rules.calendar, now)
    return lead.customer_id if any(step.clock == "lead.pool_return" for step in steps) else None


def _remind_alone(scope: Scope, rules: Rules, lead_id: str, now: datetime) -> None:
    """After a clash: read again; what another sweep has told is no longer due."""
    for _ in range(3):
        item = get(store.LeadItem, keys.lead(scope, lead_id), keys.LEAD, consistent=True)
        if item is None:
            return
        writes = Writes()
        _add_reminders(writes, scope, rules, item, now)
        try:
            writes.commit()
            return
        except StaleVersion:
            continue


def _add_reminders(writes: Writes, scope: Scope, rules: Rules, item: store.LeadItem, now: datetime) -> None:
    """The writes of all that is due on a lead: one change, one event for the weightiest step, a notice each."""
    lead = store.lead_of(item)
    steps = due_steps(lead, limits(rules.setup, lead.stage), rules.calendar, now)
    if not steps:
        _set_deadline_right(writes, scope, rules, item, lead)
        return
    changed = lead
    for step in steps:
        changed = _after(changed, rules, step, now)
        telling.step(writes, scope, rules, lead, step, now)
    weightiest = min(steps, key=lambda step: list(_KINDS).index(step.clock) if step.clock != "lead.pool_return" else -1)
    facts = {
        "steps": [[step.clock, step.number] for step in steps],
        "owner_id": lead.owner_id,
        "stage": lead.stage,
        "touched_at": to_text(lead.touched_at),
    }
    quiet = changed.owner_id == lead.owner_id and changed.hold == lead.hold
    change = Change(changed, _KINDS[weightiest.clock], facts, quiet=quiet)
    add_change(writes, scope, rules, lead, change, now)


def _after(lead: Lead, rules: Rules, step: Step, now: datetime) -> Lead:
    if step.clock == "hold.ends":
        return model.planned(model.resumed(lead, now), default_follow_up(rules.setup, rules.calendar, now))
    if step.clock == "lead.pool_return":
        return model.owned_by(lead, None, now)
    return after(lead, step, now)


def _set_deadline_right(writes: Writes, scope: Scope, rules: Rules, item: store.LeadItem, lead: Lead) -> None:
    """The item says due and the rules say not (limits were changed). Where only the index is behind, all is right."""
    deadline = rules.deadline(lead)
    if item.due_at != (to_text(deadline[0]) if deadline else None):
        store.put_lead(writes, scope, lead, deadline)
