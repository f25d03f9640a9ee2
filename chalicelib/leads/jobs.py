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
        leads = [store.lead_of(item) for item in items]
        try:
            _remind_together(scope, rules, leads, now)
        except Refused:
            for lead in leads:
                _remind_alone(scope, rules, lead.id, now)


def _remind_together(scope: Scope, rules: Rules, leads: Sequence[Lead], now: datetime) -> None:
    writes = Writes()
    for lead in leads:
        mine = Writes()
        _add_reminders(mine, scope, rules, lead, now)
        if len(writes) + len(mine) > MOST_ACTIONS:
            writes.commit()
            writes = Writes()
        writes.extend(mine)
    writes.commit()


def _remind_alone(scope: Scope, rules: Rules, lead_id: str, now: datetime) -> None:
    """After a clash: read again; what another sweep has told is no longer due."""
    for _ in range(3):
        item = get(store.LeadItem, keys.lead(scope, lead_id), keys.LEAD, consistent=True)
        if item is None:
            return
        writes = Writes()
        _add_reminders(writes, scope, rules, store.lead_of(item), now)
        try:
            writes.commit()
            return
        except StaleVersion:
            continue


def _add_reminders(writes: Writes, scope: Scope, rules: Rules, lead: Lead, now: datetime) -> None:
    """The writes of all that is due on `lead`: one change, one event for the weightiest step, a notice each."""
    steps = due_steps(lead, limits(rules.setup, lead.stage), rules.calendar, now)
    if not steps:
        _move_deadline_only(writes, scope, rules, lead, now)
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


def _move_deadline_only(writes: Writes, scope: Scope, rules: Rules, lead: Lead, now: datetime) -> None:
    """The index says due and the rules say not (limits were changed, another sweep was first): set it right."""
    deadline = rules.deadline(lead)
    if deadline is not None and deadline[0] <= now:
        return
    store.put_lead(writes, scope, lead, deadline)
