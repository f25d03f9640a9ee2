"""How every change of a lead is written: the lead, its event, the customer's books and who is told, at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.core.calendar import Calendar
from chalicelib.core.errors import Contention, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.core.tries import TRIES, pause
from chalicelib.leads import claims, customer_store, keys, store
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.errors import LeadDuplicate
from chalicelib.leads.fields import hidden_fields
from chalicelib.leads.model import Lead, text_fields
from chalicelib.leads.silence import Clock, Limits, next_deadline
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Members
from chalicelib.tenancy.setup import Setup, Stage

Tell = Callable[[Writes], None]


@dataclass(frozen=True)
class Rules:
    """What a workspace has decided, as the use cases need it; cached reads."""

    setup: Setup
    calendar: Calendar
    members: Members

    @classmethod
    def of(cls, scope: Scope) -> Rules:
        return cls(tenancy.setup_of(scope), tenancy.calendar_of(scope), tenancy.members_of(scope))

    def stage(self, stage_id: str) -> Stage:
        """The stage, archived or not; one that vanished with a hand-made change counts as the first."""
        return self.setup.stage(stage_id) or self.setup.first_stage

    def deadline(self, lead: Lead) -> tuple[datetime, Clock] | None:
        return next_deadline(lead, limits(self.setup, lead.stage), self.calendar)


def limits(setup: Setup, stage_id: str) -> Limits:
    stage, reminders = setup.stage(stage_id) or setup.first_stage, setup.reminders
    return Limits(
        silent_days=stage.silent_days or 365,
        silent_basis=stage.silent_basis,
        dwell_days=stage.dwell_days,
        repeat_days=reminders.repeat_days,
        missed_supervisor_after_days=reminders.missed_supervisor_after_days,
        return_to_pool_days=reminders.return_to_pool_days,
    )


@dataclass(frozen=True)
class Change:
    """What is to become of a lead, and how it is recorded."""

    after: Lead
    kind: EventKind
    facts: dict[str, Any] = field(default_factory=dict)
    tell: tuple[Tell, ...] = ()
    #: A reminder or a recomputation: nobody changed the lead, so it doesn't count as recently changed.
    quiet: bool = False
    #: Refuse if a colleague has an open lead of the same customer (claim, reopen, restore; who assigns by hand knows).
    sole_owner: bool = False
    #: What becomes of the customer with it (its identities), on top of its books.
    identify: Callable[[Customer], Customer] | None = None
    #: Customers on whose books the decision rests: if one changes before it is written, it is decided anew.
    rests_on: tuple[Customer, ...] = ()
    #: More writes of the same transaction.
    also: Callable[[Writes], None] | None = None


def apply_change(
    scope: Scope,
    lead_id: str,
    now: datetime,
    decide: Callable[[Lead, Rules], Change | None],
    *,
    expected: int | None = None,
    deleted: bool = False,
) -> Lead:
    """Read the lead, let `decide` say what becomes of it, and write that, all or nothing.

    With `expected` (If-Match) another's change in between is refused; without it the change is decided anew on what
    the other left. A reminder in between is no change: nobody is told to look again because a clock has struck.

    Raises:
        NotFound, StaleVersion, LeadDuplicate, Contention, and what `decide` raises.
    """
    rules = Rules.of(scope)
    for attempt in range(TRIES):
        lead = store.find_lead(scope, lead_id, consistent=True, deleted=deleted)
        if expected is not None and lead.revision != expected:
            raise StaleVersion()
        change = decide(lead, rules)
        if change is None:
            return lead
        try:
            return write_change(scope, rules, lead, change, now)
        except StaleVersion:
            pause(attempt)
    raise Contention()


def write_change(scope: Scope, rules: Rules, before: Lead, change: Change, now: datetime) -> Lead:
    writes = Writes()
    add_change(writes, scope, rules, before, change, now)
    writes.commit()
    return replace(change.after, revision=_revision(before, change), version=(before.version or 0) + 1)


def _revision(before: Lead, change: Change) -> int:
    return before.revision if change.quiet else before.revision + 1


def add_change(writes: Writes, scope: Scope, rules: Rules, before: Lead, change: Change, now: datetime) -> None:
    """The writes of one change, for a transaction that may hold several leads' changes."""
    at = before.updated_at if change.quiet else now
    after = replace(change.after, updated_at=at, revision=_revision(before, change), version=before.version)
    if change.identify is not None or _books(before) != _books(after):
        after = _keep_books(writes, scope, rules, after, change)
    for customer in change.rests_on:
        claims.demand_unchanged(writes, customer)
    store.put_lead(writes, scope, after, rules.deadline(after))
    changes = changes_between(text_fields(before), text_fields(after))
    writes.create(
        event_item(
            scope,
            change.kind,
            pk=keys.lead(scope, after.id),
            about=after.id,
            at=now,
            changes=changes,
            # Whoever reads events alone (webhooks, the log) has no other name for what they are about.
            name=after.name,
            **change.facts,
        )
    )
    if change.also is not None:
        change.also(writes)
    for tell in change.tell:
        tell(writes)


def _books(lead: Lead) -> tuple[bool, bool, str | None]:
    """What the customer's item keeps of a lead."""
    return lead.is_open, lead.deleted_at is None, lead.owner_id


def _keep_books(writes: Writes, scope: Scope, rules: Rules, lead: Lead, change: Change) -> Lead:
    """The customer's list of open leads follows, and refuses a second rep (-> `LeadDuplicate`)."""
    if not lead.customer_id:
        return lead  # whose lead it was is erased
    customer = customer_store.customer_of_lead(scope, lead)
    if lead.is_open and change.sole_owner:
        check_sole_owner(scope, rules, customer, lead)
    after = customer.with_lead(lead)
    if change.identify is not None:
        after = change.identify(after)
    return replace(lead, home_key=claims.write_customer(writes, scope, customer, after).home_key)


def check_sole_owner(scope: Scope, rules: Rules, customer: Customer, lead: Lead) -> None:
    """A customer's open leads are with one owner.

    Raises:
        LeadDuplicate: with what the caller may know of the other lead: the owner's name inside one's own rows or as a
            colleague's, the lead's id only if it is visible.
    """
    for lead_id, owner in customer.open_leads:
        if lead_id != lead.id and owner != (lead.owner_id or ""):
            raise duplicate(scope, rules, lead_id, owner or None)


def duplicate(scope: Scope, rules: Rules, lead_id: str, owner_id: str | None) -> LeadDuplicate:
    visible = store.is_visible(scope, owner_id)
    shown = "owner_id" not in hidden_fields(rules.setup, scope.role)
    owner = rules.members.get(owner_id) if owner_id and shown else None
    en = scope.locale == "en"
    name = (owner.name if owner else ("a colleague" if en else "同事")) if owner_id else ("the pool" if en else "公海")
    extra: dict[str, Any] = {
        "duplicate": {
            "owner_name": name,
            "owner_id": owner_id if visible and shown else None,
            "lead_id": lead_id if visible else None,
            "in_pool": owner_id is None,
        }
    }
    return LeadDuplicate(owner=name, extra=extra)
